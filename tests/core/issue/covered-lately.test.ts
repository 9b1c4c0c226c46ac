import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { coveredLately } from '../../../src/core/issue/covered-lately.ts'
import type { Item } from '../../../src/core/item/item.ts'
import type { Story } from '../../../src/core/story/story.ts'
import { makeIssue, makeItem, makePick } from '../../builders.ts'

const now = new Date('2026-08-24T06:00:00Z')
const story = (...items: Partial<Item>[]): Story => {
  const [lead = makeItem(), ...others] = items.map((own, at) =>
    makeItem({ url: `https://harbour.example/${at}`, ...own }),
  )
  return { id: lead.id, lead, items: [lead, ...others] }
}
/** An issue that had picks about these, by the items on file. */
const past = (...issues: [number: number, date: string, about: Partial<Item>][]) => {
  const items = issues.map(([number, , about]) => makeItem({ url: `https://past.example/${number}`, ...about }))
  const earlier = issues.map(([number, date], at) =>
    makeIssue({ number, key: `no-${number}`, date, picks: [makePick({ url: items[at]?.url ?? '' })] }),
  )
  return { earlier, items, now }
}
const told = (...asked: Parameters<typeof coveredLately>) =>
  coveredLately(...asked).map(({ name, number }) => `${name} in ${number}`)

describe('what of a story was covered lately', () => {
  test('is every proposal and project of any of its items, proposals first, the latest first', () => {
    const content = past(
      [11, '2026-08-07', { keps: ['753'], projects: ['cilium'] }],
      [12, '2026-08-14', { keps: ['1287'] }],
      [13, '2026-08-21', { projects: ['istio'] }],
    )
    const one = story(
      { title: 'Istio and Cilium, or Helm', keps: ['0753'], projects: ['cilium', 'istio', 'helm'] },
      { keps: ['1287', '9'] },
    )
    assert.deepEqual(told(content, one), ['KEP-1287 in 12', 'KEP-753 in 11', 'Istio in 13', 'Cilium in 11'])
  })

  for (const [date, is] of [
    ['2026-02-22', false],
    ['2026-02-23', true],
    ['2026-08-24', true],
    ['2026-08-25', false],
  ] as const) {
    test(`is ${is ? '' : 'not '}what ran on ${date}`, () => {
      const content = past([12, date, { keps: ['1287'] }])
      assert.equal(coveredLately(content, story({ keps: ['1287'] })).length, is ? 1 : 0)
    })
  }

  test('is nothing of a story that names very many, and four things at most', () => {
    const keps = ['1', '2', '3', '4', '5', '6']
    const content = past([12, '2026-08-21', { keps }])
    assert.equal(coveredLately(content, story({ keps })).length, 4)
    assert.deepEqual(coveredLately(content, story({ keps: [...keps, '7'] })), [])
  })

  test('is told by the words of a pick whose item is gone', () => {
    const picks = [makePick({ title: 'KEP-1287 is here', url: 'https://gone.example/' })]
    const earlier = [makeIssue({ number: 12, date: '2026-08-21', picks })]
    assert.deepEqual(told({ earlier, items: [], now }, story({ keps: ['1287'] })), ['KEP-1287 in 12'])
  })

  test('is no project that is only mentioned, and one in whose own place it stands', () => {
    const content = past([12, '2026-08-21', { projects: ['cilium', 'opa'] }])
    const projects = ['cilium', 'opa']
    assert.deepEqual(told(content, story({ title: 'A network of our own', projects })), [])
    assert.deepEqual(told(content, story({ title: 'What is new', url: 'https://cilium.io/new/', projects })), [
      'Cilium in 12',
    ])
    assert.deepEqual(told(content, story({ title: 'OPA, opaquely', projects })), ['Open Policy Agent in 12'])
    assert.deepEqual(told(content, story({ title: 'Opaque ciliums', projects })), [])
  })

  test('is nothing where nothing ran, and no project that is not one of ours any more', () => {
    assert.deepEqual(told({ earlier: [], items: [], now }, story({ keps: ['1287'] })), [])
    const content = past([12, '2026-08-21', { projects: ['left-the-cncf'] }])
    assert.deepEqual(told(content, story({ title: 'left-the-cncf', projects: ['left-the-cncf'] })), [])
  })
})
