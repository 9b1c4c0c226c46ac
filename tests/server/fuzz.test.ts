import assert from 'node:assert/strict'
import { test } from 'node:test'
import { makeConfirmation } from '../../src/core/subscription/confirmation-token.ts'
import { signLink } from '../../src/core/subscription/link-token.ts'
import { makeSubscription } from '../builders.ts'
import { type Chance, makeChance } from './chance.ts'
import { KEY, makeTestApp } from './test-app.ts'

const ROUNDS = 5_000
const BORDER = 'b'.repeat(30)
const TOKEN = 'Zm9yLXRoZS1jb25maXJtZQ'

/** Every text that could do harm has the mark behind the character that would do it. */
const HARMFUL = [
  '<zq onload=alert(1)>',
  '"zq onfocus="alert(1)',
  "'zq",
  '</title><zq>',
  '{{address}}<zq>',
  '&lt;zq&#60;zq',
  '\r\nX-Injected: zq',
  '\nSet-Cookie: zq=1',
  '%0d%0aX-Injected:%20zq',
  '\u0000zq',
  '\u2028zq\u202e',
  '\ud800zq',
  `${'y'.repeat(6_000)}zq`,
  '../../../../etc/zq',
  '%00%ff%zq',
  '%c0%ae%c0%ae/zq',
  '💡zq\u0301',
  '__proto__',
  'constructor',
  '-1e999',
  '',
]

const METHODS = ['GET', 'HEAD', 'POST', 'POST', 'POST', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'PROPFIND', 'zq']
const NAMES = ['email', 'website', 't', 'email[]', '__proto__', 'List-Unsubscribe', 'zq<zq', '']
const TYPES = [
  'application/x-www-form-urlencoded',
  'application/x-www-form-urlencoded; charset=utf-8',
  'application/x-www-form-urlencoded; charset=utf-16',
  `multipart/form-data; boundary=${BORDER}`,
  'multipart/form-data',
  'application/json',
  'text/plain',
  'zq/<zq>',
  '',
]

function makePath({ next, oneOf }: Chance): string {
  const me = `/me/${signLink('me', makeSubscription().id, KEY)}`
  const known = [
    ...['/subscribe', '/subscribe', '/subscribe', '/subscribe/', '/health', '/', '/nothing', '/confirm/', '/me', '//'],
    ...[`/confirm/${TOKEN}`, `/confirm/${'A'.repeat(22)}`, me, `${me}/export`, `${me}/erase`, `${me}/zq`],
    `/unsubscribe/${signLink('unsubscribe', makeSubscription().id, KEY)}`,
  ]
  const path = oneOf(known)
  const harm = oneOf(HARMFUL)
  const ends = ['', '', '', `?zq=${encodeURIComponent(harm.toWellFormed())}`, `/${harm}`, `${harm}`, `?${harm}`, `%`]
  const spoilt = `${path}${oneOf(ends)}`
  return next(20) === 0 ? `/${oneOf(['confirm', 'me', 'unsubscribe'])}/${harm}` : spoilt
}

function makeHeaders({ next, oneOf }: Chance): Headers {
  const headers = new Headers()
  const names = ['accept', 'origin', 'sec-fetch-site', 'x-forwarded-for', 'host', 'cookie', 'content-encoding', 'range']
  const values = [
    'application/json',
    'text/html',
    '*/*',
    'null',
    'https://crowsnest.example',
    'cross-site',
    'gzip',
    'zq:<zq>',
  ]
  for (let count = next(4); count > 0; count -= 1) {
    set(headers, oneOf([...names, 'accept', 'accept']), next(5) === 0 ? oneOf(HARMFUL) : oneOf(values))
  }
  if (next(8) > 0) set(headers, 'content-type', next(3) === 0 ? oneOf(TYPES) : String(TYPES[0]))
  if (next(20) === 0) set(headers, 'content-length', oneOf(['0', '9999999', '-1', 'zq', '1e9']))
  return headers
}

/** What no client can send is not sent. */
function set(headers: Headers, name: string, value: string): void {
  try {
    headers.set(name, value)
  } catch {
    headers.delete(name)
  }
}

function makeBody(chance: Chance): string | Uint8Array<ArrayBuffer> {
  const { next, oneOf } = chance
  const harm = () => oneOf(HARMFUL)
  const email = () => oneOf([`keeper${next(50)}@light.example`, `${harm()}@light.example`, `keeper@${harm()}`, harm()])
  const encode = (text: string) => (next(4) === 0 ? text : encodeURIComponent(text.toWellFormed()))
  const name = () => (next(3) > 0 ? 'email' : oneOf(NAMES))
  const value = () => oneOf<unknown>([email(), email(), email(), [email()], { zq: 1 }, null, 7])
  const part = () => `--${BORDER}\r\nContent-Disposition: form-data; name="${name()}"\r\n\r\n${email()}\r\n`
  const kinds: readonly (() => string | Uint8Array<ArrayBuffer>)[] = [
    () => Array.from({ length: 1 + next(3) }, () => `${encode(name())}=${encode(email())}`).join('&'),
    () => `email=${encode(email())}`,
    () => JSON.stringify(next(4) === 0 ? value() : { [name()]: value() }),
    () => `${Array.from({ length: next(3) }, part).join('')}--${BORDER}--\r\n`,
    () => Uint8Array.from({ length: next(200) }, () => next(256)),
    () => harm(),
    () => 'zq'.repeat(next(20_000)),
    () => `email=${'y'.repeat(9_000)}`,
    () => '',
  ]
  return oneOf(kinds)()
}

function makeRequest(chance: Chance): Request | undefined {
  const method = chance.oneOf(METHODS)
  const headers = makeHeaders(chance)
  const body = method === 'GET' || method === 'HEAD' ? null : makeBody(chance)
  try {
    return new Request(`http://localhost${makePath(chance)}`, { method, headers, body })
  } catch {
    return undefined
  }
}

test(`${ROUNDS} requests of all kinds: no failure, no trace, no header of theirs, nothing of theirs that is not escaped`, async (t) => {
  const it = await makeTestApp(t)
  const subscription = makeSubscription({ address: "o'keeper@light.example" })
  await it.store.change({ address: subscription.address }, () => ({ write: subscription }))
  await it.store.addConfirmation(makeConfirmation(TOKEN, subscription.id, it.clock.now))
  const chance = makeChance(20_261_120)
  const statuses = new Map<number, number>()
  let asked = 0
  while (asked < ROUNDS) {
    const request = makeRequest(chance)
    if (request === undefined) continue
    asked += 1
    const sent = `${asked}: ${request.method} ${request.url.slice(0, 200)} ${JSON.stringify([...request.headers]).slice(0, 300)}`
    const response = await it.app.request(request)
    const text = await response.text()
    statuses.set(response.status, (statuses.get(response.status) ?? 0) + 1)
    assert.ok(response.status < 500, `${response.status} for ${sent}`)
    assert.doesNotMatch(text, /[<"']zq/, sent)
    assert.doesNotMatch(text, / {4}at |node:internal|\.ts:\d/, sent)
    for (const [name, value] of response.headers) assert.doesNotMatch(`${name}: ${value}`, /[\r\n]|zq|injected/i, sent)
    if (response.headers.get('content-type')?.startsWith('application/json') && text !== '') JSON.parse(text)
  }
  assert.deepEqual(it.problems, [])
  // The generator reaches what there is to reach; else the rounds above would hold little.
  assert.deepEqual(
    [...statuses.keys()].sort((a, b) => a - b),
    [200, 400, 403, 404, 405, 410, 413, 415],
  )
  for (const [status, count] of statuses) assert.ok(count >= 25, `${status}: ${count}`)
  await it.settle()
  for await (const { address } of it.store.list()) assert.match(address, /^[^@\s<>"]+@[a-z0-9.-]+$/)
})
