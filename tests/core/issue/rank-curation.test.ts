import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { openCuration } from '../../../src/core/issue/curation.ts'
import { makeLogEntry } from '../../../src/core/issue/decision-log.ts'
import { pastWeeks, rankCuration } from '../../../src/core/issue/rank-curation.ts'
import { take } from '../../../src/core/text/problem.ts'
import { addWeeks, weekStart } from '../../../src/core/text/week.ts'
import { makeIssue, makeItem, makePick, makeSource } from '../../builders.ts'

const NAMES = ['lamp', 'rope', 'tide', 'mast', 'gull', 'reef']
const SOURCES = new Map(NAMES.map((id) => [id, makeSource({ id, title: id, url: `https://${id}.example/feed` })]))
const FIRST = '2026-W10'
const moment = (time: number) => new Date(time).toISOString().replace(/\.\d+Z$/, 'Z')

/** Weeks in which each source has one thing, and editors always pick that of `gull`. */
function makeContent(weeks: number) {
  const starts = Array.from({ length: weeks + 1 }, (_, index) => weekStart(addWeeks(FIRST, index)).getTime())
  const items = starts.flatMap((start, week) =>
    NAMES.map((name, index) => {
      const url = `https://${name}.example/${week}`
      const seen = moment(start + (index + 1) * 3_600_000)
      return makeItem({
        url,
        title: `Of ${name}, ${week}`,
        published: seen,
        firstSeen: seen,
        sources: [{ id: name, url }],
      })
    }),
  )
  const issues = starts.slice(0, weeks).map((start, week) => {
    const covers = { from: moment(start), to: moment(start + 7 * 86_400_000) }
    const picks = [makePick({ url: `https://gull.example/${week}` })]
    const own = { key: addWeeks(FIRST, week), weeks: [addWeeks(FIRST, week)], number: week + 1, covers, picks }
    return makeIssue({ ...own, status: 'published' })
  })
  return { sources: SOURCES, items, issues, now: new Date(starts.at(-1)! + 2 * 86_400_000) }
}

describe('the stories of an issue', () => {
  test('stand in the order of what earlier issues picked, and say so', () => {
    const ranked = rankCuration(take(openCuration(makeContent(12))))
    assert.equal(ranked.length, NAMES.length)
    assert.equal(ranked[0]?.lead.title, 'Of gull, 12')
    assert.ok(ranked[0].reasons.includes('often picked: 12 of 12'), ranked[0].reasons.join())
  })

  test('do not depend on the order of items and issues', () => {
    const content = makeContent(6)
    const turned = { ...content, items: content.items.toReversed(), issues: content.issues.toReversed() }
    const ids = (of: typeof content) => rankCuration(take(openCuration(of))).map(({ id, score }) => [id, score])
    assert.deepEqual(ids(turned), ids(content))
  })
})

describe('the past', () => {
  test('is what each issue covers, with what was said of it, the oldest first', () => {
    const content = makeContent(3)
    const [skipped, shortlisted] = [content.items[0]!.id, content.items[1]!.id]
    const entry = makeLogEntry([], {
      at: '2026-03-03T00:00:00Z',
      did: [
        { verb: 'skip', ids: [skipped] },
        { verb: 'shortlist', ids: [shortlisted] },
      ],
      back: [],
    })
    const logs = [{ issue: FIRST, editor: 'ada', entries: [entry] }]
    const weeks = pastWeeks({ ...content, logs }, content.issues.toReversed())
    assert.deepEqual(
      weeks.map(({ name, stories, picked }) => [name, stories.length, picked.size]),
      [0, 1, 2].map((week) => [addWeeks(FIRST, week), NAMES.length, 1]),
    )
    assert.deepEqual([[...weeks[0]!.skipped!], [...weeks[0]!.shortlisted!]], [[skipped], [shortlisted]])
  })

  test('leaves out issues whose candidates are no longer on file', () => {
    const { issues } = makeContent(3)
    assert.deepEqual(pastWeeks({ items: [] }, issues), [])
  })
})
