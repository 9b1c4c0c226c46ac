import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { checkList, type ListState } from '../../../src/core/doctor/check-list.ts'

describe('keys of links that are not there', () => {
  const cases: readonly (readonly [what: string, state: Partial<ListState>, level: string, says: RegExp])[] = [
    ['where nobody has subscribed are yet to be made', { store: 'missing' }, 'unknown', /yet/],
    ['of a list that was only brought along are yet to be made', {}, 'unknown', /the first send/],
    ['of a list that an issue went to are gone', { hasSent: true }, 'error', /are gone/],
  ]
  for (const [what, state, level, says] of cases) {
    test(what, () => {
      const places = { store: 'subscribers.sqlite', keys: 'link-keys.json' }
      const found = checkList({ store: 'adopted', hasSent: false, keys: 'missing', places, ...state })
      const keys = found.find(({ check }) => check === 'link-keys')
      assert.equal(keys?.level, level)
      assert.match(keys.what, says)
      assert.match(keys.remedy ?? '', /link-keys\.json of the backup/)
    })
  }
})
