import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { addressKey } from '../../src/core/subscription/address-key.ts'
import { signFormTime } from '../../src/core/subscription/form-time.ts'
import { makeSubscription } from '../builders.ts'
import { KEY, makeBrokenStore, makeTestApp, type TestApp } from './test-app.ts'

/** Everything that a browser could tell two answers apart by. */
const bytesOf = async (response: Response) =>
  JSON.stringify([response.status, [...response.headers].sort(), await response.text()])

const waiting = async ({ store }: TestApp) => (await store.stats('2026-11-20T09:00:00Z')).waiting

describe('POST /subscribe', () => {
  test('writes the address down, with the network and the text of the form, and says to look in the mail', async (t) => {
    const it = await makeTestApp(t)
    const response = await it.post('/subscribe', { email: 'Keeper@Light.example' })
    assert.equal(response.status, 200)
    assert.match(await response.text(), /<title>subscribed</)
    assert.equal(it.hints.count, 1)
    await it.settle()
    const { subscription } = await it.store.find({ address: 'keeper@light.example' })
    assert.equal(subscription?.address, 'Keeper@light.example')
    assert.equal(subscription?.state, 'unconfirmed')
    assert.equal(subscription?.requestedAt, '2026-11-20T09:00:00Z')
    assert.deepEqual(subscription?.consent, { wording: '2026-11', requestedFrom: '192.0.2.0/24' })
  })

  test('answers the same bytes and headers for a new, a pending, an active, a gone and a suppressed address', async (t) => {
    const it = await makeTestApp(t)
    const { store } = it
    const known = { active: 'confirmed', pending: 'unconfirmed', gone: 'unsubscribed' } as const
    for (const [name, state] of Object.entries(known)) {
      const subscription = makeSubscription({ id: name.padEnd(22, '0'), address: `${name}@light.example`, state })
      await store.change({ address: subscription.address }, () => ({ write: subscription }))
    }
    for (const reason of ['erased', 'bounced', 'complained'] as const) {
      const key = addressKey(`${reason}@light.example`, store.secret)
      await store.change({ address: `${reason}@light.example` }, () => ({
        suppress: { key, reason, at: '2026-11-01T00:00:00Z' },
      }))
    }
    for (const accept of ['text/html', 'application/json']) {
      const answers = new Set<string>()
      for (const name of ['new', ...Object.keys(known), 'erased', 'bounced', 'complained', 'new', 'active']) {
        for (const fields of [{}, { website: 'https://spam.example' }]) {
          const sent = await it.post('/subscribe', { email: `${name}@light.example`, ...fields }, { accept })
          assert.equal(sent.status, 200)
          answers.add(await bytesOf(sent))
        }
        it.clock.now = new Date(it.clock.now.getTime() + 3_600_000)
        await it.settle()
      }
      assert.equal(answers.size, 1, accept)
    }
  })

  test('decides nothing while it answers: the store is asked for nothing but to write it down', async (t) => {
    const it = await makeTestApp(t)
    const asked: string[] = []
    const store = new Proxy(it.ports.store, {
      get(target, name, receiver) {
        asked.push(String(name))
        return Reflect.get(target, name, receiver) as unknown
      },
    })
    const { post } = await makeTestApp(t, { store })
    await post('/subscribe', { email: 'keeper@light.example' })
    asked.length = 0
    await post('/subscribe', { email: 'keeper@light.example' })
    assert.deepEqual(asked, ['addSignup'])
  })

  test('a filled honeypot gets the same answer, and nothing is written', async (t) => {
    const it = await makeTestApp(t)
    const honest = await bytesOf(await it.post('/subscribe', { email: 'a@light.example', website: '' }))
    const trapped = await bytesOf(await it.post('/subscribe', { email: 'b@light.example', website: 'x' }))
    assert.equal(trapped, honest)
    assert.equal((await waiting(it)).signups, 1)
    assert.equal(it.hints.count, 1)
  })

  test('a form that came back within a second gets the same answer, and nothing is written; others count', async (t) => {
    const it = await makeTestApp(t)
    const page = await (await it.app.request('/subscribe')).text()
    const shown = String(/<p id="t">([^<]+)</.exec(page)?.[1])
    assert.equal(shown, signFormTime(it.clock.now, KEY))
    it.clock.now = new Date(it.clock.now.getTime() + 999)
    const fast = await bytesOf(await it.post('/subscribe', { email: 'a@light.example', t: shown }))
    assert.equal((await waiting(it)).signups, 0)
    for (const t of ['', 'forged', `${shown}x`]) {
      assert.equal(await bytesOf(await it.post('/subscribe', { email: 'a@light.example', t })), fast)
    }
    assert.equal((await waiting(it)).signups, 3)
    it.clock.now = new Date(it.clock.now.getTime() + 1)
    await it.post('/subscribe', { email: 'a@light.example', t: shown })
    assert.equal((await waiting(it)).signups, 4)
  })

  test('takes a form in parts, and JSON', async (t) => {
    const it = await makeTestApp(t)
    const form = new FormData()
    form.set('email', 'parts@light.example')
    assert.equal((await it.app.request('/subscribe', { method: 'POST', body: form })).status, 200)
    const body = JSON.stringify({ email: 'json@light.example' })
    const headers = { 'content-type': 'application/json', accept: 'application/json' }
    const response = await it.app.request('/subscribe', { method: 'POST', body, headers })
    assert.equal(response.status, 200)
    assert.deepEqual(Object.keys((await response.json()) as object), ['message'])
    assert.equal(await it.settle(), 2)
    for (const name of ['parts', 'json']) {
      assert.ok((await it.store.find({ address: `${name}@light.example` })).subscription, name)
    }
  })

  test('what is no address comes back in the form, escaped, with what is wrong and what to do', async (t) => {
    const it = await makeTestApp(t)
    const email = '"><script>alert(1)</script>@light.example'
    const response = await it.post('/subscribe', { email })
    const page = await response.text()
    assert.equal(response.status, 400)
    assert.match(page, /<title>subscribe</)
    assert.match(page, /<input value="&quot;&gt;&lt;script&gt;alert\(1\)&lt;\/script&gt;@light\.example">/)
    assert.match(page, /This is no mail address that we can write to\. Give one address/)
    assert.doesNotMatch(page, /<script/)
    const json = await it.post('/subscribe', { email }, { accept: 'application/json' })
    assert.deepEqual(await json.json(), {
      error: {
        where: 'email',
        what: 'this is no mail address that we can write to',
        remedy: 'Give one address, like keeper@light.example',
      },
    })
    assert.equal((await waiting(it)).signups, 0)
  })

  test('above 200,000 that wait, everybody is told that it is full, and when to come back', async (t) => {
    const it = await makeTestApp(t)
    const store = { ...it.ports.store, countSignups: () => Promise.resolve(200_000) }
    const full = await makeTestApp(t, { store })
    for (const email of ['new@light.example', 'keeper@light.example']) {
      const response = await full.post('/subscribe', { email })
      assert.equal(response.status, 503)
      assert.equal(response.headers.get('retry-after'), '3600')
      assert.match(await response.text(), /yours was not saved\./)
    }
  })

  test('a store out of reach is said so, with nothing saved and nothing told of the store', async (t) => {
    const it = await makeTestApp(t, { store: makeBrokenStore() })
    for (const accept of ['text/html', 'application/json']) {
      const response = await it.post('/subscribe', { email: 'keeper@light.example' }, { accept })
      const text = await response.text()
      assert.equal(response.status, 503)
      assert.equal(response.headers.get('retry-after'), '60')
      assert.match(text, /nothing was saved/)
      assert.doesNotMatch(text, /secret|disk I\/O| {4}at /)
    }
    assert.equal(it.hints.count, 0)
    assert.match(it.problems[0]?.what ?? '', /disk I\/O/)
  })
})

describe('a hostile address is refused, or kept as exactly that one', () => {
  const long = `${'a'.repeat(64)}@${`${'b'.repeat(60)}.`.repeat(4)}example`
  const refused = [
    ...['', ' ', 'keeper', '@', '@light.example', 'keeper@', 'keeper@localhost', 'keeper@light', 'keeper@.example'],
    ...['a@light.example\r\nBcc: b@light.example', 'a@light.example\nBcc: b@light.example', 'a@light.example\r'],
    ...[
      'a@light.example\u0000',
      'a\u0000@light.example',
      'a@light.example\u2028b',
      'a@light.example\u0085',
      '\ufeffa@b.c',
    ],
    ...['"a b"@light.example', '"a"@light.example', '"a@b.c"@light.example', '"\\"@light.example'],
    ...['a(comment)@light.example', 'a@(comment)light.example', 'a@light.example(comment)', 'a@light.example (x)'],
    ...['a@light.example,b@light.example', 'a@light.example;b@light.example', 'a@light.example b@light.example'],
    ...[
      'a@light.example, b@light.example',
      'A <a@light.example>',
      '<a@light.example>',
      'a@light.example>',
      'undisclosed:;',
    ],
    ...[
      'a@b@light.example',
      '@hop.example:a@light.example',
      'mailto:a@light.example',
      'a@light.example?cc=b@light.example',
    ],
    ...['a@light.example.', 'a@light..example', 'a@-light.example', 'a@light-.example', 'a@light_house.example'],
    ...['a@[192.0.2.7]', 'a@192.0.2.7', 'a@[IPv6:2001:db8::7]', 'a@3221225991', 'a@0xc0000207', 'a@192.0.2.7.'],
    ...[
      'a@light.example:25',
      'a@light.example/x',
      'a@light.example#x',
      'a@light%2eexample',
      'a@light.example%0d%0aBcc:x',
    ],
    ...[
      'kéeper@light.example',
      'кeeper@light.example',
      'a\u200b@light.example',
      'a@li\u00adght.example',
      'a@light\u3002example',
    ],
    ...['a@xn--.example', '\ud800@light.example', 'a@\u202elight.example'],
    ...['a..b@light.example', '.a@light.example', 'a.@light.example'],
    ...[
      long,
      `${'a'.repeat(65)}@light.example`,
      `a@${'b'.repeat(64)}.example`,
      'a'.repeat(320),
      `${'a'.repeat(300)}@light.example`,
    ],
  ]
  test(`${refused.length} are refused, and nothing is written`, async (t) => {
    const it = await makeTestApp(t)
    for (const email of refused) {
      const body = JSON.stringify({ email })
      const sent = { method: 'POST', body, headers: { 'content-type': 'application/json', accept: 'application/json' } }
      const response = await it.app.request('/subscribe', sent)
      assert.equal(response.status, 400, JSON.stringify(email))
    }
    assert.equal((await waiting(it)).signups, 0)
  })

  const kept: readonly (readonly [email: string, address: string])[] = [
    ["o'hara+x_{y}~`|@light.example", "o'hara+x_{y}~`|@light.example"],
    ['a%b@light.example', 'a%b@light.example'],
    ['a%40evil.example@light.example', 'a%40evil.example@light.example'],
    ['evil.example!a@light.example', 'evil.example!a@light.example'],
    ['-oQ/tmp@light.example', '-oQ/tmp@light.example'],
    ['$id@light.example', '$id@light.example'],
    ['KEEPER@LIGHT.EXAMPLE', 'KEEPER@light.example'],
    ['keeper@bücher.example', 'keeper@xn--bcher-kva.example'],
    ['keeper@xn--bcher-kva.example', 'keeper@xn--bcher-kva.example'],
    [' keeper@light.example ', 'keeper@light.example'],
    [`${'a'.repeat(64)}@light.example`, `${'a'.repeat(64)}@light.example`],
  ]
  for (const [email, address] of kept) {
    test(`${JSON.stringify(email)} is ${address}`, async (t) => {
      const it = await makeTestApp(t)
      assert.equal((await it.post('/subscribe', { email })).status, 200)
      await it.settle()
      const mails = await it.store.leaseMails({ limit: 9, now: '2026-11-20T09:00:00Z', until: '2026-11-20T09:05:00Z' })
      assert.deepEqual(
        mails.map(({ to }) => to),
        [address],
      )
      assert.equal((await it.store.find({ address })).subscription?.address, address)
    })
  }
})

describe('what cannot be read is refused, with what, why and what to do', () => {
  const BORDER = 'b'.repeat(30)
  const FORM = 'application/x-www-form-urlencoded'
  /** A good address, and beside it a byte that stands in no UTF-8. */
  const spoilt = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0))
  const part = (email: string, other: string, name = 'x') =>
    [
      ...[
        ['email', email],
        [name, other],
      ].map(([field, value]) => `--${BORDER}\r\nContent-Disposition: form-data; name="${field}"\r\n\r\n${value}\r\n`),
      `--${BORDER}--\r\n`,
    ].join('')
  const cases: readonly (readonly [name: string, status: number, type: string | undefined, body: BodyInit])[] = [
    ['no field', 400, FORM, ''],
    ['another field', 400, FORM, 'mail=a@light.example'],
    ['a list of the usual kind', 400, FORM, 'email[]=a@light.example'],
    ['a field twice', 400, FORM, 'email=a@light.example&email=b@light.example'],
    ['a broken %', 400, FORM, 'email=a@light.example&x=%4'],
    ['bytes that are no UTF-8', 400, FORM, spoilt('email=a@light.example&x=\xff')],
    ['encoded bytes that are no UTF-8', 400, FORM, 'email=a@light.example&x=%ff'],
    ['a long body', 413, FORM, `email=${'a'.repeat(8187)}`],
    ['text', 415, 'text/plain', 'email=a@light.example'],
    ['XML', 415, 'application/xml', '<email/>'],
    ['another character set', 415, `${FORM}; charset=utf-16`, 'email=a@light.example'],
    ['an inherited name of a type', 415, 'constructor', 'email=a@light.example'],
    ['JSON that is none', 400, 'application/json', '{"email":'],
    ['a JSON list', 400, 'application/json', '["a@light.example"]'],
    ['a JSON text', 400, 'application/json', '"a@light.example"'],
    ['JSON null', 400, 'application/json', 'null'],
    ['a list in JSON', 400, 'application/json', '{"email":["a@light.example"]}'],
    ['an object in JSON', 400, 'application/json', '{"email":{"$ne":""}}'],
    ['a number in JSON', 400, 'application/json', '{"email":1}'],
    ['JSON that is no UTF-8', 400, 'application/json', spoilt('{"email":"a@light.example","x":"\xff"}')],
    [
      'parts that are no UTF-8',
      400,
      `multipart/form-data; boundary=${BORDER}`,
      spoilt(part('a@light.example', '\xff')),
    ],
    ['a part twice', 400, `multipart/form-data; boundary=${BORDER}`, part('a@light.example', 'b', 'email')],
    ['parts without a border', 400, 'multipart/form-data', 'email'],
    ['parts that end early', 400, 'multipart/form-data; boundary=x', '--x\r\nContent-Disposition: form-data; name="em'],
  ]
  for (const [name, status, type, body] of cases) {
    test(`${name}: ${status}`, async (t) => {
      const it = await makeTestApp(t)
      const headers = { accept: 'application/json', ...(type === undefined ? {} : { 'content-type': type }) }
      const response = await it.app.request('/subscribe', { method: 'POST', body, headers })
      assert.equal(response.status, status)
      const { error } = (await response.json()) as { error: { what: string; remedy: string } }
      assert.ok(error.what.length > 10 && error.remedy.length > 5, JSON.stringify(error))
      assert.equal((await waiting(it)).signups, 0)
    })
  }

  test('the same parts without a fault are read', async (t) => {
    const it = await makeTestApp(t)
    const headers = { 'content-type': `multipart/form-data; boundary=${BORDER}` }
    const response = await it.app.request('/subscribe', { method: 'POST', body: part('a@light.example', 'b'), headers })
    assert.equal(response.status, 200)
  })

  test('a file in the place of the address is none', async (t) => {
    const it = await makeTestApp(t)
    const body = new FormData()
    body.set('email', new File(['keeper@light.example'], 'x.txt'))
    assert.equal((await it.app.request('/subscribe', { method: 'POST', body })).status, 400)
  })

  test('a packed body is not unpacked', async (t) => {
    const it = await makeTestApp(t)
    const response = await it.post('/subscribe', { email: 'a@light.example' }, { 'content-encoding': 'gzip' })
    assert.equal(response.status, 415)
  })

  test('a body that is longer than it says, and than 8 KB, is not read as a form', async (t) => {
    const it = await makeTestApp(t)
    const headers = { 'content-type': FORM, 'content-length': '30' }
    const body = `email=keeper@light.example&note=${'a'.repeat(10_000)}`
    assert.equal((await it.app.request('/subscribe', { method: 'POST', body, headers })).status, 413)
    assert.equal(await it.settle(), 0)
  })

  test('a body whose length nobody states is read no further than 8 KB', async (t) => {
    const it = await makeTestApp(t)
    let sent = 0
    const body = new ReadableStream({
      pull(controller) {
        sent += 1024
        if (sent > 1_000_000) controller.close()
        else controller.enqueue(new Uint8Array(1024).fill(0x61))
      },
    })
    const headers = { 'content-type': FORM }
    const streamed = { method: 'POST', body, headers, duplex: 'half' }
    assert.equal((await it.app.request(new Request('http://localhost/subscribe', streamed))).status, 413)
    assert.ok(sent < 20_000, String(sent))
  })
})
