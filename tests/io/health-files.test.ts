import assert from 'node:assert/strict'
import fs from 'node:fs'
import path from 'node:path'
import { describe, test } from 'node:test'
import type { SourceHealth } from '../../src/core/source/source-health.ts'
import { readHealth, writeHealth } from '../../src/io/health-files.ts'
import { makeTemporaryFolder, readTree } from './temporary-folder.ts'

const well: SourceHealth = { status: 'ok', since: '2026-01-05T06:00:00Z', lastSuccess: '2026-08-23T06:00:00Z' }
const failing: SourceHealth = {
  status: 'failing',
  since: '2026-08-03T06:00:00Z',
  reason: 'answered 404: "Not Found" # really',
  movedTo: 'https://harbour.example/new.xml',
}

describe('the health of the sources of a content folder', () => {
  test('reads back as it was written, by id, and is written only when it changes', () => {
    using content = makeTemporaryFolder()
    assert.equal(writeHealth(content.path, 'planet', failing), true)
    assert.equal(writeHealth(content.path, 'harbour-blog', well), true)
    const before = readTree(content.path)
    assert.deepEqual(Object.keys(before), ['health/harbour-blog.yml', 'health/planet.yml'])
    assert.equal(writeHealth(content.path, 'planet', failing), false)
    assert.deepEqual(readTree(content.path), before)
    assert.deepEqual(readHealth(content.path), {
      entries: [
        { id: 'harbour-blog', health: well },
        { id: 'planet', health: failing },
      ],
      problems: [],
    })
    assert.equal(writeHealth(content.path, 'planet', well), true)
  })

  test('that is broken is named with file and field, and the others are read', () => {
    using content = makeTemporaryFolder()
    writeHealth(content.path, 'harbour-blog', well)
    const folder = path.join(content.path, 'health')
    fs.writeFileSync(path.join(folder, 'planet.yml'), 'status: sad\nsince: 2026-01-05T06:00:00Z\n')
    fs.writeFileSync(path.join(folder, 'Not An Id.yml'), 'status: ok\nsince: 2026-01-05T06:00:00Z\n')
    fs.writeFileSync(path.join(folder, '.planet.yml.0123abcd.tmp'), 'sta')
    const { entries, problems } = readHealth(content.path)
    assert.deepEqual(entries, [{ id: 'harbour-blog', health: well }])
    assert.deepEqual(
      problems.map(({ where, field, line }) => [path.basename(where), field, line]),
      [
        ['Not An Id.yml', undefined, undefined],
        ['planet.yml', 'status', 1],
      ],
    )
  })

  test('is none where nothing was read yet', () => {
    using content = makeTemporaryFolder()
    assert.deepEqual(readHealth(content.path), { entries: [], problems: [] })
  })
})
