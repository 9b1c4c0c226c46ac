import http from 'node:http'
import https from 'node:https'
import net from 'node:net'
import { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import zlib from 'node:zlib'
import type { FetchFeed, Fetched, Validators } from '../jobs/ports.ts'
import { type AddressGuard, ClosedAddressError, createAddressGuard } from './address-guard.ts'
import { createPoliteLanes, type PoliteLanes } from './polite-lanes.ts'

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
}

const ACCEPT = 'application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5'

/** A failure that is the other side's, or the network's; its message is for a person. */
class FetchError extends Error {
  readonly status: number | undefined

  constructor(message: string, status?: number) {
    super(message)
    this.status = status
  }
}

/**
 * A fetch of feeds over HTTP: conditional by the validators it is handed, gzip and brotli, at most `limits` in time,
 * bytes and redirects, no cookies, the address checked on every hop. Never throws for what the other side does.
 */
export function createFetchFeed({ guard, lanes, userAgent, limits = FETCH_LIMITS }: FetchOptions): FetchFeed {
  return (url, validators) =>
    lanes.run(url, async () => {
      const signal = AbortSignal.timeout(limits.timeout)
      try {
        return await follow(url, validators, { guard, userAgent, limits, signal })
      } catch (error) {
        return failed(error, signal, limits)
      }
    })
}

/** A fetch with a guard and lanes of its own, as the commands use it. */
export function createFeedClient(options: {
  /** Ranges in CIDR notation that are open besides the public ones. */
  readonly allowNetwork: readonly string[]
  readonly concurrency: number
  readonly userAgent: string
  readonly limits?: FetchLimits
}): FetchFeed {
  const { allowNetwork, concurrency, ...others } = options
  return createFetchFeed({
    guard: createAddressGuard(allowNetwork),
    lanes: createPoliteLanes(concurrency),
    ...others,
  })
}

interface Hop {
  readonly guard: AddressGuard
  readonly userAgent: string
  readonly limits: FetchLimits
  readonly signal: AbortSignal
}

async function follow(start: string, validators: Validators, hop: Hop): Promise<Fetched> {
  let url = start
  let permanent = true
  if (!isWebAddress(start)) throw new FetchError('is no web address: that starts with https:// or http://')
  for (let redirects = 0; redirects <= hop.limits.redirects; redirects++) {
    const response = await request(url, validators, hop)
    const status = response.statusCode ?? 0
    const location = response.headers.location
    if ([301, 302, 303, 307, 308].includes(status) && location !== undefined) {
      response.destroy()
      permanent &&= status === 301 || status === 308
      const next = URL.parse(location, url)
      if (!next || !isWebAddress(next.href)) {
        throw new FetchError(`redirects to ${location}, which is no web address`, status)
      }
      url = next.href
      continue
    }
    const moved = permanent && url !== start ? url : undefined
    const answer: Validators = {
      etag: response.headers.etag,
      lastModified: response.headers['last-modified'],
    }
    if (status === 304) {
      response.resume()
      return { outcome: 'unchanged', validators: { ...validators, ...defined(answer) }, movedTo: moved }
    }
    if (status !== 200) {
      response.destroy()
      throw new FetchError(`answered ${status} ${http.STATUS_CODES[status] ?? ''}`.trim(), status)
    }
    const body = await readBody(response, hop.limits.bytes, hop.signal)
    return {
      outcome: 'ok',
      body,
      contentType: response.headers['content-type'],
      url,
      movedTo: moved,
      validators: answer,
    }
  }
  throw new FetchError(`redirects more than ${hop.limits.redirects} times, last to ${url}`)
}

const isWebAddress = (url: string) => /^https?:$/.test(URL.parse(url)?.protocol ?? '')

function request(url: string, validators: Validators, hop: Hop): Promise<http.IncomingMessage> {
  const target = new URL(url)
  const host = target.hostname.replace(/^\[|\]$/g, '')
  // Node asks no resolver about a literal address, so it is checked here.
  if (net.isIP(host) > 0 && !hop.guard.allows(host)) {
    return Promise.reject(new ClosedAddressError(`leads to ${host}, an address of a private network`))
  }
  const headers: http.OutgoingHttpHeaders = {
    'user-agent': hop.userAgent,
    accept: ACCEPT,
    'accept-encoding': 'gzip, br',
    ...(validators.etag === undefined ? {} : { 'if-none-match': validators.etag }),
    ...(validators.lastModified === undefined ? {} : { 'if-modified-since': validators.lastModified }),
  }
  return new Promise((resolve, reject) => {
    const client = target.protocol === 'https:' ? https : http
    const outgoing = client.get(target, { headers, lookup: hop.guard.lookup, signal: hop.signal, agent: false })
    outgoing.once('response', resolve)
    outgoing.once('error', reject)
  })
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

const REASONS: Record<string, string> = {
  ECONNREFUSED: 'refuses the connection',
  ECONNRESET: 'cut the connection',
  ENOTFOUND: 'has a host that cannot be found',
  EAI_AGAIN: 'has a host that cannot be looked up: is there a network?',
  ENETUNREACH: 'cannot be reached: is there a network?',
  EHOSTUNREACH: 'has a host that cannot be reached',
  CERT_HAS_EXPIRED: 'has a certificate that has expired',
  HPE_INVALID_CONSTANT: 'answered with something that is not HTTP',
}

function failed(error: unknown, signal: AbortSignal, limits: FetchLimits): Fetched {
  const status = error instanceof FetchError ? error.status : undefined
  return { outcome: 'failed', reason: describe(error, signal, limits), status }
}

function describe(error: unknown, signal: AbortSignal, limits: FetchLimits): string {
  if (error instanceof FetchError) return error.message
  if (error instanceof ClosedAddressError) return `${error.message}; --allow-network opens a range`
  if (signal.aborted) return `did not answer in full within ${limits.timeout / 1000} s`
  const { code = '', message } = error as NodeJS.ErrnoException
  if (/^(Z_|ERR_BROTLI|ERR__ERROR)/.test(code)) return 'says that it is packed, and cannot be unpacked'
  return REASONS[code] ?? `failed: ${message}`
}

const defined = (validators: Validators) =>
  Object.fromEntries(Object.entries(validators).filter(([, value]) => value !== undefined)) as Validators
