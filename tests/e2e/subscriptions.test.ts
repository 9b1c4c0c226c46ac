import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import fs from 'node:fs'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { after, before, describe, test, type TestContext } from 'node:test'
import { simpleParser } from 'mailparser'
import type { Browser, Page } from 'playwright'
import { confirmationToken, makeConfirmation } from '../../src/core/subscription/confirmation-token.ts'
import { signLink } from '../../src/core/subscription/link-token.ts'
import { take } from '../../src/core/text/problem.ts'
import { readLinkKeys } from '../../src/io/link-keys.ts'
import { openSqliteStore } from '../../src/io/sqlite-store.ts'
import { type StartedServer, startServer } from '../cli/start-server.ts'
import { idFor, makeSubscription } from '../io/store/store-builders.ts'
import { makeTemporaryFolder } from '../io/temporary-folder.ts'
import { type SmtpSink, startSmtpSink } from '../smtp-sink.ts'
import { isSettled, storeContent } from '../store-content.ts'
import { until } from '../until.ts'
import { launchBrowser } from './browser.ts'
import { buildSharedSite } from './build-site.ts'

const SITE = 'https://crowsnest.example'
const READER = 'Ebbe.Keeper+week@harbour.example'
/** What opens links in mails before their reader does, or instead. */
const SCANNERS = [
  'Mozilla/5.0 (compatible; Microsoft Outlook; SafeLinks)',
  'Barracuda Sentinel (EE)',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Proofpoint URL Defense',
  'GoogleImageProxy',
]

let site: { readonly content: string; readonly dist: string }
let browser: Browser

before(async () => {
  ;[site, browser] = await Promise.all([buildSharedSite(), launchBrowser()])
})

after(() => browser.close())

interface Place {
  readonly state: string
  readonly sink: SmtpSink
  /** Starts the server on this state, at a moment: what came before is as old as that says. */
  readonly start: (now: string) => Promise<StartedServer>
}

async function makePlace(context: TestContext): Promise<Place> {
  const folder = makeTemporaryFolder()
  const sink = await startSmtpSink()
  const state = path.join(folder.path, 'state')
  context.after(async () => {
    await sink.stop()
    folder[Symbol.dispose]()
  })
  const args = ['--content', site.content, '--dist', site.dist, '--state', state, '--port', '0']
  const start = async (now: string) => {
    const server = await startServer([...args, '--now', now], { SMTP_URL: sink.url })
    context.after(() => server.stop('SIGKILL'))
    return server
  }
  return { state, sink, start }
}

/** Opens pages as a reader does who has JavaScript switched off, and keeps what the browser says in its headers. */
async function openReader(context: TestContext) {
  const profile = await browser.newContext({ javaScriptEnabled: false })
  context.after(() => profile.close())
  const page = await profile.newPage()
  const posts: Promise<Readonly<Record<string, string>>>[] = []
  page.on('request', (request) => {
    if (request.method() === 'POST') posts.push(request.allHeaders())
  })
  /** Presses a button that sends a form, and gives the status of the answer. */
  const press = async (name: string) => {
    const [answer] = await Promise.all([
      page.waitForResponse((response) => response.request().method() === 'POST'),
      page.getByRole('button', { name, exact: true }).click(),
    ])
    await page.waitForLoadState()
    return answer.status()
  }
  return { page, posts, press }
}

const heading = (page: Page) => page.getByRole('heading', { level: 1 }).innerText()

/** The newest mail at the sink, once so many have come and nothing is under way, with links that lead to a server. */
async function newestMail({ sink, state }: Place, count: number, { origin }: Pick<StartedServer, 'origin'>) {
  await sink.received(count)
  await until('all is settled', () => isSettled(state))
  assert.equal(sink.mails.length, count)
  const { from, to, raw } = sink.mails.at(-1) ?? { from: '', to: [], raw: '' }
  const { subject, text = '', html } = await simpleParser(raw)
  const here = (words: string) => words.replaceAll(SITE, origin)
  return { from, to, subject, text: here(text), html: here(String(html)) }
}

const linksIn = (text: string) => [...new Set(text.match(/http:\/\/localhost:\d+\/[^\s<>"]+/g) ?? [])]

/** Opens each link as scanners do: over and over, with GET and HEAD, in an order of their own. */
async function scan(links: readonly string[]): Promise<ReadonlySet<number>> {
  const statuses = new Set<number>()
  for (const [round, agent] of SCANNERS.entries()) {
    const shuffled = round % 2 === 0 ? links : links.toReversed()
    for (const method of ['GET', 'HEAD', 'GET']) {
      for (const link of shuffled) {
        const headers = { 'user-agent': agent, 'sec-fetch-site': 'cross-site', referer: 'https://mail.example/' }
        const response = await fetch(link, { method, headers, redirect: 'manual' })
        await response.text()
        statuses.add(response.status)
      }
    }
  }
  return statuses
}

/** Has readers in a store as if they had confirmed long ago. */
async function addReaders(state: string, addresses: readonly string[]): Promise<void> {
  const store = await openSqliteStore(state)
  await store.importSubscriptions(
    addresses.map((address) => makeSubscription({ id: idFor(address), address, state: 'confirmed' })),
  )
  await store.close()
}

/** A token that could confirm a subscription, as if a mail with it had gone. */
async function addConfirmation(state: string, subscriptionId: string): Promise<string> {
  const token = confirmationToken(randomBytes(16))
  const store = await openSqliteStore(state)
  await store.addConfirmation(makeConfirmation(token, subscriptionId, new Date('2026-08-24T06:00:00Z')))
  await store.close()
  return token
}

const fieldsOf = (state: string) =>
  (storeContent(state).subscriptions as readonly { address: string; state: string }[]).map(
    ({ address, state: is }) => `${address} ${is}`,
  )

test('a reader without JavaScript subscribes with one field and one click, leaves with one, and takes all of it back', async (context) => {
  const place = await makePlace(context)
  const { state, sink } = place
  const { page, posts, press } = await openReader(context)
  const exact = READER.replace(/@.*/, (domain) => domain.toLowerCase())
  const morning = await place.start('2026-08-24T06:00:00Z')

  await page.goto(`${morning.origin}/`)
  await page.getByLabel('Email address').fill(READER)
  assert.equal(await press('Subscribe'), 200)
  assert.equal(await heading(page), 'Look in your mail')

  const asked = await newestMail(place, 1, morning)
  assert.deepEqual([asked.from, asked.to], ['weekly@crowsnest.example', [exact]])
  assert.equal(asked.subject, 'Confirm your subscription to Crowsnest')
  assert.deepEqual(fieldsOf(state), [`${exact} unconfirmed`])

  const before = storeContent(state)
  const scanned = linksIn(asked.text + asked.html)
  assert.equal(scanned.filter((link) => link.includes('/confirm/')).length, 1)
  assert.deepEqual([...(await scan(scanned))], [200])
  // Where files of the site stand, where links without their ends lead, and what programs look for.
  const around = ['/subscribe', '/subscribe/', '/suggest', '/health', '/unsubscribe/', '/me/', '/confirm/', '/confirm']
  const statuses = await scan(around.map((at) => morning.origin + at))
  assert.deepEqual([...statuses].sort(), [200, 301, 404])
  assert.deepEqual(storeContent(state), before)

  await page.setContent(asked.html)
  await page.getByRole('link', { name: 'Yes, send me Crowsnest' }).click()
  assert.equal(await heading(page), 'Was this you?')
  assert.ok((await page.locator('main').innerText()).includes(exact))
  const confirmation = page.url()
  assert.deepEqual(storeContent(state), before)
  assert.equal(await press('Yes, send it to me'), 200)
  assert.equal(await heading(page), 'You are subscribed')
  assert.deepEqual(fieldsOf(state), [`${exact} confirmed`])

  const confirmed = storeContent(state)
  await page.goto(confirmation)
  assert.equal(await press('Yes, send it to me'), 200)
  assert.equal(await heading(page), 'You are subscribed')
  assert.deepEqual(storeContent(state), confirmed)
  await page.getByRole('link', { name: 'What we hold about you' }).click()
  assert.equal(await heading(page), 'What we hold about you')
  await morning.stop()

  // One who signs up once more is told so by mail, and by nothing else.
  const evening = await place.start('2026-08-24T18:00:00Z')
  await page.goto(`${evening.origin}/subscribe/`)
  await page.getByLabel('Email address').fill(READER.toUpperCase())
  assert.equal(await press('Subscribe'), 200)
  assert.equal(await heading(page), 'Look in your mail')
  const told = await newestMail(place, 2, evening)
  assert.deepEqual([told.subject, told.to], ['You get Crowsnest already', [exact]])
  assert.deepEqual(fieldsOf(state), [`${exact} confirmed`])

  const given = linksIn(told.text + told.html)
  const [leaving = ''] = given.filter((link) => link.includes('/unsubscribe/'))
  const [mine = ''] = given.filter((link) => link.includes('/me/'))
  const untouched = storeContent(state)
  const old = confirmation.replace(morning.origin, evening.origin)
  const all = [...given, old, `${mine}/export`, `${mine}/erase`]
  assert.deepEqual([...(await scan(all))].sort(), [200, 405])
  assert.deepEqual(storeContent(state), untouched)

  await page.setContent(told.html)
  await page.getByRole('link', { name: 'Unsubscribe' }).click()
  assert.equal(await heading(page), 'Leave the list')
  assert.deepEqual(storeContent(state), untouched)
  assert.equal(await press('Unsubscribe'), 200)
  assert.deepEqual(fieldsOf(state), [`${exact} unsubscribed`])
  await page.goto(leaving)
  assert.equal(await press('Unsubscribe'), 200)
  assert.deepEqual(fieldsOf(state), [`${exact} unsubscribed`])

  await page.goto(old)
  assert.equal(await heading(page), 'This link does not work any more')
  assert.deepEqual(fieldsOf(state), [`${exact} unsubscribed`])
  // The form on a page whose address holds a token is the app's own, though the browser names no origin.
  await page.getByLabel('Email address').fill(READER)
  assert.equal(await press('Subscribe'), 200)
  assert.equal(await heading(page), 'Look in your mail')
  await until('all is settled', () => isSettled(state))
  assert.deepEqual(fieldsOf(state), [`${exact} unsubscribed`])

  await page.goto(mine)
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Download as JSON' }).click(),
  ])
  assert.equal(download.suggestedFilename(), 'subscription.json')
  const held = JSON.parse(fs.readFileSync(await download.path(), 'utf8')) as { subscription: Record<string, unknown> }
  assert.deepEqual([held.subscription.address, held.subscription.state], [exact, 'unsubscribed'])
  assert.equal(await press('Erase it all'), 200)
  const { subscriptions, suppressions, signups, confirmations } = storeContent(state)
  assert.deepEqual([subscriptions, signups, confirmations], [[], [], []])
  assert.equal(suppressions?.length, 1)
  assert.doesNotMatch(JSON.stringify(storeContent(state)), /keeper|harbour/i)
  await page.goto(mine)
  assert.doesNotMatch(await page.locator('main').innerText(), /keeper/i)
  await page.goto(leaving)
  assert.equal(await press('Unsubscribe'), 200)

  // Where an address holds a token, nothing says where its reader was, and so the browser calls their origin null.
  const origins = (await Promise.all(posts)).map(({ origin, referer }) => [origin, referer])
  const fromLists = [morning.origin, `${morning.origin}/`]
  assert.deepEqual(origins[0], fromLists)
  assert.deepEqual(
    origins.filter(([origin]) => origin !== morning.origin && origin !== evening.origin),
    Array(origins.length - 2).fill(['null', undefined]),
  )
  assert.equal((await evening.stop()).code, 0)
  assert.equal(sink.mails.length, 2)
})

describe('a program of a mail provider', () => {
  for (const [what, body, type] of [
    ['as RFC 8058 has it', 'List-Unsubscribe=One-Click', 'application/x-www-form-urlencoded'],
    [
      'as its other form has it',
      '--b\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--b--\r\n',
      'multipart/form-data; boundary=b',
    ],
    ['without a word', undefined, undefined],
  ] as const) {
    test(`unsubscribes by the header of a mail, ${what}, with one request, and again`, async (context) => {
      const place = await makePlace(context)
      await addReaders(place.state, ['keeper@harbour.example'])
      const server = await place.start('2026-08-24T06:00:00Z')
      await server.post('/subscribe', { email: 'keeper@harbour.example' })
      await newestMail(place, 1, server)
      const raw = place.sink.mails[0]?.raw.replace(/\r\n[ \t]+/g, ' ') ?? ''
      assert.match(raw, /^List-Unsubscribe-Post: List-Unsubscribe=One-Click\r$/m)
      const link = /^List-Unsubscribe: <https:\/\/crowsnest\.example(\/unsubscribe\/[\w.-]+)>\r$/m.exec(raw)?.[1] ?? ''
      const given = { ...(body === undefined ? {} : { body, headers: { 'content-type': type } }) }
      for (const agent of ['Gmail', 'Yahoo Mail']) {
        const response = await server.ask(link, {
          method: 'POST',
          ...given,
          headers: {
            ...given.headers,
            'user-agent': agent,
            origin: 'https://mail.example',
            'sec-fetch-site': 'cross-site',
          },
        })
        assert.deepEqual([response.status, response.headers.get('set-cookie')], [200, null])
        assert.deepEqual(fieldsOf(place.state), ['keeper@harbour.example unsubscribed'])
      }
    })
  }
})

test('a program that asks for JSON gets it at every step, from sign-up to erasure', async (context) => {
  const place = await makePlace(context)
  const server = await place.start('2026-08-24T06:00:00Z')
  const json = { accept: 'application/json' }
  const post = async (at: string, fields = {}) => {
    const response = await server.post(at, fields, json)
    assert.match(response.headers.get('content-type') ?? '', /^application\/json/)
    return {
      status: response.status,
      ...((await response.json()) as { message?: string; me?: string; error?: object }),
    }
  }
  const wrong = await post('/subscribe', { email: 'keeper' })
  assert.deepEqual([wrong.status, Object.keys(wrong.error ?? {})], [400, ['where', 'what', 'remedy']])
  const asked = await post('/subscribe', { email: 'keeper@harbour.example' })
  assert.deepEqual([asked.status, typeof asked.message], [200, 'string'])
  const { text } = await newestMail(place, 1, server)
  const link = linksIn(text).find((at) => at.includes('/confirm/')) ?? ''
  const { me = '', status } = await post(new URL(link).pathname)
  assert.equal(status, 200)
  const held = (await (await server.ask(me, { headers: json })).json()) as { subscription: { state: string } }
  assert.equal(held.subscription.state, 'confirmed')
  assert.equal((await post(`${me}/erase`)).status, 200)
  assert.equal((await post(new URL(link).pathname)).status, 410)
  assert.equal((await post('/me/nobody/erase')).status, 404)
  assert.deepEqual(fieldsOf(place.state), [])
})

test('a form on a foreign page does nothing but leave; one on the site, where the app is elsewhere, does all', async (context) => {
  const place = await makePlace(context)
  await addReaders(place.state, ['keeper@harbour.example'])
  const server = await place.start('2026-08-24T06:00:00Z')
  const other = http.createServer((request, response) => {
    const { searchParams } = new URL(request.url ?? '/', 'http://other')
    response.writeHead(200, { 'content-type': 'text/html' }).end(pageWithForm(server.origin, searchParams))
  })
  await once(other.listen(0, '127.0.0.1'), 'listening')
  context.after(() => other.close())
  const foreign = `http://127.0.0.1:${(other.address() as AddressInfo).port}`
  const [subscription] = storeContent(place.state).subscriptions as readonly { id: string }[]
  const [key] = take(readLinkKeys({}, place.state))
  const link = (purpose: 'me' | 'unsubscribe') => `/${purpose}/${signLink(purpose, subscription?.id ?? '', key)}`
  const token = await addConfirmation(place.state, subscription?.id ?? '')
  const { page, posts, press } = await openReader(context)
  // Nobody is asked outside of this machine: the browser takes the site's page from here.
  await page.route(`${SITE}/**`, (route) => {
    const body = pageWithForm(server.origin, new URL(route.request().url()).searchParams)
    return route.fulfill({ contentType: 'text/html', body })
  })
  const before = storeContent(place.state)

  for (const [from, to, policy, origin, status] of [
    [foreign, '/subscribe', 'strict-origin-when-cross-origin', foreign, 403],
    [foreign, '/subscribe', 'no-referrer', 'null', 403],
    [foreign, '/suggest', 'unsafe-url', foreign, 403],
    [foreign, `/confirm/${token}`, 'no-referrer', 'null', 403],
    [foreign, `${link('me')}/erase`, 'no-referrer', 'null', 403],
    [foreign, `${link('me')}/erase`, 'unsafe-url', foreign, 403],
  ] as const) {
    await page.goto(`${from}/?${new URLSearchParams({ to, policy }).toString()}`)
    assert.equal(await press('Go'), status, `${to} ${policy}`)
    assert.equal((await posts.at(-1))?.origin, origin)
    assert.deepEqual(storeContent(place.state), before, to)
  }
  await page.goto(`${foreign}/?${new URLSearchParams({ to: link('unsubscribe'), policy: 'unsafe-url' }).toString()}`)
  assert.equal(await press('Go'), 200)
  assert.deepEqual(fieldsOf(place.state), ['keeper@harbour.example unsubscribed'])

  await page.goto(`${SITE}/?${new URLSearchParams({ to: '/subscribe', policy: 'origin' }).toString()}`)
  assert.equal(await press('Go'), 200)
  assert.equal((await posts.at(-1))?.origin, SITE)
  await newestMail(place, 1, server)
  assert.deepEqual(place.sink.mails[0]?.to, ['stranger@harbour.example'])
})

const pageWithForm = (origin: string, given: URLSearchParams) => `<!doctype html>
<meta name="referrer" content="${given.get('policy') ?? ''}">
<form method="post" action="${origin}${given.get('to') ?? ''}">
  <input name="email" value="stranger@harbour.example"><button>Go</button>
</form>`
