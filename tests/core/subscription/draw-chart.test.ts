import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { drawBar, drawChart, hasUnicode } from '../../../src/core/subscription/draw-chart.ts'

const ROWS = [
  { label: '2026-10', values: [1200, 600, 1] },
  { label: '2026-11', values: [0, 0, 0] },
]
const HEAD = ['signed up', 'confirmed', 'left']

describe('a chart in a terminal', () => {
  test('has a bar beside each number, all on one scale, and a mark for what is not nothing', () => {
    const lines = drawn(70, true)
    const bars = [...(lines[1] ?? '').matchAll(/[▏▎▍▌▋▊▉█]+/g)].map(([bar]) => bar)
    assert.equal(bars.length, 3)
    assert.equal(bars[0]?.length, 2 * (bars[1]?.length ?? 0))
    assert.equal(bars[2], '▏')
    assert.match(lines[2] ?? '', /^2026-11 +0 +0 +0$/)
  })

  for (const width of [20, 40, 60, 80, 120, 400]) {
    test(`is never wider than the terminal: ${width} columns`, () => {
      for (const unicode of [true, false]) {
        const widest = Math.max(...drawn(width, unicode).map((line) => line.length))
        assert.ok(widest <= Math.max(width, 36), `${widest} columns`)
      }
    })
  }

  test('has numbers alone where there is no room', () => {
    assert.doesNotMatch(drawn(30, true).join('\n'), /[▏▎▍▌▋▊▉█#]/)
    assert.match(drawn(30, true)[1] ?? '', /1,200 +600 +1$/)
  })

  test('is of ASCII where a terminal has no more', () => {
    // eslint-disable-next-line no-control-regex -- what is beyond ASCII
    assert.doesNotMatch(drawn(80, false).join('\n'), /[^\u0000-\u007f]/)
    assert.match(drawn(80, false)[1] ?? '', /1,200 #+ +600 #+ +1 #$/)
  })

  test('keeps its columns where bars are coloured', () => {
    const painted = drawChart(HEAD, ROWS, { width: 80, unicode: true, paint: (thing, text) => `<${thing}>${text}</>` })
    assert.deepEqual(
      painted.map((line) => line.replace(/<\/?\d?>/g, '')),
      drawn(80, true),
    )
    assert.match(painted[1] ?? '', /<0>█+<\/>/)
  })

  test('is empty where nothing is, without a division by it', () => {
    assert.equal(drawBar(0, 10, true), '')
    const nothing = [{ label: '2026-11', values: [0, 0, 0] }]
    assert.match(drawChart(HEAD, nothing, { width: 80, unicode: true })[1] ?? '', /0 +0 +0$/)
  })
})

describe('a terminal', () => {
  const cases: readonly (readonly [Record<string, string>, string, boolean])[] = [
    [{ LANG: 'en_GB.UTF-8' }, 'linux', true],
    [{ LANG: 'C' }, 'linux', false],
    [{ LANG: 'en_GB.UTF-8', LC_ALL: 'C' }, 'linux', false],
    [{ LANG: 'C', LC_CTYPE: 'C.utf8' }, 'linux', true],
    [{}, 'linux', false],
    [{ LANG: 'en_GB.UTF-8', TERM: 'dumb' }, 'linux', false],
    [{}, 'win32', false],
    [{ WT_SESSION: '1' }, 'win32', true],
  ]
  for (const [environment, platform, expected] of cases) {
    test(`${JSON.stringify(environment)} on ${platform} shows ${expected ? 'blocks' : 'ASCII'}`, () => {
      assert.equal(hasUnicode(environment, platform), expected)
    })
  }
})

const drawn = (width: number, unicode: boolean) => drawChart(HEAD, ROWS, { width, unicode })
