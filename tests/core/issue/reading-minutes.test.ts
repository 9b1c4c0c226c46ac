import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readingMinutes } from '../../../src/core/issue/reading-minutes.ts'
import { makePick } from '../../builders.ts'

const words = (count: number) => 'harbour '.repeat(count).trim()

test('an issue takes its own words at 230 a minute: note, titles and blurbs', () => {
  const pick = makePick({ title: words(30), blurb: words(200) })
  assert.equal(readingMinutes({ body: words(230), picks: [pick, pick] }), 3)
})

test('what a pick links to does not count, nor does markup', () => {
  const link = 'https://harbour.example/a-very-long-address'
  assert.equal(readingMinutes({ body: `[one](${link}) `.repeat(100), picks: [makePick({ minutes: 60 })] }), 1)
})

test('an empty issue still takes a minute', () => {
  assert.equal(readingMinutes({ body: '', picks: [] }), 1)
})
