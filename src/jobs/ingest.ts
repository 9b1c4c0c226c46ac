import type { IncomingItem } from '../core/item/incoming-item.ts'
import type { StoredItem } from '../core/item/item-file.ts'
import { type IngestPlan, planIngest } from '../core/item/plan-ingest.ts'
import { planHealth, type Poll } from '../core/source/plan-health.ts'
import { isFollowed, type Source } from '../core/source/source.ts'
import { isSameHealth } from '../core/source/source-health.ts'
import { compareText } from '../core/text/compare-text.ts'
import { formatProblem } from '../core/text/problem.ts'
import { closedHosts, isGone, planVisit, rememberFailure, rememberSuccess, type Visit } from './feed-memory.ts'
import type { FeedState, FeedStates, FetchFeed, HealthFiles, ReadFeed, WriteItems } from './ports.ts'

export interface IngestInput {
  /** The sources to read; of these, one that is retired is left alone, whatever else is asked for. */
  readonly sources: readonly Source[]
  /** All sources, where only some are read: what an item is told by does not depend on who is asked today. */
  readonly known?: readonly Source[]
  readonly now: Date
  /** Entries that were published before are left out, unless they are known. */
  readonly since: Date
  /** Ask feeds whose next poll lies ahead. */
  readonly force: boolean
  /** Read all feeds whole, find the tags of what they carry anew, and read out of what is stored what it states. */
  readonly retag?: boolean
  readonly dryRun: boolean
  /** Names the content folder in what is remembered of a feed. */
  readonly content: string
}

export interface IngestPorts {
  readonly fetchFeed: FetchFeed
  readonly readFeed: ReadFeed
  readonly states: FeedStates
  readonly health: HealthFiles
  /** What is stored; asked for only if a feed has something to say. */
  readonly readStored: () => readonly StoredItem[]
  readonly writeItems: WriteItems
  /** Called once for each source, when it is done. */
  readonly onSource: (source: { readonly id: string; readonly status: SourceStatus }) => void
}

/** `ok` and `unchanged` as the feed's answer goes: 200 and 304. `parked`: it said 410 once, and is not asked. */
export type SourceStatus = 'ok' | 'unchanged' | 'not-due' | 'parked' | 'failed'

export interface SourceReport {
  readonly id: string
  readonly status: SourceStatus
  readonly entries: number
  /** Entries that were left out: `unwanted` and older ones, and those that link to nothing. */
  readonly filtered: number
  /** Entries without any of the words that the source's `include` asks for. */
  readonly unwanted: number
  readonly error?: string
  readonly movedTo?: string
  /** Of one that is not due: it failed when it was asked last, and is left alone for a while. */
  readonly isFailing?: boolean
}

export interface IngestReport {
  readonly items: {
    readonly new: number
    readonly updated: number
    readonly unchanged: number
    readonly filtered: number
  }
  readonly sources: readonly SourceReport[]
  readonly plan: IngestPlan
  /** No host could be reached: there is no network here, which says nothing about the feeds, and nothing was written. */
  readonly isOffline: boolean
}

interface Outcome {
  readonly source: Source
  readonly status: SourceStatus
  readonly entries?: number
  readonly unwanted?: number
  readonly incoming?: readonly IncomingItem[]
  readonly error?: string
  readonly movedTo?: string | undefined
  readonly isFailing?: boolean
  readonly unreached?: boolean
  readonly state?: FeedState
  readonly poll?: Poll
}

/**
 * Fetches all feeds that are due, plans, and writes: items first, what is remembered of the feeds last, so that a run
 * that is cut off anywhere is made up for by the next. One failing source changes nothing but its own health.
 */
export async function ingest(input: IngestInput, ports: IngestPorts): Promise<IngestReport> {
  const known = new Map((input.known ?? input.sources).map((source) => [source.id, source]))
  const states = ports.states.read()
  const closed = closedHosts(states, input.now)
  const outcomes = await Promise.all(
    input.sources
      .filter(isFollowed)
      .toSorted((a, b) => compareText(a.id, b.id))
      .map(async (source) => {
        const visit = planVisit(source, states.get(source.id), closed, input)
        const outcome = await pollSource(source, visit, input, ports).catch((error: unknown) => crashed(source, error))
        ports.onSource({ id: source.id, status: outcome.status })
        return outcome
      }),
  )
  const incoming = outcomes.flatMap((outcome) => outcome.incoming ?? [])
  const retag = input.retag ?? false
  const sourceOf = (id: string) => known.get(id)
  const stored = incoming.length > 0 || retag ? ports.readStored() : []
  const told = planIngest(incoming, stored, { now: input.now, since: input.since, retag, sourceOf })
  // What reads markdown takes long to load, and is for this alone.
  const plan = retag
    ? (await import('./plan-stored-facts.ts')).planStoredFacts(told, { incoming, stored }, sourceOf)
    : told
  const polled = outcomes.filter(({ poll }) => poll !== undefined)
  const isOffline = polled.length > 0 && polled.every(({ unreached }) => unreached)
  // What is read out of stored items needs no network.
  if (!input.dryRun && (!isOffline || retag)) ports.writeItems([...plan.added, ...plan.changed])
  if (!input.dryRun && !isOffline) {
    for (const outcome of outcomes) tellHealth(outcome, input.now, ports.health)
    const news = outcomes.flatMap(({ source, state }) => (state ? [[source.id, state] as const] : []))
    const kept = [...states].filter(([id]) => {
      const source = known.get(id)
      return source !== undefined && isFollowed(source)
    })
    if (news.length > 0) ports.states.write(new Map([...kept, ...news]))
  }
  return { ...report(outcomes, plan), isOffline }
}

async function pollSource(source: Source, visit: Visit, input: IngestInput, ports: IngestPorts): Promise<Outcome> {
  if (visit.skip === 'parked') return { source, status: 'parked', error: `${source.url} ${GONE}` }
  if (visit.skip !== undefined) return { source, status: visit.skip, isFailing: (visit.remembered?.failures ?? 0) > 0 }
  const fetched = await ports.fetchFeed(source.url, visit.validators)
  if (fetched.outcome === 'spared') return { source, status: 'not-due' }
  if (fetched.outcome === 'failed') {
    const { reason, unreached = false } = fetched
    const error = `${source.url} ${reason}${isGone(fetched) ? `: it ${GONE}` : ''}`
    const state = rememberFailure(source, visit, fetched, input)
    return { source, status: 'failed', error, unreached, state, poll: failedPoll(reason, state) }
  }
  const { movedTo } = fetched
  const poll: Poll = { outcome: 'ok', movedTo }
  if (fetched.outcome === 'unchanged') {
    return { source, status: 'unchanged', movedTo, state: rememberSuccess(source, visit, fetched, input), poll }
  }
  const { body, contentType, url } = fetched
  const reading = await ports.readFeed({ body, contentType, url }, source)
  if (!reading.ok) {
    const error = reading.problems.map(formatProblem).join(' ')
    const state = rememberFailure(source, visit, {}, input)
    return { source, status: 'failed', error, state, poll: failedPoll(reading.problems[0]?.what ?? error, state) }
  }
  const { entries, unwanted, items, ttl } = reading.value
  const state = rememberSuccess(source, visit, { ...fetched, ttl }, input)
  return { source, status: 'ok', entries, unwanted, incoming: items, movedTo, state, poll }
}

const GONE =
  'said that it is gone for good (410), and is not asked again until its source is edited or retired, or with --force'

const failedPoll = (reason: string, { parked = false, lastSuccess }: FeedState): Poll => ({
  outcome: parked ? 'gone' : 'failed',
  reason,
  lastSuccess,
})

function tellHealth({ source: { id }, poll }: Outcome, now: Date, health: HealthFiles): void {
  if (!poll) return
  const before = health.read(id)
  const after = planHealth(before, poll, now)
  if (before === undefined || !isSameHealth(before, after)) health.write(id, after)
}

function report(outcomes: readonly Outcome[], plan: IngestPlan): Omit<IngestReport, 'isOffline'> {
  const old = Map.groupBy(plan.tooOld, ({ carrier }) => carrier.id)
  const sources = outcomes.map(
    ({ source, status, entries = 0, unwanted = 0, incoming = [], error, movedTo, isFailing }) => ({
      ...{ id: source.id, status, entries, unwanted },
      filtered: entries - incoming.length + (old.get(source.id)?.length ?? 0),
      ...(error === undefined ? {} : { error }),
      ...(movedTo === undefined ? {} : { movedTo }),
      ...(isFailing === true ? { isFailing } : {}),
    }),
  )
  const items = {
    new: plan.added.length,
    updated: plan.changed.length,
    unchanged: plan.unchanged,
    filtered: sources.reduce((sum, { filtered }) => sum + filtered, 0),
  }
  return { items, sources, plan }
}

/** A feed that takes the reader down takes nothing else with it; what it did is for whoever mends the reader. */
function crashed(source: Source, error: unknown): Outcome {
  const message = error instanceof Error ? error.message : String(error)
  const report = `${source.url} could not be read, which should not have happened: ${message}. Please report it.`
  return { source, status: 'failed', error: report }
}
