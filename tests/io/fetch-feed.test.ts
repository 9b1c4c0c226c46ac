import assert from 'node:assert/strict'
import type http from 'node:http'
import net, { type AddressInfo } from 'node:net'
import { describe, test } from 'node:test'
import zlib from 'node:zlib'
import { createAddressGuard } from '../../src/io/address-guard.ts'
import { createFetchFeed, FETCH_LIMITS, type FetchLimits } from '../../src/io/fetch-feed.ts'
import { createPoliteLanes } from '../../src/io/polite-lanes.ts'
import type { Fetched, FetchFeed } from '../../src/jobs/ports.ts'
import { until } from '../until.ts'
import {
  type Answer,
  answerBomb,
  answerFeed,
  answerHuge,
  answerMislabelled,
  answerNever,
  answerRedirect,
  answerReset,
  answerSlowly,
  answerStatus,
  answerThenReset,
  answerThenStall,
  findClosedPort,
  type LoopbackServer,
  startLoopbackServer,
} from './loopback-server.ts'

const RSS = '<rss version="2.0"><channel><title>Grüße</title></channel></rss>'
const OPEN = ['127.0.0.1/32']
const SHORT: FetchLimits = { timeout: 5_000, bytes: 1_000_000, redirects: 5 }

/** A fetch that may reach 127.0.0.1 alone; every host name leads there unless `addresses` says otherwise. */
function makeFetch(
  own: {
    limits?: Partial<FetchLimits>
    open?: readonly string[]
    addresses?: Record<string, readonly string[]>
    untilRoom?: () => Promise<void>
  } = {},
): FetchFeed & { readonly asked: string[] } {
  const asked: string[] = []
  const resolve = (host: string) => {
    asked.push(host)
    const addresses = own.addresses?.[host] ?? ['127.0.0.1']
    return Promise.resolve(addresses.map((address) => ({ address, family: net.isIP(address) })))
  }
  const fetchFeed = createFetchFeed({
    guard: createAddressGuard(own.open ?? OPEN, resolve),
    lanes: createPoliteLanes(4),
    userAgent: 'Lookout/1.0 (+https://lookout.example)',
    limits: { ...SHORT, ...own.limits },
    ...(own.untilRoom && { untilRoom: own.untilRoom }),
  })
  return Object.assign(fetchFeed, { asked })
}

function good(fetched: Fetched): Extract<Fetched, { outcome: 'ok' }> {
  assert.equal(fetched.outcome, 'ok', JSON.stringify(fetched))
  return fetched
}

function bad(fetched: Fetched): Extract<Fetched, { outcome: 'failed' }> {
  assert.equal(fetched.outcome, 'failed', JSON.stringify(fetched))
  return fetched
}

test('a site is asked when there is room for its answer, and so is what it redirects to', async () => {
  await using server = await startLoopbackServer({
    '/feed': answerRedirect(301, '/moved'),
    '/moved': answerFeed(RSS),
    '/other': answerFeed(RSS),
  })
  const rooms = [Promise.withResolvers<undefined>(), Promise.withResolvers<undefined>()]
  const seen: (readonly string[])[] = []
  const paths = () => server.requests.map(({ path }) => path)
  const untilRoom = () => rooms[seen.push(paths()) - 1]?.promise ?? Promise.reject(new Error('asked too often'))
  const fetched = makeFetch({ untilRoom })(server.url('/feed'), {})
  good(await makeFetch()(server.url('/other'), {}))
  assert.deepEqual(paths(), ['/other'])
  for (const room of rooms) room.resolve(undefined)
  good(await fetched)
  assert.deepEqual(seen, [[], ['/other', '/feed']])
})

describe('validators', () => {
  for (const [name, etag, lastModified] of [
    ['a strong tag', '"abc"', undefined],
    ['a weak tag', 'W/"abc"', undefined],
    ['a tag without quotation marks', 'abc', undefined],
    ['a tag with an odd letter', '"é,; x"', undefined],
    ['a date in a form of its own', undefined, 'Sat, 22 Aug 2026 12:00:00 +0000'],
    ['both', '"abc"', 'Sat, 22 Aug 2026 12:00:00 GMT'],
  ] as const) {
    test(`that are ${name} are sent back byte for byte, and the answer is that nothing changed`, async () => {
      const options = { ...(etag && { etag }), ...(lastModified && { lastModified }) }
      await using server = await startLoopbackServer({ '/feed': answerFeed(RSS, options) })
      const fetchFeed = makeFetch()
      const { validators } = good(await fetchFeed(server.url('/feed'), {}))
      assert.deepEqual(validators, { etag, lastModified })
      const again = await fetchFeed(server.url('/feed'), validators)
      assert.ok(again.outcome === 'unchanged')
      assert.deepEqual(again.validators, { etag, lastModified })
      const [first, second] = server.requests
      assert.equal(first?.headers['if-none-match'], undefined)
      assert.equal(first?.headers['if-modified-since'], undefined)
      assert.equal(second?.headers['if-none-match'], etag)
      assert.equal(second?.headers['if-modified-since'], lastModified)
    })
  }

  test('are not made up: a feed that sends none is asked without any', async () => {
    await using server = await startLoopbackServer({ '/feed': answerFeed(RSS) })
    const fetchFeed = makeFetch()
    const { validators } = good(await fetchFeed(server.url('/feed'), {}))
    good(await fetchFeed(server.url('/feed'), validators))
    assert.ok(server.requests.every(({ headers }) => !('if-none-match' in headers || 'if-modified-since' in headers)))
  })

  test('of a 304 take the place of those before it; where it has none, they stay', async () => {
    await using server = await startLoopbackServer({
      '/new': answerStatus(304, { etag: '"2"' }),
      '/same': answerStatus(304),
    })
    const before = { etag: '"1"', lastModified: 'then' }
    const fetchFeed = makeFetch()
    const fresh = await fetchFeed(server.url('/new'), before)
    assert.deepEqual(fresh.outcome === 'unchanged' && fresh.validators, { etag: '"2"', lastModified: 'then' })
    const same = await fetchFeed(server.url('/same'), before)
    assert.deepEqual(same.outcome === 'unchanged' && same.validators, before)
  })
})

describe('what an answer says of the next question', () => {
  const headers = {
    'cache-control': 'max-age=600',
    expires: 'Thu, 20 Aug 2026 09:00:00 GMT',
    date: 'Thu, 20 Aug 2026 08:00:00 GMT',
    'retry-after': '120',
  }
  const advice = {
    cacheControl: 'max-age=600',
    expires: 'Thu, 20 Aug 2026 09:00:00 GMT',
    date: 'Thu, 20 Aug 2026 08:00:00 GMT',
    retryAfter: '120',
  }

  test('is handed on as it was sent, of a feed and of a 304', async () => {
    await using server = await startLoopbackServer({
      '/feed': (_request, response) => response.writeHead(200, headers).end(RSS),
      '/same': answerStatus(304, headers),
    })
    const fetchFeed = makeFetch()
    assert.deepEqual(good(await fetchFeed(server.url('/feed'), {})).advice, advice)
    const same = await fetchFeed(server.url('/same'), {})
    assert.deepEqual(same.outcome === 'unchanged' && same.advice, advice)
  })

  for (const status of [429, 503]) {
    test(`by ${status} and Retry-After spares its host all further questions, by whatever port or redirect`, async () => {
      await using server = await startLoopbackServer({
        '/busy': answerStatus(status, { 'retry-after': '3600' }),
        '/feed': answerFeed(RSS),
      })
      await using gate = await startLoopbackServer({ '/gate': answerStatus(302, { location: server.url('/feed') }) })
      const fetchFeed = makeFetch()
      const busy = await fetchFeed(server.url('/busy'), {})
      assert.deepEqual(busy.outcome === 'failed' && [busy.status, busy.closed], [
        status,
        { host: '127.0.0.1', retryAfter: '3600' },
      ])
      const spared = { outcome: 'spared', host: '127.0.0.1' }
      assert.deepEqual(await fetchFeed(server.url('/feed'), {}), spared)
      assert.deepEqual(await fetchFeed(gate.url('/gate'), {}), spared)
      assert.deepEqual([server.requests.length, gate.requests.length], [1, 0])
    })
  }

  test('by 503 alone, or by Retry-After on another failure, spares it nothing', async () => {
    await using server = await startLoopbackServer({
      '/down': answerStatus(503),
      '/wrong': answerStatus(500, { 'retry-after': '3600' }),
      '/feed': answerFeed(RSS),
    })
    const fetchFeed = makeFetch()
    await fetchFeed(server.url('/down'), {})
    await fetchFeed(server.url('/wrong'), {})
    good(await fetchFeed(server.url('/feed'), {}))
  })
})

test('a redirect waits for its turn at the domain that it leads to', async () => {
  const open: http.ServerResponse[] = []
  await using server = await startLoopbackServer({ '/feed': (_request, response) => open.push(response) })
  await using gate = await startLoopbackServer({
    '/gate': answerStatus(302, { location: server.url('/feed', 'one.example') }),
  })
  const fetchFeed = makeFetch()
  const first = fetchFeed(server.url('/feed', 'one.example'), {})
  const second = fetchFeed(gate.url('/gate', 'two.example'), {})
  const arrived = (count: number) => until(`${count} have arrived`, () => open.length === count)
  await arrived(1)
  await until('the other is at the gate', () => gate.requests.length > 0)
  assert.equal(open.length, 1)
  open[0]?.end(RSS)
  good(await first)
  await arrived(2)
  open[1]?.end(RSS)
  good(await second)
})

describe('a body', () => {
  for (const encoding of ['gzip', 'br', 'deflate', undefined] as const) {
    test(`is unpacked from ${encoding ?? 'nothing'}`, async () => {
      await using server = await startLoopbackServer({ '/feed': answerFeed(RSS, encoding ? { encoding } : {}) })
      const { body, contentType, url } = good(await makeFetch()(server.url('/feed'), {}))
      assert.equal(Buffer.from(body).toString(), RSS)
      assert.equal(contentType, 'application/rss+xml; charset=utf-8')
      assert.equal(url, server.url('/feed'))
    })
  }

  test('that is packed twice is unpacked twice', async () => {
    const body = zlib.brotliCompressSync(zlib.gzipSync(RSS))
    await using server = await startLoopbackServer({ '/feed': answerMislabelled('gzip, br', body) })
    assert.equal(Buffer.from(good(await makeFetch()(server.url('/feed'), {})).body).toString(), RSS)
  })

  for (const [name, answer, reason] of [
    ['that is larger than the limit', answerHuge(30), /^is larger than 1 MB$/],
    ['that unpacks to more than the limit, from gzip', answerBomb(30, 'gzip'), /^is larger than 1 MB$/],
    ['that unpacks to more than the limit, from brotli', answerBomb(30, 'br'), /^is larger than 1 MB$/],
    ['that is not the gzip it says it is', answerMislabelled('gzip'), /cannot be unpacked/],
    ['that is not the brotli it says it is', answerMislabelled('br'), /cannot be unpacked/],
    [
      'whose gzip ends too soon',
      answerMislabelled('gzip', zlib.gzipSync(RSS.repeat(50)).subarray(0, 80)),
      /cannot be unpacked/,
    ],
    ['packed as nobody asked for', answerMislabelled('zstd'), /packed as "zstd", which nobody asked for/],
    ['that ends before its length', answerThenReset('<rss'), /cut the connection/],
  ] as const) {
    test(`${name} is a failure that says so`, async () => {
      await using server = await startLoopbackServer({ '/feed': answer })
      assert.match(bad(await makeFetch()(server.url('/feed'), {})).reason, reason)
    })
  }

  test('of just as many bytes as allowed is taken, and of one more is not', async () => {
    await using server = await startLoopbackServer({
      '/just': answerFeed('x'.repeat(1_000), { encoding: 'gzip' }),
      '/more': answerFeed('x'.repeat(1_001), { encoding: 'gzip' }),
    })
    const fetchFeed = makeFetch({ limits: { bytes: 1_000 } })
    assert.equal(good(await fetchFeed(server.url('/just'), {})).body.length, 1_000)
    bad(await fetchFeed(server.url('/more'), {}))
  })
})

describe('an answer that is no feed is a failure with its status', () => {
  for (const status of [204, 206, 400, 401, 403, 404, 410, 418, 429, 500, 502, 503]) {
    test(String(status), async () => {
      await using server = await startLoopbackServer({ '/feed': answerStatus(status) })
      const failed = bad(await makeFetch()(server.url('/feed'), {}))
      assert.equal(failed.status, status)
      assert.match(failed.reason, new RegExp(`^answered ${status}`))
    })
  }

  test('a redirect that does not say where to', async () => {
    await using server = await startLoopbackServer({ '/feed': answerStatus(301) })
    assert.match(bad(await makeFetch()(server.url('/feed'), {})).reason, /^answered 301/)
  })
})

describe('a connection that comes to nothing ends in time, with its reason', () => {
  for (const [name, answer, reason, timeout] of [
    ['nobody answers', answerNever, /^did not answer in full within 0\.15 s$/, 150],
    ['the answer stops halfway', answerThenStall('<rss><channel>'), /^did not answer in full within 0\.15 s$/, 150],
    ['it is cut before a word', answerReset, /^cut the connection$/, 5_000],
  ] as const) {
    test(name, async () => {
      await using server = await startLoopbackServer({ '/feed': answer })
      assert.match(bad(await makeFetch({ limits: { timeout } })(server.url('/feed'), {})).reason, reason)
    })
  }

  test('nothing listens', async () => {
    const port = await findClosedPort()
    assert.match(bad(await makeFetch()(`http://127.0.0.1:${port}/feed`, {})).reason, /^refuses the connection$/)
  })

  test('redirects that each answer in time do not add up to more than the limit', async () => {
    await using server = await startLoopbackServer({
      '/1': answerSlowly(120, answerRedirect(302, '/2')),
      '/2': answerSlowly(120, answerRedirect(302, '/3')),
      '/3': answerSlowly(120, answerRedirect(302, '/4')),
      '/4': answerFeed(RSS),
    })
    assert.match(bad(await makeFetch({ limits: { timeout: 200 } })(server.url('/1'), {})).reason, /within 0\.2 s/)
  })

  test('who answers does not speak HTTP', async () => {
    const server = net.createServer((socket) => {
      socket.on('error', () => undefined)
      socket.end('220 mail.harbour.example ESMTP\r\n')
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    try {
      assert.match(bad(await makeFetch()(`http://127.0.0.1:${port}/`, {})).reason, /something that is not HTTP/)
    } finally {
      server.close()
    }
  })

  test('the name is not known', async () => {
    const guard = createAddressGuard(OPEN, () => Promise.reject(Object.assign(new Error('x'), { code: 'ENOTFOUND' })))
    const fetchFeed = createFetchFeed({ guard, lanes: createPoliteLanes(1), userAgent: 'x', limits: SHORT })
    const nowhere = bad(await fetchFeed('http://nowhere.example/', {}))
    assert.match(nowhere.reason, /^has a host that cannot be found$/)
    assert.equal(nowhere.unreached, true)
  })

  test('the limits are those of the house: 20 s, 10 MB, five redirects', () => {
    assert.deepEqual(FETCH_LIMITS, { timeout: 20_000, bytes: 10_000_000, redirects: 5 })
  })
})

describe('redirects', () => {
  const chain = (server: LoopbackServer, statuses: readonly number[]) => {
    for (const [n, status] of statuses.entries()) server.routes.set(`/${n}`, answerRedirect(status, `/${n + 1}`))
    server.routes.set(`/${statuses.length}`, answerFeed(RSS))
  }

  for (const [statuses, moved] of [
    [[301], true],
    [[308], true],
    [[301, 308], true],
    [[302], false],
    [[303], false],
    [[307], false],
    [[301, 302], false],
    [[302, 301], false],
    [[301, 301, 301, 301, 301], true],
  ] as const) {
    test(`${statuses.join(', ')} are followed, and the feed ${moved ? 'has moved' : 'has not moved for good'}`, async () => {
      await using server = await startLoopbackServer()
      chain(server, statuses)
      const { movedTo, url } = good(await makeFetch()(server.url('/0'), {}))
      assert.equal(url, server.url(`/${statuses.length}`))
      assert.equal(movedTo, moved ? url : undefined)
    })
  }

  test('to a feed that is unchanged say all the same that it has moved', async () => {
    await using server = await startLoopbackServer({
      '/old': answerRedirect(301, '/new'),
      '/new': answerFeed(RSS, { etag: '"1"' }),
    })
    const fetched = await makeFetch()(server.url('/old'), { etag: '"1"' })
    assert.deepEqual([fetched.outcome, 'movedTo' in fetched && fetched.movedTo], ['unchanged', server.url('/new')])
  })

  test('end after five', async () => {
    await using server = await startLoopbackServer()
    chain(server, [301, 301, 301, 301, 301, 301])
    assert.match(bad(await makeFetch()(server.url('/0'), {})).reason, /^redirects more than 5 times/)
    assert.equal(server.requests.length, 6)
  })

  test('in a circle end', async () => {
    await using server = await startLoopbackServer({ '/a': answerRedirect(302, '/b'), '/b': answerRedirect(302, '/a') })
    assert.match(bad(await makeFetch()(server.url('/a'), {})).reason, /^redirects more than 5 times/)
  })

  for (const location of [
    'javascript:alert(1)',
    'file:///etc/passwd',
    'ftp://127.0.0.1/x',
    'data:text/xml,<rss/>',
    'http://[bad',
  ]) {
    test(`to ${location} are not followed`, async () => {
      await using server = await startLoopbackServer({ '/feed': answerRedirect(302, location) })
      assert.match(bad(await makeFetch()(server.url('/feed'), {})).reason, /no web address|no address/)
    })
  }
})

describe('an address', () => {
  for (const url of ['nonsense', 'ftp://light.example/feed', '/feed', 'https://', '']) {
    test(`${JSON.stringify(url)} is said to be no web address, and nothing about a redirect`, async () => {
      assert.match(bad(await makeFetch()(url, {})).reason, /^is no web address/)
    })
  }
})

describe('closed addresses', () => {
  test('are refused where the host is one, before anything is sent', async () => {
    await using server = await startLoopbackServer({ '/feed': answerFeed(RSS) })
    for (const host of ['127.0.0.1', '127.1', '2130706433', '0x7f000001', '[::1]', '[::ffff:127.0.0.1]', '0.0.0.0']) {
      const failed = bad(await makeFetch({ open: [] })(`http://${host}:${server.port}/feed`, {}))
      assert.match(failed.reason, /address of a private network; --allow-network opens a range/, host)
    }
    assert.equal(server.requests.length, 0)
  })

  test('are refused where a name leads to one', async () => {
    await using server = await startLoopbackServer({ '/feed': answerFeed(RSS) })
    const fetchFeed = makeFetch({ open: [], addresses: { 'feeds.example': ['127.0.0.1', '::1'] } })
    const { reason } = bad(await fetchFeed(server.url('/feed', 'feeds.example'), {}))
    assert.match(reason, /^leads to feeds\.example, which is 127\.0\.0\.1, an address of a private network/)
    assert.deepEqual(fetchFeed.asked, ['feeds.example'])
    assert.equal(server.requests.length, 0)
  })

  test('are refused on every hop, as an address and as a name', async () => {
    await using server = await startLoopbackServer()
    server.routes.set('/literal', answerRedirect(302, `http://127.0.0.2:${server.port}/inner`))
    server.routes.set('/name', answerRedirect(301, `http://inner.example:${server.port}/inner`))
    server.routes.set('/inner', answerFeed(RSS))
    const fetchFeed = makeFetch({ addresses: { 'inner.example': ['10.0.0.1'] } })
    for (const path of ['/literal', '/name']) {
      assert.match(bad(await fetchFeed(server.url(path), {})).reason, /private network/, path)
    }
    assert.deepEqual(
      server.requests.map(({ path }) => path),
      ['/literal', '/name'],
    )
  })

  test('are passed over where a name leads to open ones too, and the one checked is the one connected to', async () => {
    await using server = await startLoopbackServer({ '/feed': answerFeed(RSS) })
    const fetchFeed = makeFetch({ addresses: { 'both.example': ['10.0.0.1', '127.0.0.1'] } })
    good(await fetchFeed(server.url('/feed', 'both.example'), {}))
    assert.deepEqual(fetchFeed.asked, ['both.example'], 'a name is looked up once for a connection')
  })
})

test('a fetch says who asks and what it reads, and nothing of where it comes from', async () => {
  await using server = await startLoopbackServer({
    '/first': (_request, response) => {
      response.writeHead(302, { location: '/second', 'set-cookie': 'track=me' }).end()
    },
    '/second': answerFeed(RSS, { headers: { 'set-cookie': 'track=me' } }),
  })
  const fetchFeed = makeFetch()
  good(await fetchFeed(server.url('/first'), {}))
  good(await fetchFeed(server.url('/second'), {}))
  assert.equal(server.requests.length, 3)
  for (const { headers } of server.requests) {
    assert.deepEqual(Object.keys(headers).sort(), ['accept', 'accept-encoding', 'connection', 'host', 'user-agent'])
    assert.equal(headers['user-agent'], 'Lookout/1.0 (+https://lookout.example)')
    assert.equal(headers['accept-encoding'], 'gzip, br')
    assert.match(headers.accept ?? '', /application\/rss\+xml.*application\/atom\+xml.*application\/feed\+json/)
  }
})

test('a server is never asked twice at once, and others meanwhile are', async () => {
  let open = 0
  let most = 0
  const held: (() => void)[] = []
  const hold: Answer = (_request, response) => {
    open += 1
    most = Math.max(most, open)
    held.push(() => {
      open -= 1
      response.end(RSS)
    })
    if (held.length === 2) for (const release of held.splice(0)) release()
  }
  await using server = await startLoopbackServer({ '/a': hold, '/b': hold })
  const fetchFeed = makeFetch()
  const fetches = ['/a', '/b'].flatMap((path) => [
    fetchFeed(server.url(path, 'one.example'), {}),
    fetchFeed(server.url(path, 'feeds.two.example'), {}),
  ])
  for (const fetched of await Promise.all(fetches)) good(fetched)
  assert.equal(most, 2)
})
