import assert from 'node:assert/strict'
import fs from 'node:fs'
import path from 'node:path'
import { describe, test } from 'node:test'
import { isTemporary, writeFileAtomic } from '../../src/io/atomic-file.ts'
import { makeTemporaryFolder, readTree } from './temporary-folder.ts'

describe('a file that is written whole or not at all', () => {
  test('is there with its folders, and nothing beside it', () => {
    using folder = makeTemporaryFolder()
    assert.equal(writeFileAtomic(path.join(folder.path, 'a/b/c.md'), 'Grüße\n'), true)
    assert.deepEqual(readTree(folder.path), { 'a/b/c.md': 'Grüße\n' })
  })

  test('is not touched where the bytes are the same', () => {
    using folder = makeTemporaryFolder()
    const file = path.join(folder.path, 'a.md')
    writeFileAtomic(file, 'same')
    const { ino, mtimeNs } = fs.statSync(file, { bigint: true })
    assert.equal(writeFileAtomic(file, Buffer.from('same')), false)
    const after = fs.statSync(file, { bigint: true })
    assert.deepEqual([after.ino, after.mtimeNs], [ino, mtimeNs])
  })

  test('takes the place of the old one in one step: who has that open still reads it whole', () => {
    using folder = makeTemporaryFolder()
    const file = path.join(folder.path, 'a.md')
    writeFileAtomic(file, 'the old one')
    const reader = fs.openSync(file, 'r')
    assert.equal(writeFileAtomic(file, 'new'), true)
    assert.equal(fs.readFileSync(reader, 'utf8'), 'the old one')
    fs.closeSync(reader)
    assert.deepEqual(readTree(folder.path), { 'a.md': 'new' })
  })

  test('that cannot be put in its place leaves all as it was, and nothing behind', () => {
    using folder = makeTemporaryFolder()
    fs.mkdirSync(path.join(folder.path, 'taken/inside'), { recursive: true })
    fs.writeFileSync(path.join(folder.path, 'taken/inside/a.md'), 'a')
    assert.throws(() => writeFileAtomic(path.join(folder.path, 'taken/inside'), 'x'))
    assert.deepEqual(readTree(folder.path), { 'taken/inside/a.md': 'a' })
  })

  for (const [name, temporary] of [
    ['.first-light.md.0123abcd.tmp', true],
    ['2026-W34/.first-light.md.0123abcd.tmp', true],
    ['first-light.md', false],
    ['.first-light.md', false],
    ['first-light.md.0123abcd.tmp', false],
    ['.keep.tmp', false],
    ['.notes.01234567.tmp.md', false],
  ] as const) {
    test(`${name} is ${temporary ? 'what a write leaves behind' : 'somebody’s own'}`, () => {
      assert.equal(isTemporary(name), temporary)
    })
  }
})
