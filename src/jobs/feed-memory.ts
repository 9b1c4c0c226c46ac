import { backOff, nextPoll, type PollAdvice, retryMoment } from '../core/source/next-poll.ts'
import type { Source } from '../core/source/source.ts'
import { formatMoment } from '../core/text/moment.ts'
import type { FeedState, Validators } from './ports.ts'

/** What decides whether and how a feed is asked; see `IngestInput`. */
export interface VisitRules {
  readonly now: Date
  readonly since: Date
  readonly force: boolean
  readonly retag?: boolean
  readonly content: string
}

/** Whether a feed is asked in this run, and what is remembered of it that still holds. */
export interface Visit {
  readonly skip?: 'not-due' | 'parked'
  readonly validators: Validators
  /** Of this very source, whatever the folder and the span. */
  readonly remembered?: FeedState | undefined
  /** The same, where everything wanted since then was taken into this folder. */
  readonly current?: FeedState | undefined
}

/** The hosts that want to be left alone now: with 429 or 503 a host closes to all of its feeds. */
export function closedHosts(states: ReadonlyMap<string, FeedState>, now: Date): ReadonlySet<string> {
  const closed = [...states.values()].flatMap((state) => state.closed ?? [])
  return new Set(closed.filter(({ until }) => isAhead(until, now)).map(({ host }) => host))
}

/** Plans the visit to a feed, by what is remembered of it, if anything is. */
export function planVisit(
  source: Source,
  own: FeedState | undefined,
  closed: ReadonlySet<string>,
  rules: VisitRules,
): Visit {
  const remembered = own?.definition === definitionOf(source) ? own : undefined
  const isCurrent = remembered?.content === rules.content && remembered.since <= formatMoment(rules.since)
  const current = isCurrent ? remembered : undefined
  const validators = (rules.retag ? undefined : current?.validators) ?? {}
  const waiting = (remembered?.failures ?? 0) > 0 ? remembered : rules.retag ? undefined : current
  const isEarly = closed.has(URL.parse(source.url)?.hostname ?? '') || isAhead(waiting?.nextPoll, rules.now)
  const skip = rules.force ? undefined : remembered?.parked ? 'parked' : isEarly ? 'not-due' : undefined
  return { validators, remembered, current, ...(skip === undefined ? {} : { skip }) }
}

const isAhead = (moment: string | undefined, now: Date) => moment !== undefined && Date.parse(moment) > now.getTime()

/** What is remembered of a feed that was read, or had not changed. */
export function rememberSuccess(
  source: Source,
  { current }: Visit,
  answer: { readonly validators: Validators; readonly advice: PollAdvice; readonly ttl?: number | undefined },
  { now, since, content }: VisitRules,
): FeedState {
  const ttl = answer.ttl ?? current?.ttl
  return {
    definition: definitionOf(source),
    content,
    since: current?.since ?? formatMoment(since),
    validators: answer.validators,
    nextPoll: formatMoment(nextPoll({ interval: source.interval, ttl }, answer.advice, now)),
    lastSuccess: formatMoment(now),
    ttl,
  }
}

/** What is remembered of a feed that failed: how often, and until when it is left alone. */
export function rememberFailure(
  source: Source,
  { current, remembered }: Visit,
  answer: { readonly status?: number | undefined; readonly closed?: { host: string; retryAfter: string } | undefined },
  { now, since, content }: VisitRules,
): FeedState {
  const failures = (remembered?.failures ?? 0) + 1
  const retry = retryMoment(answer.closed?.retryAfter, now)
  const waits = [backOff(failures, source, now), ...(retry ? [retry] : [])].map((moment) => moment.getTime())
  return {
    definition: definitionOf(source),
    content,
    since: current?.since ?? formatMoment(since),
    validators: current?.validators ?? {},
    nextPoll: formatMoment(new Date(Math.max(...waits))),
    lastSuccess: remembered?.lastSuccess,
    failures,
    ttl: current?.ttl,
    ...(isGone(answer) ? { parked: true } : {}),
    ...(answer.closed && retry ? { closed: { host: answer.closed.host, until: formatMoment(retry) } } : {}),
  }
}

const definitionOf = (source: Source) => JSON.stringify(source)

/** The feed said that it will not come back (RFC 9110, 15.5.11). */
export const isGone = ({ status }: { readonly status?: number | undefined }): boolean => status === 410
