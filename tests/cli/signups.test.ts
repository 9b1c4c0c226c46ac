import assert from 'node:assert/strict'
import http from 'node:http'
import { describe, test } from 'node:test'
import { domainToASCII } from 'node:url'
import { until } from '../until.ts'
import { idFor, makeSubscription } from '../io/store/store-builders.ts'
import { startSmtpSink } from '../smtp-sink.ts'
import { isSettled, storeContent } from '../store-content.ts'
import { addressKey } from '../../src/core/subscription/address-key.ts'
import { openSqliteStore } from '../../src/io/sqlite-store.ts'
import { makePlace } from './served-site.ts'
import { startServer, type StartedServer } from './start-server.ts'

const NOW = '2026-11-23T09:00:00Z'
const BEHIND_A_PROXY = { CROWSNEST_PROXIES: '1' }

/** Does something over and over, so many at the same time, until it says that it is enough. */
async function together(workers: number, work: (worker: number) => Promise<boolean>): Promise<void> {
  const repeat = async (worker: number) => {
    while (await work(worker));
  }
  await Promise.all(Array.from({ length: workers }, (_, worker) => repeat(worker)))
}

/** Posts sign-ups, fifty at a time; which address and from where is by number. */
async function signUp(
  server: Pick<StartedServer, 'post'>,
  count: number,
  make: (index: number) => { readonly email: string; readonly from: string },
): Promise<ReadonlySet<string>> {
  const answers = new Set<string>()
  let next = 0
  await together(50, async () => {
    if (next >= count) return false
    const { email, from } = make(next++)
    const response = await server.post('/subscribe', { email }, { 'x-forwarded-for': from })
    answers.add(`${response.status} ${await response.text()}`)
    return true
  })
  return answers
}

const addressesIn = (state: string) => {
  const { signups = [], subscriptions = [] } = storeContent(state) as Record<string, readonly { address: string }[]>
  return { waiting: signups.map(({ address }) => address), decided: subscriptions.map(({ address }) => address) }
}

test('a server that is killed while fifty subscribe has every address that it said yes to, once', async (context) => {
  const { args, state } = makePlace(context)
  const server = await startServer(args, BEHIND_A_PROXY)
  const said: string[] = []
  let sent = 0
  await together(50, async (worker) => {
    const email = `keeper-${sent++}@harbour.example`
    try {
      const response = await server.post('/subscribe', { email }, { 'x-forwarded-for': `198.51.${worker}.7` })
      if ((await response.text()) !== '' && response.status === 200) said.push(email)
    } catch {
      return false
    }
    if (said.length === 400) server.child.kill('SIGKILL')
    return true
  })
  assert.equal((await server.ended).signal, 'SIGKILL')
  assert.ok(said.length >= 400 && sent > said.length, `${sent} sent, ${said.length} answered`)
  const { waiting, decided } = addressesIn(state)
  assert.deepEqual(new Set(said).difference(new Set([...waiting, ...decided])), new Set())

  const again = await startServer(args, BEHIND_A_PROXY)
  context.after(() => again.stop('SIGKILL'))
  await until('all is decided', () => addressesIn(state).waiting.length === 0)
  assert.equal((await again.stop()).code, 0)
  const after = addressesIn(state).decided
  assert.deepEqual(new Set(said).difference(new Set(after)), new Set())
  assert.equal(new Set(after).size, after.length)
})

describe('thousands of sign-ups over HTTP get one answer, and cause no more mails at the server than the caps let through', () => {
  for (const [what, most, make] of [
    [
      'one address in two spellings, from everywhere',
      1,
      (index: number) => ({
        email: index % 2 ? 'keeper@a.example' : 'KEEPER@A.EXAMPLE',
        from: `10.${index % 250}.1.7`,
      }),
    ],
    [
      'everybody, from one network that says it is many',
      20,
      (index: number) => ({ email: `keeper${index}@a.example`, from: `10.${index % 250}.1.7, 192.0.2.${index % 250}` }),
    ],
    [
      'everybody, from one network of IPv6',
      20,
      (index: number) => ({ email: `keeper${index}@a.example`, from: `2001:db8:1:2:${index.toString(16)}::7` }),
    ],
  ] as const) {
    test(`${what}: ${most}`, async (context) => {
      const sink = await startSmtpSink()
      context.after(() => sink.stop())
      const { args, state } = makePlace(context)
      const env = { ...BEHIND_A_PROXY, SMTP_URL: sink.url }
      const server = await startServer([...args, '--now', NOW], env)
      context.after(() => server.stop('SIGKILL'))
      assert.equal((await signUp(server, 1_000, make)).size, 1)
      await until('all is settled', () => isSettled(state))
      assert.equal(sink.mails.length, most)
      assert.equal(new Set(sink.mails.flatMap(({ to }) => to)).size, most)
      assert.equal((await server.stop()).code, 0)
    })
  }
})

/** An answer as it came over the wire, but for its moment. */
function askRaw(port: number, email: string, accept: string) {
  const body = new URLSearchParams({ email }).toString()
  const headers = { accept, 'content-type': 'application/x-www-form-urlencoded' }
  return new Promise<{ readonly status: string; readonly headers: readonly string[]; readonly body: string }>(
    (resolve, reject) => {
      const request = http.request({ port, host: 'localhost', path: '/subscribe', method: 'POST', headers })
      request.once('error', reject)
      request.once('response', (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.once('end', () => {
          const isDate = (index: number) => response.rawHeaders[index - (index % 2)]?.toLowerCase() === 'date'
          resolve({
            status: `${response.statusCode} ${response.statusMessage}`,
            headers: response.rawHeaders.filter((_, index) => !isDate(index)),
            body: Buffer.concat(chunks).toString('latin1'),
          })
        })
      })
      request.end(body)
    },
  )
}

test('new, pending, active, gone, erased and suppressed addresses get the same bytes and headers over the wire', async (context) => {
  const { args, state } = makePlace(context)
  const store = await openSqliteStore(state)
  const at = '2026-11-01T09:00:00Z'
  for (const name of ['unconfirmed', 'confirmed', 'unsubscribed'] as const) {
    const write = makeSubscription({ id: idFor(name), address: `${name}@harbour.example`, state: name })
    await store.change({ id: write.id }, () => ({ write }))
  }
  for (const reason of ['erased', 'bounced', 'complained'] as const) {
    const key = addressKey(`${reason}@harbour.example`, store.secret)
    await store.change({ id: 'nobody' }, () => ({ suppress: { key, reason, at } }))
  }
  await store.close()
  const server = await startServer(args)
  context.after(() => server.stop('SIGKILL'))
  for (const accept of ['text/html', 'application/json']) {
    const expected = await askRaw(server.port, `new-${accept.length}@harbour.example`, accept)
    assert.equal(expected.status, '200 OK')
    for (const name of ['unconfirmed', 'confirmed', 'unsubscribed', 'erased', 'bounced', 'complained']) {
      assert.deepEqual(await askRaw(server.port, `${name}@harbour.example`, accept), expected, name)
    }
  }
  await until('all is settled', () => isSettled(state))
  await server.stop()
})

/** An address of 253 letters: one of 254 is fine by us, and the sink knows none as long as that. */
const LONG = `${'k'.repeat(64)}@${'h'.repeat(63)}.${'a'.repeat(63)}.${'r'.repeat(52)}.example`

test('hostile addresses are refused, or mailed to exactly that address, and nothing else is in the envelope', async (context) => {
  const refused = [
    'keeper@harbour.example\r\nBcc: stranger@elsewhere.example',
    'keeper@harbour.example\nBcc:stranger@elsewhere.example',
    'keeper@harbour.example%0d%0aBcc:stranger@elsewhere.example',
    'keeper@harbour.example\0@elsewhere.example',
    'keeper@harbour.example,stranger@elsewhere.example',
    'keeper@harbour.example;stranger@elsewhere.example',
    'keeper@harbour.example stranger@elsewhere.example',
    'keeper@harbour.example> SIZE=1\r\nRCPT TO:<stranger@elsewhere.example',
    '<keeper@harbour.example>',
    'Keeper <keeper@harbour.example>',
    '"keeper@elsewhere.example "@harbour.example',
    '"keeper\\" stranger"@harbour.example',
    'keeper(a comment)@harbour.example',
    'keeper@(a comment)harbour.example',
    '@elsewhere.example:keeper@harbour.example',
    'keeper%elsewhere.example@[192.0.2.7]',
    'keeper@localhost',
    'keepér@harbour.example',
    'keeper@harbour.example\u2028',
    `${'k'.repeat(308)}@harbour.example`,
    `k${LONG}`,
    `${LONG}.s`,
  ]
  const mailed: readonly (readonly [given: string, address: string])[] = [
    ["o'brien+tag@harbour.example", "o'brien+tag@harbour.example"],
    ['`{|}~!#$&*=?^_/@harbour.example', '`{|}~!#$&*=?^_/@harbour.example'],
    ['keeper%elsewhere.example@harbour.example', 'keeper%elsewhere.example@harbour.example'],
    ['elsewhere.example!keeper@harbour.example', 'elsewhere.example!keeper@harbour.example'],
    ['Keeper.Of.Lights@HARBOUR.example', 'Keeper.Of.Lights@harbour.example'],
    ['keeper@bücher.example', 'keeper@xn--bcher-kva.example'],
    [LONG, LONG],
    ['-f@harbour.example', '-f@harbour.example'],
  ]
  const sink = await startSmtpSink()
  context.after(() => sink.stop())
  const { args, state } = makePlace(context)
  const server = await startServer(args, { SMTP_URL: sink.url })
  context.after(() => server.stop('SIGKILL'))
  for (const email of refused) {
    assert.equal((await server.post('/subscribe', { email })).status, 400, JSON.stringify(email))
  }
  for (const [email] of mailed) {
    assert.equal((await server.post('/subscribe', { email })).status, 200, JSON.stringify(email))
  }
  await until('all is settled', () => isSettled(state))
  // The sink shows a domain in letters that went over the wire in ASCII.
  const exact = (address: string) => address.replace(/[^@]+$/, (domain) => domainToASCII(domain))
  const came = sink.mails.map(({ to, raw }) => ({ to: to.map(exact), raw }))
  assert.deepEqual(came.map(({ to }) => to).sort(), mailed.map(([, address]) => [address]).sort())
  for (const { to, raw } of came) {
    const head = (raw.split('\r\n\r\n')[0] ?? '').replace(/\r\n[ \t]+/g, ' ')
    assert.deepEqual(head.match(/^(?:to|cc|bcc):.*$/gim), [`To: ${to.join()}`])
  }
  assert.doesNotMatch((await server.stop()).stderr, /keeper|brien|elsewhere/)
})
