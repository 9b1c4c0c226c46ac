import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Issue, Pick } from '../../../src/core/issue/issue.ts'
import { coveredSubjects, createLastCovered, formatAgo, type Subject } from '../../../src/core/issue/last-covered.ts'
import { createPickTags } from '../../../src/core/issue/pick-tags.ts'
import { NO_TAGS, type Tags } from '../../../src/core/item/tags.ts'
import { makeIssue, makeItem, makePick } from '../../builders.ts'

const kep = (id: string): Subject => ({ kind: 'kep', id })
const project = (id: string): Subject => ({ kind: 'project', id })
const pick = (at: number, own: Partial<Pick> = {}) => makePick({ url: `https://harbour.example/${at}`, ...own })
const issue = (number: number, picks: Pick[], own: Partial<Issue> = {}) =>
  makeIssue({ number, key: `2026-W${20 + number}`, date: `2026-08-0${number}`, picks, ...own })
/** Tags by the number in the address of a pick. */
const tagsBy =
  (tags: Readonly<Record<number, Partial<Tags>>>) =>
  ({ url = '' }: Pick): Tags => ({ ...NO_TAGS, ...tags[Number(url.split('/').at(-1))] })

describe('what was covered last', () => {
  const tags = tagsBy({ 1: { keps: ['1287'] }, 2: { keps: ['01287', '753'], projects: ['cilium'] } })

  test('stands in the newest issue that had it, with its first pick, whatever the order of the issues', () => {
    const issues = [issue(1, [pick(1), pick(2)]), issue(2, [pick(3), pick(2), pick(1)]), issue(3, [pick(3)])]
    for (const each of [issues, issues.toReversed()]) {
      const last = createLastCovered(each, tags)
      const expected = { issue: '2026-W22', number: 2, date: '2026-08-02', pick: pick(2).id }
      assert.deepEqual(last(kep('1287')), expected)
      assert.deepEqual(last(project('cilium')), expected)
    }
  })

  test('is not known of what no issue had, and a number is no project', () => {
    const last = createLastCovered([issue(1, [pick(2)])], tags)
    assert.deepEqual([last(kep('1')), last(project('753')), last(kep('cilium'))], [undefined, undefined, undefined])
  })

  for (const status of ['draft', 'ready'] as const) {
    test(`is not what stands in an issue that is ${status}`, () => {
      assert.equal(createLastCovered([issue(1, [pick(1)], { status })], tags)(kep('1287')), undefined)
    })
  }

  test('is not what a digest of many names', () => {
    const keps = ['1', '2', '3', '4', '5', '6', '7']
    const all = tagsBy({ 1: { keps, projects: ['argo'] }, 2: { keps: keps.slice(1) } })
    const last = createLastCovered([issue(2, [pick(1)]), issue(1, [pick(2)])], all)
    assert.deepEqual([last(kep('1'))?.number, last(kep('7'))?.number, last(project('argo'))?.number], [undefined, 1, 2])
  })

  test('counts a number once that is written in two ways, and passes over what is none', () => {
    const names = { ...NO_TAGS, keps: ['753', '0753', '0000', '99999'], projects: ['argo', 'argo'] }
    assert.deepEqual(coveredSubjects(names), [kep('753'), project('argo')])
  })
})

describe('how long ago a day was', () => {
  for (const [day, words] of [
    ['2026-08-24', 'today'],
    ['2026-08-27', 'today'],
    ['2026-08-23', '1 day ago'],
    ['2026-08-18', '6 days ago'],
    ['2026-08-17', '1 week ago'],
    ['2026-08-03', '3 weeks ago'],
    ['2026-02-23', '26 weeks ago'],
  ] as const) {
    test(`is, of ${day}, ${words}`, () => {
      assert.equal(formatAgo(day, new Date('2026-08-24T06:00:00Z')), words)
    })
  }
})

describe('the tags of a pick', () => {
  const read: string[] = []
  const readTags = ({ title, text }: { title: string; text: string }) => {
    read.push(`${title}: ${text}`)
    return { ...NO_TAGS, keps: ['753'] }
  }

  test('are those of its item, and where that is gone those of its own words, read once', () => {
    const [kept, gone] = [pick(1), pick(2, { title: 'Ours', originalTitle: 'Theirs', blurb: 'Says **why**.' })]
    const item = makeItem({ url: 'https://harbour.example/1', keps: ['1287'] })
    const tagsOf = createPickTags([kept, gone], [item], readTags)
    assert.deepEqual([tagsOf(kept).keps, tagsOf(gone).keps, tagsOf(gone).keps], [['1287'], ['753'], ['753']])
    assert.deepEqual(read, ['Theirs: Says why.'])
  })
})
