import http from 'node:http'
import https from 'node:https'
import net from 'node:net'
import { type AddressGuard, ClosedAddressError } from './address-guard.ts'

/** Whether an address is one of HTTP or HTTPS. */
export const isWebAddress = (url: string) => /^https?:$/.test(URL.parse(url)?.protocol ?? '')

/**
 * One request over HTTP, without a body, cookies or a connection that is kept; the address is checked by the guard.
 *
 * @returns the answer as soon as its headers are there; rejects with what the network, the guard or the signal says
 */
export function sendRequest(
  url: string,
  options: {
    readonly method?: 'GET' | 'HEAD'
    readonly headers: http.OutgoingHttpHeaders
    readonly guard: AddressGuard
    readonly signal: AbortSignal
  },
): Promise<http.IncomingMessage> {
  const { method = 'GET', headers, guard, signal } = options
  const target = new URL(url)
  const host = target.hostname.replace(/^\[|\]$/g, '')
  // Node asks no resolver about a literal address, so it is checked here.
  if (net.isIP(host) > 0 && !guard.allows(host)) {
    return Promise.reject(new ClosedAddressError(`leads to ${host}, an address of a private network`))
  }
  return new Promise((resolve, reject) => {
    const client = target.protocol === 'https:' ? https : http
    const outgoing = client.request(target, { method, headers, lookup: guard.lookup, signal, agent: false })
    outgoing.once('response', resolve)
    outgoing.once('error', reject)
    outgoing.end()
  })
}

/** Where an answer sends its reader on to, as it says so. */
export interface Redirect {
  readonly location: string
  /** The address that this is; absent where it is none of the web. */
  readonly url: string | undefined
  readonly isPermanent: boolean
}

/** The redirect that an answer is, if it is one (RFC 9110, 15.4). */
export function readRedirect(url: string, { statusCode = 0, headers }: http.IncomingMessage): Redirect | undefined {
  const { location } = headers
  if (![301, 302, 303, 307, 308].includes(statusCode) || location === undefined) return undefined
  const next = URL.parse(location, url)?.href
  return {
    location,
    url: next !== undefined && isWebAddress(next) ? next : undefined,
    isPermanent: statusCode === 301 || statusCode === 308,
  }
}

/** `answered 404 Not Found` */
export const describeStatus = (status: number) => `answered ${status} ${http.STATUS_CODES[status] ?? ''}`.trim()

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'refuses the connection',
  ECONNRESET: 'cut the connection',
  ENOTFOUND: 'has a host that cannot be found',
  EAI_AGAIN: 'has a host that cannot be looked up: is there a network?',
  ENETUNREACH: 'cannot be reached: is there a network?',
  EHOSTUNREACH: 'has a host that cannot be reached',
  CERT_HAS_EXPIRED: 'has a certificate that has expired',
  HPE_INVALID_CONSTANT: 'answered with something that is not HTTP',
}

/** Why a request failed, to be said after its address. */
export function describeRequestError(error: unknown): string {
  if (error instanceof ClosedAddressError) return error.message
  const { code = '', message } = error as NodeJS.ErrnoException
  return REASONS[code] ?? `failed: ${message}`
}

/** What a machine says that has no network, and also of a host that is nowhere. */
const UNREACHED = new Set(['ENOTFOUND', 'EAI_AGAIN', 'ENETUNREACH', 'ENETDOWN', 'EHOSTUNREACH'])

/** Whether a request failed because its host has no address, or none that can be reached. */
export const isUnreached = (error: unknown) => UNREACHED.has((error as NodeJS.ErrnoException).code ?? '')
