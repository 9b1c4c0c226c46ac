import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { evaluateRanking, type EvaluationWeek } from '../../../src/core/story/evaluate-ranking.ts'
import { bootstrapMean, createRandom, measureRanking } from '../../../src/core/story/measure-ranking.ts'
import type { Story } from '../../../src/core/story/story.ts'
import { makeItem } from '../../builders.ts'

const NONE = new Map()

/** Weeks in which what speaks of the kubelet is picked; hosts say nothing. */
function makeWeeks(count: number): EvaluationWeek[] {
  const random = createRandom(3)
  return Array.from({ length: count }, (_, number): EvaluationWeek => {
    const stories = Array.from({ length: 12 }, (_each, place): Story => {
      const url = `https://host-${Math.floor(random() * 50)}.example/${number}/${place}`
      const lead = makeItem({
        url,
        title: `${place < 4 ? 'Kubelet' : 'Holiday'} ${number} ${place}`,
        sources: [{ id: 'x', url }],
      })
      return { id: lead.id, lead, items: [lead] }
    })
    const picked = new Set(stories.slice(0, 4).map(({ id }) => id))
    return { name: `week ${number}`, at: new Date('2026-08-20T12:00:00Z'), stories, picked }
  })
}

describe('the measures', () => {
  const rows = (text: string) => [...text].map((sign, place) => ({ isPicked: sign === '*', score: -place }))

  test('are those of an order worked out by hand', () => {
    const measures = measureRanking(rows('*.*.'))
    assert.ok(measures)
    assert.equal(measures.auc, 3 / 4)
    assert.equal(measures.meanPlace, 2)
    assert.equal(measures.p5, 2 / 4)
    assert.equal(measures.first60, 1)
    assert.ok(Math.abs(measures.ndcg - (1 + 1 / 2) / (1 + 1 / Math.log2(3))) < 1e-12)
  })

  test('say 1 of the best order, 0 of the worst, and one half where all scores are equal', () => {
    assert.equal(measureRanking(rows('**..'))?.auc, 1)
    assert.equal(measureRanking(rows('..**'))?.auc, 0)
    assert.equal(measureRanking(rows('.*.*').map((row) => ({ ...row, score: 1 })))?.auc, 0.5)
  })

  test('count the first sixty', () => {
    assert.equal(measureRanking(rows(`*${'.'.repeat(59)}*.`))?.first60, 0.5)
  })

  test('are none where all or nothing was picked', () => {
    for (const text of ['', '**', '..']) assert.equal(measureRanking(rows(text)), undefined)
  })

  test('have an interval that holds the mean, is narrower for more weeks, and the same every time', () => {
    const values = [0.1, -0.05, 0.2, 0.02, 0.07]
    const few = bootstrapMean(values)
    const many = bootstrapMean(Array.from({ length: 20 }, () => values).flat())
    assert.ok(few.low < few.mean && few.mean < few.high)
    assert.ok(many.high - many.low < (few.high - few.low) / 2)
    assert.deepEqual(bootstrapMean(values), few)
  })
})

describe('the evaluation', () => {
  test('finds that ours learns what domains do not say, and a shuffle neither', () => {
    const { ways, gain, weeks, learning } = evaluateRanking(makeWeeks(24), NONE)
    const auc = Object.fromEntries(ways.map((way) => [way.way, way.auc]))
    assert.deepEqual([weeks, learning], [14, 10])
    assert.ok((auc.ours ?? 0) > 0.95, `ours ${auc.ours}`)
    assert.ok(Math.abs((auc.shuffle ?? 0) - 0.5) < 0.15, `shuffle ${auc.shuffle}`)
    assert.ok((gain?.low ?? 0) > 0)
  })

  test('scores a week by the weeks before it alone', () => {
    const weeks = makeWeeks(14)
    const { logits } = evaluateRanking(weeks, NONE)
    const blanked = weeks.map((week, index) => (index >= 12 ? { ...week, picked: new Set<string>() } : week))
    const without = evaluateRanking(blanked, NONE).logits
    assert.deepEqual(without[12], logits[12], 'its own picks do not count')
    assert.notDeepEqual(without[13], logits[13], 'those of the week before do')
    assert.deepEqual(evaluateRanking(weeks.slice(0, 13), NONE).logits[12], logits[12], 'later weeks do not count')
  })

  test('measures nothing where there is nothing, and says so', () => {
    for (const weeks of [[], makeWeeks(1).map((week) => ({ ...week, picked: new Set<string>() }))]) {
      const { ways, gain } = evaluateRanking(weeks, NONE)
      assert.deepEqual([ways, gain], [[], undefined])
    }
  })
})
