import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { addressKey } from '../../src/core/subscription/address-key.ts'
import { makeConfirmation } from '../../src/core/subscription/confirmation-token.ts'
import { type LinkPurpose, signLink } from '../../src/core/subscription/link-token.ts'
import { makeSubscription } from '../builders.ts'
import { KEY, makeBrokenStore, makeTestApp, type TestApp } from './test-app.ts'

const ADDRESS = 'keeper@light.example'
const TOKEN = 'Zm9yLXRoZS1jb25maXJtZQ'
const linkTo = (purpose: LinkPurpose, { id } = makeSubscription()) => `/${purpose}/${signLink(purpose, id, KEY)}`

/** With one subscription, and a link that confirms it. */
async function withSubscription(it: TestApp, own: Parameters<typeof makeSubscription>[0] = {}) {
  const subscription = makeSubscription(own)
  await it.store.change({ address: subscription.address }, () => ({ write: subscription }))
  await it.store.addConfirmation(makeConfirmation(TOKEN, subscription.id, it.clock.now))
  return subscription
}

async function listAll<T>(values: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = []
  for await (const value of values) list.push(value)
  return list
}

const UNCONFIRMED = { state: 'unconfirmed', confirmedAt: undefined, consent: { wording: '2026-11' } } as const
const everything = async ({ store }: TestApp) =>
  JSON.stringify([
    await listAll(store.list()),
    await listAll(store.listSuppressions()),
    (await store.find({ id: makeSubscription().id })).subscription,
    (await store.stats('2026-11-20T09:00:00Z')).waiting,
  ])

describe('/confirm/<token>', () => {
  test('the page has the address, and nothing of the token', async (t) => {
    const it = await makeTestApp(t)
    await withSubscription(it, UNCONFIRMED)
    const response = await it.app.request(`/confirm/${TOKEN}`)
    const page = await response.text()
    assert.equal(response.status, 200)
    assert.match(page, /<title>confirm<.*<p id="address">keeper@light\.example</)
    assert.doesNotMatch(page, new RegExp(TOKEN))
  })

  test('the button confirms, and again is fine; the page leads to what is held', async (t) => {
    const it = await makeTestApp(t)
    await withSubscription(it, UNCONFIRMED)
    for (const round of ['first', 'second']) {
      const response = await it.post(`/confirm/${TOKEN}`)
      const page = await response.text()
      assert.equal(response.status, 200, round)
      assert.match(page, /<title>confirmed</)
      const me = String(/<p id="me">([^<]+)</.exec(page)?.[1])
      assert.equal(me, linkTo('me'))
      assert.equal((await it.app.request(me)).status, 200)
    }
    const { subscription } = await it.store.find({ address: ADDRESS })
    assert.equal(subscription?.state, 'confirmed')
    assert.equal(subscription?.confirmedAt, '2026-11-20T09:00:00Z')
    assert.equal(subscription?.consent.confirmedFrom, '192.0.2.0/24')
  })

  test('after seven days it is gone, for the page and for the button, with a way to ask again', async (t) => {
    const it = await makeTestApp(t)
    await withSubscription(it, UNCONFIRMED)
    it.clock.now = new Date('2026-11-27T09:00:00Z')
    for (const method of ['GET', 'POST']) {
      const page = await it.app.request(`/confirm/${TOKEN}`, { method })
      assert.equal(page.status, 410)
      assert.match(await page.text(), /<title>expired</)
    }
    const json = await it.post(`/confirm/${TOKEN}`, {}, { accept: 'application/json' })
    assert.match(await json.text(), /Subscribe again at https:\/\/crowsnest\.example\/subscribe/)
    assert.equal((await it.store.find({ address: ADDRESS })).subscription?.state, 'unconfirmed')
  })

  test('a link that was used does not bring back who left since', async (t) => {
    const it = await makeTestApp(t)
    await withSubscription(it, UNCONFIRMED)
    await it.post(`/confirm/${TOKEN}`)
    await it.post(linkTo('unsubscribe'))
    assert.equal((await it.post(`/confirm/${TOKEN}`)).status, 410)
    assert.equal((await it.store.find({ address: ADDRESS })).subscription?.state, 'unsubscribed')
  })

  test('a token of nobody is gone too; what is no token is not found', async (t) => {
    const it = await makeTestApp(t)
    for (const method of ['GET', 'POST']) {
      assert.equal((await it.app.request(`/confirm/${'A'.repeat(22)}`, { method })).status, 410)
      for (const token of ['A', `${TOKEN}A`, 'a%00', '..%2f..', '%ff', `${TOKEN}/x`]) {
        assert.equal((await it.app.request(`/confirm/${token}`, { method })).status, 404, token)
      }
    }
  })

  test('erasure may be taken back by a new yes, and the suppression ends with it', async (t) => {
    const it = await makeTestApp(t)
    await withSubscription(it)
    await it.post(`${linkTo('me')}/erase`)
    await it.post('/subscribe', { email: ADDRESS })
    await it.settle()
    const { subscription, suppression } = await it.store.find({ address: ADDRESS })
    assert.equal(suppression?.reason, 'erased')
    await it.store.addConfirmation(makeConfirmation(TOKEN.replace('Z', 'Y'), subscription!.id, it.clock.now))
    assert.equal((await it.post(`/confirm/${TOKEN.replace('Z', 'Y')}`)).status, 200)
    assert.equal((await it.store.find({ address: ADDRESS })).suppression, undefined)
  })
})

describe('/unsubscribe/<token>', () => {
  const requests: readonly (readonly [name: string, request: RequestInit])[] = [
    ['one click of a mail program', { body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }) }],
    ['a form in parts', { body: new FormData() }],
    ['nothing at all', {}],
    ['anything', { body: Uint8Array.of(0, 255, 1), headers: { 'content-type': 'x/y' } }],
    ['a page of a mail program', { headers: { origin: 'https://mail.example', 'sec-fetch-site': 'cross-site' } }],
    ['the button of our page', { headers: { origin: 'null', 'sec-fetch-site': 'same-origin' } }],
  ]
  for (const [name, request] of requests) {
    test(`${name} unsubscribes, without a redirect, and again is fine`, async (t) => {
      const it = await makeTestApp(t)
      await withSubscription(it)
      for (const moment of ['2026-11-20T09:00:00Z', '2046-11-20T09:00:00Z']) {
        it.clock.now = new Date(moment)
        const response = await it.app.request(linkTo('unsubscribe'), { method: 'POST', ...request })
        assert.equal(response.status, 200)
        assert.match(await response.text(), /<title>unsubscribed</)
      }
      const { subscription } = await it.store.find({ address: ADDRESS })
      assert.equal(subscription?.state, 'unsubscribed')
      assert.equal(subscription?.unsubscribedAt, '2026-11-20T09:00:00Z')
    })
  }

  test('works for a subscription that was erased since, and under a key that signs no more', async (t) => {
    const it = await makeTestApp(t, { keys: [{ id: 'k2', secret: new Uint8Array(32).fill(2) }, KEY] })
    await withSubscription(it)
    await it.post(`${linkTo('me')}/erase`)
    assert.equal((await it.post(linkTo('unsubscribe'))).status, 200)
    assert.equal((await it.app.request(linkTo('unsubscribe'))).status, 200)
    assert.equal((await it.store.find({ address: ADDRESS })).subscription, undefined)
  })

  test('a link that none of our keys signed is not found, nor one for something else', async (t) => {
    const it = await makeTestApp(t)
    const { id } = await withSubscription(it)
    const others = [
      `/unsubscribe/${signLink('me', id, KEY)}`,
      `/unsubscribe/${signLink('unsubscribe', id, { ...KEY, secret: new Uint8Array(32) })}`,
      `${linkTo('unsubscribe')}A`,
      '/unsubscribe/x',
      '/unsubscribe/',
    ]
    for (const path of others) {
      assert.equal((await it.app.request(path)).status, 404, path)
      assert.equal((await it.post(path)).status, 404, path)
    }
    assert.equal((await it.store.find({ address: ADDRESS })).subscription?.state, 'confirmed')
  })
})

describe('/me/<token>', () => {
  test('shows what is held, and what it shows is escaped', async (t) => {
    const it = await makeTestApp(t)
    await withSubscription(it, { consent: { wording: '<b>Harbour & list</b>' } })
    const page = await (await it.app.request(linkTo('me'))).text()
    assert.match(page, /<dt>Address<\/dt><dd>keeper@light\.example<\/dd>/)
    assert.match(page, /<dd>&lt;b&gt;Harbour &amp; list&lt;\/b&gt;<\/dd>/)
    assert.match(page, new RegExp(`<p id="me">${linkTo('me')}</p>`))
  })

  test('exports it as a file of JSON, whatever is preferred', async (t) => {
    const it = await makeTestApp(t)
    await withSubscription(it)
    const response = await it.post(`${linkTo('me')}/export`, {}, { accept: 'text/html' })
    assert.equal(response.status, 200)
    assert.equal(response.headers.get('content-disposition'), 'attachment; filename="subscription.json"')
    assert.equal(response.headers.get('content-type'), 'application/json; charset=utf-8')
    const { subscription } = (await response.json()) as { subscription: { address: string } }
    assert.equal(subscription.address, ADDRESS)
  })

  test('erases it: a key is left, and nothing is held; again is fine', async (t) => {
    const it = await makeTestApp(t)
    await withSubscription(it)
    for (const round of ['first', 'second']) {
      const response = await it.post(`${linkTo('me')}/erase`)
      assert.equal(response.status, 200, round)
      assert.match(await response.text(), /<title>erased</)
    }
    assert.deepEqual(await listAll(it.store.list()), [])
    assert.deepEqual(await listAll(it.store.listSuppressions()), [
      { key: addressKey(ADDRESS, it.store.secret), reason: 'erased', at: '2026-11-20T09:00:00Z' },
    ])
    assert.match(await (await it.app.request(linkTo('me'))).text(), /<title>erased</)
    const nothing = (await (await it.post(`${linkTo('me')}/export`)).json()) as { subscription: unknown }
    assert.equal(nothing.subscription, null)
  })

  test('a link to leave shows nothing of whom it is for', async (t) => {
    const it = await makeTestApp(t)
    await withSubscription(it)
    const path = linkTo('unsubscribe').replace('/unsubscribe/', '/me/')
    for (const [method, end] of [
      ['GET', ''],
      ['POST', '/export'],
      ['POST', '/erase'],
    ] as const) {
      assert.equal((await it.app.request(`${path}${end}`, { method })).status, 404)
    }
    const page = await (await it.app.request(linkTo('unsubscribe'))).text()
    assert.doesNotMatch(page, /keeper|light/)
  })
})

test('whoever opens links, by GET or HEAD, as often as they like, changes nothing', async (t) => {
  const it = await makeTestApp(t)
  await withSubscription(it, UNCONFIRMED)
  const before = await everything(it)
  const me = linkTo('me')
  const paths = ['/subscribe', `/confirm/${TOKEN}`, linkTo('unsubscribe'), me, `${me}/export`, `${me}/erase`, '/health']
  for (const path of paths) {
    const [got, head] = [await it.app.request(path), await it.app.request(path, { method: 'HEAD' })]
    assert.equal(head.status, got.status, path)
    assert.deepEqual([...head.headers], [...got.headers], path)
    assert.equal(await head.text(), '')
  }
  assert.equal(await everything(it), before)
  assert.equal(it.hints.count, 0)
})

test('pages whose address holds a token name no referrer, and no page is kept or found', async (t) => {
  const it = await makeTestApp(t)
  await withSubscription(it)
  const withToken = [`/confirm/${TOKEN}`, linkTo('unsubscribe'), linkTo('me'), '/me/wrong', `${linkTo('me')}/export`]
  for (const path of [...withToken, '/subscribe', '/nothing', '/health']) {
    const { headers } = await it.app.request(path)
    assert.equal(headers.get('cache-control'), 'no-store', path)
    assert.equal(headers.get('x-robots-tag'), 'noindex', path)
    assert.equal(headers.get('x-content-type-options'), 'nosniff', path)
    const expected = withToken.includes(path) ? 'no-referrer' : 'strict-origin-when-cross-origin'
    assert.equal(headers.get('referrer-policy'), expected, path)
  }
})

test('a form on a foreign page changes nothing, with a link or without; only leaving is open to all', async (t) => {
  const it = await makeTestApp(t)
  await withSubscription(it, UNCONFIRMED)
  const before = await everything(it)
  const foreign = [
    { origin: 'https://evil.example' },
    { origin: 'https://crowsnest.example.evil.example' },
    { origin: 'https://evil.example', host: 'crowsnest.example' },
    { 'sec-fetch-site': 'cross-site' },
    { origin: 'null', 'sec-fetch-site': 'cross-site' },
    { origin: 'nonsense' },
  ]
  for (const headers of foreign) {
    for (const path of ['/subscribe', `/confirm/${TOKEN}`, `${linkTo('me')}/export`, `${linkTo('me')}/erase`]) {
      const response = await it.post(path, { email: 'new@light.example' }, headers)
      assert.equal(response.status, 403, `${path} ${JSON.stringify(headers)}`)
      assert.match(await response.text(), /nothing was done\./)
    }
  }
  assert.equal(await everything(it), before)
})

describe('a form of ours is taken', () => {
  const own: readonly Record<string, string>[] = [
    {},
    { origin: 'https://crowsnest.example', 'sec-fetch-site': 'cross-site' },
    { origin: 'http://localhost:4321', host: 'localhost:4321', 'sec-fetch-site': 'same-origin' },
    { origin: 'null', 'sec-fetch-site': 'same-origin' },
    { 'sec-fetch-site': 'none' },
  ]
  for (const headers of own) {
    test(JSON.stringify(headers), async (t) => {
      const it = await makeTestApp(t)
      assert.equal((await it.post('/subscribe', { email: 'new@light.example' }, headers)).status, 200)
    })
  }
})

test('other methods are told which ones there are', async (t) => {
  const it = await makeTestApp(t)
  const cases = [
    ['/subscribe', 'GET, HEAD, POST'],
    [`/confirm/${TOKEN}`, 'GET, HEAD, POST'],
    [linkTo('unsubscribe'), 'GET, HEAD, POST'],
    [linkTo('me'), 'GET, HEAD'],
    [`${linkTo('me')}/erase`, 'POST'],
    ['/health', 'GET, HEAD'],
  ] as const
  for (const [path, allow] of cases) {
    for (const method of ['PUT', 'DELETE', 'PATCH', 'OPTIONS', 'PROPFIND']) {
      const response = await it.app.request(path, { method })
      assert.equal(response.status, 405, path)
      assert.equal(response.headers.get('allow'), allow)
    }
  }
  assert.equal((await it.app.request(`${linkTo('me')}/erase`)).status, 405)
  assert.equal((await it.post(linkTo('me'))).status, 405)
})

describe('/health', () => {
  test('says which version it is, and that the store can be reached', async (t) => {
    const it = await makeTestApp(t)
    const response = await it.app.request('/health')
    assert.equal(response.status, 200)
    assert.deepEqual(await response.json(), { version: '0.1.0', store: 'ok' })
  })

  test('is 503 while the store is out of reach, and links say so too', async (t) => {
    const it = await makeTestApp(t, { store: makeBrokenStore() })
    assert.equal((await it.app.request('/health')).status, 503)
    for (const path of [`/confirm/${TOKEN}`, linkTo('me')]) assert.equal((await it.app.request(path)).status, 503)
    for (const path of [
      `/confirm/${TOKEN}`,
      linkTo('unsubscribe'),
      `${linkTo('me')}/export`,
      `${linkTo('me')}/erase`,
    ]) {
      const response = await it.post(path)
      assert.equal(response.status, 503, path)
      assert.ok(response.headers.has('retry-after'))
      assert.match(await response.text(), /nothing was saved or changed\./)
    }
  })
})

test('a bug says so, without a trace of the program', async (t) => {
  const it = await makeTestApp(t, {
    clientAddress: () => {
      throw new TypeError('cannot read /secret/place')
    },
  })
  const response = await it.post('/subscribe', { email: ADDRESS })
  assert.equal(response.status, 500)
  assert.doesNotMatch(await response.text(), /secret|TypeError| {4}at /)
  assert.match(it.problems[0]?.what ?? '', /cannot read/)
})
