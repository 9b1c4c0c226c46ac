import fs from 'node:fs'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { pipeline } from 'node:stream'
import zlib from 'node:zlib'
import { ExpectedError } from '../core/text/problem.ts'
import {
  HEADERS_FILE,
  headersFor,
  type HostRules,
  NO_RULES,
  REDIRECTS_FILE,
  redirectFor,
  withFolderRules,
} from './netlify-rules.ts'

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.xml': 'application/xml; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.eml': 'text/plain; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.avif': 'image/avif',
  '.ico': 'image/x-icon',
  '.webmanifest': 'application/manifest+json',
}

export interface SiteServer {
  /** `http://localhost:4321`, without a slash at its end. */
  readonly origin: string
  /** Takes nothing more; what is being answered has so many milliseconds to be whole, none where it is left out. */
  readonly close: (grace?: number) => Promise<void>
}

export interface ServeOptions {
  /** Headers and redirects that the host adds. */
  readonly rules?: HostRules
  /** Called with the path that was asked for, the file that answers, and where it is packed the bytes that it costs. */
  readonly onRequest?: (pathname: string, file: string, bytes?: number) => void
  /** Packs texts in brotli, as a host does: what a browser then measures is what readers get. */
  readonly packs?: boolean
  /** Asked for whatever no file answers; true where it answers. */
  readonly fallback?: (request: http.IncomingMessage, response: http.ServerResponse) => boolean
  /** Which files are not for readers, by path. */
  readonly hides?: (pathname: string) => boolean
  /** The address to listen at, `0.0.0.0` say; the loopback interface where it is left out. */
  readonly host?: string | undefined
  /** How long a request may be on its way, in milliseconds; whoever is slower is cut off. */
  readonly patience?: Patience
}

interface Patience {
  /** From the first byte to the end of its head. */
  readonly head: number
  /** From the first byte to its last. */
  readonly whole: number
  /** A connection on which nothing moves, by either side. */
  readonly silence: number
}

/** A form has a few hundred bytes. Whoever sends them one by one would hold a connection for minutes. */
const PATIENCE: Patience = { head: 10_000, whole: 20_000, silence: 60_000 }
/** Kept open at once, which is about half a gigabyte; more are turned away. */
const MOST_CONNECTIONS = 10_000

/**
 * Serves a built site as a static host does: `/a/` is `a/index.html`, what is missing is `404.html` with 404.
 *
 * @param port 0 for any free one
 */
export async function serveSite(folder: string, port: number, options: ServeOptions = {}): Promise<SiteServer> {
  const { onRequest, packs = false, fallback = () => false, hides = () => false, patience = PATIENCE } = options
  const packed = new Map<string, Buffer>()
  const rules = withFolderRules(options.rules ?? NO_RULES, folder)
  const open = new Set<http.ServerResponse>()
  let isClosing = false
  const limits = {
    headersTimeout: patience.head,
    requestTimeout: patience.whole,
    connectionsCheckingInterval: Math.min(patience.head / 2, 5_000),
  }
  const server = http.createServer(limits, (request, response) => {
    if (isClosing) response.setHeader('connection', 'close')
    open.add(response)
    response.once('close', () => open.delete(response))
    // RFC 9112, section 3.2: of two hosts, who stands before us may have believed the other.
    if ((request.headersDistinct.host ?? []).length > 1) return void response.writeHead(400).end()
    const isReading = request.method === 'GET' || request.method === 'HEAD'
    const pathname = decodePath(request.url ?? '/')
    const found = pathname === undefined || !isReading ? undefined : findFile(folder, pathname, hides)
    if (found === undefined && fallback(request, response)) return
    if (!isReading) return void response.writeHead(405, { allow: 'GET, HEAD' }).end()
    // A file that is there goes before a redirect.
    const rule = pathname === undefined || found ? undefined : redirectFor(rules, pathname)
    if (rule) return void response.writeHead(rule.status, { location: rule.to }).end()
    if (found?.redirect !== undefined) return void response.writeHead(301, { location: found.redirect }).end()
    const file = found?.file ?? path.join(folder, '404.html')
    if (!fs.existsSync(file)) return void response.writeHead(404, { 'content-type': 'text/plain' }).end('Not found\n')
    const type = TYPES[path.extname(file)] ?? 'application/octet-stream'
    const head = { 'content-type': type, ...headersFor(rules, pathname ?? '/') }
    const status = found?.file === undefined ? 404 : 200
    if (packs) {
      const isText = /^text\/|json|xml|svg|calendar/.test(head['content-type'])
      const body = packed.get(file) ?? (isText ? zlib.brotliCompressSync(fs.readFileSync(file)) : fs.readFileSync(file))
      packed.set(file, body)
      onRequest?.(pathname ?? '/', file, body.length)
      response.writeHead(status, { ...head, ...(isText ? { 'content-encoding': 'br' } : {}) })
      return void response.end(request.method === 'HEAD' ? undefined : body)
    }
    response.writeHead(status, head)
    onRequest?.(pathname ?? '/', file)
    if (request.method === 'HEAD') response.end()
    else {
      // A build may take the file away between the look and the read.
      // Whoever goes away in the middle must not leave the file open.
      pipeline(fs.createReadStream(file), response, () => undefined)
    }
  })
  server.maxConnections = MOST_CONNECTIONS
  server.setTimeout(patience.silence)
  await listen(server, port, options.host)
  return {
    origin: `http://localhost:${(server.address() as AddressInfo).port}`,
    close: (grace = 0) =>
      new Promise((resolve) => {
        server.close(() => {
          clearTimeout(end)
          resolve()
        })
        // A connection that has its answer is kept open by browsers, and would keep us.
        isClosing = true
        for (const response of open) {
          if (!response.headersSent) response.setHeader('connection', 'close')
          response.once('close', () => setImmediate(() => server.closeIdleConnections()))
        }
        const end = setTimeout(() => server.closeAllConnections(), grace)
      }),
  }
}

function listen(server: http.Server, port: number, host = 'localhost'): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const [what, remedy] = REFUSALS[error.code ?? ''] ?? [error.message, 'Name another port with --port']
      reject(new ExpectedError({ where: `http://${host.includes(':') ? `[${host}]` : host}:${port}`, what, remedy }))
    })
    server.listen(port, host, resolve)
  })
}

const NO_SUCH_HOST = [
  'this machine has no such address',
  'Name one that it has with --host, or 0.0.0.0 for all',
] as const
const REFUSALS: Readonly<Record<string, readonly [what: string, remedy: string]>> = {
  EADDRINUSE: ['something else is served there already', 'Name another port with --port'],
  EACCES: ['this user may not listen there', 'Name a port from 1024 on with --port, and have a proxy stand before it'],
  EADDRNOTAVAIL: NO_SUCH_HOST,
  ENOTFOUND: NO_SUCH_HOST,
  EAI_AGAIN: NO_SUCH_HOST,
}

function decodePath(url: string): string | undefined {
  try {
    return decodeURIComponent(new URL(url, 'http://localhost').pathname)
  } catch {
    return undefined
  }
}

function findFile(
  folder: string,
  asked: string,
  hides: (pathname: string) => boolean,
): { file?: string; redirect?: string } | undefined {
  // To Windows it is a slash, that nothing here has looked at.
  if (asked.includes('\\')) return undefined
  const pathname = path.posix.normalize(`/${asked}`)
  if ([`/${HEADERS_FILE}`, `/${REDIRECTS_FILE}`].includes(pathname) || hides(pathname)) return undefined
  const file = path.join(folder, pathname)
  const stats = statOf(file)
  if (stats?.isFile()) return { file }
  if (!stats?.isDirectory() || !fs.existsSync(path.join(file, 'index.html'))) return undefined
  return pathname.endsWith('/') ? { file: path.join(file, 'index.html') } : { redirect: encodeURI(`${pathname}/`) }
}

/** Undefined for what is not there, and for what no file can be called. */
function statOf(file: string): fs.Stats | undefined {
  try {
    return fs.statSync(file, { throwIfNoEntry: false })
  } catch {
    return undefined
  }
}
