import assert from 'node:assert/strict'
import net from 'node:net'
import { describe, test } from 'node:test'
import type { LinkAnswer } from '../../src/core/issue/link-answer.ts'
import { createAddressGuard } from '../../src/io/address-guard.ts'
import { createAskLink, LINK_LIMITS, type LinkLimits } from '../../src/io/ask-link.ts'
import { createPoliteLanes } from '../../src/io/polite-lanes.ts'
import type { AskLink } from '../../src/jobs/ports.ts'
import {
  type Answer,
  answerHuge,
  answerNever,
  answerRedirect,
  answerReset,
  answerSlowly,
  answerStatus,
  findClosedPort,
  startLoopbackServer,
} from './loopback-server.ts'

const OPEN = ['127.0.0.1/32']
const LONG = { ...LINK_LIMITS, timeout: 5_000 }

/** May reach 127.0.0.1 alone; every host name leads there unless `addresses` says otherwise, or no address. */
function makeAskLink(
  own: { limits?: Partial<LinkLimits>; addresses?: Record<string, string | undefined>; concurrency?: number } = {},
): AskLink & { readonly resolved: string[] } {
  const { addresses = {} } = own
  const resolved: string[] = []
  const guard = createAddressGuard(OPEN, (host) => {
    resolved.push(host)
    const address = host in addresses ? addresses[host] : '127.0.0.1'
    if (address === undefined) return Promise.reject(Object.assign(new Error('nowhere'), { code: 'ENOTFOUND' }))
    return Promise.resolve([{ address, family: net.isIP(address) }])
  })
  const lanes = createPoliteLanes(own.concurrency ?? 8)
  const askLink = createAskLink({ guard, lanes, userAgent: 'Lookout/1.0', limits: { ...LONG, ...own.limits } })
  return Object.assign(askLink, { resolved })
}

const only =
  (method: string, answer: Answer, other: Answer): Answer =>
  (request, response) => {
    ;(request.method === method ? answer : other)(request, response)
  }

describe('a link', () => {
  const cases: [name: string, answer: Answer, expected: LinkAnswer][] = [
    ['answered 200 is there', answerStatus(200), { outcome: 'there' }],
    ['answered 206 is there', answerStatus(206), { outcome: 'there' }],
    ['answered 404 is gone', answerStatus(404), { outcome: 'gone', status: 404 }],
    ['answered 410 is gone', answerStatus(410), { outcome: 'gone', status: 410 }],
    ['answered 401 is refused', answerStatus(401), { outcome: 'refused', reason: 'answered 401 Unauthorized' }],
    ['answered 403 is refused', answerStatus(403), { outcome: 'refused', reason: 'answered 403 Forbidden' }],
    ['answered 429 is refused', answerStatus(429), { outcome: 'refused', reason: 'answered 429 Too Many Requests' }],
    [
      'answered 500 is refused',
      answerStatus(500),
      { outcome: 'refused', reason: 'answered 500 Internal Server Error' },
    ],
    ['answered 999 is refused', answerStatus(999), { outcome: 'refused', reason: 'answered 999' }],
    ['cut off twice is refused', answerReset, { outcome: 'refused', reason: 'cut the connection' }],
    [
      'that redirects without end is refused',
      (request, response) => {
        answerRedirect(302, `${request.url}x`)(request, response)
      },
      { outcome: 'refused', reason: 'redirects more than 2 times, last to URLxxx' },
    ],
    [
      'that redirects to no web address is refused',
      answerRedirect(302, 'javascript:alert(1)'),
      { outcome: 'refused', reason: 'redirects to javascript:alert(1), which is no web address' },
    ],
    [
      'whose server knows HEAD not (405) is asked by GET',
      only('HEAD', answerStatus(405), answerStatus(200)),
      { outcome: 'there' },
    ],
    [
      'whose server knows HEAD not (501) is asked by GET',
      only('HEAD', answerStatus(501), answerStatus(200)),
      { outcome: 'there' },
    ],
    [
      'whose server forbids HEAD is asked by GET',
      only('HEAD', answerStatus(403), answerStatus(200)),
      { outcome: 'there' },
    ],
    [
      'whose server finds nothing by HEAD is asked by GET',
      only('HEAD', answerStatus(404), answerStatus(200)),
      { outcome: 'there' },
    ],
    ['whose server cuts HEAD off is asked by GET', only('HEAD', answerReset, answerStatus(200)), { outcome: 'there' }],
    [
      'gone by GET is gone, whatever HEAD said',
      only('HEAD', answerStatus(405), answerStatus(410)),
      { outcome: 'gone', status: 410 },
    ],
    [
      'whose page has no first thousand bytes is there',
      only('HEAD', answerStatus(405), answerStatus(416)),
      { outcome: 'there' },
    ],
  ]
  for (const [name, answer, expected] of cases) {
    test(name, async () => {
      await using server = await startLoopbackServer()
      server.routes.set('/a', answer)
      for (const path of ['/ax', '/axx', '/axxx']) server.routes.set(path, answer)
      const url = server.url('/a')
      const found = await makeAskLink({ limits: { redirects: 2 } })(url)
      assert.deepEqual(JSON.parse(JSON.stringify(found).replace(url, 'URL')), expected)
    })
  }

  test('that is there by HEAD costs one request, which says who asks', async () => {
    await using server = await startLoopbackServer({ '/a': answerStatus(200) })
    await makeAskLink()(server.url('/a'))
    assert.equal(server.requests.length, 1)
    assert.equal(server.requests[0]?.headers['user-agent'], 'Lookout/1.0')
  })

  test('asked by GET is asked for a thousand bytes, and a server that sends 50 MB all the same is cut off', async () => {
    const sent = Promise.withResolvers<number>()
    await using server = await startLoopbackServer({
      '/a': only('HEAD', answerStatus(405), (request, response) => {
        const { socket } = request
        response.on('close', () => {
          sent.resolve(socket.bytesWritten)
        })
        answerHuge(50)(request, response)
      }),
    })
    assert.deepEqual(await makeAskLink()(server.url('/a')), { outcome: 'there' })
    assert.equal(server.requests[1]?.headers.range, 'bytes=0-1023')
    assert.ok((await sent.promise) < 25_000_000)
  })

  test('whose server says nothing is silent when the time is up, and what else its host has is asked for', async () => {
    await using server = await startLoopbackServer({ '/a': answerNever })
    const askLink = makeAskLink({ limits: { timeout: 200 } })
    const answers = await Promise.all([askLink(server.url('/a')), askLink(server.url('/b'))])
    assert.deepEqual(answers, [
      { outcome: 'silent', reason: 'did not answer within 0.2 s', unreached: false },
      { outcome: 'gone', status: 404 },
    ])
  })

  test('whose server says nothing to HEAD is asked by GET in the time that is left', async () => {
    await using server = await startLoopbackServer({ '/a': only('HEAD', answerNever, answerStatus(200)) })
    assert.deepEqual(await makeAskLink({ limits: { timeout: 1_000 } })(server.url('/a')), { outcome: 'there' })
  })

  test('that is slow, but in time, is there', async () => {
    await using server = await startLoopbackServer({ '/a': answerSlowly(50, answerStatus(200)) })
    assert.deepEqual(await makeAskLink()(server.url('/a')), { outcome: 'there' })
  })

  test('where nobody listens is silent', async () => {
    const port = await findClosedPort()
    const expected = { outcome: 'silent', reason: 'refuses the connection', unreached: false }
    assert.deepEqual(await makeAskLink()(`http://127.0.0.1:${port}/`), expected)
  })

  test('whose host is nowhere is silent, and unreached', async () => {
    const askLink = makeAskLink({ addresses: { 'nowhere.example': undefined } })
    const expected = { outcome: 'silent', reason: 'has a host that cannot be found', unreached: true }
    assert.deepEqual(await askLink('http://nowhere.example/'), expected)
    assert.deepEqual(askLink.resolved, ['nowhere.example'])
  })
})

describe('a redirect', () => {
  test('for good says where to, as far as all before it were for good too', async () => {
    await using server = await startLoopbackServer({
      '/a': answerRedirect(301, '/b'),
      '/b': answerRedirect(308, '/c'),
      '/c': answerRedirect(302, '/d'),
      '/d': answerRedirect(301, '/e'),
      '/e': answerStatus(200),
    })
    const askLink = makeAskLink()
    assert.deepEqual(await askLink(server.url('/a')), { outcome: 'there', movedTo: server.url('/c') })
    assert.deepEqual(await askLink(server.url('/c')), { outcome: 'there' })
  })

  test('to what is gone is gone', async () => {
    await using server = await startLoopbackServer({ '/a': answerRedirect(301, '/b') })
    assert.deepEqual(await makeAskLink()(server.url('/a')), { outcome: 'gone', status: 404 })
  })
})

describe('a private network', () => {
  test('is not asked, be it by address, by name, or by a redirect', async () => {
    await using server = await startLoopbackServer({
      '/r': answerRedirect(302, 'http://10.0.0.1/'),
      '/n': answerRedirect(302, 'http://inside.example/'),
    })
    const askLink = makeAskLink({ addresses: { 'inside.example': '192.168.1.1' } })
    const literal = { outcome: 'closed', reason: 'leads to 10.0.0.1, an address of a private network' }
    const named = {
      outcome: 'closed',
      reason: 'leads to inside.example, which is 192.168.1.1, an address of a private network',
    }
    assert.deepEqual(await askLink('http://10.0.0.1/'), literal)
    assert.deepEqual(await askLink(server.url('/r')), literal)
    assert.deepEqual(await askLink('http://inside.example/'), named)
    assert.deepEqual(await askLink(server.url('/n')), named)
  })
})

describe('a host', () => {
  for (const [name, answer, asked] of [
    ['that answers 429 is asked nothing more', answerStatus(429), 1],
    ['that answers 503 and Retry-After is asked nothing more', answerStatus(503, { 'retry-after': '60' }), 1],
    ['that answers 503 alone is asked on', answerStatus(503), 4],
  ] as const) {
    test(name, async () => {
      await using server = await startLoopbackServer({ '/a': answer, '/b': answer })
      const askLink = makeAskLink()
      const answers = [await askLink(server.url('/a')), await askLink(server.url('/b'))]
      const spared = answers.map((answer) => 'reason' in answer && answer.reason.startsWith('was not asked for'))
      assert.deepEqual(spared, [false, asked === 1])
      assert.equal(server.requests.length, asked)
    })
  }

  test('that lets the time pass twice, where that is the limit, is asked nothing more', async () => {
    await using server = await startLoopbackServer({ '/a': answerNever, '/b': answerNever, '/c': answerStatus(200) })
    const askLink = makeAskLink({ limits: { timeout: 50, silences: 2 } })
    const answers = await Promise.all(['/a', '/b', '/c'].map((path) => askLink(server.url(path))))
    assert.deepEqual(
      answers.map((answer) => 'reason' in answer && answer.reason),
      [
        ...['did not answer within 0.05 s', 'did not answer within 0.05 s'],
        'was not asked for, because its host did not answer other questions',
      ],
    )
    assert.ok(server.requests.every(({ path }) => path !== '/c'))
  })

  test('that is nowhere is looked up once', async () => {
    const askLink = makeAskLink({ addresses: { 'nowhere.example': undefined } })
    await Promise.all(['1', '2', '3'].map((path) => askLink(`http://nowhere.example/${path}`)))
    assert.equal(askLink.resolved.length, 1)
  })

  test('is asked one thing after the other, by redirects too', async () => {
    let open = 0
    let most = 0
    const count: Answer = (_request, response) => {
      most = Math.max(most, (open += 1))
      setImmediate(() => {
        open -= 1
        response.end()
      })
    }
    await using server = await startLoopbackServer({ '/a': count, '/b': count, '/r': answerRedirect(302, '/a') })
    const askLink = makeAskLink()
    await Promise.all(['/a', '/b', '/r', '/a?1'].map((path) => askLink(server.url(path))))
    assert.equal(most, 1)
  })
})

describe('without a network', () => {
  const hosts = Array.from({ length: 12 }, (_, n) => `h${n}.example`)
  const nowhere = Object.fromEntries(hosts.map((host) => [host, undefined]))

  test('no more hosts are asked after eight that are nowhere', async () => {
    const askLink = makeAskLink({ addresses: nowhere, concurrency: 1 })
    const answers = await Promise.all(hosts.map((host) => askLink(`http://${host}/`)))
    assert.ok(answers.every((answer) => answer.outcome === 'silent' && answer.unreached))
    assert.equal(askLink.resolved.length, 8)
  })

  test('but where one has answered, all are', async () => {
    await using server = await startLoopbackServer({ '/': answerStatus(404) })
    const askLink = makeAskLink({ addresses: nowhere, concurrency: 1 })
    await askLink(server.url('/'))
    await Promise.all(hosts.map((host) => askLink(`http://${host}/`)))
    assert.deepEqual(askLink.resolved, hosts)
  })
})

test('the limits are those of the house: 10 s, ten redirects', () => {
  assert.deepEqual(LINK_LIMITS, { timeout: 10_000, redirects: 10, silences: 3, silentHosts: 8 })
})
