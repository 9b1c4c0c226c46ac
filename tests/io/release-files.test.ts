import assert from 'node:assert/strict'
import fs from 'node:fs'
import path from 'node:path'
import { describe, test } from 'node:test'
import { formatReleaseSchedule } from '../../src/core/release/release-schedule.ts'
import { formatRelease } from '../../src/core/release/release.ts'
import { readReleaseSchedule, readReleases } from '../../src/io/release-files.ts'
import { makeRelease } from '../builders.ts'
import { makeTemporaryFolder } from './temporary-folder.ts'

function write(content: string, name: string, text: string): void {
  fs.mkdirSync(path.join(content, 'releases'), { recursive: true })
  fs.writeFileSync(path.join(content, 'releases', name), text)
}

describe('releases', () => {
  test('are none where there is no folder of them, and nothing is planned', () => {
    using content = makeTemporaryFolder()
    assert.deepEqual(readReleases(content.path), { entries: [], problems: [] })
    assert.deepEqual(readReleaseSchedule(content.path), { ok: true, value: { read: {}, rounds: [] } })
  })

  test('are read the newest first, by their numbers, and the schedule is none of them', () => {
    using content = makeTemporaryFolder()
    const schedule = { read: {}, rounds: [{ target: '2026-09-15' }] }
    write(content.path, 'schedule.yml', formatReleaseSchedule(schedule))
    for (const minor of ['1.9', '1.36', '1.10', '1.2', '1.20']) {
      write(content.path, `${minor}.yml`, formatRelease(makeRelease({ minor, patches: [] })))
    }
    const { entries, problems } = readReleases(content.path)
    assert.deepEqual(problems, [])
    assert.deepEqual(
      entries.map(({ minor }) => minor),
      ['1.36', '1.20', '1.10', '1.9', '1.2'],
    )
    assert.deepEqual(readReleaseSchedule(content.path), { ok: true, value: schedule })
  })

  test('that cannot be read are named, and the others are read', () => {
    using content = makeTemporaryFolder()
    write(content.path, '1.36.yml', formatRelease(makeRelease()))
    write(content.path, 'v1.35.yml', formatRelease(makeRelease({ minor: '1.35', patches: [] })))
    write(content.path, '1.34.yml', 'released: {}\n')
    const { entries, problems } = readReleases(content.path)
    assert.deepEqual(entries, [makeRelease()])
    assert.deepEqual(
      problems.map(({ where, field }) => [path.basename(where), field]),
      [
        ['1.34.yml', 'released'],
        ['v1.35.yml', undefined],
      ],
    )
  })

  test('have a schedule that names its file when it cannot be read', () => {
    using content = makeTemporaryFolder()
    write(content.path, 'schedule.yml', 'rounds:\n  - cherryPicks: 2026-09-11\n')
    const schedule = readReleaseSchedule(content.path)
    assert.ok(!schedule.ok)
    assert.match(schedule.problems[0]?.where ?? '', /releases\/schedule\.yml$/)
    assert.equal(schedule.problems[0]?.field, 'rounds[0].target')
  })
})
