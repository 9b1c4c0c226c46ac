import { createReadStream } from 'node:fs'
import fs from 'node:fs'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import zlib from 'node:zlib'

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.xml': 'application/xml',
}

interface HeaderRule {
  readonly path: string
  readonly values: Readonly<Record<string, string>>
}

/** The `[[headers]]` and `[[redirects]]` of netlify.toml; only the TOML that this file uses is understood. */
export function readNetlifyRules(file: string): {
  headers: HeaderRule[]
  redirects: { from: string; to: string; status: number }[]
} {
  const blocks = fs.readFileSync(file, 'utf8').split(/^(?=\[\[)/m)
  const valuesOf = (block: string) =>
    Object.fromEntries(
      [...block.matchAll(/^([\w-]+) = (?:"(.*)"|(\d+))$/gm)].map((match) => [
        match[1] ?? '',
        match[2] ?? match[3] ?? '',
      ]),
    )
  const headers = blocks
    .filter((block) => block.startsWith('[[headers]]'))
    .map((block) => {
      const { for: path = '', ...values } = valuesOf(block)
      return { path, values }
    })
  const redirects = blocks
    .filter((block) => block.startsWith('[[redirects]]'))
    .map(valuesOf)
    .map(({ from = '', to = '', status = '0' }) => ({ from, to, status: Number(status) }))
  return { headers, redirects }
}

/** Serves a built site over loopback as Netlify would; counts the bytes that each request costs in brotli. */
export async function serveSite(folder: string, netlifyFile: string) {
  const rules = readNetlifyRules(netlifyFile)
  const sizes = new Map<string, number>()
  const server = http.createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost')
    const redirect = rules.redirects.find(({ from }) => from === pathname)
    if (redirect) {
      response.writeHead(redirect.status, { location: redirect.to }).end()
      return
    }
    const wanted = path.join(folder, decodeURIComponent(pathname), pathname.endsWith('/') ? 'index.html' : '')
    const found = fs.existsSync(wanted) && fs.statSync(wanted).isFile()
    const file = found ? wanted : path.join(folder, '404.html')
    response.setHeader('content-type', TYPES[path.extname(file)] ?? 'application/octet-stream')
    for (const { path: pattern, values } of rules.headers) {
      const applies = pattern.endsWith('*') ? pathname.startsWith(pattern.slice(0, -1)) : pathname === pattern
      // A browser that reaches loopback over http could not follow this one.
      const text = (value: string) => value.replace(/;? *upgrade-insecure-requests/, '')
      if (applies) for (const [name, value] of Object.entries(values)) response.setHeader(name, text(value))
    }
    sizes.set(pathname, zlib.brotliCompressSync(fs.readFileSync(file)).length)
    response.writeHead(found ? 200 : 404)
    createReadStream(file).pipe(response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** Brotli bytes of each path that was asked for. */
    sizes,
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections()
        server.close(() => {
          resolve()
        })
      }),
  }
}
