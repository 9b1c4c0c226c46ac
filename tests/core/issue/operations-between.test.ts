import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { applyOperations } from '../../../src/core/issue/apply-operation.ts'
import type { CurationState } from '../../../src/core/issue/curation-state.ts'
import { type Operation, operationSchema } from '../../../src/core/issue/operation.ts'
import { operationsBetween } from '../../../src/core/issue/operations-between.ts'
import { makeIssue, makePick, makeState, SECTION_IDS } from '../../builders.ts'

const picks = 'abcdefgh'
  .split('')
  .map((name, index) =>
    makePick({ url: `https://harbour.example/${name}`, title: name, section: SECTION_IDS[index % 4]! }),
  )
const ids = picks.map(({ id }) => id)

function apply(state: CurationState, operations: readonly Operation[]): CurationState {
  const after = applyOperations(state, operations)
  assert.ok(after.ok, JSON.stringify(after))
  return after.value
}

/** Numbers that look random and are the same each time. */
function createDice(seed: number): (most: number) => number {
  let state = seed
  return (most) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return Math.floor((state / 2_147_483_648) * most)
  }
}

function someOperation(roll: (most: number) => number, { issue }: CurationState): Operation {
  const id = ids[roll(ids.length)]!
  const isPicked = issue.picks.some((pick) => pick.id === id)
  const at = 1 + roll(4)
  const others = ids.filter((other) => other !== id).slice(0, 1 + roll(2))
  const choices: Operation[] = [
    { verb: 'skip', ids: [id, ...others], reason: `reason ${roll(2)}` },
    { verb: 'skip', ids: [id] },
    { verb: 'shortlist', ids: [id] },
    { verb: 'clear', ids: [id] },
    { verb: 'merge', ids: [id, ...others] },
    { verb: 'split', ids: [id, ...others] },
    { verb: 'head', field: 'title', text: `Title ${roll(3)}` },
    { verb: 'note', text: roll(2) === 0 ? '' : `Note ${roll(3)}` },
  ]
  const ofPicks: Operation[] = isPicked
    ? [
        { verb: 'drop', id },
        { verb: 'move', id, at },
        { verb: 'move', id, section: SECTION_IDS[roll(5)]!, at },
        { verb: 'blurb', id, text: `Blurb ${roll(5)}` },
        { verb: 'title', id, text: `Title ${roll(5)}` },
        { verb: 'set', id, fields: { access: 'paywall', again: roll(2) === 0 ? null : 'still true' } },
      ]
    : [{ verb: 'pick', pick: { ...picks[ids.indexOf(id)]!, blurb: 'x', unedited: true }, at }]
  const all = [...choices, ...ofPicks, ...ofPicks]
  return all[roll(all.length)]!
}

describe('what lies between two states', () => {
  test('makes the one of the other, and the other way round, after any thirty operations', () => {
    for (let seed = 1; seed <= 60; seed++) {
      const roll = createDice(seed)
      const start = makeState({
        issue: makeIssue({ status: 'draft', body: 'Hm.\n\n## Shoutouts\n\nAll.\n', picks: picks.slice(0, 4) }),
      })
      let state = start
      for (let step = 0; step < 30; step++) {
        const after = apply(state, [someOperation(roll, state)])
        assert.deepEqual(apply(after, operationsBetween(after, state)), state, `seed ${seed}, step ${step}`)
        assert.deepEqual(apply(state, operationsBetween(state, after)), after, `seed ${seed}, step ${step}`)
        state = after
      }
      const back = operationsBetween(state, start)
      assert.deepEqual(apply(state, back), start, `seed ${seed}`)
      for (const operation of back) assert.ok(operationSchema.safeParse(operation).success, JSON.stringify(operation))
    }
  })

  const issue = makeIssue({ status: 'draft', picks: picks.slice(0, 5) })
  const state = makeState({ issue })
  const cases: [what: string, operation: Operation, back: readonly string[]][] = [
    ['a pick', { verb: 'pick', pick: picks[6]! }, ['drop']],
    ['a drop', { verb: 'drop', id: ids[2]! }, ['pick']],
    ['a move down', { verb: 'move', id: ids[0]!, section: 'developer-news', at: 9 }, ['set', 'move']],
    ['a move up', { verb: 'move', id: ids[4]!, at: 1 }, ['move']],
    ['a blurb', { verb: 'blurb', id: ids[0]!, text: 'Ours.' }, ['set']],
    ['a note', { verb: 'note', text: 'Ours.' }, ['note']],
    ['a subject', { verb: 'head', field: 'subject', text: 'Ours.' }, ['restore']],
    ['a skip of two', { verb: 'skip', ids: ids.slice(0, 2) }, ['clear']],
    ['a merge', { verb: 'merge', ids: ids.slice(0, 2) }, ['forget']],
    ['nothing', { verb: 'clear', ids: ids.slice(0, 1) }, []],
  ]
  for (const [what, operation, back] of cases) {
    test(`is as little as can be: ${what} is taken back by ${back.join(' and ') || 'nothing'}`, () => {
      const operations = operationsBetween(apply(state, [operation]), state)
      assert.deepEqual(
        operations.map(({ verb }) => verb),
        back,
      )
    })
  }

  test('leaves alone what somebody else changed in the meantime', () => {
    const mine = apply(state, [{ verb: 'blurb', id: ids[0]!, text: 'Mine.' }])
    const back = operationsBetween(mine, state)
    const others = apply(mine, [
      { verb: 'title', id: ids[0]!, text: 'Theirs' },
      { verb: 'drop', id: ids[1]! },
    ])
    const [first, second] = apply(others, back).issue.picks
    assert.equal(first?.title, 'Theirs')
    assert.equal(first?.blurb, picks[0]?.blurb)
    assert.equal(second?.id, ids[2])
  })
})
