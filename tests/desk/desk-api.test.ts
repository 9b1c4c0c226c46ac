import assert from 'node:assert/strict'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { after, before, beforeEach, describe, test } from 'node:test'
import type { Check } from '../../src/core/issue/check.ts'
import { createDeskApi } from '../../src/desk/desk-api.ts'
import { createDeskSession, type DeskSession } from '../../src/desk/desk-session.ts'
import type { DeskAnswer, DeskView, Refusal } from '../../src/desk/protocol.ts'
import { CurateLockedError } from '../../src/io/curate-lock.ts'
import { makeTemporaryFolder } from '../io/temporary-folder.ts'
import { NOW, writeDeskFolder } from './desk-folder.ts'

const TOKEN = 'a-token-of-this-run'
const CHECK: Check = { level: 'error', check: 'a-check', message: 'It is wrong', remedy: 'Mend it' }

let folder: ReturnType<typeof makeTemporaryFolder>
let session: DeskSession
let server: http.Server
let host: string
const withLinks: boolean[] = []

before(async () => {
  folder = makeTemporaryFolder()
  const content = path.join(folder.path, 'content')
  writeDeskFolder(content)
  session = createDeskSession({
    ...{ content, state: path.join(folder.path, 'state'), editor: 'ada', now: () => new Date(NOW), run: 'run' },
  })
  assert.ok(session.view().ok)
  const answer = createDeskApi({
    ...{ session, token: TOKEN, patience: 50 },
    check: (_curation, links) => {
      withLinks.push(links)
      return Promise.resolve([CHECK])
    },
  })
  server = http.createServer((request, response) => void answer(request, response, request.url ?? '/'))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  host = `127.0.0.1:${(server.address() as AddressInfo).port}`
})

after(() => {
  server.close()
  server.closeAllConnections()
  folder[Symbol.dispose]()
})

interface Sent {
  readonly method?: string
  readonly path?: string
  /** Undefined takes one out. */
  readonly headers?: Readonly<Record<string, string | undefined>>
  readonly body?: string
}

/** As the desk's own page asks, but for what a test says. */
function ask({ method = 'GET', path: asked = '/state', headers = {}, body }: Sent = {}) {
  const own = {
    authorization: `Bearer ${TOKEN}`,
    ...(method === 'GET' ? {} : { origin: `http://${host}`, 'content-type': 'application/json' }),
    ...headers,
  }
  const said = Object.fromEntries(
    Object.entries(own).filter((header) => header[1] !== undefined),
  ) as http.OutgoingHttpHeaders
  return new Promise<{ status: number; headers: http.IncomingHttpHeaders; text: string }>((resolve, reject) => {
    const request = http.request(`http://${host}${asked}`, { method, headers: said, agent: false }, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text })
      })
    })
    // A body that is refused half-way may end the connection, after the answer.
    request.on('error', (error) => {
      if (!request.destroyed) reject(error)
    })
    request.end(body)
  })
}

const post = (path: string, body: unknown, more: Sent = {}) =>
  ask({ method: 'POST', path, body: JSON.stringify(body), ...more })

describe('a desk over HTTP refuses', () => {
  const pick = '{"command":{"verb":"draft","count":3}}'
  const cases: [name: string, sent: Sent, status: number, says: RegExp][] = [
    ['another name for this machine', { headers: { host: 'rebound.example' } }, 403, /answers to/],
    ['another port in the name', { headers: { host: '127.0.0.1:1' } }, 403, /answers to/],
    ['a page of elsewhere', { headers: { origin: 'https://elsewhere.example' } }, 403, /own page/],
    ['a page without an origin', { headers: { origin: 'null' } }, 403, /own page/],
    ['a page of another port', { headers: { origin: 'http://127.0.0.1:1' } }, 403, /own page/],
    ['what a browser says is of elsewhere', { headers: { 'sec-fetch-site': 'cross-site' } }, 403, /own page/],
    ['what a browser says is of beside', { headers: { 'sec-fetch-site': 'same-site' } }, 403, /own page/],
    [
      'a change that does not say where it is from',
      { method: 'POST', path: '/do', headers: { origin: undefined }, body: pick },
      403,
      /own page/,
    ],
    ['who has no token', { headers: { authorization: undefined } }, 401, /token of this run/],
    ['who has another token', { headers: { authorization: 'Bearer another' } }, 401, /token of this run/],
    ['who has half of the token', { headers: { authorization: `Bearer ${TOKEN.slice(0, 5)}` } }, 401, /token/],
    ['who has no token, before it says what there is', { path: '/x', headers: { authorization: '' } }, 401, /token/],
    ['what it does not have', { path: '/nothing' }, 404, /has nothing called "nothing".*state/],
    ['what every object has', { path: '/constructor' }, 404, /has nothing called/],
    ['a path that is none', { path: '//[' }, 404, /has nothing called/],
    ['a path that leads out', { path: '/../../package.json' }, 404, /has nothing called/],
    ['a verb for what is read', { method: 'POST', path: '/state', body: '{}' }, 405, /takes GET/],
    ['a verb for what is done', { path: '/do' }, 405, /takes POST/],
    ['a verb that is none of ours', { method: 'PUT', path: '/do' }, 405, /takes POST/],
    [
      'what is no JSON by its name',
      { method: 'POST', path: '/do', headers: { 'content-type': 'text/plain' }, body: pick },
      415,
      /takes JSON/,
    ],
    ['what is no JSON', { method: 'POST', path: '/do', body: '{"command":' }, 400, /not JSON/],
    ['no body at all', { method: 'POST', path: '/do' }, 400, /not JSON/],
    ['a field that there is not', { method: 'POST', path: '/undo', body: '{"all":true}' }, 400, /all/],
    [
      'a verb that an editor has not',
      { method: 'POST', path: '/do', body: '{"command":{"verb":"sink"}}' },
      400,
      /verb/,
    ],
    [
      'a body of more than a megabyte, by what it says',
      { method: 'POST', path: '/do', body: ' '.repeat(1_000_001) },
      413,
      /at most 1 MB/,
    ],
    [
      'a body of more than a megabyte, by what comes',
      { method: 'POST', path: '/do', headers: { 'transfer-encoding': 'chunked' }, body: ' '.repeat(1_200_000) },
      413,
      /at most 1 MB/,
    ],
    [
      'a pick of what there is not',
      { method: 'POST', path: '/do', body: '{"command":{"verb":"pick","id":"0000000000"}}' },
      409,
      /0000000000/,
    ],
  ]
  for (const [name, sent, status, says] of cases) {
    test(name, async () => {
      const version = session.version()
      const answer = await ask(sent)
      const { problems } = JSON.parse(answer.text) as Refusal
      assert.equal(answer.status, status)
      assert.match(problems.join('\n'), says)
      assert.doesNotMatch(answer.text, /\bat .*\.ts:\d/)
      assert.equal(session.version(), version)
      assert.equal(answer.headers['access-control-allow-origin'], undefined)
      assert.equal(answer.headers['cache-control'], 'no-store')
    })
  }

  test('any verb but its own, and says which it takes', async () => {
    assert.equal((await ask({ method: 'DELETE', path: '/do' })).headers.allow, 'POST')
  })

  test('to be asked beforehand by a page of elsewhere', async () => {
    const headers = { origin: 'https://elsewhere.example', 'access-control-request-method': 'POST' }
    const answer = await ask({ method: 'OPTIONS', path: '/do', headers })
    assert.equal(answer.status, 403)
    assert.equal(answer.headers['access-control-allow-methods'], undefined)
  })
})

describe('a desk over HTTP', () => {
  beforeEach(async () => {
    while ((JSON.parse((await post('/undo', {})).text) as DeskAnswer).changed);
  })

  test('gives its state, carries out what it is told, takes it back, and does it again', async () => {
    const view = JSON.parse((await ask()).text) as DeskView
    const id = view.stories[3]?.id ?? assert.fail()
    const answers: DeskAnswer[] = []
    const steps: [path: string, body: unknown][] = [
      ['/do', { command: { verb: 'pick', id }, since: view.version }],
      ['/undo', {}],
      ['/redo', { since: view.version }],
    ]
    for (const [path, body] of steps) {
      answers.push(JSON.parse((await post(path, body)).text) as DeskAnswer)
    }
    assert.deepEqual(
      answers.map(({ changed, issue, stories }) => [changed, issue.picks.length, stories.length]),
      [
        [true, 1, 1],
        [true, 0, 1],
        [true, 1, 1],
      ],
    )
  })

  test('answers by the name of localhost as well', async () => {
    const { port } = server.address() as AddressInfo
    assert.equal((await ask({ headers: { host: `localhost:${port}` } })).status, 200)
  })

  test('takes a change of which the browser says that it is its own page’s', async () => {
    const headers = { origin: undefined, 'sec-fetch-site': 'same-origin' }
    assert.equal((await post('/undo', {}, { headers })).status, 200)
  })

  test('gives feed text as JSON, which no browser takes for a page', async () => {
    const { headers } = await ask()
    assert.match(headers['content-type'] ?? '', /^application\/json/)
    assert.equal(headers['x-content-type-options'], 'nosniff')
  })

  test('gives the mail, in which nothing runs', async () => {
    const html = await ask({ path: '/mail' })
    assert.match(html.headers['content-type'] ?? '', /^text\/html/)
    assert.match(String(html.headers['content-security-policy']), /sandbox/)
    assert.match(html.text, /^<!doctype html>/)
    assert.match(String((await ask({ path: '/mail-text' })).headers['content-type']), /^text\/plain/)
  })

  test('checks with the links, or without', async () => {
    const answer = await post('/check', { links: false })
    await post('/check', { links: true })
    assert.deepEqual(JSON.parse(answer.text), [CHECK])
    assert.deepEqual(withLinks, [false, true])
  })

  test('says after a while that nothing has changed', async () => {
    const { version } = JSON.parse((await ask()).text) as DeskView
    assert.deepEqual(JSON.parse((await ask({ path: `/changes?since=${version}` })).text), { version })
  })

  test('says at once that something has', async () => {
    const { version } = JSON.parse((await ask()).text) as DeskView
    await post('/do', { command: { verb: 'draft', count: 2 } })
    const changes = JSON.parse((await ask({ path: `/changes?since=${version}` })).text) as { version: string }
    assert.equal(changes.version, session.version())
    assert.notEqual(changes.version, version)
  })

  test('says to come again, and not that a command was refused, while another command has the issue', async () => {
    const busy = () => {
      throw new CurateLockedError({ where: 'curate.lock', what: 'another command is at work' })
    }
    const answer = createDeskApi({
      ...{ session: { ...session, carryOut: busy }, token: TOKEN, check: () => Promise.resolve([]) },
    })
    const other = http.createServer((request, response) => void answer(request, response, request.url ?? '/'))
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
    const origin = `http://127.0.0.1:${(other.address() as AddressInfo).port}`
    try {
      const response = await fetch(`${origin}/do`, {
        method: 'POST',
        headers: { authorization: `Bearer ${TOKEN}`, origin, 'content-type': 'application/json' },
        body: '{"command":{"verb":"skip","id":"0000000000"}}',
      })
      assert.equal(response.status, 503)
      assert.match(((await response.json()) as Refusal).problems.join(), /another command is at work/)
    } finally {
      other.close()
      other.closeAllConnections()
    }
  })

  test('says nothing in the terminal of a request that is cut off', async (t) => {
    const written = t.mock.method(process.stderr, 'write', () => true)
    const version = session.version()
    const seen = new Promise<http.IncomingMessage>((resolve) => server.once('request', resolve))
    const headers = { authorization: `Bearer ${TOKEN}`, origin: `http://${host}`, 'content-type': 'application/json' }
    const sent = http.request(`http://${host}/do`, { method: 'POST', headers: { ...headers, 'content-length': 1000 } })
    sent.on('error', () => undefined).write('{"com')
    const gone = new Promise((resolve) => void seen.then((request) => request.once('close', resolve)))
    await seen
    sent.destroy()
    await gone
    assert.equal((await ask()).status, 200)
    assert.equal(written.mock.callCount(), 0)
    assert.equal(session.version(), version)
  })
})
