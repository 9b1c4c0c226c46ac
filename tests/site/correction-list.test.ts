import assert from 'node:assert/strict'
import { test } from 'node:test'
import { listCorrections } from '../../src/site/correction-list.ts'
import { makeIssue, makePick } from '../builders.ts'

const pick = makePick()

test('every correction of a published issue is listed by year, newest first, with a link to what it is about', () => {
  const issues = [
    makeIssue({
      corrections: [
        { date: '2026-08-22', pick: pick.id, text: 'Two, not *three*.' },
        { date: '2026-01-02', text: 'The date was wrong.' },
        { date: '2026-08-23', pick: 'ffffffffff', text: 'Of a pick that is gone.' },
      ],
      picks: [pick],
    }),
    makeIssue({ key: '2025-W45', number: 2, title: 'Calm', corrections: [{ date: '2025-11-07', text: 'No calm.' }] }),
    makeIssue({ key: '2026-W40', status: 'draft', corrections: [{ date: '2026-10-01', text: 'Not seen.' }] }),
  ]
  assert.deepEqual(
    listCorrections(issues).map(({ year, corrections }) => [
      year,
      corrections.map(({ date, html, about }) => [date, html, about.text, about.href]),
    ]),
    [
      [
        '2026',
        [
          ['2026-08-23', 'Of a pick that is gone.', 'First light', '/issues/2026-W34/'],
          ['2026-08-22', 'Two, not <em>three</em>.', 'First light', `/issues/2026-W34/#${pick.id}`],
          ['2026-01-02', 'The date was wrong.', 'First light', '/issues/2026-W34/'],
        ],
      ],
      ['2025', [['2025-11-07', 'No calm.', 'Calm', '/issues/2025-W45/']]],
    ],
  )
})
