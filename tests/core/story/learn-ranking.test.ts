import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Item } from '../../../src/core/item/item.ts'
import { learnRanking, NO_HISTORY, type PastWeek } from '../../../src/core/story/learn-ranking.ts'
import { rankStories } from '../../../src/core/story/rank-stories.ts'
import type { Story } from '../../../src/core/story/story.ts'
import { makeItem, makeSource } from '../../builders.ts'

const NOW = new Date('2026-08-20T12:00:00Z')
const SOURCES = new Map(['lamp', 'rope'].map((id) => [id, makeSource({ id, title: id })]))

function story(source: string, title: string, own: Partial<Item> = {}): Story {
  const url = `https://${source}.example/${title.replaceAll(' ', '-')}`
  const lead = makeItem({ url, title, sources: [{ id: source, url }], ...own })
  return { id: lead.id, lead, items: [lead] }
}

/** A week with a story of each of two sources, of which that of the first was picked. */
function week(number: number, own: Partial<PastWeek> = {}): PastWeek {
  const stories = [story('lamp', `about ${number}`), story('rope', `other ${number}`)]
  return { at: NOW, stories, picked: new Set([stories[0]!.id]), ...own }
}

const weeks = (count: number) => Array.from({ length: count }, (_, number) => week(number))
const scoreOf = (one: Story, model = NO_HISTORY) =>
  rankStories([one], { sources: SOURCES, now: NOW, model })[0]?.score ?? NaN

describe('what is learnt from past weeks', () => {
  test('is nothing without a pick, so that priors rank', () => {
    assert.equal(learnRanking([], SOURCES), NO_HISTORY)
    assert.equal(learnRanking([week(1, { picked: new Set() })], SOURCES), NO_HISTORY)
  })

  test('moves away from the priors as picks come in: each week a little further', () => {
    const fresh = story('lamp', 'something new')
    const scores = [0, 1, 3, 10, 30].map((count) => scoreOf(fresh, learnRanking(weeks(count), SOURCES)))
    assert.deepEqual(
      scores,
      scores.toSorted((a, b) => a - b),
    )
    assert.equal(new Set(scores).size, scores.length)
    assert.ok(scores[1]! - scores[0]! < 15, `one pick moved it from ${scores[0]} to ${scores[1]}`)
  })

  test('is the same of a source that is retired, and so is the rank of what it brought', () => {
    const retired = new Map([...SOURCES].map(([id, source]) => [id, { ...source, retired: { since: '2026-08-20' } }]))
    const model = learnRanking(weeks(8), SOURCES)
    assert.deepEqual(learnRanking(weeks(8), retired), model)
    const stories = [story('lamp', 'one more'), story('rope', 'one more')]
    const rank = (sources: typeof SOURCES) => rankStories(stories, { sources, now: NOW, model })
    assert.deepEqual(rank(retired), rank(SOURCES))
  })

  test('puts what is like the picks before what is like the others', () => {
    const model = learnRanking(weeks(8), SOURCES)
    assert.ok(scoreOf(story('lamp', 'new'), model) > scoreOf(story('rope', 'new'), model))
  })

  test('is of words too, where the source says nothing', () => {
    const past = weeks(8).map((each, number): PastWeek => {
      const stories = [story('lamp', `kubelet tale ${number}`), story('lamp', `holiday tale ${number}`)]
      return { ...each, stories, picked: new Set([stories[0]!.id]) }
    })
    const model = learnRanking(past, SOURCES)
    assert.ok(scoreOf(story('rope', 'inside the kubelet'), model) > scoreOf(story('rope', 'inside a holiday'), model))
  })

  test('is the same for the same weeks, and of what was there alone', () => {
    const [one, other] = [learnRanking(weeks(5), SOURCES), learnRanking(weeks(5), SOURCES)]
    assert.deepEqual(one, other)
    assert.equal(one.weights.has('source lamp'), true)
    assert.equal(one.weights.has('source never'), false)
  })

  test('counts a story as picked by any of its items', () => {
    const [lamp, rope] = [story('lamp', 'a'), story('rope', 'b')]
    const other = makeItem({ url: 'https://else.example/', sources: [{ id: 'lamp', url: 'https://else.example/' }] })
    const folded: Story = { ...lamp, items: [lamp.lead, other] }
    const model = learnRanking([{ at: NOW, stories: [folded, rope], picked: new Set([other.id]) }], SOURCES)
    assert.deepEqual(model.shares.get('source lamp'), { picked: 1, of: 1 })
  })

  test('takes what was turned down for a stronger no, and what was kept in mind for half a yes', () => {
    const plain = week(1)
    const rope = plain.stories[1]!.id
    const fresh = story('rope', 'new')
    const learnt = (own: Partial<PastWeek>) => scoreOf(fresh, learnRanking([{ ...plain, ...own }], SOURCES))
    const neither = learnt({})
    assert.ok(learnt({ skipped: new Set([rope]) }) < neither)
    assert.ok(learnt({ shortlisted: new Set([rope]) }) > neither)
    assert.ok(learnt({ shortlisted: new Set([rope]) }) < learnt({ picked: new Set(plain.stories.map(({ id }) => id)) }))
  })

  test('is not how much a week had, only what was picked of it', () => {
    const many = Array.from({ length: 30 }, (_, n) => story('lamp', `many ${n}`))
    const model = learnRanking([{ at: NOW, stories: many, picked: new Set(many.map(({ id }) => id)) }], SOURCES)
    assert.ok(Math.abs(scoreOf(story('lamp', 'new'), model) - scoreOf(story('lamp', 'new'))) < 15)
  })
})
