import http from 'node:http'
import net, { type AddressInfo } from 'node:net'
import zlib from 'node:zlib'

/** What answers a request; it may also leave it without an answer. */
export type Answer = (request: http.IncomingMessage, response: http.ServerResponse) => void

export interface SeenRequest {
  readonly path: string
  readonly headers: http.IncomingHttpHeaders
}

export interface LoopbackServer extends AsyncDisposable {
  readonly port: number
  /** The address of a path, on 127.0.0.1 or, for a resolver that leads here, on a host of another name. */
  readonly url: (path: string, host?: string) => string
  /** All requests so far, in the order in which they came. */
  readonly requests: readonly SeenRequest[]
  /** What answers which path; may be changed while the server runs. Others are answered 404. */
  readonly routes: Map<string, Answer>
}

/** A web server on 127.0.0.1, with a port of its own. `await using` closes it, and cuts what still hangs on it. */
export async function startLoopbackServer(routes: Readonly<Record<string, Answer>> = {}): Promise<LoopbackServer> {
  const table = new Map(Object.entries(routes))
  const requests: SeenRequest[] = []
  const server = http.createServer((request, response) => {
    const path = request.url ?? ''
    requests.push({ path, headers: request.headers })
    const answer = table.get(path) ?? table.get(path.replace(/\?.*$/, '')) ?? answerStatus(404)
    response.on('error', () => undefined)
    answer(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    port,
    url: (path, host = '127.0.0.1') => `http://${host}:${port}${path}`,
    requests,
    routes: table,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve()
        })
        server.closeAllConnections()
      }),
  }
}

/** A port of 127.0.0.1 on which nothing listens. */
export async function findClosedPort(): Promise<number> {
  const server = net.createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

export interface FeedAnswer {
  readonly etag?: string
  readonly lastModified?: string
  readonly type?: string
  readonly encoding?: 'gzip' | 'br' | 'deflate'
  readonly headers?: http.OutgoingHttpHeaders
}

const PACKERS = { gzip: zlib.gzipSync, br: zlib.brotliCompressSync, deflate: zlib.deflateSync }

/** A document with validators; 304 to who sends one of them back byte for byte. */
export function answerFeed(body: string | Uint8Array, options: FeedAnswer = {}): Answer {
  const { etag, lastModified, type = 'application/rss+xml; charset=utf-8', encoding, headers } = options
  return (request, response) => {
    const validators = { ...(etag && { etag }), ...(lastModified && { 'last-modified': lastModified }) }
    const asked = request.headers
    const same = asked['if-none-match'] !== undefined ? asked['if-none-match'] === etag : asked['if-modified-since']
    if (same !== undefined && same !== false && (same === true || same === lastModified)) {
      response.writeHead(304, { ...validators, ...headers }).end()
      return
    }
    const bytes = encoding === undefined ? Buffer.from(body) : PACKERS[encoding](body)
    response
      .writeHead(200, {
        'content-type': type,
        ...validators,
        ...(encoding && { 'content-encoding': encoding }),
        ...headers,
      })
      .end(bytes)
  }
}

export const answerStatus =
  (status: number, headers: http.OutgoingHttpHeaders = {}): Answer =>
  (_request, response) => {
    response.writeHead(status, headers).end()
  }

export const answerRedirect = (status: number, location: string): Answer => answerStatus(status, { location })

/** Takes the request, and never says a word. */
export const answerNever: Answer = () => undefined

/** Lets one wait for so many milliseconds. */
export const answerSlowly =
  (milliseconds: number, answer: Answer): Answer =>
  (request, response) => {
    setTimeout(() => {
      answer(request, response)
    }, milliseconds)
  }

/** Says so much, and then no more. */
export const answerThenStall =
  (begin: string): Answer =>
  (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/rss+xml' }).write(begin)
  }

/** Drops the connection before a word. */
export const answerReset: Answer = (request) => {
  request.socket.resetAndDestroy()
}

/** Drops the connection in the middle of a body whose length it has told. */
export const answerThenReset =
  (begin: string): Answer =>
  (_request, response) => {
    response.writeHead(200, { 'content-length': begin.length + 1_000 }).write(begin, () => {
      response.destroy()
    })
  }

/** So many megabytes, for as long as somebody listens. */
export const answerHuge =
  (megabytes: number): Answer =>
  (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/rss+xml' })
    let left = megabytes
    const more = () => {
      while (left-- > 0) {
        if (!response.write('x'.repeat(1_000_000))) {
          response.once('drain', more)
          return
        }
      }
      response.end()
    }
    more()
  }

/** So many megabytes in very few bytes. */
export const answerBomb = (megabytes: number, encoding: 'gzip' | 'br'): Answer => {
  const packed = PACKERS[encoding](Buffer.alloc(megabytes * 1_000_000, 'y'))
  return (_request, response) => {
    response.writeHead(200, { 'content-encoding': encoding }).end(packed)
  }
}

/** A body that is not what its label says. */
export const answerMislabelled =
  (encoding: string, body: string | Uint8Array = 'not packed at all'): Answer =>
  (_request, response) => {
    response.writeHead(200, { 'content-encoding': encoding }).end(body)
  }
