import assert from 'node:assert/strict'
import { test } from 'node:test'
import { listUnknownMinors } from '../../src/site/lens-page.ts'
import { makeItem, makeRelease } from '../builders.ts'

test('minors that items name and that are later than all on file are unknown, by number; older ones are not told', () => {
  const releases = ['1.9', '1.37'].map((minor) => makeRelease({ minor }))
  const items = [makeItem({ versions: ['1.39', '1.38', '1.20', '1.100'] }), makeItem({ versions: ['1.38', '1.37'] })]
  assert.deepEqual(listUnknownMinors({ releases, items }), ['1.38', '1.39', '1.100'])
  assert.deepEqual(listUnknownMinors({ releases: [], items }), [])
})
