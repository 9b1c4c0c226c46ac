import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Command } from '../../../src/core/issue/command.ts'
import { predict } from '../../../src/desk/client/predict.ts'
import { applyAnswer, snapshotOf } from '../../../src/desk/client/snapshot.ts'
import { makeAnswer, makeDeskView, makePickView, makeStoryView, skip } from './desk-builders.ts'

const [one, two, three] = ['0000000001', '0000000002', '0000000003'] as const
const stories = [one, two, three].map((id) => makeStoryView({ id }))
const snapshot = snapshotOf(makeDeskView({ stories }))
const verdictsAfter = (...commands: Command[]) =>
  [one, two, three].map((id) => predict(snapshot, commands).stories.get(id)?.verdict)

describe('what a command will come to', () => {
  test('a pick stands in its section, unedited, and its story is picked', () => {
    const { issue, stories: after } = predict(snapshot, [{ verb: 'pick', id: one, section: 'security' }])
    assert.deepEqual(
      issue.picks.map(({ id, section, unedited }) => [id, section, unedited]),
      [[one, 'security', true]],
    )
    assert.equal(after.get(one)?.verdict, 'picked')
  })

  test('a skip drops the pick of its story, and keeps its reason', () => {
    const after = predict(snapshot, [
      { verb: 'pick', id: one },
      { verb: 'skip', id: one, reason: 'thin' },
    ])
    assert.deepEqual([after.issue.picks, after.stories.get(one)?.reason], [[], 'thin'])
  })

  test('a verdict on several stories is said of each, and no other', () => {
    assert.deepEqual(verdictsAfter({ verb: 'skip', ids: [one, three] }), ['skip', null, 'skip'])
    assert.deepEqual(verdictsAfter({ verb: 'shortlist', ids: [one, two] }, { verb: 'clear', ids: [two, three] }), [
      'shortlist',
      null,
      null,
    ])
  })

  test('a drop opens the story again', () => {
    assert.deepEqual(verdictsAfter({ verb: 'pick', id: one }, { verb: 'drop', id: one }), [null, null, null])
  })

  test('a merge takes the others in, one pick or none, and leaves their places', () => {
    const after = predict(snapshot, [{ verb: 'merge', ids: [one, three] }])
    assert.deepEqual(after.order, [one, two])
    assert.deepEqual(
      after.stories.get(one)?.items.map(({ id }) => id),
      [one, three],
    )
  })

  test('what the server said is never changed, however many commands wait', () => {
    const before = structuredClone([...snapshot.stories])
    predict(snapshot, [skip(one), skip(two), { verb: 'pick', id: three }])
    assert.deepEqual([...snapshot.stories], before)
    assert.deepEqual(verdictsAfter(skip(one), skip(two)), ['skip', 'skip', null])
  })

  test('a blurb is edited once its words are ours, and stays marked where they are the program’s', () => {
    const pick = makePickView({ id: one, blurb: 'Filled in.', unedited: true, alternatives: ['Another.'] })
    const filled = snapshotOf(makeDeskView({ picks: [pick] }))
    const cases = { 'Filled in.': true, 'Another.': true, 'Why it matters.': undefined }
    for (const [text, unedited] of Object.entries(cases)) {
      const [after] = predict(filled, [{ verb: 'blurb', id: one, text }]).issue.picks
      assert.deepEqual([after?.blurb, after?.unedited, after?.length], [text, unedited, text.length])
    }
  })

  test('a blurb of facts is edited once it is accepted as it is', () => {
    const facts = 'Fixed in 1.27.2.'
    const pick = makePickView({ id: one, blurb: facts, unedited: true, facts })
    const filled = snapshotOf(makeDeskView({ picks: [pick] }))
    assert.equal(predict(filled, [{ verb: 'blurb', id: one, text: facts }]).issue.picks[0]?.unedited, undefined)
  })
})

describe('an answer', () => {
  test('puts what a split brings in behind the story that changed', () => {
    const four = makeStoryView({ id: '0000000004' })
    const after = applyAnswer(snapshot, makeAnswer({ stories: [makeStoryView({ id: two }), four] }))
    assert.deepEqual(after.order, [one, two, four.id, three])
  })

  test('takes away what is gone, and takes over an order of its own', () => {
    assert.deepEqual(applyAnswer(snapshot, makeAnswer({ gone: [two] })).order, [one, three])
    assert.deepEqual(applyAnswer(snapshot, makeAnswer({ order: [three, one, two] })).order, [three, one, two])
  })
})
