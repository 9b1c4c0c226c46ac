import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { contrast, mixColours } from '../../../src/core/text/contrast.ts'
import { coloursSchema, fillPalette, STANDARD_PALETTE } from '../../../src/core/text/palette.ts'
import { parseYamlFile } from '../../../src/core/text/front-matter.ts'

const least = { paper: ['#ffffff', '#101010'], ink: ['#202020', '#f0f0f0'], sea: ['#00449e', '#9cc8ff'] }

describe('contrast', () => {
  const pairs: readonly (readonly [one: string, other: string, ratio: string])[] = [
    ['#000', '#fff', '21.00'],
    ['#ffffff', '#fff', '1.00'],
    ['#767676', '#ffffff', '4.54'],
    ['#777777', '#ffffff', '4.48'],
    ['#ff0000', '#ffffff', '4.00'],
  ]
  for (const [one, other, ratio] of pairs) {
    test(`of ${one} and ${other} is ${ratio}, whichever comes first`, () => {
      assert.equal(contrast(one, other).toFixed(2), ratio)
      assert.equal(contrast(other, one).toFixed(2), ratio)
    })
  }

  test('a colour between two is all of one, all of the other, or half of both', () => {
    assert.deepEqual(
      [0, 0.5, 1].map((share) => mixColours('#000', '#fe0010', share)),
      ['#000000', '#7f0008', '#fe0010'],
    )
  })
})

describe('coloursSchema', () => {
  test('three colours are enough, and all that is made of them can be read', () => {
    const { soft, wash, paper, mail, warn } = coloursSchema.parse(least)
    for (const time of [0, 1] as const) {
      for (const ground of [paper, wash]) {
        for (const words of [soft, warn]) assert.ok(contrast(words[time], ground[time]) >= 4.5)
      }
    }
    assert.deepEqual(mail.paper, least.paper)
  })

  test('makes readable colours of any paper and ink that can be read themselves', () => {
    for (const [paper, ink] of [
      ['#fff', '#595959'],
      ['#ffe8a3', '#4a3a00'],
      ['#c9f0ff', '#3a2a6a'],
      ['#f4f4f4', '#5c4a3a'],
    ] as const) {
      const result = coloursSchema.safeParse({ paper: [paper, '#111'], ink: [ink, '#eee'], sea: [ink, '#eee'] })
      assert.deepEqual(result.error?.issues, undefined)
    }
  })

  test('one colour stands for day and night', () => {
    const { flags } = coloursSchema.parse({ ...least, flags: { yellow: '#e8b92e' } })
    assert.deepEqual(flags.yellow, ['#e8b92e', '#e8b92e'])
  })

  test('the palette of settings that name none would be taken', () => {
    assert.deepEqual(coloursSchema.parse(STANDARD_PALETTE), STANDARD_PALETTE)
  })

  test('words that cannot be read are refused, with both colours, the ratio, the line and what to do', () => {
    const yaml = `paper: ['#ffffff', '#101010']\nink: ['#202020', '#f0f0f0']\nsea: ['#00449e', '#333333']\nsoft: '#777777'\n`
    const result = parseYamlFile(yaml, coloursSchema, 'site.yml')
    assert.deepEqual(result.ok ? [] : result.problems.map(({ field, line, what }) => ({ field, line, what })), [
      {
        field: 'soft',
        line: 4,
        what: 'by day, colours.soft (#777777) on colours.paper (#ffffff) has a contrast of 4.47 to 1, and words need 4.5: make the first darker, or the second lighter; found "#777777"',
      },
      {
        field: 'sea',
        line: 3,
        what: 'by night, colours.sea (#333333) on colours.paper (#101010) has a contrast of 1.50 to 1, and words need 4.5: make the first lighter, or the second darker',
      },
    ])
  })

  const wrong: readonly (readonly [what: string, value: object])[] = [
    ['a name of a colour', { ink: 'black' }],
    ['a colour that could end its rule', { ink: '#123;}body{' }],
    ['three colours in one place', { ink: ['#000', '#fff', '#888'] }],
    ['no ink', { ink: undefined }],
    ['a colour that nobody knows', { accent: '#000' }],
  ]
  for (const [what, value] of wrong) {
    test(`${what} is refused`, () => {
      assert.equal(coloursSchema.safeParse({ ...least, ...value }).success, false)
    })
  }
})

describe('fillPalette', () => {
  test('writes colours by day and by night, and one where they are the same', () => {
    assert.equal(
      fillPalette('a{color:palette(ink);fill:palette(flags.black)}', STANDARD_PALETTE),
      'a{color:light-dark(#17212e, #e6e3d8);fill:#111}',
    )
  })

  test('a name that there is not is a mistake of ours', () => {
    assert.throws(() => fillPalette('a{color:palette(inc)}', STANDARD_PALETTE), /palette\(inc\)/)
  })
})
