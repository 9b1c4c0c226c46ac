import assert from 'node:assert/strict'
import fs from 'node:fs'
import path from 'node:path'
import { after, before, describe, test } from 'node:test'
import type { Browser } from 'playwright'
import { CONFIRMATION_LIFETIME } from '../../src/core/subscription/confirmation-token.ts'
import { CONSENT_TEXT, CURRENT_CONSENT } from '../../src/core/subscription/consent-text.ts'
import { MAIL_CAPS } from '../../src/core/subscription/mail-caps.ts'
import { RETENTION_DAYS } from '../../src/core/subscription/plan-retention.ts'
import { readPageTemplates } from '../../src/server/page-templates.ts'
import { launchBrowser } from './browser.ts'
import { buildSharedSite } from './build-site.ts'
import { PROVIDER } from './least-content.ts'
import { serveMeasured } from './serve-measured.ts'

const ROOT = path.resolve(import.meta.dirname, '../..')

let browser: Browser
const dists: Record<'own' | 'provider' | 'none', string> = { own: '', provider: '', none: '' }

before(async () => {
  const [launched, ...sites] = await Promise.all([
    launchBrowser(),
    buildSharedSite(),
    buildSharedSite('least-ferries'),
    buildSharedSite('least-kubernetes'),
  ])
  browser = launched
  const [own, provider, none] = sites.map(({ dist }) => dist)
  Object.assign(dists, { own, provider, none })
})

after(() => browser.close())

const read = (way: keyof typeof dists, file: string) => fs.readFileSync(path.join(dists[way], file), 'utf8')
const wordsOf = (way: keyof typeof dists, file: string) =>
  (/<main[^]*<\/main>/.exec(read(way, file))?.[0] ?? '').replace(/<[^>]*>/g, '').replaceAll(/\s+/g, ' ')

describe('a form that posts to a provider', () => {
  test('sends the address under the name that the provider has for it, with what it wants beside, and nothing else', async (context) => {
    const site = await serveMeasured(dists.provider, path.join(ROOT, 'netlify.toml'))
    context.after(() => site.close())
    const page = await browser.newPage({ javaScriptEnabled: false })
    const complaints: string[] = []
    page.on('console', (message) => complaints.push(message.text()))
    // Nobody is asked outside of this machine: what the provider would get is kept here.
    const posted: object[] = []
    await page.route(`${new URL(PROVIDER.action).origin}/**`, async (route) => {
      const request = route.request()
      const type = await request.headerValue('content-type')
      posted.push({ url: request.url(), type, fields: [...new URLSearchParams(request.postData() ?? '')] })
      await route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>List</title><h1>Almost there</h1>' })
    })
    for (const address of ['/subscribe/', '/']) {
      await page.goto(site.origin + address)
      await page.getByLabel('Email address').fill('keeper+lamp@light.example')
      await page.getByRole('button', { name: 'Subscribe' }).click()
      assert.equal(await page.locator('h1').innerText(), 'Almost there', complaints.join())
      assert.deepEqual(posted.pop(), {
        url: PROVIDER.action,
        type: 'application/x-www-form-urlencoded',
        fields: [
          ['EMAIL', 'keeper+lamp@light.example'],
          ['l', '0c5f3a9e-7d'],
          ['embed', '1'],
        ],
      })
    }
    assert.deepEqual(complaints, [])
    await page.close()
  })

  test('stands beside who gets the address, and beside no words of ours that others would have to keep', () => {
    const words = wordsOf('provider', 'subscribe/index.html')
    assert.match(words, /Your address goes to list\.example, which keeps our list/)
    assert.ok(!words.includes(CONSENT_TEXT[CURRENT_CONSENT]))
  })
})

test('without a list, readers are led to the feed, and no form stands anywhere', () => {
  assert.match(wordsOf('none', 'subscribe/index.html'), /does not send mail at present/)
  for (const file of ['index.html', 'subscribe/index.html', 'suggest/index.html', 'archive/index.html']) {
    assert.doesNotMatch(read('none', file), /<form/, file)
    assert.match(read('none', file), /href="\/rss\.xml"/, file)
  }
})

test('links are suggested by a form where our own app takes them, else by mail', () => {
  assert.match(read('own', 'suggest/index.html'), /<form[^>]* action="\/suggest"/)
  for (const way of ['provider', 'none'] as const) {
    assert.doesNotMatch(read(way, 'suggest/index.html'), /<form/)
    assert.match(wordsOf(way, 'suggest/index.html'), /Write to lamp@light\.example\..*Two lines are enough/)
  }
})

test('the pages of the app are whole however readers subscribe, so that it always starts', () => {
  for (const dist of Object.values(dists)) assert.equal(readPageTemplates(dist).ok, true)
})

describe('the page on privacy', () => {
  test('tells of our own list what is kept and for how long, with the numbers that the program goes by', () => {
    const words = wordsOf('own', 'privacy/index.html')
    const { unconfirmed, unsubscribed, visitors } = RETENTION_DAYS
    for (const part of [
      CONSENT_TEXT[CURRENT_CONSENT],
      `Its link works for ${CONFIRMATION_LIFETIME / 86_400_000} days`,
      `the address is deleted after ${unconfirmed} days`,
      `The address stays for ${unsubscribed} days`,
      `from which you asked and confirmed, for ${visitors} days`,
      `deleted with it, or after ${visitors} days`,
      `at most ${MAIL_CAPS.address[0].count} mail in ${MAIL_CAPS.address[0].within / 60_000} minutes`,
      `${MAIL_CAPS.address[1].count} a day to one address`,
      `${MAIL_CAPS.network[0].count} an hour and ${MAIL_CAPS.network[1].count} a day from one network`,
      `${MAIL_CAPS.all[0].count} an hour in all`,
      'an HMAC',
      'Subscribers do it themselves',
    ]) {
      assert.ok(words.includes(part), part)
    }
  })

  test('tells of a provider who it is, and nothing of a list that we do not keep', () => {
    const words = wordsOf('provider', 'privacy/index.html')
    assert.match(words, /The form sends your mail address to list\.example, from your browser/)
    assert.doesNotMatch(words, /our own program|HMAC|Subscribers do it themselves|When you suggest a link/)
  })

  test('says where there is no list that there is none', () => {
    const words = wordsOf('none', 'privacy/index.html')
    assert.match(words, /At present there is nothing to give an address to/)
    assert.doesNotMatch(words, /our own program|HMAC|The form sends|When you suggest a link/)
  })
})
