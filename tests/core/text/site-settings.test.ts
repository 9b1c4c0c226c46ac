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

  const wrong: readonly (readonly [what: string, field: string, value: object])[] = [
    ['a slash at the end of the address', 'url', { url: 'https://light.example/' }],
    ['an address without a scheme', 'url', { url: 'light.example' }],
    ['an address with a password', 'url', { url: 'https://lamp:oil@light.example' }],
    ['an address with a question', 'url', { url: 'https://light.example?lamp=1' }],
    ['a language that could end its line in a calendar', 'language', { language: 'en\r\nX-LAMP:1' }],
    ['a name of two lines', 'name', { name: 'Light\nhouse' }],
    ['a sender without a host', 'mail.from', { mail: { from: 'lamp' } }],
    ['a form that posts to no web address', 'subscribe.action', { subscribe: { action: 'javascript:alert(1)' } }],
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
