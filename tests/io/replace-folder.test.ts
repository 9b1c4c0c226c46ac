import assert from 'node:assert/strict'
import fs from 'node:fs'
import path from 'node:path'
import { describe, test } from 'node:test'
import { replaceFolder } from '../../src/io/replace-folder.ts'
import { makeTemporaryFolder } from './temporary-folder.ts'

/** A folder with a new site and one that is served, and where the latter goes. */
function makePlaces(root: string) {
  const [from, to, aside] = ['site', 'served/dist', 'before'].map((name) => path.join(root, name)) as [
    string,
    string,
    string,
  ]
  for (const [folder, words] of [
    [from, 'new'],
    [to, 'old'],
  ] as const) {
    fs.mkdirSync(folder, { recursive: true })
    fs.writeFileSync(path.join(folder, 'index.html'), words)
  }
  fs.writeFileSync(path.join(to, 'gone.html'), 'old')
  return { from, to, aside }
}

const read = (folder: string) => fs.readFileSync(path.join(folder, 'index.html'), 'utf8')

describe('a folder that takes the place of another', () => {
  test('is there whole, and what was there is whole beside: nothing is deleted while nothing is served', () => {
    using folder = makeTemporaryFolder()
    const { from, to, aside } = makePlaces(folder.path)
    replaceFolder(from, to, aside)
    assert.deepEqual([read(to), read(aside)], ['new', 'old'])
    assert.deepEqual([fs.readdirSync(to), fs.readdirSync(aside).sort()], [['index.html'], ['gone.html', 'index.html']])
    assert.equal(fs.existsSync(from), false)
  })

  test('needs none there', () => {
    using folder = makeTemporaryFolder()
    const { from, to, aside } = makePlaces(folder.path)
    const fresh = path.join(path.dirname(to), 'a', 'b')
    replaceFolder(from, fresh, aside)
    assert.equal(read(fresh), 'new')
    assert.equal(fs.existsSync(aside), false)
  })

  test('leaves what was there where it cannot come', () => {
    using folder = makeTemporaryFolder()
    const { from, to, aside } = makePlaces(folder.path)
    fs.rmSync(from, { recursive: true })
    assert.throws(() => replaceFolder(from, to, aside), /ENOENT/)
    assert.equal(read(to), 'old')
  })
})
