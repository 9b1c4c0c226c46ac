import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { hoistOf, siteSettingsSchema } from '../../../src/core/text/site-settings.ts'

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
    ['an address that could end an attribute', 'url', { url: 'https://light.example/a"><b' }],
    ['an address that could end its header', 'url', { url: 'https://light.example/a>,<b' }],
    ['an address in capitals', 'url', { url: 'https://Light.example' }],
    ['an address that browsers write in another way', 'url', { url: 'https://leuchttürme.example' }],
    ['a repository that could end an attribute', 'repository', { repository: 'https://code.example/"><script>' }],
    ['a repository of two lines', 'repository', { repository: 'https://code.example/a\nb' }],
    ['a name without end', 'name', { name: 'Light'.repeat(1000) }],
    ['a name that turns the writing round', 'name', { name: 'Light\u202esuoh' }],
    ['a name of half a character', 'name', { name: 'Light\ud800' }],
    ['a name that no XML may have', 'name', { name: 'Light\uffff' }],
    ['a name that nobody sees', 'name', { name: '\u200b\u200b' }],
    ['a name that the app would fill in', 'name', { name: 'Light {{address}}' }],
    ['a description with a control character', 'description', { description: 'A lamp\u0000' }],
    ['a description with a form feed', 'description', { description: 'A lamp\f, and oil' }],
    ['a description without end', 'description', { description: 'A lamp. '.repeat(1000) }],
    ['a tagline without end', 'tagline', { tagline: 'A lamp. '.repeat(1000) }],
    ['a section without end', 'sections.0.title', { sections: [{ id: 'a', title: 'A'.repeat(5000) }] }],
    ['a sender that is turned round', 'mail.from', { mail: { from: 'Lamp \u202e <lamp@light.example>' } }],
    ['a sender without end', 'mail.from', { mail: { from: `${'Lamp'.repeat(1000)} <lamp@light.example>` } }],
    ['a postal address that beeps', 'mail.address', { mail: { ...least.mail, address: 'Pier 1\u0007' } }],
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

  test('KUBE flies where the settings name no hoist, unless they are about something else', () => {
    const other = { subject: 'ferries', kubernetes: false }
    assert.deepEqual(hoistOf(siteSettingsSchema.parse(least)), ['K', 'U', 'B', 'E'])
    assert.deepEqual(hoistOf(siteSettingsSchema.parse({ ...least, ...other })), [])
    const hoist = [{ flag: 'L', says: 'stop' }]
    assert.deepEqual(hoistOf(siteSettingsSchema.parse({ ...least, ...other, hoist })), ['L'])
  })
})
