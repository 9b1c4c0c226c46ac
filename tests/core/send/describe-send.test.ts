import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import {
  describeEnd,
  describeProgress,
  describeReport,
  describeSpan,
  nextCommands,
  type SendReport,
} from '../../../src/core/send/describe-send.ts'
import type { SendEnd } from '../../../src/core/send/send-progress.ts'
import type { RecipientCounts } from '../../../src/core/send/send.ts'

const makeReport = (counts: Partial<RecipientCounts> = {}, own: Partial<SendReport> = {}): SendReport => ({
  ...{ issue: '2026-W47', recipients: 1_000, notAfter: '2026-11-25T10:00:00Z', reasons: [], missed: [] },
  counts: { queued: 0, leased: 0, sent: 0, failed: 0, unknown: 0, suppressed: 0, ...counts },
  ...own,
})

describe('a report of a send', () => {
  test('says how many, why not, and who', () => {
    const gone = {
      address: 'gone@light.example',
      state: 'failed',
      code: 550,
      reason: 'the server answered 550',
    } as const
    const erased = { address: undefined, state: 'unknown', code: undefined, reason: 'it was gone' } as const
    const report = makeReport(
      { sent: 995, failed: 2, unknown: 1, suppressed: 2 },
      {
        missed: [gone, erased],
        reasons: [{ state: 'failed', reason: 'the server answered 550', count: 2 }],
      },
    )
    assert.deepEqual(describeReport(report), [
      '2026-W47: 995 of 1,000 readers sent',
      '  sent          995',
      '  failed          2   refused, or put off too often',
      '  unknown         1   the server had the mail and never said whether it took it',
      '  suppressed      2   had left, or may not be written to, when their turn came',
      'Why:',
      '      2 failed: the server answered 550',
      'Who, the first 2:',
      '  gone@light.example  failed   the server answered 550',
      '  (erased since)      unknown  it was gone',
      '  and 1 more',
    ])
  })

  test('keeps what matters in sight where a server words each of its refusals anew', () => {
    const reasons = Array.from({ length: 100 }, (_, index) => ({
      ...({ state: 'failed', reason: `the server answered 554 (ticket ${index})`, count: 1 } as const),
    }))
    const missed = reasons.slice(0, 10).map(({ state, reason }) => ({ address: undefined, state, code: 554, reason }))
    const lines = describeReport(makeReport({ failed: 100 }, { missed, reasons }))
    assert.ok(lines.length < 32, `${lines.length} lines`)
    assert.ok(lines.includes('  and 90 more reasons'))
    assert.equal(lines.at(-1), '  and 90 more')
  })

  const cases: readonly (readonly [Partial<RecipientCounts>, string | undefined, readonly string[]])[] = [
    [{ sent: 9, suppressed: 1 }, undefined, []],
    [{ queued: 4, leased: 1 }, undefined, ['--resume']],
    [{ queued: 4 }, '2026-11-26T10:00:00Z', ['--resume --not-after 2026-11-26T10:00:00Z']],
    [
      { failed: 1, unknown: 1 },
      undefined,
      ['--retry-failed', '--resume --on-unknown retry', '--resume --dry-run --json'],
    ],
  ]
  for (const [counts, extended, flags] of cases) {
    test(`goes on from ${JSON.stringify(counts)} with ${flags.join(', ') || 'nothing'}`, () => {
      const next = nextCommands(makeReport(counts), extended)
      assert.deepEqual(
        next.map((each) => each.flags),
        flags,
      )
    })
  }

  test('says why it ended', () => {
    const report = makeReport({ queued: 5 })
    assert.equal(describeEnd({ why: 'done' }, report), undefined)
    assert.match(describeEnd({ why: 'interrupted' }, report) ?? '', /5 readers wait/)
    assert.match(
      describeEnd({ why: 'expired' }, report) ?? '',
      /after 2026-11-25T10:00:00Z: 5 readers were not sent to/,
    )
    assert.match(
      describeEnd({ why: 'unreachable', reason: 'ECONNREFUSED' }, report) ?? '',
      /ECONNREFUSED\. 5 readers wait/,
    )
    assert.match(
      describeEnd({ why: 'refused', reason: '554', count: 100 }, report) ?? '',
      /refused 100 readers.*about us.*subscribers -- doctor$/,
    )
  })

  test('speaks of one reader as of one', () => {
    const report = makeReport({ queued: 1 })
    const ends: readonly SendEnd[] = [
      { why: 'interrupted' },
      { why: 'expired' },
      { why: 'unreachable', reason: 'x' },
      { why: 'refused', reason: 'x', count: 5 },
    ]
    for (const end of ends) assert.match(describeEnd(end, report) ?? '', /1 reader wa(?:its|s not sent to)/, end.why)
    assert.equal(nextCommands(report, undefined)[0]?.does, 'Send to the one that waits')
  })
})

describe('the progress of a send', () => {
  const progress = {
    ...{ recipients: 10_000, done: 1_200, failed: 0, unknown: 0, perSecond: 9.84, rate: 10 },
    ...{ left: 894_000, waits: undefined },
  }
  test('says how many, how fast, and how long it will take', () => {
    assert.equal(describeProgress(progress), '1,200 of 10,000, 9.8 a second, 15 min left')
    assert.match(describeProgress({ ...progress, failed: 3 }), /10,000, 3 failed, 9\.8/)
  })

  test('says what it waits for', () => {
    const waiting = (why: 'busy' | 'unreachable' | 'later') =>
      describeProgress({ ...progress, left: undefined, rate: 5, waits: { why, milliseconds: 25_000 } })
    assert.equal(waiting('busy'), '1,200 of 10,000, the server wants less: rests 25 s, then 5 a second')
    assert.match(waiting('unreachable'), /no server there: looks again in 25 s/)
    assert.match(waiting('later'), /waits 25 s for those who were put off/)
  })

  test('has spans that a person reads', () => {
    assert.deepEqual([0, 1, 99_000, 100_000, 5_940_000, 7_200_000, 12_000_000].map(describeSpan), [
      ...['0 s', '1 s', '99 s', '2 min', '99 min', '2 h', '3 h 20 min'],
    ])
  })
})
