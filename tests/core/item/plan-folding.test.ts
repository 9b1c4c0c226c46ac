import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { createPickedTest, isOldWeek, planFolding } from '../../../src/core/item/plan-folding.ts'
import { makeItem, makePick, makeStored } from '../../builders.ts'

const NOW = new Date('2026-11-16T12:00:00Z')
/** Exactly twelve weeks before. */
const LIMIT = '2026-08-24T12:00:00Z'
const nobody = () => false
const old = (name: string, firstSeen = '2026-08-19T00:00:00Z') =>
  makeStored({ url: `https://harbour.example/${name}`, title: name, firstSeen })

describe('folding a week', () => {
  test('takes what was first seen more than twelve weeks ago, to the second', () => {
    const files = [old('ripe', '2026-08-24T11:59:59Z'), old('green', LIMIT), old('seen late', '2026-11-16T00:00:00Z')]
    const folded = planFolding({ week: '2026-W34', files, folded: [] }, nobody, NOW)
    assert.deepEqual(folded, { week: '2026-W34', items: [files[0]?.item], removed: [files[0]?.path] })
  })

  test('leaves what was picked where it is', () => {
    const files = [old('a'), old('b')]
    const isPicked = createPickedTest([makePick({ url: 'https://harbour.example/a' })])
    const folded = planFolding({ week: '2026-W34', files, folded: [] }, isPicked, NOW)
    assert.deepEqual(folded?.removed, [files[1]?.path])
    assert.equal(planFolding({ week: '2026-W34', files: files.slice(0, 1), folded: [] }, isPicked, NOW), undefined)
  })

  test('adds to what was folded before', () => {
    const before = old('before').item
    const folded = planFolding({ week: '2026-W34', files: [old('late')], folded: [before] }, nobody, NOW)
    assert.deepEqual(folded?.items, [before, old('late').item])
  })

  test('plans nothing for a week that is folded, and nothing for an empty one', () => {
    assert.equal(planFolding({ week: '2026-W34', files: [], folded: [old('a').item] }, nobody, NOW), undefined)
    assert.equal(planFolding({ week: '2026-W34', files: [], folded: [] }, nobody, NOW), undefined)
  })

  test('takes the file of its own for the item, where one that was cut off left it in both', () => {
    const own = old('a')
    const stale = { ...own.item, title: 'As it was' }
    const planned = planFolding({ week: '2026-W34', files: [own], folded: [stale, old('b').item] }, nobody, NOW)
    assert.deepEqual(planned, { week: '2026-W34', items: [old('b').item, own.item], removed: [own.path] })
  })

  test('takes out of the week file what has been picked since a folding was cut off', () => {
    const own = old('a')
    const planned = planFolding({ week: '2026-W34', files: [own], folded: [own.item] }, () => true, NOW)
    assert.deepEqual(planned, { week: '2026-W34', items: [], removed: [] })
  })
})

describe('an item is picked', () => {
  const item = makeItem({
    url: 'https://harbour.example/light/',
    sources: [
      { id: 'harbour-blog', url: 'https://harbour.example/light/?utm_source=rss' },
      { id: 'planet', url: 'https://planet.example/light' },
    ],
  })
  for (const [name, pick, expected] of [
    ['that has its id', { id: item.id, url: undefined }, true],
    [
      'that links to it under another id',
      { id: '0123456789', url: 'http://www.harbour.example/light?utm_source=x' },
      true,
    ],
    ['that links to where a carrier has it', { id: '0123456789', url: 'https://planet.example/light#top' }, true],
    ['of something else', { id: '0123456789', url: 'https://planet.example/dark' }, false],
    ['that has lost its link', { id: '0123456789' }, false],
  ] as const) {
    test(`${expected ? '' : 'not '}by a pick ${name}`, () => {
      assert.equal(createPickedTest([pick])(item), expected)
    })
  }
})

test('a week is old from its first moment on that is more than twelve weeks ago', () => {
  for (const [week, expected] of [
    ['2026-W34', true],
    ['2026-W35', true],
    ['2026-W36', false],
    ['2018-W01', true],
  ] as const)
    assert.equal(isOldWeek(week, NOW), expected, week)
  assert.equal(isOldWeek('2026-W35', new Date('2026-11-16T00:00:00Z')), false)
})
