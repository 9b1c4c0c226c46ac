import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { openCuration } from '../../src/core/issue/curation.ts'
import { mergeStories } from '../../src/jobs/regroup-stories.ts'
import { makeIssue, makeItem, makeSource } from '../builders.ts'

const item = (name: string, firstSeen = '2026-08-22T09:00:00Z') =>
  makeItem({ url: `https://port.example/${name}`, title: name, firstSeen })
const [ferry, tug] = [item('Ferry leaves at nine'), item('Tug hauls oil')]
const early = item('Barge brings sand', '2026-08-01T09:00:00Z')

function makeCuration() {
  const published = makeIssue()
  const curation = openCuration({
    sources: new Map([makeSource()].map((source) => [source.id, source])),
    items: [ferry, tug, early],
    issues: [published],
    now: new Date('2026-08-24T06:00:00Z'),
  })
  assert.ok(curation.ok)
  assert.equal(curation.value.stories.length, 2, 'one item was seen before the last cut-off')
  return curation.value
}

describe('a merge', () => {
  test('makes one story of two candidates, the first leading', () => {
    const merged = mergeStories(makeCuration(), [tug.id, ferry.id])
    assert.ok(merged.ok && merged.value.outcome === 'changed')
    assert.deepEqual(merged.value.operations, [{ verb: 'merge', ids: [tug.id, ferry.id] }])
    assert.equal(merged.value.message, `merged into ${tug.id}, ${tug.title}: ${ferry.title}`)
  })

  test('refuses what is no candidate, for no story of the issue would come of it', () => {
    for (const ids of [
      [ferry.id, early.id],
      [early.id, ferry.id],
    ]) {
      const merged = mergeStories(makeCuration(), ids)
      assert.ok(!merged.ok)
      const [problem] = merged.problems
      assert.equal(problem?.where, early.id)
      assert.match(problem.what, /is no candidate of 2026-W35, and would be merged into nothing: Barge brings sand$/)
      assert.match(problem.remedy ?? '', /npm run curate -- list/)
    }
  })
})
