import type http from 'node:http'
import { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import zlib from 'node:zlib'
import type { FetchFeed, Fetched, Validators } from '../jobs/ports.ts'
import { type AddressGuard, ClosedAddressError, createAddressGuard } from './address-guard.ts'
import { createPoliteLanes, type PoliteLanes } from './polite-lanes.ts'
import {
  describeRequestError,
  describeStatus,
  isUnreached,
  isWebAddress,
  readRedirect,
  sendRequest,
} from './send-request.ts'

export interface FetchLimits {
  /** Milliseconds for everything: resolving, connecting, redirects, the last byte. */
  readonly timeout: number
  /** Bytes of the body after decompression. */
  readonly bytes: number
  readonly redirects: number
}

export const FETCH_LIMITS: FetchLimits = { timeout: 20_000, bytes: 10_000_000, redirects: 5 }

export interface FetchOptions {
  readonly guard: AddressGuard
  readonly lanes: PoliteLanes
  /** Who asks, with an address where one can read about it. */
  readonly userAgent: string
  readonly limits?: FetchLimits
  /** Whether whoever runs it can open what the guard closes, with `--allow-network`, and is told so; true by default. */
  readonly canOpen?: boolean
  /** A site is asked when this has resolved: there is room for its answer. The waiting counts against no limit. */
  readonly untilRoom?: () => Promise<void>
}

const ACCEPT = 'application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5'

/** A failure that is the other side's, or the network's; its message is for a person. */
class FetchError extends Error {
  readonly status: number | undefined
  readonly closed: { readonly host: string; readonly retryAfter: string } | undefined

  constructor(message: string, status?: number, closed?: { readonly host: string; readonly retryAfter: string }) {
    super(message)
    this.status = status
    this.closed = closed
  }
}

/** A host is not asked that wants to be left alone. */
class SparedHost extends Error {
  readonly host: string

  constructor(host: string) {
    super(`${host} wants to be left alone`)
    this.host = host
  }
}

/**
 * A fetch of feeds over HTTP: conditional by the validators it is handed, gzip and brotli, at most `limits` in time,
 * bytes and redirects, no cookies, the address checked on every hop. A host that answers with 429 or 503 and a
 * `Retry-After` is asked nothing more. Never throws for what the other side does.
 */
export function createFetchFeed(options: FetchOptions): FetchFeed {
  const visitor = { ...options, limits: options.limits ?? FETCH_LIMITS, closed: new Set<string>() }
  return (url, validators) =>
    follow(url, validators, visitor).catch((error: unknown) => failed(error, options.canOpen ?? true))
}

/** A fetch with a guard and lanes of its own, as the commands use it. */
export function createFeedClient(options: {
  /** Ranges in CIDR notation that are open besides the public ones. */
  readonly allowNetwork: readonly string[]
  readonly concurrency: number
  readonly userAgent: string
  readonly limits?: FetchLimits
  readonly untilRoom?: () => Promise<void>
}): FetchFeed {
  const { allowNetwork, concurrency, ...others } = options
  return createFetchFeed({
    guard: createAddressGuard(allowNetwork),
    lanes: createPoliteLanes(concurrency),
    ...others,
  })
}

interface Visitor extends FetchOptions {
  readonly limits: FetchLimits
  /** Hosts that want to be left alone. */
  readonly closed: Set<string>
}

/** Each hop waits for its own domain's turn; the waiting does not count against the time limit. */
async function follow(start: string, validators: Validators, visitor: Visitor): Promise<Fetched> {
  const { limits, lanes, closed, untilRoom } = visitor
  let url = start
  let permanent = true
  let left = limits.timeout
  if (!isWebAddress(start)) throw new FetchError('is no web address: that starts with https:// or http://')
  for (let redirects = 0; redirects <= limits.redirects; redirects++) {
    const here = url
    const answer = await lanes.run(here, async () => {
      await untilRoom?.()
      const { hostname } = new URL(here)
      if (closed.has(hostname)) throw new SparedHost(hostname)
      const begun = performance.now()
      const signal = AbortSignal.timeout(Math.max(1, Math.round(left)))
      try {
        return await visit(here, validators, visitor, signal)
      } catch (error) {
        if (error instanceof FetchError && error.closed) closed.add(error.closed.host)
        if (signal.aborted) throw new FetchError(`did not answer in full within ${limits.timeout / 1000} s`)
        throw error
      } finally {
        left -= performance.now() - begun
      }
    })
    if (!('location' in answer)) {
      return answer.outcome === 'failed' || !permanent || here === start ? answer : { ...answer, movedTo: here }
    }
    permanent &&= answer.isPermanent
    url = answer.location
  }
  throw new FetchError(`redirects more than ${limits.redirects} times, last to ${url}`)
}

type Answer = Exclude<Fetched, { outcome: 'spared' }> | { readonly location: string; readonly isPermanent: boolean }

/** One request, and its answer or the address that it leads to. */
async function visit(url: string, validators: Validators, visitor: Visitor, signal: AbortSignal): Promise<Answer> {
  const response = await request(url, validators, visitor, signal)
  const { statusCode: status = 0, headers } = response
  const redirect = readRedirect(url, response)
  if (redirect) {
    response.destroy()
    if (redirect.url === undefined) {
      throw new FetchError(`redirects to ${redirect.location}, which is no web address`, status)
    }
    return { location: redirect.url, isPermanent: redirect.isPermanent }
  }
  const sent: Validators = { etag: headers.etag, lastModified: headers['last-modified'] }
  const advice = {
    cacheControl: headers['cache-control'],
    expires: headers.expires,
    date: headers.date,
    retryAfter: headers['retry-after'],
  }
  if (status === 304) {
    response.resume()
    return { outcome: 'unchanged', validators: { ...validators, ...defined(sent) }, movedTo: undefined, advice }
  }
  if (status !== 200) {
    response.destroy()
    throw new FetchError(describeStatus(status), status, wantsRest(url, response))
  }
  const body = await readBody(response, visitor.limits.bytes, signal)
  const contentType = headers['content-type']
  return { outcome: 'ok', body, contentType, url, movedTo: undefined, validators: sent, advice }
}

/** The host that asks for a pause (RFC 9110, 10.2.3; RFC 6585, 4). */
function wantsRest(url: string, { statusCode, headers }: http.IncomingMessage): FetchError['closed'] {
  const retryAfter = headers['retry-after']
  if ((statusCode !== 429 && statusCode !== 503) || retryAfter === undefined) return undefined
  return { host: new URL(url).hostname, retryAfter }
}

function request(
  url: string,
  validators: Validators,
  { guard, userAgent }: FetchOptions,
  signal: AbortSignal,
): Promise<http.IncomingMessage> {
  const headers: http.OutgoingHttpHeaders = {
    'user-agent': userAgent,
    accept: ACCEPT,
    'accept-encoding': 'gzip, br',
    ...(validators.etag === undefined ? {} : { 'if-none-match': validators.etag }),
    ...(validators.lastModified === undefined ? {} : { 'if-modified-since': validators.lastModified }),
  }
  return sendRequest(url, { headers, guard, signal })
}

async function readBody(response: http.IncomingMessage, limit: number, signal: AbortSignal): Promise<Uint8Array> {
  const chunks: Buffer[] = []
  let size = 0
  const collect = new Writable({
    write(chunk: Buffer, _encoding, done) {
      size += chunk.length
      chunks.push(chunk)
      done(size > limit ? new FetchError(`is larger than ${Math.round(limit / 1e6)} MB`) : null)
    },
  })
  await pipeline([response, ...decoders(response.headers['content-encoding']), collect], { signal })
  return Buffer.concat(chunks)
}

function decoders(encoding = ''): (zlib.Gunzip | zlib.BrotliDecompress | zlib.Inflate)[] {
  return encoding
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && name !== 'identity')
    .reverse()
    .map((name) => {
      if (name === 'gzip' || name === 'x-gzip') return zlib.createGunzip()
      if (name === 'br') return zlib.createBrotliDecompress()
      if (name === 'deflate') return zlib.createInflate()
      throw new FetchError(`is packed as "${name}", which nobody asked for`)
    })
}

function failed(error: unknown, canOpen: boolean): Fetched {
  if (error instanceof SparedHost) return { outcome: 'spared', host: error.host }
  const { status, closed } = error instanceof FetchError ? error : { status: undefined, closed: undefined }
  return {
    outcome: 'failed',
    reason: describe(error, canOpen),
    status,
    ...(isUnreached(error) ? { unreached: true } : {}),
    ...(closed === undefined ? {} : { closed }),
  }
}

function describe(error: unknown, canOpen: boolean): string {
  if (error instanceof FetchError) return error.message
  if (error instanceof ClosedAddressError && canOpen) return `${error.message}; --allow-network opens a range`
  const { code = '' } = error as NodeJS.ErrnoException
  if (/^(Z_|ERR_BROTLI|ERR__ERROR)/.test(code)) return 'says that it is packed, and cannot be unpacked'
  return describeRequestError(error)
}

const defined = (validators: Validators) =>
  Object.fromEntries(Object.entries(validators).filter(([, value]) => value !== undefined)) as Validators
