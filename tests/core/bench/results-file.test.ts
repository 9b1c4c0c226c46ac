import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { formatResults, mergeRuns, parseResults } from '../../../src/core/bench/results-file.ts'
import { makeFigure, makeRun } from '../../builders.ts'

describe('results', () => {
  test('are read as they were written', () => {
    const runs = [makeRun(), makeRun({ script: 'build-site', long: true, figures: [] })]
    assert.deepEqual(parseResults(formatResults(runs), 'quality.json'), { ok: true, value: runs })
  })

  const broken: [what: string, text: string, expected: RegExp][] = [
    ['that are no JSON', '{', /no JSON/],
    ['without a commit', formatResults([makeRun()]).replace(/"commit"/, '"committed"'), /runs\[0\]/],
    ['with a figure that is no number', formatResults([makeRun()]).replace(/"ours": \S+,/, '"ours": null,'), /ours/],
  ]
  for (const [what, text, expected] of broken) {
    test(`${what} are a problem that says so`, () => {
      const read = parseResults(text, 'quality.json')
      assert.ok(!read.ok)
      assert.match(JSON.stringify(read.problems), expected)
    })
  }
})

describe('a run that is put beside others', () => {
  const order = ['parse-feeds', 'run-ingest', 'build-site']
  const names = (runs: ReturnType<typeof mergeRuns>) => runs.map(({ script, long }) => `${script}${long ? '+' : ''}`)

  test('replaces all figures of the same script, those too that it does not measure any more', () => {
    const before = makeRun({ figures: [makeFigure({ what: 'a' }), makeFigure({ what: 'b' })], commit: '1111111' })
    const after = makeRun({ figures: [makeFigure({ what: 'c' })], commit: '2222222' })
    assert.deepEqual(mergeRuns([before], [after], order), [after])
  })

  test('leaves other scripts as they are, and stands in the order of the command', () => {
    const [parse, run, build] = order.map((script) => makeRun({ script }))
    assert.deepEqual(names(mergeRuns([build!, parse!], [run!], order)), order)
  })

  test('leaves a long run of the same script beside it, and a long run leaves it', () => {
    const [short, long] = [makeRun(), makeRun({ long: true })]
    assert.deepEqual(names(mergeRuns([long], [short], order)), ['parse-feeds', 'parse-feeds+'])
    assert.deepEqual(names(mergeRuns([short], [long], order)), ['parse-feeds', 'parse-feeds+'])
  })

  test('of a script that the command knows no more stays at the end', () => {
    assert.deepEqual(names(mergeRuns([makeRun({ script: 'gone' })], [makeRun()], order)), ['parse-feeds', 'gone'])
  })
})
