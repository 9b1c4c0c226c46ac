import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { formatReleaseSchedule, parseReleaseSchedule } from '../../../src/core/release/release-schedule.ts'

const WHERE = 'content/releases/schedule.yml'

describe('the schedule', () => {
  test('is read as it was written', () => {
    const schedule = {
      read: { 'kubernetes-schedule': '2026-08-21' },
      rounds: [{ cherryPicks: '2026-09-11', target: '2026-09-15' }, { target: '2026-10-13' }],
    }
    assert.deepEqual(parseReleaseSchedule(formatReleaseSchedule(schedule), WHERE), { ok: true, value: schedule })
  })

  const wrong: [field: string, text: string, what: RegExp][] = [
    ['rounds[0].target', 'rounds: [{ cherryPicks: 2026-09-11 }]\n', /this field is missing/],
    ['rounds[0].target', 'rounds: [{ target: soon }]\n', /expected a day, like 2026-11-20; found "soon"/],
    ['rounds[0].cherryPicks', 'rounds: [{ cherryPicks: 2026-09-16, target: 2026-09-15 }]\n', /before the target/],
    ['read.nobody', 'read: { nobody: 2026-08-21 }\n', /no such field/],
  ]
  for (const [field, text, what] of wrong) {
    test(`is told what is wrong with ${field}: ${text.trim()}`, () => {
      const parsed = parseReleaseSchedule(text, WHERE)
      assert.ok(!parsed.ok)
      assert.deepEqual([parsed.problems[0]?.field, parsed.problems[0]?.line], [field, 1])
      assert.match(parsed.problems[0]?.what ?? '', what)
    })
  }
})
