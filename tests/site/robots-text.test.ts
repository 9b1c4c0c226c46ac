import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { renderRobotsText } from '../../src/site/robots-text.ts'
import { renderSecurityText } from '../../src/site/security-text.ts'

const settings = {
  name: 'Crowsnest',
  url: 'https://crowsnest.example',
  tagline: 'The week',
  description: 'What happened.',
  language: 'en',
  mail: { from: 'Crowsnest <weekly@crowsnest.example>' },
}

describe('robots.txt', () => {
  test('opens the site and names its map', () => {
    assert.equal(
      renderRobotsText(settings.url, true),
      'User-agent: *\nAllow: /\n\nSitemap: https://crowsnest.example/sitemap.xml\n',
    )
  })

  test('opens a preview too, for a robot must read that it is to keep nothing, but names no map', () => {
    assert.equal(renderRobotsText(settings.url, false), 'User-agent: *\nAllow: /\n')
  })
})

describe('security.txt', () => {
  const fields = (text: string) =>
    text
      .trimEnd()
      .split('\n')
      .map((line) => line.split(': '))

  test('has what RFC 9116 asks for, and where it stands', () => {
    assert.deepEqual(fields(renderSecurityText(settings, new Date('2026-11-23T06:10:00Z'))), [
      ['Contact', 'mailto:weekly@crowsnest.example'],
      ['Expires', '2027-05-22T00:00:00Z'],
      ['Preferred-Languages', 'en'],
      ['Canonical', 'https://crowsnest.example/.well-known/security.txt'],
    ])
  })

  for (const now of ['2026-11-23T00:00:00Z', '2026-11-23T23:59:59Z', '2028-02-29T12:00:00Z']) {
    test(`ends after ${now}, and within a year of it`, () => {
      const expires = fields(renderSecurityText(settings, new Date(now))).find(([name]) => name === 'Expires')?.[1]
      const days = (Date.parse(expires ?? '') - Date.parse(now)) / 86_400_000
      assert.ok(days > 30 && days < 365, `${days} days`)
    })
  }

  test('names where replies go, and the advisories of a project on GitHub', () => {
    const own = { ...settings, mail: { ...settings.mail, replyTo: 'desk@crowsnest.example' } }
    const on = (repository: string) =>
      fields(renderSecurityText({ ...own, repository }, new Date('2026-11-23T06:10:00Z')))
        .filter(([name]) => name === 'Contact')
        .map(([, value]) => value)
    assert.deepEqual(on('https://github.com/harbour/crowsnest'), [
      'mailto:desk@crowsnest.example',
      'https://github.com/harbour/crowsnest/security/advisories/new',
    ])
    assert.deepEqual(on('https://git.example/harbour/crowsnest'), ['mailto:desk@crowsnest.example'])
  })
})
