import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { formatProblem } from '../../src/core/text/problem.ts'
import { evaluateGold, evaluateHistory, formatEvaluation } from '../../src/jobs/evaluate-ranking.ts'

/** Weeks in which what speaks of the kubelet is picked. */
const gold = (count: number) =>
  Array.from({ length: count }, (_, number) => {
    const pool = Array.from({ length: 8 }, (_each, place) => ({
      id: `${number}-${place}`,
      title: `${place % 2 === 0 ? 'Kubelet' : 'Holiday'} tale ${number} ${place}`,
      url: `https://host-${(number * 5 + place) % 7}.example/${number}-${place}`,
    }))
    const week = new Date(Date.UTC(2025, 0, 5 + 7 * number)).toISOString().slice(0, 10)
    return { week, pool, picked: pool.filter((_each, place) => place % 2 === 0).map(({ id }) => id) }
  })

describe('the evaluation on a gold file', () => {
  test('gives a number for every candidate of every week', () => {
    const weeks = gold(22)
    const result = evaluateGold(JSON.stringify(weeks), 'gold.json')
    assert.ok(result.ok)
    assert.deepEqual(
      Object.keys(result.value.scores).toSorted(),
      weeks.flatMap(({ week, pool }) => pool.map(({ id }) => `${week} ${id}`)).toSorted(),
    )
    assert.ok(Object.values(result.value.scores).every(Number.isFinite))
  })

  test('gives the same numbers for a week when its own picks are blanked', () => {
    const weeks = gold(14)
    const scoresOf = (all: unknown) => {
      const result = evaluateGold(JSON.stringify(all), 'gold.json')
      assert.ok(result.ok)
      return result.value.scores
    }
    const [all, blanked] = [
      scoresOf(weeks),
      scoresOf(weeks.map((week, n) => (n === 13 ? { ...week, picked: [] } : week))),
    ]
    assert.deepEqual(blanked, all)
  })

  test('prints how each way did, and by how much ours is ahead', () => {
    const result = evaluateGold(JSON.stringify(gold(22)), 'gold.json')
    assert.ok(result.ok)
    const lines = formatEvaluation(result.value.report)
    assert.match(lines[0] ?? '', /^gold\.json: 12 weeks measured, after 10 that were only learnt from$/)
    assert.deepEqual(
      lines.slice(2, 6).map((line) => line.slice(0, 16).trim()),
      ['ours', 'ours, as listed', 'domain so far', 'shuffle'],
    )
    assert.match(
      lines[6] ?? '',
      /^AUC of ours beside "domain so far": \+0\.\d{3} \(95 of 100 samples of weeks: \+0\.\d{3} to \+0\.\d{3}\)$/,
    )
  })

  test('says of a file without a choice that it tells nothing', () => {
    const result = evaluateGold(JSON.stringify(gold(3).map((week) => ({ ...week, picked: [] }))), 'gold.json')
    assert.ok(result.ok)
    assert.match(formatEvaluation(result.value.report).join('\n'), /nothing to tell/)
  })

  test('says of a file that is none where and why', () => {
    const result = evaluateGold('nonsense', 'gold.json')
    assert.ok(!result.ok)
    assert.match(result.problems.map(formatProblem).join('\n'), /^gold\.json: this is no JSON/)
  })
})

test('the evaluation on our own issues needs two of them', () => {
  const result = evaluateHistory([], new Map())
  assert.ok(!result.ok)
  assert.match(result.problems.map(formatProblem).join('\n'), /0 published issues .* --gold FILE/)
})
