import assert from 'node:assert/strict'
import fs from 'node:fs'
import path from 'node:path'
import { describe, test } from 'node:test'
import { readAuthors } from '../../src/io/author-files.ts'
import { makeTemporaryFolder } from './temporary-folder.ts'

describe('the people of a content folder', () => {
  test('are none where it has no folder of authors', () => {
    using folder = makeTemporaryFolder()
    assert.deepEqual(readAuthors(folder.path), { entries: [], problems: [] })
  })

  test('are those of its files; what is wrong with one says where, and keeps no other from being read', () => {
    using folder = makeTemporaryFolder()
    const authors = path.join(folder.path, 'authors')
    fs.mkdirSync(authors)
    fs.writeFileSync(path.join(authors, 'ada-quay.yml'), 'name: Ada Quay\norg: Harbour Works\n')
    fs.writeFileSync(path.join(authors, 'bo.yml'), 'name: Bo\nemployer: Harbour Works\n')
    const { entries, problems } = readAuthors(folder.path)
    assert.deepEqual(entries, [{ id: 'ada-quay', name: 'Ada Quay', org: 'Harbour Works' }])
    assert.deepEqual(
      problems.map(({ where, field, line }) => [path.basename(where), field, line]),
      [['bo.yml', 'employer', 2]],
    )
  })
})
