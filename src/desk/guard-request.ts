import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'

/** What a browser or anything else says of a request. */
export interface AskedFor {
  readonly method: string
  readonly headers: IncomingHttpHeaders
  /** The port on which the request came in. */
  readonly port: number | undefined
}

/** Why a request is not answered; `status` as HTTP has it. */
export interface Refused {
  readonly status: number
  readonly problem: string
}

/**
 * Whether a request was made for this server by name: any other name may be a page elsewhere whose own name was made to
 * lead here (DNS rebinding).
 */
export function guardHost({ headers, port }: AskedFor): Refused | undefined {
  const names = ['127.0.0.1', 'localhost'].flatMap((name) => (port === 80 ? [name, `${name}:80`] : [`${name}:${port}`]))
  if (headers.host !== undefined && names.includes(headers.host.toLowerCase())) return undefined
  return { status: 403, problem: `The desk answers to ${names.at(0)} alone. Open it by that address.` }
}

/** Whether a request comes from the desk's own page; what changes something must say that it does. */
export function guardOrigin({ method, headers }: AskedFor): Refused | undefined {
  const refused = { status: 403, problem: 'The desk answers its own page alone. Open the address that it printed.' }
  const site = headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin' && (method !== 'GET' || site !== 'none')) return refused
  if (headers.origin !== undefined) return headers.origin === `http://${headers.host}` ? undefined : refused
  return method === 'GET' || site === 'same-origin' ? undefined : refused
}

/**
 * Whether a request is one that another page may cause, of the web or of another port of this machine: it may lead
 * somebody to a page of this server, and no more. It shows none in a frame, and reads and starts nothing.
 */
export function guardSite({ method, headers }: Omit<AskedFor, 'port'>, path: string): Refused | undefined {
  const refused = { status: 403, problem: 'This server answers its own pages alone. Open its address in a tab.' }
  const site = headers['sec-fetch-site']
  if (path.startsWith(OPENS_EDITOR)) return site === 'same-origin' ? undefined : refused
  if (site === undefined || site === 'same-origin' || site === 'none') return undefined
  return method === 'GET' && headers['sec-fetch-dest'] === 'document' ? undefined : refused
}

/** Vite opens a file of this machine in an editor, for whoever follows a link there. */
const OPENS_EDITOR = '/__open-in-editor'

/** Whether a request carries the token of this run. How long the answer takes says nothing of the token. */
export function guardToken({ headers }: AskedFor, token: string): Refused | undefined {
  const said = /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1] ?? ''
  if (timingSafeEqual(digest(said), digest(token))) return undefined
  const remedy = 'Open the address that `npm run curate` printed last; it ends with #token= and some letters.'
  return { status: 401, problem: `This is not the token of this run. ${remedy}` }
}

const digest = (text: string) => createHash('sha256').update(text).digest()
