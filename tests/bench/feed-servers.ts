// Forked by run-ingest.ts: as many web servers as there are sources, each on an address of its own with one feed.
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { generateFeed } from './generate-feed.ts'

export interface ServersStart {
  readonly count: number
  readonly items: number
  readonly newest: string
}

/** How they answer from now on. */
export interface ServersChange {
  /** Milliseconds before each answer. */
  readonly delay: number
  /** New items in each tenth feed. */
  readonly added: number
}

let change: ServersChange = { delay: 0, added: 0 }
let feeds: { readonly etag: string; readonly body: Buffer }[] = []

const listen = (server: http.Server, port: number, host: string) =>
  new Promise<number>((resolve, reject) => {
    server.on('error', reject)
    server.listen(port, host, () => {
      resolve((server.address() as AddressInfo).port)
    })
  })

function makeFeeds({ count, items, newest }: ServersStart): typeof feeds {
  return Array.from({ length: count }, (_, seed) => {
    const added = seed % 10 === 0 ? change.added : 0
    const text = generateFeed({ format: seed % 2 === 0 ? 'RSS' : 'Atom', items, seed, newest: new Date(newest), added })
    return { etag: `"${seed}-${added}"`, body: Buffer.from(text) }
  })
}

function answer(index: number, request: http.IncomingMessage, response: http.ServerResponse): void {
  const feed = feeds[index]
  if (feed && request.headers['if-none-match'] !== feed.etag) {
    response.writeHead(200, { 'content-type': 'application/xml', etag: feed.etag, 'content-length': feed.body.length })
    response.end(feed.body)
  } else {
    response.writeHead(feed ? 304 : 404, feed ? { etag: feed.etag } : {})
    response.end()
  }
}

let start: ServersStart | undefined
process.on('message', (message: ServersStart | ServersChange) => {
  void (async () => {
    const urls: string[] = []
    if ('count' in message) {
      start = message
      let port = 0
      for (let index = 0; index < message.count; index++) {
        const host = `127.1.${Math.floor(index / 250)}.${1 + (index % 250)}`
        const server = http.createServer((request, response) => {
          setTimeout(answer, change.delay, index, request, response)
        })
        port = await listen(server, port, host)
        urls.push(`http://${host}:${port}/feed`)
      }
    } else change = message
    if (start) feeds = makeFeeds(start)
    process.send?.(urls)
  })()
})
process.on('disconnect', () => process.exit())
