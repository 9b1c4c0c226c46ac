import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type Poll, planHealth } from '../../../src/core/source/plan-health.ts'
import { formatSourceHealth, parseSourceHealth, type SourceHealth } from '../../../src/core/source/source-health.ts'

const NOW = new Date('2026-08-20T06:00:00Z')
const AT = '2026-08-20T06:00:00Z'
const WELL: SourceHealth = { status: 'ok', since: '2026-03-01T06:00:00Z', lastSuccess: '2026-08-17T06:00:00Z' }
const ILL: SourceHealth = {
  ...WELL,
  status: 'failing',
  since: '2026-08-19T06:00:00Z',
  reason: 'answered 404 Not Found',
}

describe('the health of a source', () => {
  const cases: readonly (readonly [string, SourceHealth | undefined, Poll, SourceHealth])[] = [
    ['begins with its first answer', undefined, { outcome: 'ok' }, { status: 'ok', since: AT, lastSuccess: AT }],
    ['stays as it is while all is well', WELL, { outcome: 'ok' }, WELL],
    [
      'says once a week that all is still well',
      { ...WELL, lastSuccess: '2026-08-13T06:00:00Z' },
      { outcome: 'ok' },
      { ...WELL, lastSuccess: AT },
    ],
    [
      'names where the feed has moved to',
      WELL,
      { outcome: 'ok', movedTo: 'https://new.example/feed' },
      { ...WELL, movedTo: 'https://new.example/feed' },
    ],
    ['forgets a move that is none any more', { ...WELL, movedTo: 'https://new.example/feed' }, { outcome: 'ok' }, WELL],
    [
      'says since when it fails, why, and when it was last well, to the second',
      WELL,
      { outcome: 'failed', reason: 'answered 404 Not Found', lastSuccess: '2026-08-20T05:00:00Z' },
      { status: 'failing', since: AT, lastSuccess: '2026-08-20T05:00:00Z', reason: 'answered 404 Not Found' },
    ],
    [
      'stays as it is while it fails in the same way',
      ILL,
      { outcome: 'failed', reason: 'answered 404 Not Found' },
      ILL,
    ],
    [
      'names a new reason, and keeps since when',
      ILL,
      { outcome: 'failed', reason: 'refuses the connection' },
      { ...ILL, reason: 'refuses the connection' },
    ],
    [
      'is parked when the feed is gone for good',
      ILL,
      { outcome: 'gone', reason: 'answered 410 Gone' },
      { ...ILL, status: 'parked', since: AT, reason: 'answered 410 Gone' },
    ],
    ['is well again from the first answer on', ILL, { outcome: 'ok' }, { status: 'ok', since: AT, lastSuccess: AT }],
    [
      'fails from the start where it never answered',
      undefined,
      { outcome: 'failed', reason: 'cut the connection' },
      { status: 'failing', since: AT, reason: 'cut the connection' },
    ],
  ]
  for (const [name, before, poll, expected] of cases) {
    test(name, () => {
      assert.deepEqual(planHealth(before, poll, NOW), expected)
    })
  }

  test('is read as it was written', () => {
    for (const health of [WELL, ILL, { ...ILL, movedTo: 'https://new.example/feed' }]) {
      assert.deepEqual(parseSourceHealth(formatSourceHealth(health), 'x.yml'), { ok: true, value: health })
    }
  })

  test('has no fields and no words of its own', () => {
    const broken = parseSourceHealth('status: fine\nsince: yesterday\nmood: good\n', 'content/health/x.yml')
    assert.ok(!broken.ok)
    assert.deepEqual(broken.problems.map(({ field }) => field).sort(), ['mood', 'since', 'status'])
  })
})
