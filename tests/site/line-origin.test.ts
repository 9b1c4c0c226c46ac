import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Line } from '../../src/site/line.ts'
import { describeOrigin } from '../../src/site/line-origin.ts'

const line = (own: Partial<Line>): Line => ({
  id: '0123456789',
  title: 'First light',
  url: 'https://harbour.example/',
  source: 'Harbour Blog',
  also: [],
  language: 'en',
  day: '2026-08-20',
  time: undefined,
  moment: '2026-08-20T00:00:00Z',
  ...own,
})

describe('where a line is from', () => {
  for (const [own, page, expected] of [
    [{}, undefined, 'Harbour Blog'],
    [{ also: ['Planet', 'Mirror'], language: 'de' }, undefined, 'Harbour Blog and 2 more, in German'],
    [{}, 'Harbour Blog', ''],
    [{ language: 'de' }, 'Harbour Blog', 'in German'],
    [{ also: ['Planet'] }, 'Harbour Blog', 'also Planet'],
    [{ also: ['Planet', 'Mirror'] }, 'Harbour Blog', 'also 2 others'],
    [{ also: ['Planet'] }, 'Planet', 'Harbour Blog and 1 more'],
  ] as const) {
    test(`is said as "${expected}"${page === undefined ? '' : ` on the page of ${page}`}`, () => {
      assert.equal(describeOrigin(line(own), page), expected)
    })
  }
})
