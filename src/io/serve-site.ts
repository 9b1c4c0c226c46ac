import fs from 'node:fs'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import zlib from 'node:zlib'
import { ExpectedError } from '../core/text/problem.ts'
import { HEADERS_FILE, headersFor, type HostRules, NO_RULES, readHeaderFile, redirectFor } from './netlify-rules.ts'

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
  readonly close: () => Promise<void>
}

export interface ServeOptions {
  /** Headers and redirects that the host adds. */
  readonly rules?: HostRules
  /** Called with the path that was asked for, the file that answers, and where it is packed the bytes that it costs. */
  readonly onRequest?: (pathname: string, file: string, bytes?: number) => void
  /** Packs texts in brotli, as a host does: what a browser then measures is what readers get. */
  readonly packs?: boolean
}

/**
 * Serves a built site on the loopback interface, as a static host does: `/a/` is `a/index.html`, what is missing is
 * `404.html` with 404.
 *
 * @param port 0 for any free one
 */
export async function serveSite(folder: string, port: number, options: ServeOptions = {}): Promise<SiteServer> {
  const { onRequest, packs = false } = options
  const packed = new Map<string, Buffer>()
  const rules = withOwnRules(options.rules ?? NO_RULES, folder)
  const server = http.createServer((request, response) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return void response.writeHead(405).end()
    const pathname = decodePath(request.url ?? '/')
    const found = pathname === undefined ? undefined : findFile(folder, pathname)
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
      fs.createReadStream(file)
        .on('error', () => response.destroy())
        .pipe(response)
    }
  })
  await listen(server, port)
  return {
    origin: `http://localhost:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve()
        })
        server.closeAllConnections()
      }),
  }
}

function withOwnRules(rules: HostRules, folder: string): HostRules {
  return { ...rules, headers: [...readHeaderFile(folder), ...rules.headers] }
}

function listen(server: http.Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const what = error.code === 'EADDRINUSE' ? 'something else is served there already' : error.message
      reject(new ExpectedError({ where: `http://localhost:${port}`, what, remedy: 'Name another port with --port' }))
    })
    server.listen(port, 'localhost', resolve)
  })
}

function decodePath(url: string): string | undefined {
  try {
    return decodeURIComponent(new URL(url, 'http://localhost').pathname)
  } catch {
    return undefined
  }
}

function findFile(folder: string, asked: string): { file?: string; redirect?: string } | undefined {
  const pathname = path.posix.normalize(`/${asked}`)
  if (pathname === `/${HEADERS_FILE}`) return undefined
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
