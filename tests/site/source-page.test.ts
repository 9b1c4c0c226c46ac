import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { groupLinesByYear, newestLines, pickLines } from '../../src/site/source-page.ts'
import { viewSources } from '../../src/site/source-view.ts'
import { makeIssue, makeItem, makePick, makeSource } from '../builders.ts'

const source = makeSource()
const sources = new Map([[source.id, source]])
const viewOf = (items: readonly ReturnType<typeof makeItem>[]) => {
  const [view] = viewSources({ sources: [source], health: new Map(), items, issues: [], now: new Date(0) })
  assert.ok(view)
  return view
}

describe('the page of a source', () => {
  test('shows the newest fifty items, each for itself', () => {
    const items = Array.from({ length: 60 }, (_, index) =>
      makeItem({
        url: `https://harbour.example/${index}`,
        published: `2026-07-01T00:${String(index).padStart(2, '0')}:00Z`,
      }),
    )
    const lines = newestLines(viewOf(items), sources)
    assert.equal(lines.length, 50)
    assert.deepEqual([lines[0]?.url, lines[49]?.url], ['https://harbour.example/59', 'https://harbour.example/10'])
  })

  test('leads from a pick to its place in the issue, on the day of the issue', () => {
    const pick = makePick()
    const [line] = pickLines([{ pick, issue: makeIssue({ number: 7, picks: [pick] }) }])
    assert.deepEqual(
      [line?.url, line?.title, line?.source, line?.day],
      [`/issues/2026-W34/#${pick.id}`, pick.title, 'no. 7', '2026-08-21'],
    )
  })

  test('parts its lines by year, without changing their order', () => {
    const items = ['2026-02-01', '2026-01-01', '2025-12-31'].map((day) =>
      makeItem({ url: `https://harbour.example/${day}`, published: `${day}T09:00:00Z` }),
    )
    assert.deepEqual(
      groupLinesByYear(newestLines(viewOf(items), sources)).map(({ year, lines }) => [
        year,
        lines.map(({ day }) => day),
      ]),
      [
        ['2026', ['2026-02-01', '2026-01-01']],
        ['2025', ['2025-12-31']],
      ],
    )
  })
})
