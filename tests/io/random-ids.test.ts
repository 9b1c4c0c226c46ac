import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createRandomIds } from '../../src/io/random-ids.ts'

test('ids are 128 bits each, and no two are alike, however many are made and by however many', () => {
  const makers = [createRandomIds(), createRandomIds()]
  const ids = Array.from({ length: 5_000 }, (_, index) => makers[index % 2]?.() ?? '')
  for (const id of ids) assert.match(id, /^[\w-]{21}[AQgw]$/)
  assert.equal(new Set(ids).size, ids.length)
  // Neither their beginnings nor their ends: bits are used in one id alone.
  for (const part of [0, 11]) assert.equal(new Set(ids.map((id) => id.slice(part, part + 11))).size, ids.length)
})
