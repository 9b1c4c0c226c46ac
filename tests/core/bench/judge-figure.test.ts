import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type Figure, isBusy } from '../../../src/core/bench/figure.ts'
import { countMet, judgeFigure } from '../../../src/core/bench/judge-figure.ts'
import { sayAsked, sayNumber, sayVerdict } from '../../../src/core/bench/say-figure.ts'
import { makeFigure, makeRun } from '../../builders.ts'

describe('a figure', () => {
  const cases: [what: string, figure: Partial<Figure>, ratio: number, aim: number | undefined, verdict: string][] = [
    ['of which nothing is asked is neither met nor not', { ours: 3, peer: 2 }, 1.5, undefined, ''],
    ['that is to be at least the peer is met at the peer', { ours: 2, peer: 2, asked: { atLeast: 1 } }, 1, 1, 'met'],
    ['below what it is to be at least is not', { ours: 1, peer: 2, asked: { atLeast: 1 } }, 0.5, 1, 'not met'],
    ['at its bound from below is met', { ours: 3, peer: 2, asked: { atMost: 1.5 } }, 1.5, 1.5, 'met'],
    ['above it is not', { ours: 4, peer: 2, asked: { atMost: 1.5 } }, 2, 1.5, 'not met'],
    ['asked of ours alone has its aim as a ratio', { ours: 4, peer: 2, asked: { atMostOurs: 5 } }, 2, 2.5, 'met'],
    ['above what is asked of ours is not met', { ours: 6, peer: 2, asked: { atMostOurs: 5 } }, 3, 2.5, 'not met'],
    ['that is to be nothing is met by nothing', { ours: 0, peer: 100, asked: { atMostOurs: 0 } }, 0, 0, 'met'],
    ['that is to be nothing is not met by one', { ours: 1, peer: 100, asked: { atMostOurs: 0 } }, 0.01, 0, 'not met'],
  ]
  for (const [what, own, ratio, aim, verdict] of cases) {
    test(what, () => {
      const figure = makeFigure(own)
      const judgement = judgeFigure(figure)
      assert.equal(judgement.ratio, ratio)
      assert.equal(judgement.aim?.ratio, aim)
      assert.equal(sayVerdict(figure), verdict)
    })
  }

  test('is not met where neither it nor its peer is anything, however it is asked', () => {
    for (const asked of [{ atLeast: 1 }, { atMost: 1 }]) {
      assert.equal(judgeFigure(makeFigure({ ours: 0, peer: 0, asked })).isMet, false)
    }
  })

  test('says what is asked in its own unit, or in times', () => {
    assert.equal(sayAsked(makeFigure({ asked: { atMostOurs: 300 }, unit: 'MB' })), 'at most 300 MB')
    assert.equal(sayAsked(makeFigure({ asked: { atMostOurs: 0 } })), '0')
    assert.equal(sayAsked(makeFigure({ asked: { atLeast: 1 } })), 'at least 1 ×')
    assert.equal(sayAsked(makeFigure({ asked: { atMost: 1.5 } })), 'at most 1.5 ×')
    assert.equal(sayAsked(makeFigure()), '')
  })
})

test('figures that are met are counted among those of which something is asked', () => {
  const [met, missed] = [makeFigure({ asked: { atMost: 2 } }), makeFigure({ ours: 9, asked: { atMost: 2 } })]
  assert.deepEqual(countMet([met, missed, met, makeFigure()]), { met: 2, asked: 3 })
})

test('numbers have three digits or so', () => {
  const cases: [number, string][] = [
    [53_272.4, '53,272'],
    [152.4, '152'],
    [12.34, '12.3'],
    [1.236, '1.24'],
    [0.4, '0.40'],
    [0.0123, '0.012'],
    [0.00006, '0.00006'],
    [5, '5'],
    [0, '0'],
    [NaN, '–'],
  ]
  assert.deepEqual(
    cases.map(([value]) => sayNumber(value)),
    cases.map(([, said]) => said),
  )
})

test('a machine is busy from half of its cores on', () => {
  const run = makeRun()
  const machine = { ...run.machine, cores: 2 }
  assert.equal(isBusy({ machine, load: 0.9 }), false)
  assert.equal(isBusy({ machine, load: 1 }), true)
  assert.equal(isBusy({ machine: { ...machine, cores: 8 }, load: 1 }), false)
})
