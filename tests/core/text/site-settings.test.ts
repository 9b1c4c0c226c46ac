import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { siteSettingsSchema } from '../../../src/core/text/site-settings.ts'

const least = {
  name: 'Lighthouse',
  url: 'https://light.example',
  tagline: 'A lamp',
  description: 'What the lamp shows.',
  mail: { from: 'Lamp <lamp@light.example>' },
}

describe('siteSettingsSchema', () => {
  test('name, address, texts and a sender are enough, and the language is English', () => {
    assert.equal(siteSettingsSchema.parse(least).language, 'en')
  })

  const actions = ['/subscribe', '/weekly/subscribe', 'https://list.example/a?u=1&id=2', 'http://127.0.0.1:8080/a']
  for (const action of actions) {
    test(`a form may post to ${action}`, () => {
      const { subscribe } = siteSettingsSchema.parse({ ...least, subscribe: { action } })
      assert.deepEqual(subscribe, { action })
    })
  }

  const wrong: readonly (readonly [what: string, field: string, value: object])[] = [
    ['a slash at the end of the address', 'url', { url: 'https://light.example/' }],
    ['an address without a scheme', 'url', { url: 'light.example' }],
    ['an address with a password', 'url', { url: 'https://lamp:oil@light.example' }],
    ['an address with a question', 'url', { url: 'https://light.example?lamp=1' }],
    ['a language that could end its line in a calendar', 'language', { language: 'en\r\nX-LAMP:1' }],
    ['a name of two lines', 'name', { name: 'Light\nhouse' }],
    ['a sender without a host', 'mail.from', { mail: { from: 'lamp' } }],
    ['a form that posts to no web address', 'subscribe.action', { subscribe: { action: 'javascript:alert(1)' } }],
    [
      'a form that posts to another site in the guise of a path',
      'subscribe.action',
      { subscribe: { action: '//x.example/a' } },
    ],
    ['a form that posts to a part of a page', 'subscribe.action', { subscribe: { action: '/subscribe?list=1#a' } }],
    ['a form whose address nobody encrypts', 'subscribe.action', { subscribe: { action: 'http://list.example/a' } }],
    ['a form address with a password', 'subscribe.action', { subscribe: { action: 'https://a:b@list.example/a' } }],
    [
      'a field of a provider where our own app is',
      'subscribe',
      { subscribe: { action: '/subscribe', field: 'EMAIL' } },
    ],
    ['hidden fields of a form that is not there', 'subscribe', { subscribe: { hidden: { l: '1' } } }],
    [
      'a field that could end its attribute',
      'subscribe.field',
      { subscribe: { action: 'https://a.example', field: '">' } },
    ],
    ['a list id that could end its header', 'mail.listId', { mail: { ...least.mail, listId: 'a.b>\r\nBcc: x' } }],
    ['a field that nobody reads', '', { colour: 'red' }],
  ]
  for (const [what, field, value] of wrong) {
    test(`${what} is refused`, () => {
      const result = siteSettingsSchema.safeParse({ ...least, ...value })
      assert.deepEqual(
        result.error?.issues.map(({ path }) => path.join('.')),
        [field],
      )
    })
  }
})
