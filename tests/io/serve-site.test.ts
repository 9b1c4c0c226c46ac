import assert from 'node:assert/strict'
import { once } from 'node:events'
import fs from 'node:fs'
import http from 'node:http'
import net from 'node:net'
import path from 'node:path'
import { after, before, describe, test } from 'node:test'
import { serveSite, type SiteServer } from '../../src/io/serve-site.ts'
import { PATIENCE } from '../until.ts'
import { makeTemporaryFolder } from './temporary-folder.ts'

describe('a site that is served', () => {
  const temporary = makeTemporaryFolder()
  let server: SiteServer

  before(async () => {
    const folder = path.join(temporary.path, 'site')
    const files = {
      'index.html': 'home',
      '404.html': 'lost',
      'issues/index.html': 'issues',
      'häfen/index.html': 'ports',
      'rss.xml': 'feed',
      'issues\\index.html': 'a name that Windows takes for a path',
      'large.png': 'x'.repeat(8_000_000),
      _headers: '# for a preview\n/*\n  X-Robots-Tag: noindex\n',
    }
    for (const [name, text] of Object.entries(files)) {
      fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true })
      fs.writeFileSync(path.join(folder, name), text)
    }
    fs.writeFileSync(path.join(folder, '..', 'secret.txt'), 'secret')
    const redirects = ['/feed', '/rss.xml'].map((from) => ({ from, to: '/rss.xml', status: 301 }))
    server = await serveSite(folder, 0, { rules: { headers: [], redirects } })
  })
  after(async () => {
    await server.close()
    temporary[Symbol.dispose]()
  })

  /** Asks for a path as it stands; a URL would tidy it first. */
  const get = (target: string) =>
    new Promise<{ status: number | undefined; location: string | undefined; text: string }>((resolve, reject) => {
      const { port } = new URL(server.origin)
      http
        .get({ host: 'localhost', port, path: target, agent: false }, (response) => {
          let text = ''
          response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
          response.on('end', () => {
            resolve({ status: response.statusCode, location: response.headers.location, text })
          })
        })
        .on('error', reject)
    })

  for (const [target, status, text] of [
    ['/', 200, 'home'],
    ['/issues/', 200, 'issues'],
    ['/h%C3%A4fen/', 200, 'ports'],
    ['/rss.xml', 200, 'feed'],
    ['/nowhere', 404, 'lost'],
    ['/_headers', 404, 'lost'],
    ['/../secret.txt', 404, 'lost'],
    ['/..%2fsecret.txt', 404, 'lost'],
    ['/%2e%2e%2f%2e%2e%2fsecret.txt', 404, 'lost'],
    ['/..%5csecret.txt', 404, 'lost'],
    ['/issues%5cindex.html', 404, 'lost'],
    ['/%00', 404, 'lost'],
    ['/issues%00/', 404, 'lost'],
    [`/${'a'.repeat(5_000)}`, 404, 'lost'],
    ['/%E0%A4%A', 404, 'lost'],
    ['/index.html/x', 404, 'lost'],
  ] as const) {
    test(`answers ${target.slice(0, 40)} with ${status}, and stays up`, async () => {
      const answer = await get(target)
      assert.equal(answer.status, status)
      assert.equal(answer.text, text)
    })
  }

  for (const [target, location] of [
    ['/issues', '/issues/'],
    ['/feed', '/rss.xml'],
    ['/feed/', '/rss.xml'],
    ['/%2fissues', '/issues/'],
    ['/.//issues', '/issues/'],
    ['/h%C3%A4fen', '/h%C3%A4fen/'],
  ] as const) {
    test(`leads from ${target} to ${location}, on this host`, async () => {
      assert.deepEqual(await get(target), { status: 301, location, text: '' })
    })
  }

  /** Sends something as it stands, and gives what came back when the connection is over. */
  const send = (text: string, to: SiteServer = server) =>
    new Promise<string>((resolve) => {
      let answer = ''
      const socket = net.connect(Number(new URL(to.origin).port), 'localhost', () => socket.write(text))
      socket.on('data', (chunk) => (answer += chunk.toString()))
      socket.on('error', () => undefined)
      socket.on('close', () => {
        resolve(answer)
      })
    })

  test('refuses what names two hosts', async () => {
    const answer = await send('GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\nConnection: close\r\n\r\n')
    assert.match(answer, /^HTTP\/1\.1 400 /)
  })

  test('closes a file when who asked for it goes away in the middle', { timeout: PATIENCE }, async (t) => {
    const streams: fs.ReadStream[] = []
    const open = fs.createReadStream
    t.mock.method(fs, 'createReadStream', (...given: Parameters<typeof open>) => {
      const stream = open(...given)
      streams.push(stream)
      return stream
    })
    const socket = net.connect(Number(new URL(server.origin).port), 'localhost')
    socket.write('GET /large.png HTTP/1.1\r\nHost: localhost\r\n\r\n')
    await once(socket, 'data')
    socket.destroy()
    const [stream] = streams
    if (stream === undefined) assert.fail('the file was not read as a stream')
    await new Promise<void>((resolve) => {
      if (stream.closed) resolve()
      else stream.on('close', resolve)
    })
    assert.equal(streams.length, 1)
  })

  test('waits no longer than it says for a head or a body that comes byte by byte', { timeout: PATIENCE }, async () => {
    const slow = await serveSite(path.join(temporary.path, 'site'), 0, {
      patience: { head: 100, whole: 200, silence: 5 * PATIENCE },
      fallback: () => true,
    })
    try {
      const head = 'POST /subscribe HTTP/1.1\r\nHost: localhost\r\n'
      for (const text of [head, `${head}Content-Length: 100\r\n\r\nemail=`]) {
        assert.match(await send(text, slow), /^HTTP\/1\.1 408 /)
      }
    } finally {
      await slow.close()
    }
  })

  test('has the headers that its own folder asks for', async () => {
    const { headers } = await fetch(`${server.origin}/issues/`)
    assert.equal(headers.get('x-robots-tag'), 'noindex')
  })
})
