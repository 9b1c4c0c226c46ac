import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import type { AstroIntegration } from 'astro'

/** Where the desk is, from the root of the site. */
const DESK = '/desk/'
const API = '/desk/api/'

/** One token a run, also where Astro starts again as its configuration has changed. */
const token = process.env.CROWSNEST_DESK_TOKEN || randomBytes(24).toString('base64url')
delete process.env.CROWSNEST_DESK_TOKEN

/**
 * The curation desk, in `astro dev` alone: its page, its API, and its headers. A build knows nothing of it.
 *
 * `CROWSNEST_CONTENT`, `CROWSNEST_STATE`, `CROWSNEST_NOW`, `CROWSNEST_EDITOR`, `CROWSNEST_ISSUE` and
 * `CROWSNEST_DESK_TOKEN` say what it works on; see `readDeskSettings`.
 */
export function createDesk(): AstroIntegration {
  const page = path.join(import.meta.dirname, 'desk.astro')
  return {
    name: 'crowsnest-desk',
    hooks: {
      'astro:config:setup': ({ command, injectRoute, updateConfig }) => {
        if (command !== 'dev') return
        injectRoute({ pattern: DESK, entrypoint: page, prerender: true })
        updateConfig({
          vite: {
            plugins: [{ name: 'crowsnest-desk', configureServer: serveDesk }],
            // Found while somebody works, they would be bundled then, and the page loaded anew.
            optimizeDeps: { entries: ['src/desk/client/start.ts'] },
            // What the desk is drawn with, as it is when nobody works on it: quicker, and without warnings.
            environments: { client: { resolve: { conditions: ['module', 'browser', 'production'] } } },
          },
        })
      },
    },
  }
}

type Server = Parameters<NonNullable<AstroIntegration['hooks']['astro:server:setup']>>[0]['server']

/** Loaded here and no sooner, so that a build never reads the code of the desk. */
async function serveDesk(server: Server): Promise<() => void> {
  const { createDeskSession } = await import('./desk-session.ts')
  const { createDeskApi } = await import('./desk-api.ts')
  const { createDeskCheck } = await import('./desk-check.ts')
  const { readDeskSettings } = await import('./desk-settings.ts')
  const { guardHost, guardSite } = await import('./guard-request.ts')
  const { leaveOutClient } = await import('./leave-out-client.ts')
  const settings = readDeskSettings(process.env)
  const session = createDeskSession({ ...settings, run: randomBytes(4).toString('hex') })
  const answer = createDeskApi({ session, token, check: createDeskCheck(settings) })
  followFiles(server, settings.content, session.refresh)
  server.httpServer?.once('listening', () => {
    const { port } = server.httpServer?.address() as AddressInfo
    server.config.logger.info(`desk http://127.0.0.1:${port}${DESK}#token=${token}`)
  })
  // Before all of Astro's own, which wants a slash at the end of every address.
  return () => {
    server.middlewares.stack.unshift({
      route: '',
      handle: (request: IncomingMessage, response: ServerResponse, next: () => void) => {
        const { url = '/', method = '', headers, socket } = request
        if (url.startsWith(API)) return void answer(request, response, url.slice(API.length - 1))
        const pathname = pathOf(url)
        const isDesk = pathname?.startsWith(DESK) === true
        const refused =
          pathname === undefined
            ? { status: 400, problem: 'This address is not one that can be read.' }
            : (guardSite({ method, headers }, pathname) ??
              (isDesk ? guardHost({ method, headers, port: socket.localPort }) : undefined))
        if (refused) {
          response
            .writeHead(refused.status, { 'content-type': 'text/plain; charset=utf-8' })
            .end(`${refused.problem}\n`)
          return
        }
        if (headers['sec-fetch-dest'] === 'iframe') {
          for (const [name, value] of Object.entries(FRAME_HEADERS)) response.setHeader(name, value)
        }
        if (!isDesk) {
          next()
          return
        }
        for (const [name, value] of Object.entries(PAGE_HEADERS)) response.setHeader(name, value)
        leaveOutClient(response)
        next()
      },
    })
  }
}

/**
 * The desk's page runs no script but files of this server, and shows nothing of elsewhere. Inline styles are open, as
 * Astro puts the style sheets of a page into it in development, and the mail of the preview is written with them;
 * pictures in `data:`, as a mail may hold them.
 */
const PAGE_HEADERS = {
  'content-security-policy': [
    "default-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
} as const

/** A page in the preview stands beside the token: whatever a feed may have brought into it, nothing inline runs. */
const FRAME_HEADERS = {
  'content-security-policy':
    "script-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'",
  'x-content-type-options': 'nosniff',
} as const

/** As Astro reads a path; undefined where it cannot. `/%64esk/` is no way round. */
function pathOf(url: string): string | undefined {
  const path = URL.parse(url.replace(/^\/+/, '/'), 'http://desk.invalid')?.pathname
  try {
    return path === undefined ? undefined : decodeURI(path)
  } catch {
    return undefined
  }
}

/** Tells of changes on the disk, when they have come to rest. */
function followFiles({ watcher, httpServer }: Server, content: string, refresh: () => void): void {
  watcher.add(content)
  let pending: NodeJS.Timeout | undefined
  watcher.on('all', (_event, file) => {
    if (!file.startsWith(content + path.sep)) return
    clearTimeout(pending)
    pending = setTimeout(refresh, 100)
  })
  httpServer?.once('close', () => {
    clearTimeout(pending)
  })
}
