import { FACT_SOURCE_IDS, type FactSourceId, type FactSources } from '../core/release/fact-sources.ts'
import { findMissingMinors } from '../core/release/find-missing-minors.ts'
import { planReleaseFacts, type ReleasePlan, type StoredReleases } from '../core/release/plan-release-facts.ts'
import { readFactsDocument } from '../core/release/read-facts-document.ts'
import { type AnnouncedTag, readReleaseTags } from '../core/release/read-release-tags.ts'
import type { ReleaseFacts } from '../core/release/release-facts.ts'
import { RELEASE_SOURCES, type ReleaseSourceId } from '../core/release/release-source.ts'
import { planHealth, type Poll } from '../core/source/plan-health.ts'
import { isSameHealth } from '../core/source/source-health.ts'
import type { Source } from '../core/source/source.ts'
import { dayOf } from '../core/text/moment.ts'
import { formatProblem, type Problem } from '../core/text/problem.ts'
import { closedHosts, isGone, planVisit, rememberFailure, rememberSuccess, type Visit } from './feed-memory.ts'
import type { SourceStatus } from './ingest.ts'
import type { FeedState, FeedStates, FetchFeed, HealthFiles } from './ports.ts'

export interface ReleaseFactsInput {
  /** Where facts come from, as `content/releases/sources.yml` says it. */
  readonly sources: FactSources
  readonly now: Date
  /** Ask sources whose next poll lies ahead. */
  readonly force: boolean
  readonly dryRun: boolean
  /** Names the content folder in what is remembered of a source. */
  readonly content: string
}

/** An item, as far as it may be a release that was announced. */
export interface TagItem extends AnnouncedTag {
  readonly firstSeen: string
  readonly sources: readonly { readonly id: string }[]
}

export interface ReleaseFactsPorts {
  readonly fetchFeed: FetchFeed
  readonly states: FeedStates
  /** What is remembered of the feeds, for hosts that want to be left alone. */
  readonly feedStates: Pick<FeedStates, 'read'>
  readonly health: HealthFiles
  readonly stored: StoredReleases
  /** The items of the last weeks, and those that this run would write. */
  readonly listItems: () => readonly TagItem[]
  /** Feeds that were read in this run. */
  readonly readFeeds: ReadonlySet<string>
  readonly write: (plan: ReleasePlan) => void
}

export interface FactSourceReport {
  readonly id: FactSourceId
  readonly status: SourceStatus
  /** How many minors it names. */
  readonly minors: number
  readonly error?: string
  readonly movedTo?: string
}

export interface ReleaseFactsReport {
  readonly sources: readonly FactSourceReport[]
  readonly plan: ReleasePlan
  /** What could not be read of documents that else were taken. */
  readonly problems: readonly Problem[]
}

interface Outcome {
  readonly source: Source & { readonly id: FactSourceId }
  readonly status: SourceStatus
  readonly facts?: ReleaseFacts
  readonly error?: string
  readonly movedTo?: string | undefined
  readonly unreached?: boolean
  readonly state?: FeedState
  readonly poll?: Poll
}

/** Facts have no age at which they would be left out. */
const ALWAYS = new Date(0)

/**
 * Asks the sources of facts that are due, takes what the feed of releases brought, plans, and writes: releases first,
 * what is remembered of the sources last. A source that fails, or whose document is cut short, changes nothing but its
 * own health.
 */
export async function ingestReleaseFacts(
  input: ReleaseFactsInput,
  ports: ReleaseFactsPorts,
): Promise<ReleaseFactsReport> {
  const { now, dryRun } = input
  const states = ports.states.read()
  const closed = closedHosts(new Map([...ports.feedStates.read(), ...states]), now)
  const outcomes = await Promise.all(
    listFactSources(input.sources).map(async (source) => {
      const rules = { ...input, since: ALWAYS }
      const visit = planVisit(source, states.get(source.id), closed, rules)
      return askSource(source, visit, input, ports).catch((error: unknown) => crashed(source, error))
    }),
  )
  const polled = outcomes.filter(({ poll }) => poll !== undefined)
  const isOffline = polled.length > 0 && polled.every(({ unreached }) => unreached)
  const announced = readAnnounced(input, ports)
  const facts = [...outcomes.flatMap(({ facts: said }) => said ?? []), ...(announced?.facts ?? [])]
  const answered = outcomes.filter(({ status }) => status === 'ok' || status === 'unchanged')
  const read = new Map<ReleaseSourceId, string>(answered.map(({ source }) => [source.id, dayOf(now)]))
  if (announced) read.set('kubernetes-feed', announced.day)
  const plan = planReleaseFacts(ports.stored, facts, read, now)
  if (!dryRun) {
    ports.write(plan)
    if (!isOffline) for (const outcome of outcomes) tellHealth(outcome, now, ports.health)
    const news = outcomes.flatMap(({ source, state }) => (state ? [[source.id, state] as const] : []))
    if (!isOffline && news.length > 0) ports.states.write(new Map([...states, ...news]))
  }
  const problems = [...outcomes.flatMap(({ facts: said }) => said?.problems ?? []), ...plan.problems]
  return { sources: outcomes.map(reportOf), plan, problems }
}

/** The sources that are asked, as feeds are described. */
function listFactSources(sources: FactSources): (Source & { readonly id: FactSourceId })[] {
  return FACT_SOURCE_IDS.flatMap((id) => {
    const url = sources[id]
    if (url === undefined) return []
    const { title } = RELEASE_SOURCES[id]
    return [{ id, title, url, kind: 'release', weight: 3, language: 'en', interval: 1, include: [], aliases: [] }]
  })
}

async function askSource(
  source: Outcome['source'],
  visit: Visit,
  input: ReleaseFactsInput,
  ports: ReleaseFactsPorts,
): Promise<Outcome> {
  const rules = { ...input, since: ALWAYS }
  if (visit.skip === 'parked') return { source, status: 'parked', error: `${source.url} said that it is gone (410)` }
  if (visit.skip !== undefined) return { source, status: visit.skip }
  const fetched = await ports.fetchFeed(source.url, visit.validators)
  if (fetched.outcome === 'spared') return { source, status: 'not-due' }
  const fail = (reason: string, answer: Parameters<typeof rememberFailure>[2], error = reason): Outcome => {
    const state = rememberFailure(source, visit, answer, rules)
    const outcome = isGone(answer) ? 'gone' : 'failed'
    return { source, status: 'failed', error, state, poll: { outcome, reason, lastSuccess: state.lastSuccess } }
  }
  if (fetched.outcome === 'failed') {
    const failed = fail(fetched.reason, fetched, `${source.url} ${fetched.reason}`)
    return { ...failed, unreached: fetched.unreached ?? false }
  }
  const { movedTo } = fetched
  const poll: Poll = { outcome: 'ok', movedTo }
  if (fetched.outcome === 'unchanged') {
    return { source, status: 'unchanged', movedTo, state: rememberSuccess(source, visit, fetched, rules), poll }
  }
  const reading = readFactsDocument(source.id, fetched.body, source.url)
  if (!reading.ok) return fail(reading.problems[0]?.what ?? '', {}, reading.problems.map(formatProblem).join(' '))
  const facts = reading.value
  const missing = findMissingMinors(facts, ports.stored.releases, input.now)
  if (missing.length > 0) {
    const reason = `this does not name ${missing.join(', ')}, which it must, and so was cut short`
    const remedy =
      'What was known before stays as it is; if they are to go, take out of their files what it says of them'
    return fail(reason, {}, formatProblem({ where: source.url, what: reason, remedy }))
  }
  return { source, status: 'ok', facts, movedTo, state: rememberSuccess(source, visit, fetched, rules), poll }
}

/** What the feed of releases says, and the day on which it was read. */
function readAnnounced(
  { sources, now }: ReleaseFactsInput,
  { listItems, readFeeds }: ReleaseFactsPorts,
): { readonly facts: readonly ReleaseFacts[]; readonly day: string } | undefined {
  const releases = sources['kubernetes-feed']
  if (releases === undefined) return undefined
  const start = `${releases.replace(/\/+$/, '')}/`.toLowerCase()
  const items = listItems().filter(({ url }) => url.toLowerCase().startsWith(start))
  if (items.length === 0) return undefined
  const isRead = items.some(({ sources: carriers }) => carriers.some(({ id }) => readFeeds.has(id)))
  const seen = items.map(({ firstSeen }) => dayOf(firstSeen)).sort()
  const facts = readReleaseTags(items, releases, now)
  return { facts: facts.minors.length > 0 ? [facts] : [], day: isRead ? dayOf(now) : (seen.at(-1) ?? dayOf(now)) }
}

function tellHealth({ source: { id }, poll }: Outcome, now: Date, health: HealthFiles): void {
  if (!poll) return
  const before = health.read(id)
  const after = planHealth(before, poll, now)
  if (before === undefined || !isSameHealth(before, after)) health.write(id, after)
}

const reportOf = ({ source, status, facts, error, movedTo }: Outcome): FactSourceReport => ({
  ...{ id: source.id, status, minors: facts?.minors.length ?? 0 },
  ...(error === undefined ? {} : { error }),
  ...(movedTo === undefined ? {} : { movedTo }),
})

function crashed(source: Outcome['source'], error: unknown): Outcome {
  const message = error instanceof Error ? error.message : String(error)
  const report = `${source.url} could not be read, which should not have happened: ${message}. Please report it.`
  return { source, status: 'failed', error: report }
}
