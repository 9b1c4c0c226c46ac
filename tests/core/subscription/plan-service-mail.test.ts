import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import {
  planServiceMail,
  type ServiceMailParts,
  type ServiceMailSubject,
} from '../../../src/core/subscription/plan-service-mail.ts'
import { siteSettingsSchema } from '../../../src/core/text/site-settings.ts'

const SETTINGS = siteSettingsSchema.parse({
  name: 'Ebbe & Flut',
  url: 'https://light.example',
  tagline: 'Tides, seen from a tower',
  description: 'About tides.',
  mail: { from: 'lamp@light.example', address: 'Lighthouse 1\nOuter Rocks' },
})

const CONFIRM: ServiceMailSubject = { kind: 'confirm', link: 'https://light.example/confirm/Zm9vYmFyYmF6cXV4MTIzNA' }
const ALREADY: ServiceMailSubject = {
  kind: 'already',
  me: 'https://light.example/me/k1.abc.def',
  unsubscribe: 'https://light.example/unsubscribe/k1.abc.ghi',
}
const SUGGESTION: ServiceMailSubject = {
  kind: 'suggestion',
  answer: {
    at: '2026-11-20T12:00:00Z',
    issue: '2026-W47',
    issueUrl: 'https://light.example/issues/2026-W47/',
    title: 'Moon <b>&</b> tide',
  },
}
const ALL = [CONFIRM, ALREADY, SUGGESTION]

const plan = (own: Partial<ServiceMailParts> = {}) =>
  planServiceMail({
    mail: { id: 'AAAAAAAAAAAAAAAAAAAAAA', to: 'keeper@harbour.example' },
    about: CONFIRM,
    settings: SETTINGS,
    from: { name: 'Lamp', address: 'lamp@light.example' },
    replyTo: undefined,
    date: new Date('2026-11-20T09:00:00Z'),
    ...own,
  })

const linksOf = (html: string) => [...new Set([...html.matchAll(/href="([^"]*)"/g)].map(([, href]) => href))]

describe('every service mail', () => {
  for (const about of ALL) {
    describe(about.kind, () => {
      const { html, text, headers, subject, to, messageId } = plan({ about })

      test('says whose it is, by name and address, and where the sender is to be found', () => {
        for (const body of [html.replaceAll('&amp;', '&'), text]) {
          assert.match(body.replace(/\s+/g, ' '), /Ebbe & Flut \(light\.example\)/)
          assert.match(body, /Outer Rocks/)
          assert.match(body, /https:\/\/light\.example\/privacy\//)
        }
        assert.match(subject, /Ebbe & Flut/)
      })

      test('goes to one address, under one name however often it is sent, and asks for no answer of a program', () => {
        assert.equal(to, 'keeper@harbour.example')
        assert.equal(messageId, `<${about.kind}.AAAAAAAAAAAAAAAAAAAAAA@light.example>`)
        assert.equal(headers['Auto-Submitted'], 'auto-generated')
      })

      test('has the same links in both of its forms, and loads nothing', () => {
        assert.deepEqual([...linksOf(html)].sort(), (text.match(/https:\S+/g) ?? []).sort())
        assert.doesNotMatch(html, /<img|<script|<link|url\(|@import|\ssrc=/)
      })

      test('holds nothing of the address that it goes to', () => {
        assert.doesNotMatch(html + text + subject, /keeper|harbour/)
      })

      test('has lines of at most 72 columns, save addresses, and is far below what mail programs clip', () => {
        const long = text.split('\n').filter((line) => line.length > 72 && !line.startsWith('https://'))
        assert.deepEqual(long, [])
        assert.ok(html.length < 12_000, `${html.length}`)
      })

      test('is the same, byte for byte, when it is made again', () => {
        assert.deepEqual(plan({ about }), plan({ about }))
      })
    })
  }

  test('leaves out a postal address that nobody gave', () => {
    const { address: _, ...mail } = SETTINGS.mail
    const { text, html } = plan({ settings: { ...SETTINGS, mail } })
    assert.match(text, /Tides, seen from a tower\.\n$/)
    assert.doesNotMatch(html, /Outer Rocks/)
  })

  test('shows what stands in a name or title as that text', () => {
    assert.match(plan({ about: SUGGESTION }).html, /Moon &lt;b&gt;&amp;&lt;\/b&gt; tide/)
    assert.match(plan().html, /Ebbe &amp; Flut/)
  })
})

describe('a mail that asks for confirmation', () => {
  const { html, text, headers } = plan()

  test('has one thing to press, with its address as text beside it', () => {
    assert.deepEqual(linksOf(html), [
      'https://light.example/confirm/Zm9vYmFyYmF6cXV4MTIzNA',
      'https://light.example/privacy/',
    ])
    assert.match(html, />https:\/\/light\.example\/confirm\/Zm9vYmFyYmF6cXV4MTIzNA</)
  })

  test('says how long its link works, and what happens to who does nothing', () => {
    const words = text.replace(/\s+/g, ' ')
    assert.match(words, /works for 7 days/)
    assert.match(words, /do nothing.*deleted after 14 days/)
  })

  test('is of no list, and has nothing to unsubscribe from', () => {
    assert.deepEqual(Object.keys(headers), ['Auto-Submitted'])
  })
})

describe('a mail to somebody who is subscribed already', () => {
  test('lets a mail program unsubscribe with one click', () => {
    const { headers } = plan({ about: ALREADY })
    assert.equal(headers['List-Unsubscribe'], '<https://light.example/unsubscribe/k1.abc.ghi>')
    assert.equal(headers['List-Unsubscribe-Post'], 'List-Unsubscribe=One-Click')
  })
})

test('mails that differ in their links alone have each their own, whichever came before', () => {
  const confirm = (token: string) =>
    plan({ about: { kind: 'confirm', link: `https://light.example/confirm/${token}` } })
  const first = confirm('one').html
  const second = confirm('two&"<').html
  assert.deepEqual(
    linksOf(second).filter((link) => link?.includes('/confirm/')),
    ['https://light.example/confirm/two&amp;&quot;&lt;'],
  )
  assert.equal(second.match(/two&amp;&quot;&lt;/g)?.length, 3)
  assert.doesNotMatch(second, /confirm\/one|urn:/)
  for (let index = 0; index < 40; index += 1) {
    plan({ about: { ...SUGGESTION, answer: { ...SUGGESTION.answer, title: `Tide ${index}` } } })
  }
  assert.equal(confirm('one').html, first)
})
