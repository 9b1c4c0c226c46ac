import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { diversify, MOST_OF_ONE_SOURCE, SCREENFUL } from '../../../src/core/story/diversify.ts'
import type { RankedStory } from '../../../src/core/story/rank-stories.ts'
import { makeItem, makeSource } from '../../builders.ts'

const WORDS = ['lamp', 'rope', 'tide', 'mast', 'gull', 'crane', 'buoy', 'chart', 'deck', 'knot']

/** A ranking of so many stories; the source of each by its place. */
function ranking(count: number, sourceOf: (place: number) => string): RankedStory[] {
  return Array.from({ length: count }, (_, place) => {
    const source = sourceOf(place)
    const url = `https://${source}.example/${place}`
    const title = `${WORDS[place % 10]} ${WORDS[(place * 7) % 10]} ${place}`
    const lead = makeItem({ url, title, sources: [{ id: source, url }] })
    return { id: lead.id, lead, items: [lead], score: Math.max(1, 95 - place / 4), reasons: [] }
  })
}

const sourcesOf = (stories: readonly RankedStory[]) => stories.map(({ lead }) => lead.sources[0]!.id)
const SOURCES = new Map(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((id) => [id, makeSource({ id, title: id })]))
const skewed = (place: number) => (place % 3 === 0 ? 'bcdefgh'.charAt((place / 3) % 7) : 'a')

describe('the varied order', () => {
  test('has three of one source at most wherever an editor looks, while others have anything left', () => {
    const order = sourcesOf(diversify(ranking(200, skewed), SOURCES))
    // The other seven sources have 67 stories; as long as they last, each screen must hold the rule.
    const lasting = Math.floor(67 / (SCREENFUL - MOST_OF_ONE_SOURCE)) * SCREENFUL
    for (let from = 0; from + SCREENFUL <= lasting; from++) {
      const screen = order.slice(from, from + SCREENFUL)
      for (const source of new Set(screen)) {
        const count = screen.filter((other) => other === source).length
        assert.ok(count <= MOST_OF_ONE_SOURCE, `${count} of ${source} in the places from ${from}`)
      }
    }
  })

  test('loses nothing and invents nothing', () => {
    for (const count of [0, 1, 3, 25, 700]) {
      const ranked = ranking(count, skewed)
      const ids = (stories: readonly RankedStory[]) => stories.map(({ id }) => id).toSorted()
      assert.deepEqual(ids(diversify(ranked, SOURCES)), ids(ranked))
    }
  })

  test('goes on with one source where there is no other', () => {
    assert.deepEqual(
      sourcesOf(
        diversify(
          ranking(6, () => 'a'),
          SOURCES,
        ),
      ),
      Array<string>(6).fill('a'),
    )
  })

  test('puts the best first, and leaves alone what is varied already', () => {
    const ranked = ranking(30, skewed)
    assert.equal(diversify(ranked, SOURCES)[0], ranked[0])
    const apart = ranking(8, (place) => 'abcdefgh'.charAt(place)).map((story, place) => ({
      ...story,
      score: 95 - 10 * place,
    }))
    assert.deepEqual(diversify(apart, SOURCES), apart)
  })

  test('prefers another organisation where two are about as good', () => {
    const sources = new Map(
      [
        makeSource({ id: 'a', title: 'a', org: 'Acme' }),
        makeSource({ id: 'b', title: 'b', org: 'Acme' }),
        makeSource({ id: 'c', title: 'c', org: 'Other' }),
      ].map((source) => [source.id, source]),
    )
    const ranked = ranking(3, (place) => 'abc'.charAt(place)).map((story, place) => ({
      ...story,
      score: 60 - place / 10,
    }))
    assert.deepEqual(sourcesOf(diversify(ranked, sources)), ['a', 'c', 'b'])
  })

  test('is the same every time', () => {
    assert.deepEqual(diversify(ranking(100, skewed), SOURCES), diversify(ranking(100, skewed), SOURCES))
  })
})
