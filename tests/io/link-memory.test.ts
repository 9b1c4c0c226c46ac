import assert from 'node:assert/strict'
import fs from 'node:fs'
import path from 'node:path'
import { describe, test } from 'node:test'
import { createLinkMemory } from '../../src/io/link-memory.ts'
import type { RememberedAnswer } from '../../src/jobs/ports.ts'
import { makeTemporaryFolder } from './temporary-folder.ts'

const at = '2026-08-24T06:00:00Z'
const answers = new Map<string, RememberedAnswer>([
  ['https://a.example/', { at, answer: { outcome: 'there' } }],
  ['https://b.example/', { at, answer: { outcome: 'there', movedTo: 'https://c.example/' } }],
  ['https://d.example/', { at, answer: { outcome: 'refused', reason: 'answered 403 Forbidden' } }],
  ['https://e.example/', { at, answer: { outcome: 'silent', reason: 'refuses the connection', unreached: false } }],
])

describe('what was answered to the check of links', () => {
  test('is read as it was written', () => {
    using folder = makeTemporaryFolder()
    createLinkMemory(folder.path).write(answers)
    assert.deepEqual(createLinkMemory(folder.path).read(), answers)
  })

  test('is nothing where nothing was asked yet, and no file is made of that', () => {
    using folder = makeTemporaryFolder()
    assert.equal(createLinkMemory(folder.path).read().size, 0)
    assert.deepEqual(fs.readdirSync(folder.path), [])
  })

  for (const [name, text, left] of [
    ['is no JSON', '{', []],
    ['is null', 'null', []],
    ['holds an answer that nobody gives', `{"x":{"at":"${at}","answer":{"outcome":"shrugs"}}}`, []],
    ['holds a moment that is none', '{"x":{"at":"now","answer":{"outcome":"there"}}}', []],
    ['is half right', `{"x":1,"y":{"at":"${at}","answer":{"outcome":"there"}}}`, ['y']],
  ] as const) {
    test(`is what can be read of a file that ${name}`, () => {
      using folder = makeTemporaryFolder()
      fs.writeFileSync(path.join(folder.path, 'links.json'), text)
      assert.deepEqual([...createLinkMemory(folder.path).read().keys()], left)
    })
  }
})
