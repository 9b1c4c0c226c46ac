import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { openCuration } from '../../src/core/issue/curation.ts'
import { judgeStories, type Judgement } from '../../src/jobs/judge-stories.ts'
import { makeIssue, makeItem, makePick, makeSource } from '../builders.ts'

const item = (name: string) =>
  makeItem({ url: `https://port.example/${name}`, title: name, firstSeen: '2026-08-22T09:00:00Z' })
const [ferry, tug, barge] = [item('Ferry leaves at nine'), item('Tug hauls oil'), item('Barge brings sand')]

function makeCuration() {
  const issue = makeIssue({
    ...{ key: '2026-W35', weeks: ['2026-W35'], status: 'draft', number: 2 },
    covers: { from: '2026-08-21T12:00:00Z', to: '2026-08-28T12:00:00Z' },
    picks: [makePick({ id: tug.id, url: tug.url, title: tug.title })],
  })
  const curation = openCuration({
    sources: new Map([makeSource()].map((source) => [source.id, source])),
    items: [ferry, tug, barge],
    issues: [issue],
    now: new Date('2026-08-24T06:00:00Z'),
  })
  assert.ok(curation.ok)
  return curation.value
}

function judge(starts: readonly string[], judgement: Judgement) {
  const judged = judgeStories(makeCuration(), starts, judgement)
  assert.ok(judged.ok, JSON.stringify(judged))
  return judged.value
}

describe('a verdict on stories', () => {
  test('of several is one change, which drops what is picked among them', () => {
    const change = judge([ferry.id, tug.id], { verb: 'skip', reason: 'an  advertisement' })
    assert.ok(change.outcome === 'changed')
    assert.deepEqual(change.operations, [
      { verb: 'skip', ids: [ferry.id], reason: 'an advertisement' },
      { verb: 'drop', id: tug.id },
      { verb: 'skip', ids: [tug.id], reason: 'an advertisement' },
    ])
    assert.deepEqual(change.state.issue.picks, [])
    assert.match(change.message, /^skipped 2 stories \(an advertisement\)\n/)
    for (const { id, title } of [ferry, tug]) assert.ok(change.message.includes(`\n  ${id}: ${title}`))
  })

  test('counts a story once that is named twice', () => {
    const change = judge([ferry.id, ferry.id.slice(0, 8)], { verb: 'shortlist' })
    assert.ok(change.outcome === 'changed')
    assert.deepEqual(change.operations, [{ verb: 'shortlist', ids: [ferry.id] }])
    assert.equal(change.message, `shortlisted ${ferry.id}: ${ferry.title}`)
  })

  test('is nothing where nothing was said of any', () => {
    const change = judge([ferry.id, barge.id], { verb: 'clear' })
    assert.equal(change.outcome, 'nothing')
    for (const { id } of [ferry, barge]) assert.ok(change.message.includes(`${id} is so already`))
  })

  test('fails as a whole where an id means nothing, and says all that do', () => {
    const judged = judgeStories(makeCuration(), ['nowhere', ferry.id, 'lost'], { verb: 'skip' })
    assert.ok(!judged.ok)
    assert.equal(judged.problems.length, 2)
  })
})
