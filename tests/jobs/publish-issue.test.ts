import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { applyOperations } from '../../src/core/issue/apply-operation.ts'
import type { CurationState } from '../../src/core/issue/curation-state.ts'
import { type Content, type Curation, openCuration } from '../../src/core/issue/curation.ts'
import { formatIssue } from '../../src/core/issue/format-issue.ts'
import { parseIssue } from '../../src/core/issue/issue-file.ts'
import type { Issue } from '../../src/core/issue/issue.ts'
import {
  createIssue,
  findDueIssue,
  findNewestPublished,
  findOpenIssue,
  type Occasion,
} from '../../src/core/issue/open-issue.ts'
import { operationsBetween } from '../../src/core/issue/operations-between.ts'
import { findToldCorrections } from '../../src/core/issue/told-corrections.ts'
import type { Result } from '../../src/core/text/problem.ts'
import type { Change } from '../../src/jobs/plan-change.ts'
import { checkChange, type CheckedChange } from '../../src/jobs/checked-change.ts'
import { correctIssue } from '../../src/jobs/correct-issue.ts'
import { type Hold, holdIssue } from '../../src/jobs/hold-issue.ts'
import { planPublication, publishIssue, type PublishOptions } from '../../src/jobs/publish-issue.ts'
import { makeIssue, makeItem, makePick, makeSource } from '../builders.ts'

const NOW = '2026-08-27T09:00:00Z'
const LATER = '2026-09-01T12:00:00Z'
const last = makeIssue({ key: '2026-W34', number: 7, picks: [makePick({ url: 'https://harbour.example/ran' })] })
const draft = makeIssue({
  ...{ key: '2026-W35', weeks: ['2026-W35'], number: 8, status: 'draft', date: '2026-08-28' },
  title: 'Second light',
  covers: { from: last.covers.to, to: '2026-08-24T09:00:00Z' },
  picks: [makePick()],
})
const itemSeen = (firstSeen: string) =>
  makeItem({ url: `https://harbour.example/${firstSeen}`, published: firstSeen, firstSeen })
/** One before the last cut-off, two after it, one from the time while an issue is held. */
const items = ['2026-08-21T11:00:00Z', '2026-08-22T00:00:00Z', '2026-08-26T00:00:00Z', '2026-08-29T00:00:00Z'].map(
  itemSeen,
)

function open(issues: readonly Issue[], key: string, now = NOW): Curation {
  const content: Content = {
    ...{ issues, now: new Date(now) },
    items: items.filter(({ firstSeen }) => firstSeen <= now),
    sources: new Map([['harbour-blog', makeSource()]]),
  }
  const curation = openCuration(content, key)
  assert.ok(curation.ok, JSON.stringify(curation))
  return curation.value
}

function after(planned: Result<Change | CheckedChange>): Issue {
  assert.ok(planned.ok && planned.value.outcome === 'changed', JSON.stringify(planned))
  return planned.value.state.issue
}

function nothingOf(planned: Result<Change | CheckedChange>): string {
  assert.ok(planned.ok && planned.value.outcome === 'nothing', JSON.stringify(planned))
  return planned.value.message
}

const publish = (issues: readonly Issue[], key: string, now = NOW, options?: PublishOptions) =>
  publishIssue(open(issues, key, now), options)
const hold = (issues: readonly Issue[], key: string, how: Hold = {}, now = NOW) =>
  holdIssue(open(issues, key, now), how)
const swap = (issues: readonly Issue[], issue: Issue) => [...issues.filter(({ key }) => key !== issue.key), issue]

function start(issues: readonly Issue[], occasion: Occasion, now = NOW): Issue {
  const created = createIssue(issues, items, new Date(now), occasion)
  assert.ok(created.ok, JSON.stringify(created))
  return created.value
}

describe('an issue that is held', () => {
  const held = after(hold([last, draft], draft.key, { until: LATER }))

  test('is ready, comes out on the day that was said, and covers what came in until it was finished', () => {
    assert.deepEqual(
      { status: held.status, date: held.date, at: held.publishAt, covers: held.covers, of: held.candidates },
      { status: 'ready', date: '2026-09-01', at: LATER, covers: { from: last.covers.to, to: NOW }, of: 2 },
    )
  })

  test('is not published before its hour, and says when that is', () => {
    assert.match(nothingOf(publish([last, held], held.key)), /held until Tuesday 1 September 2026, 12:00 UTC/)
    const minute = '2026-09-01T11:59:00Z'
    assert.match(nothingOf(publish([last, held], held.key, minute)), /held until/)
  })

  test('is published at its hour, on that day, and its cut-off is that of the hold', () => {
    const published = after(publish([last, held], held.key, LATER))
    assert.deepEqual(
      { status: published.status, date: published.date, covers: published.covers, of: published.candidates },
      { status: 'published', date: '2026-09-01', covers: held.covers, of: 2 },
    )
    assert.equal('publishAt' in published, false)
    assert.equal(after(publish([last, held], held.key, '2026-09-02T00:10:00Z')).date, '2026-09-02')
  })

  test('loses nothing to the next one: what came in while it waited is a candidate there', () => {
    const next = start([last, held], {})
    assert.equal(next.covers.from, NOW)
    const published = after(publish([last, held], held.key, LATER))
    assert.deepEqual(
      open([last, published, next], next.key, LATER).pool.map(({ firstSeen }) => firstSeen),
      ['2026-08-29T00:00:00Z'],
    )
    const covered = open([last, published], held.key, LATER).pool.map(({ firstSeen }) => firstSeen)
    assert.deepEqual(covered, ['2026-08-22T00:00:00Z', '2026-08-26T00:00:00Z'])
  })

  test('may be held until another hour, and keeps its cut-off; the same hour again is nothing to do', () => {
    const again = after(hold([last, held], held.key, { until: '2026-09-02T12:00:00Z' }, '2026-08-30T00:00:00Z'))
    assert.deepEqual([again.publishAt, again.covers], ['2026-09-02T12:00:00Z', held.covers])
    assert.match(nothingOf(hold([last, held], held.key, { until: LATER })), /held already/)
  })

  test('is a draft again with --off, and then covers what came in meanwhile', () => {
    const off = after(hold([last, held], held.key, { isOff: true }))
    assert.deepEqual([off.status, off.publishAt, off.candidates], ['draft', undefined, undefined])
    assert.equal(after(publish([last, off], off.key, LATER)).covers.to, LATER)
    assert.match(nothingOf(hold([last, draft], draft.key, { isOff: true })), /not held/)
  })

  test('without an hour waits for somebody to publish it, and no schedule does', () => {
    const waiting = after(hold([last, draft], draft.key))
    assert.equal(waiting.publishAt, undefined)
    assert.match(nothingOf(publish([last, waiting], draft.key, LATER, { isDueOnly: true })), /no issue is held/)
    assert.equal(after(publish([last, waiting], draft.key, LATER)).status, 'published')
  })

  test('cannot wait for an hour that has passed', () => {
    const planned = hold([last, draft], draft.key, { until: '2026-08-27T08:00:00Z' })
    assert.ok(!planned.ok)
    assert.match(planned.problems[0]?.what ?? '', /it is 2026-08-27T09:00:00Z already/)
  })

  test('says in its file all that it is, and each step can be taken back', () => {
    const state = (issue: Issue): CurationState => ({ issue, verdicts: new Map(), edits: [] })
    const published = after(publish([last, held], held.key, LATER))
    for (const [before, then] of [[draft, held] as const, [held, published] as const]) {
      const read = parseIssue(formatIssue(then), then.key, 'x')
      assert.deepEqual(read.ok && read.value, then)
      const back = applyOperations(state(then), operationsBetween(state(then), state(before)))
      assert.equal(back.ok && formatIssue(back.value.issue), formatIssue(before))
    }
  })

  test('is passed over by commands while there is a draft, and found by the schedule when its hour has come', () => {
    const next = start([last, held], {})
    assert.equal(findOpenIssue([last, next, held])?.key, next.key)
    assert.equal(findOpenIssue([last, held])?.key, held.key)
    assert.equal(findOpenIssue([last, { ...held, number: 99 }, next])?.key, next.key)
    assert.equal(findDueIssue([next, held], new Date(NOW)), undefined)
    assert.equal(findDueIssue([next, held], new Date(LATER))?.key, held.key)
  })

  test('that was overtaken takes the next number', () => {
    const overtaking = makeIssue({ key: '2026-W36', weeks: ['2026-W36'], number: 9 })
    const more = makeIssue({ key: '2026-W37', weeks: ['2026-W37'], number: 10, status: 'draft' })
    assert.equal(after(publish([last, held, overtaking, more], held.key, LATER)).number, 11)
    assert.equal(after(publish([last, held, { ...overtaking, status: 'draft' }], held.key, LATER)).number, 8)
  })
})

describe('checks', () => {
  const faulty = { ...draft, title: '' }

  test('stand against publishing and against holding', async () => {
    const refused = publish([last, faulty], faulty.key)
    assert.ok(refused.ok && refused.value.outcome === 'refused')
    const error = { level: 'error', check: 'title', message: 'None', remedy: 'Write one' } as const
    const work = open([last, faulty], faulty.key)
    const held = await checkChange(work, holdIssue(work, {}), () => Promise.resolve([error]))
    assert.ok(held.ok && held.value.outcome === 'refused')
    const fine = await checkChange(work, holdIssue(work, {}), () => Promise.resolve([{ ...error, level: 'warning' }]))
    assert.ok(fine.ok && fine.value.outcome === 'changed' && fine.value.checks.length === 1)
  })

  test('look at the issue as it will stand', async () => {
    const late = { ...draft, date: '2026-08-01' }
    const work = open([last, late], late.key)
    const seen: string[] = []
    for (const planned of [planPublication(work), holdIssue(work, {}), holdIssue(work, { until: LATER })]) {
      await checkChange(work, planned, ({ issue }) => {
        seen.push(`${issue.status} ${issue.date}`)
        return Promise.resolve([])
      })
    }
    assert.deepEqual(seen, ['published 2026-08-27', 'ready 2026-08-27', 'ready 2026-09-01'])
  })

  test('do not keep a held issue from being a draft again', async () => {
    const held = { ...faulty, status: 'ready' as const }
    const work = open([last, held], held.key)
    const off = await checkChange(work, holdIssue(work, { isOff: true }), () => assert.fail('asked'))
    assert.equal(after(off).status, 'draft')
  })

  test('are not asked where there is nothing to do', async () => {
    const work = open([last], last.key)
    const said = await checkChange(work, planPublication(work), () => assert.fail('asked'))
    assert.match(nothingOf(said), /published already/)
  })
})

describe('an issue out of the row', () => {
  test('of two weeks is found by its first, and the week after them is the next free one', () => {
    const double = start([last], { weeks: ['2026-W35', '2026-W36'] })
    assert.equal(double.key, '2026-W35')
    assert.deepEqual(start([last, double], {}).weeks, ['2026-W37'])
    const taken = createIssue([last, double], [], new Date(NOW), { weeks: ['2026-W36'] })
    assert.ok(!taken.ok)
    assert.match(taken.problems[0]?.what ?? '', /2026-W36 already: number 8, 2026-W35/)
  })

  test('may take the weeks of the turn of a year that has 53', () => {
    const december = '2026-12-31T09:00:00Z'
    assert.deepEqual(start([last], {}, december).weeks, ['2026-W53'])
    const turn = start([last], { weeks: ['2026-W53', '2027-W01'] }, december)
    assert.equal(turn.key, '2026-W53')
    assert.deepEqual(start([turn], {}, '2027-01-05T09:00:00Z').weeks, ['2027-W02'])
    const read = parseIssue(formatIssue(turn), turn.key, 'x')
    assert.deepEqual(read.ok && read.value, turn)
  })

  test('after weeks without one covers all that came in since the last', () => {
    const late = start([last], {}, '2026-09-20T00:00:00Z')
    assert.deepEqual(late.weeks, ['2026-W38'])
    assert.equal(open([last, late], late.key, '2026-09-20T00:00:00Z').pool.length, 3)
  })

  test('that is special counts in the numbers, chooses from all that is new, and leaves the rest to the weekly', () => {
    const special = { ...start([last], { slug: 'fleet-week' }), title: 'Fleet', subject: 'Fleet', preheader: 'Fleet' }
    assert.deepEqual([special.key, special.number, special.weeks], ['fleet-week', 8, []])
    assert.equal(open([last, special], special.key).pool.length, 2)
    const published = after(publish([last, { ...special, picks: [makePick()] }], special.key))
    assert.deepEqual(published.covers, { from: last.covers.to, to: last.covers.to })
    assert.equal(published.candidates, undefined)
    const weekly = start([last, published], {})
    assert.deepEqual([weekly.number, weekly.weeks, weekly.covers.from], [9, ['2026-W35'], last.covers.to])
    assert.equal(open([last, published, weekly], weekly.key).pool.length, 2)
  })
})

describe('a correction', () => {
  const pick = last.picks[0]
  assert.ok(pick)
  const correct = (issue: Issue, about: string, text: string, now = NOW) =>
    correctIssue(open([issue], issue.key, now), about, text)

  test('stands in the issue with its day and its pick, or for the issue as a whole', () => {
    const once = after(correct(last, pick.id.slice(0, 5), 'There were *two*\nlamps. '))
    const twice = after(correct(once, 'issue', 'It was Friday.', LATER))
    assert.deepEqual(twice.corrections, [
      { date: '2026-08-27', pick: pick.id, text: 'There were *two* lamps.' },
      { date: '2026-09-01', text: 'It was Friday.' },
    ])
  })

  test('that says the same again is nothing to do, also on another day', () => {
    const once = after(correct(last, pick.id, 'Two lamps.'))
    assert.match(nothingOf(correct(once, pick.id, ' Two  lamps.', LATER)), /says so already, since 2026-08-27/)
    assert.equal(after(correct(once, 'issue', 'Two lamps.')).corrections.length, 2)
  })

  for (const [what, issue, about, text, problem] of [
    ['of an issue that nobody has read', draft, 'issue', 'Two.', /not published yet/],
    ['of nothing', last, 'issue', ' \n ', /empty/],
    ['of a pick that is not there', last, 'ffff', 'Two.', /pick of 2026-W34/],
  ] as const) {
    test(`${what} is refused with a reason`, () => {
      const planned = correct(issue, about, text)
      assert.ok(!planned.ok)
      assert.match(`${planned.problems[0]?.where} ${planned.problems[0]?.what}`, problem)
    })
  }

  test('can be taken back without another one that was made meanwhile', () => {
    const state = (issue: Issue): CurationState => ({ issue, verdicts: new Map(), edits: [] })
    const once = after(correct(last, 'issue', 'One.'))
    const back = operationsBetween(state(once), state(last))
    const meanwhile = after(correct(once, 'issue', 'Another.', LATER))
    const result = applyOperations(state(meanwhile), back)
    assert.deepEqual(result.ok && result.value.issue.corrections, [{ date: '2026-09-01', text: 'Another.' }])
  })

  test('is told once, by the first issue that is published after it', () => {
    const corrected = after(correct(last, pick.id, 'Two lamps.'))
    const told = {
      issue: '2026-W34',
      number: 7,
      date: '2026-08-27',
      pick: pick.id,
      title: pick.title,
      text: 'Two lamps.',
    }
    assert.deepEqual(findToldCorrections(draft, [corrected, draft]), [told])
    const second = after(publish([corrected, draft], draft.key))
    assert.deepEqual(second.corrects, [told])
    const third = start([corrected, second], {}, LATER)
    assert.deepEqual(findToldCorrections(third, [corrected, second, third]), [])
    const late = after(correctIssue(open([corrected, second], second.key), 'issue', 'On the day itself.'))
    assert.deepEqual(
      findToldCorrections(third, swap([corrected, third], late)).map(({ issue, text }) => [issue, text]),
      [['2026-W35', 'On the day itself.']],
    )
    const read = parseIssue(formatIssue(second), second.key, 'x')
    assert.deepEqual(read.ok && read.value, second)
  })

  test('from before the last cut-off is not told by an issue of today', () => {
    const old = { ...last, corrections: [{ date: '2026-08-20', text: 'Long ago.' }] }
    assert.deepEqual(findToldCorrections(draft, [old, draft]), [])
  })
})

test('the issue that is corrected when none is named is the newest that readers have', () => {
  const special = makeIssue({ key: 'fleet-week', weeks: [], number: 8, date: '2026-08-24', covers: last.covers })
  assert.equal(findNewestPublished([special, last, draft])?.key, 'fleet-week')
  assert.equal(findNewestPublished([draft]), undefined)
})
