import assert from 'node:assert/strict'
import { test } from 'node:test'
import { groupCandidates } from '../../src/site/candidates.ts'
import { ADDED_BY_HAND, KINDS } from '../../src/core/source/source.ts'
import { makeIssue, makeItem, makePick, makeSource } from '../builders.ts'

const sources = new Map([['harbour-blog', makeSource()]])
const covers = { from: '2026-08-10T12:00:00Z', to: '2026-08-17T12:00:00Z' }

test('the others are without the picks, and without what a pick names beside itself', () => {
  const [picked, named, other] = ['a', 'b', 'c'].map((name) => makeItem({ url: `https://harbour.example/${name}` }))
  assert.ok(picked && named && other)
  const pick = makePick({ id: picked.id, url: picked.url, also: [{ source: 'Harbour Blog', url: named.url }] })
  const groups = groupCandidates(makeIssue({ covers, picks: [pick] }), [picked, named, other], sources)
  assert.deepEqual(
    groups.flatMap(({ lines }) => lines.map(({ id }) => id)),
    [other.id],
  )
})

test('an item of any kind has a group, and an empty group is left out', () => {
  for (const kind of KINDS) {
    const groups = groupCandidates(makeIssue({ covers }), [makeItem({ kind })], sources)
    assert.deepEqual(
      groups.map((group) => group.kind),
      [kind],
    )
  }
})

test('a link that was added by hand is named for its host', () => {
  const url = 'https://www.beacon.example/x'
  const item = makeItem({ url, sources: [{ id: ADDED_BY_HAND, url }] })
  assert.equal(groupCandidates(makeIssue({ covers }), [item], sources)[0]?.lines[0]?.source, 'beacon.example')
})
