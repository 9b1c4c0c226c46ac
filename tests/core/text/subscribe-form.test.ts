import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { subscribeForm, suggestAction } from '../../../src/core/text/subscribe-form.ts'

const url = 'https://light.example'

describe('subscribeForm', () => {
  test('is none where nothing is configured', () => {
    for (const subscribe of [undefined, {}]) {
      assert.equal(subscribeForm({ url, subscribe }), undefined)
      assert.equal(suggestAction({ url, subscribe }), undefined)
    }
  })

  for (const action of ['/subscribe', 'https://light.example/subscribe']) {
    test(`is our own app where it posts to ${action}, which takes links as well`, () => {
      const settings = { url, subscribe: { action } }
      assert.deepEqual(subscribeForm(settings), { action, field: 'email', hidden: [] })
      assert.equal(suggestAction(settings), '/suggest')
    })
  }

  test('is that of a provider where it posts to another host, with the fields that it wants; links it does not take', () => {
    const action = 'https://lists.light.example:8443/subscription/form'
    const settings = { url, subscribe: { action, field: 'EMAIL', hidden: { l: 'a-b', embed: '1' } } }
    assert.deepEqual(subscribeForm(settings), {
      ...{ action, field: 'EMAIL', provider: 'lists.light.example:8443' },
      hidden: [
        ['l', 'a-b'],
        ['embed', '1'],
      ],
    })
    assert.equal(suggestAction(settings), undefined)
  })
})
