import { backOff, nextPoll, type PollAdvice, retryMoment } from '../core/source/next-poll.ts'
import { formatSource } from '../core/source/source-file.ts'
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

/** Plans the visit to a feed; `states` are those of all sources, for a host may have closed to all of its feeds. */
export function planVisit(
  source: Source,
  states: ReadonlyMap<string, FeedState | undefined>,
  rules: VisitRules,
): Visit {
  const own = states.get(source.id)
  const remembered = own?.definition === formatSource(source) ? own : undefined
  const isCurrent = remembered?.content === rules.content && remembered.since <= formatMoment(rules.since)
  const current = isCurrent ? remembered : undefined
  const validators = (rules.retag ? undefined : current?.validators) ?? {}
  const skip = rules.force ? undefined : skipReason(source, { remembered, current }, states, rules)
  return { validators, remembered, current, ...(skip === undefined ? {} : { skip }) }
}

function skipReason(
  { url }: Source,
  { remembered, current }: Pick<Visit, 'remembered' | 'current'>,
  states: ReadonlyMap<string, FeedState | undefined>,
  { now, retag = false }: VisitRules,
): Visit['skip'] {
  const isAhead = (moment: string | undefined) => moment !== undefined && Date.parse(moment) > now.getTime()
  const host = URL.parse(url)?.hostname
  if ([...states.values()].some((state) => state?.closed?.host === host && isAhead(state?.closed?.until))) {
    return 'not-due'
  }
  if (remembered?.parked) return 'parked'
  const waiting = (remembered?.failures ?? 0) > 0 ? remembered : retag ? undefined : current
  return isAhead(waiting?.nextPoll) ? 'not-due' : undefined
}

/** What is remembered of a feed that was read, or had not changed. */
export function rememberSuccess(
  source: Source,
  { current }: Visit,
  answer: { readonly validators: Validators; readonly advice: PollAdvice; readonly ttl?: number | undefined },
  { now, since, content }: VisitRules,
): FeedState {
  const ttl = answer.ttl ?? current?.ttl
  return {
    definition: formatSource(source),
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
    definition: formatSource(source),
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

/** The feed said that it will not come back (RFC 9110, 15.5.11). */
export const isGone = ({ status }: { readonly status?: number | undefined }): boolean => status === 410
