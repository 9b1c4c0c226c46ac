import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { matchId } from '../../../src/core/story/match-id.ts'

const named = (id: string) => ({ id, title: `Title of ${id}` })
const [one, two, three] = ['8f3c2a91d0', '8f3d000000', 'aa00000000'].map(named) as [
  ReturnType<typeof named>,
  ReturnType<typeof named>,
  ReturnType<typeof named>,
]

describe('the start of an id', () => {
  const cases: [start: string, expected: string | undefined][] = [
    ['8f3c', one.id],
    ['8F3C', one.id],
    ['8f3c2a91d0', one.id],
    ['a', three.id],
  ]
  for (const [start, expected] of cases) {
    test(`${start} means ${expected}`, () => {
      const found = matchId(start, 'item', [one, two, three])
      assert.equal(found.ok && found.value.id, expected)
    })
  }

  test('that is that of several lists all of them', () => {
    const found = matchId('8f3', 'item', [one, two, three])
    assert.ok(!found.ok)
    assert.match(found.problems[0]?.what ?? '', /2 ids: 8f3c2a91d0 \(Title of 8f3c2a91d0\), 8f3d000000/)
  })

  test('means what the first list has, though another would match too', () => {
    const found = matchId('8f3', 'item', [two], [one, two])
    assert.equal(found.ok && found.value.id, two.id)
  })

  for (const start of ['', ' ', 'ff', '8f3c2a91d00']) {
    test(`"${start}" means nothing`, () => {
      assert.equal(matchId(start, 'item', [one, two, three]).ok, false)
    })
  }
})
