import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { clothsByDay, STANDARD_PALETTE } from '../../../src/core/text/palette.ts'
import { drawFlag } from '../../../src/core/text/draw-flag.ts'
import { SECTIONS } from '../../../src/core/issue/section.ts'

const CLOTHS = clothsByDay(STANDARD_PALETTE)

describe('drawFlag', () => {
  const cells: readonly (readonly [flag: string, colours: readonly string[]])[] = [
    ['K', ['#f4b400', '#1d4ea2']],
    ['H', ['#fff', '#c8202f']],
    ['E', ['#1d4ea2', '#c8202f']],
    ['L', ['#f4b400', '#111', '#111', '#f4b400']],
    ['U', ['#c8202f', '#fff', '#fff', '#c8202f']],
    ['C', ['#1d4ea2', '#fff', '#c8202f', '#fff', '#1d4ea2']],
  ]
  for (const [flag, colours] of cells) {
    test(`${flag} has its colours, from left to right and top to bottom`, () => {
      assert.deepEqual(
        [...drawFlag(flag, CLOTHS).matchAll(/bgcolor="([^"]*)"/g)].map((match) => match[1]),
        colours,
      )
    })
  }

  test('the rows of a drawn flag have the height of the flag together', () => {
    for (const flag of ['B', 'C', 'E', 'G', 'H', 'K', 'L', 'R', 'U', 'X']) {
      const heights = [...drawFlag(flag, CLOTHS).matchAll(/height="(\d+)"/g)].map((match) => Number(match[1]))
      assert.equal(
        heights.reduce((sum, height) => sum + height, 0),
        18,
        flag,
      )
    }
  })

  test('a flag that cells cannot draw is its letter', () => {
    assert.match(drawFlag('N', CLOTHS), />N<\/td>/)
  })

  test('every flag of a section is drawn, and none is read out', () => {
    for (const { flag } of SECTIONS) {
      const html = drawFlag(flag ?? '', CLOTHS)
      assert.match(html, /^<table role="presentation"/)
      assert.doesNotMatch(html, new RegExp(`>${flag}<`))
      assert.equal(/>[^<>]+</.test(html), /aria-hidden="true"/.test(html), flag)
    }
  })
})
