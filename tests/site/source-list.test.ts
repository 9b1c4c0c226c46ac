import assert from 'node:assert/strict'
import { test } from 'node:test'
import { groupSources } from '../../src/site/source-list.ts'
import { KINDS } from '../../src/core/source/source.ts'
import { makeItem, makeSource } from '../builders.ts'

test('a source shows how many items it carried, and the day of the newest', () => {
  const url = 'https://harbour.example/a'
  const both = [
    { id: 'harbour-blog', url },
    { id: 'planet', url },
  ]
  const items = [
    makeItem({ url, published: '2026-08-18T09:00:00Z', sources: both }),
    makeItem({ url: 'https://harbour.example/b', published: '2026-08-16T09:00:00Z' }),
  ]
  const sources = [
    makeSource(),
    makeSource({ id: 'planet', title: 'A Planet' }),
    makeSource({ id: 'mute', title: 'Mute' }),
  ]
  assert.deepEqual(
    groupSources(sources, items)[0]?.rows.map(({ source, count, newest }) => [source.id, count, newest]),
    [
      ['planet', 1, '2026-08-18'],
      ['harbour-blog', 2, '2026-08-18'],
      ['mute', 0, undefined],
    ],
  )
})

test('a source of any kind has a group', () => {
  const sources = KINDS.map((kind) => makeSource({ id: kind, kind }))
  assert.deepEqual(
    groupSources(sources, [])
      .flatMap(({ rows }) => rows.map(({ source }) => source.id))
      .toSorted(),
    KINDS.toSorted(),
  )
})
