import type { IncomingItem } from '../core/item/incoming-item.ts'
import type { StoredItem } from '../core/item/item-file.ts'
import { type IngestPlan, planIngest } from '../core/item/plan-ingest.ts'
import type { Source } from '../core/source/source.ts'
import { formatSource } from '../core/source/source-file.ts'
import { compareText } from '../core/text/compare-text.ts'
import { formatMoment } from '../core/text/moment.ts'
import { formatProblem } from '../core/text/problem.ts'
import type { FeedState, FeedStates, FetchFeed, Fetched, ReadFeed, WriteItem } from './ports.ts'

/** No feed is asked more often. */
const POLL_INTERVAL = 3_600_000

export interface IngestInput {
  /** The sources to read. */
  readonly sources: readonly Source[]
  /** All sources, where only some are read: what an item is told by does not depend on who is asked today. */
  readonly followed?: readonly Source[]
  readonly stored: readonly StoredItem[]
  readonly now: Date
  /** Entries that were published before are left out, unless they are known. */
  readonly since: Date
  /** Ask feeds whose next poll lies ahead. */
  readonly force: boolean
  readonly dryRun: boolean
  /** Names the content folder in what is remembered of a feed. */
  readonly content: string
}

export interface IngestPorts {
  readonly fetchFeed: FetchFeed
  readonly readFeed: ReadFeed
  readonly states: FeedStates
  readonly writeItem: WriteItem
  /** Called once for each source, when it is done. */
  readonly onSource: (report: SourceReport) => void
}

/** `ok` and `unchanged` as the feed's answer goes: 200 and 304. */
export type SourceStatus = 'ok' | 'unchanged' | 'not-due' | 'failed'

export interface SourceReport {
  readonly id: string
  readonly status: SourceStatus
  readonly entries: number
  readonly filtered: number
  readonly error?: string
  readonly movedTo?: string
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
}

interface Outcome {
  readonly report: SourceReport
  readonly incoming: readonly IncomingItem[]
  readonly state?: FeedState
}

/**
 * Fetches all feeds, plans, and writes: items first, then what is remembered of the feeds, so that a run that is cut
 * off anywhere is made up for by the next. One failing source changes nothing but its own report.
 */
export async function ingest(input: IngestInput, ports: IngestPorts): Promise<IngestReport> {
  const known = new Set(input.stored.map(({ item }) => item.id))
  const sources = input.sources.toSorted((a, b) => compareText(a.id, b.id))
  const outcomes = await Promise.all(
    sources.map(async (source) => {
      const outcome = await readSource(source, known, input, ports).catch((error: unknown) => crashed(source, error))
      ports.onSource(outcome.report)
      return outcome
    }),
  )
  const followed = new Map((input.followed ?? sources).map((source) => [source.id, source]))
  const plan = planIngest(
    outcomes.flatMap(({ incoming }) => incoming),
    input.stored,
    { now: input.now, sourceOf: (id) => followed.get(id) },
  )
  if (!input.dryRun) {
    for (const stored of [...plan.added, ...plan.changed]) ports.writeItem(stored)
    for (const { report, state } of outcomes) if (state) ports.states.write(report.id, state)
  }
  const reports = outcomes.map(({ report }) => report)
  return {
    items: {
      new: plan.added.length,
      updated: plan.changed.length,
      unchanged: plan.unchanged,
      filtered: reports.reduce((sum, { filtered }) => sum + filtered, 0),
    },
    sources: reports,
    plan,
  }
}

/** A feed that takes the reader down takes nothing else with it; what it did is for whoever mends the reader. */
function crashed({ id, url }: Source, error: unknown): Outcome {
  const message = error instanceof Error ? error.message : String(error)
  const report = `${url} could not be read, which should not have happened: ${message}. Please report it.`
  return { report: { id, status: 'failed', entries: 0, filtered: 0, error: report }, incoming: [] }
}

async function readSource(
  source: Source,
  known: ReadonlySet<string>,
  input: IngestInput,
  { fetchFeed, readFeed, states }: IngestPorts,
): Promise<Outcome> {
  const remembered = usable(states.read(source.id), source, input)
  if (!input.force && remembered && remembered.nextPoll > formatMoment(input.now)) {
    return { report: { id: source.id, status: 'not-due', entries: 0, filtered: 0 }, incoming: [] }
  }
  const fetched = await fetchFeed(source.url, remembered?.validators ?? {})
  const failed = (error: string): Outcome => ({
    report: { id: source.id, status: 'failed', entries: 0, filtered: 0, error },
    incoming: [],
  })
  if (fetched.outcome === 'failed') return failed(`${source.url} ${fetched.reason}`)
  const moved = fetched.movedTo === undefined ? {} : { movedTo: fetched.movedTo }
  const state = nextState(source, fetched, remembered, input)
  if (fetched.outcome === 'unchanged') {
    return { report: { id: source.id, status: 'unchanged', entries: 0, filtered: 0, ...moved }, incoming: [], state }
  }
  const { body, contentType, url } = fetched
  const reading = await readFeed({ body, contentType, url }, source)
  if (!reading.ok) return failed(reading.problems.map(formatProblem).join(' '))
  const { entries, items } = reading.value
  const recent = items.filter(
    ({ id, published }) => known.has(id) || published === undefined || published >= input.since,
  )
  return {
    report: { id: source.id, status: 'ok', entries, filtered: entries - recent.length, ...moved },
    incoming: recent,
    state,
  }
}

/** What is remembered of a feed, where it still says that everything wanted was taken. */
function usable(state: FeedState | undefined, source: Source, input: IngestInput): FeedState | undefined {
  if (!state || state.definition !== formatSource(source) || state.content !== input.content) return undefined
  return state.since <= formatMoment(input.since) ? state : undefined
}

function nextState(
  source: Source,
  fetched: Exclude<Fetched, { outcome: 'failed' }>,
  remembered: FeedState | undefined,
  { content, since, now }: IngestInput,
): FeedState {
  return {
    definition: formatSource(source),
    content,
    since: remembered?.since ?? formatMoment(since),
    validators: fetched.validators,
    nextPoll: formatMoment(new Date(now.getTime() + POLL_INTERVAL)),
  }
}
