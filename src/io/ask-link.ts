import type http from 'node:http'
import type { LinkAnswer } from '../core/issue/link-answer.ts'
import type { AskLink } from '../jobs/ports.ts'
import { type AddressGuard, ClosedAddressError, createAddressGuard } from './address-guard.ts'
import { createPoliteLanes, type PoliteLanes } from './polite-lanes.ts'
import {
  describeRequestError,
  describeStatus,
  isUnreached,
  readRedirect,
  type Redirect,
  sendRequest,
} from './send-request.ts'

export interface LinkLimits {
  /** Milliseconds for all requests of one link, the waiting for its domain's turn not counted. */
  readonly timeout: number
  readonly redirects: number
  /** So many times a host may let the time pass; then it is asked nothing more. */
  readonly silences: number
  /** After so many silent hosts, and none that answered, nobody else is asked: there is no network. */
  readonly silentHosts: number
}

export const LINK_LIMITS: LinkLimits = { timeout: 10_000, redirects: 10, silences: 3, silentHosts: 8 }

export interface AskLinkOptions {
  readonly guard: AddressGuard
  readonly lanes: PoliteLanes
  /** Who asks, with an address where one can read about it. */
  readonly userAgent: string
  readonly limits?: LinkLimits
}

/**
 * Asks whether links lead anywhere, for one check of an issue: HEAD, and GET where that is not answered well; no body
 * is read. Every hop is checked by the guard and waits for its domain's turn. A host that is nowhere, stays silent, or
 * wants to be left alone (429, 503 with `Retry-After`), is asked nothing more. Never rejects for what the other side does.
 */
export function createAskLink(options: AskLinkOptions): AskLink {
  const visitor: Visitor = {
    ...options,
    limits: options.limits ?? LINK_LIMITS,
    spared: new Map(),
    silences: new Map(),
    isOnline: false,
  }
  return (url) => follow(url, visitor)
}

/** Asking with a guard and lanes of its own, eight at once, as the commands and the desk do it. */
export function createLinkClient(options: {
  /** Ranges in CIDR notation that are open besides the public ones. */
  readonly allowNetwork: readonly string[]
  readonly userAgent: string
}): AskLink {
  const { allowNetwork, userAgent } = options
  return createAskLink({ guard: createAddressGuard(allowNetwork), lanes: createPoliteLanes(8), userAgent })
}

interface Visitor extends AskLinkOptions {
  readonly limits: LinkLimits
  /** Hosts that are asked nothing more, with the answer for what else they have. */
  readonly spared: Map<string, LinkAnswer>
  /** How often a host was silent. */
  readonly silences: Map<string, number>
  /** Whether anybody has answered yet. */
  isOnline: boolean
}

type Hop = LinkAnswer | Redirect

async function follow(start: string, visitor: Visitor): Promise<LinkAnswer> {
  const { lanes, limits } = visitor
  const clock = { left: limits.timeout }
  let url = start
  let permanent = true
  let movedTo: string | undefined
  for (let redirects = 0; redirects <= limits.redirects; redirects++) {
    const here = url
    const hop = await lanes.run(here, () => visit(here, visitor, clock))
    if ('outcome' in hop) return hop.outcome === 'there' && movedTo !== undefined ? { ...hop, movedTo } : hop
    if (hop.url === undefined) {
      return { outcome: 'refused', reason: `redirects to ${hop.location}, which is no web address` }
    }
    url = hop.url
    permanent &&= hop.isPermanent
    if (permanent) movedTo = url
  }
  return { outcome: 'refused', reason: `redirects more than ${limits.redirects} times, last to ${url}` }
}

/** One hop, unless its host is spared; what is learnt of the host is kept for its other links. */
async function visit(url: string, visitor: Visitor, clock: { left: number }): Promise<Hop> {
  const { host } = new URL(url)
  const { spared, silences, limits } = visitor
  const known = spared.get(host)
  if (known) return known
  if (!visitor.isOnline && silences.size >= limits.silentHosts) {
    return {
      outcome: 'silent',
      reason: 'was not asked for, because nobody answers: is there a network?',
      unreached: true,
    }
  }
  const begun = performance.now()
  const signal = AbortSignal.timeout(Math.max(1, Math.round(clock.left)))
  try {
    return await askTwice(url, visitor, signal)
  } catch (error) {
    const answer = explain(error, signal.aborted, limits)
    if (answer.outcome === 'silent') {
      const times = 1 + (silences.get(host) ?? 0)
      silences.set(host, times)
      if (answer.unreached || isRefused(error)) spared.set(host, answer)
      else if (times >= limits.silences) {
        spared.set(host, { ...answer, reason: 'was not asked for, because its host did not answer other questions' })
      }
    } else if (answer.outcome === 'refused') visitor.isOnline = true
    return answer
  } finally {
    clock.left -= performance.now() - begun
  }
}

/** Many servers know no HEAD, or answer it wrongly: whatever it says but yes is asked again by GET. */
async function askTwice(url: string, visitor: Visitor, signal: AbortSignal): Promise<Hop> {
  const patience = AbortSignal.any([signal, AbortSignal.timeout(Math.ceil(visitor.limits.timeout / 2))])
  try {
    const { response, hop } = await ask(url, 'HEAD', visitor, patience)
    if (!('outcome' in hop) || hop.outcome === 'there' || wantsRest(response)) return hop
  } catch (error) {
    // The guard will say the same again, a host that is nowhere is nowhere, and the time may be up.
    if (error instanceof ClosedAddressError || isUnreached(error) || isRefused(error) || signal.aborted) throw error
  }
  const { hop } = await ask(url, 'GET', visitor, signal)
  return hop
}

async function ask(
  url: string,
  method: 'HEAD' | 'GET',
  visitor: Visitor,
  signal: AbortSignal,
): Promise<{ response: http.IncomingMessage; hop: Hop }> {
  const { guard, userAgent, spared } = visitor
  const headers = {
    'user-agent': userAgent,
    accept: 'text/html, */*;q=0.8',
    ...(method === 'GET' ? { range: 'bytes=0-1023' } : {}),
  }
  const response = await sendRequest(url, { method, headers, guard, signal })
  response.on('error', () => undefined).destroy()
  visitor.isOnline = true
  const hop = readRedirect(url, response) ?? judge(response.statusCode ?? 0)
  if (wantsRest(response)) {
    const reason = 'was not asked for, because its host wants to be left alone'
    spared.set(new URL(url).host, { outcome: 'refused', reason })
  }
  return { response, hop }
}

function judge(status: number): LinkAnswer {
  if (status === 404 || status === 410) return { outcome: 'gone', status }
  // A page of no bytes has no first thousand of them (RFC 9110, 15.5.17).
  if ((status >= 200 && status < 300) || status === 416) return { outcome: 'there' }
  return { outcome: 'refused', reason: describeStatus(status) }
}

const wantsRest = ({ statusCode, headers }: http.IncomingMessage) =>
  statusCode === 429 || (statusCode === 503 && headers['retry-after'] !== undefined)

const codeOf = (error: unknown) => (error as NodeJS.ErrnoException).code
const isRefused = (error: unknown) => codeOf(error) === 'ECONNREFUSED'

function explain(error: unknown, isLate: boolean, { timeout }: LinkLimits): LinkAnswer {
  if (error instanceof ClosedAddressError) return { outcome: 'closed', reason: error.message }
  if (isLate || codeOf(error) === 'ETIMEDOUT') {
    return { outcome: 'silent', reason: `did not answer within ${timeout / 1000} s`, unreached: false }
  }
  const reason = describeRequestError(error)
  if (isUnreached(error)) return { outcome: 'silent', reason, unreached: true }
  return isRefused(error) ? { outcome: 'silent', reason, unreached: false } : { outcome: 'refused', reason }
}
