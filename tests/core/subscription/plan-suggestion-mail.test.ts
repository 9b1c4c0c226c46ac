import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { planSuggestionMail } from '../../../src/core/subscription/plan-suggestion-mail.ts'
import type { ReaderSuggestion } from '../../../src/core/subscription/reader-suggestion.ts'
import type { SuppressionReason } from '../../../src/core/subscription/subscription.ts'

const AT = '2026-11-20T09:00:00Z'
const MAIL = { id: 'm1', key: 'f00d', at: AT }
const SUGGESTION: ReaderSuggestion = {
  ...{ id: 's1', url: 'https://harbour.example/posts/fog-horns/', at: '2026-11-19T08:00:00Z' },
  ...{ note: 'Their own words', by: 'Bo', address: 'bo@light.example', network: '192.0.2.0/24' },
}
const plan = (own: Partial<ReaderSuggestion> = {}, told: readonly string[] = [], reason?: SuppressionReason) => {
  const suppression = reason && { key: 'f00d', reason, at: AT }
  return planSuggestionMail({ ...SUGGESTION, ...own }, { suppression, told }, MAIL)
}

describe('planSuggestionMail', () => {
  test('goes to the address that was left, counts for the network it came from, and has none of their words', () => {
    const about = { kind: 'suggestion', to: 'bo@light.example', network: '192.0.2.0/24', suggestionId: 's1' }
    assert.deepEqual(plan(), { ...MAIL, ...about })
    assert.equal(plan({ network: undefined })?.network, 'unknown')
  })

  test('goes nowhere without an address', () => {
    assert.equal(plan({ address: undefined }), undefined)
  })

  for (const reason of ['erased', 'bounced', 'complained'] as const) {
    test(`does not go to an address that is held back as ${reason}`, () => {
      assert.equal(plan({}, [], reason), undefined)
    })
  }

  test('goes to one mailbox three times in one list, by whatever variant, whoever else is told', () => {
    const [bo, ada] = ['bo@light.example', 'ada@light.example']
    for (const address of [bo, 'Bo+2@light.example', 'bo+3@light.example']) {
      assert.ok(plan({ address }, [bo, ada, ada, ada, bo]), address)
      assert.equal(plan({ address }, [bo, bo, bo]), undefined, address)
    }
  })
})
