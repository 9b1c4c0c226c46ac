import { getCollection, getEntry } from 'astro:content'
import { earliestEventFirst } from '../core/event/event.ts'
import { newestIssueFirst } from '../core/issue/open-issue.ts'
import { lastPublished } from '../core/issue/pool.ts'
import { readDecisions } from '../core/issue/read-decisions.ts'
import { settlePickCves } from '../core/issue/settle-pick-cves.ts'
import { withToldCorrections } from '../core/issue/told-corrections.ts'
import type { Item } from '../core/item/item.ts'
import type { CaseStudy } from '../core/post/case-study.ts'
import type { Post } from '../core/post/post.ts'
import { compareVersions } from '../core/release/version.ts'
import { compareText } from '../core/text/compare-text.ts'
import { type Packed, unpack } from '../core/text/packed.ts'
import { ExpectedError } from '../core/text/problem.ts'
import { isOfKubernetes } from '../core/text/site-settings.ts'
import { checkContent } from './check-content.ts'
import type { SiteContent } from './site-content.ts'

const started = new Date()
let built: Promise<SiteContent> | undefined

/**
 * Reads once a build; in development at every request, so that an edit shows. This module is the only one that reads
 * collections, the environment and the clock.
 */
export function readSiteContent(): Promise<SiteContent> {
  if (import.meta.env.DEV) return read()
  built ??= read().then(withLiveLinks)
  return built
}

/** A build ends at links of the content that lead nowhere; who writes in development looks at half of it. */
function withLiveLinks(content: SiteContent): SiteContent {
  const problems = checkContent(content, process.env.CROWSNEST_CONTENT)
  if (problems.length > 0) throw new ExpectedError(problems)
  return content
}

async function read(): Promise<SiteContent> {
  const showsDrafts = import.meta.env.DEV || process.env.CROWSNEST_DRAFTS === '1'
  const [site, sources, health, items, issues, decisions, topics, groups, authors] = await Promise.all([
    getEntry('settings', 'site'),
    getCollection('sources'),
    getCollection('health'),
    getCollection('items'),
    getCollection('issues'),
    getCollection('decisions'),
    getCollection('topics'),
    getCollection('groups'),
    getCollection('authors'),
  ])
  const [posts, caseStudies, series, pictures] = await Promise.all([
    getCollection('posts'),
    getCollection('caseStudies'),
    getCollection('series'),
    getCollection('pictures'),
  ])
  const [releases, releaseSchedule, events] = await Promise.all([
    getCollection('releases'),
    getEntry('releaseSchedule', 'schedule'),
    getCollection('events'),
  ])
  if (site === undefined) throw new Error('the collection of settings is empty')
  const all = issues.map(unpackEntry).sort(newestIssueFirst)
  const published = all.filter(({ status }) => status === 'published')
  const logs = decisions.map(unpackEntry)
  const settings = unpackEntry(site)
  const isTagged = isOfKubernetes(settings)
  const allItems = items.map(unpackEntry).map((item) => (isTagged ? item : withoutKubernetes(item)))
  const sourceNames = byId(sources)
  const now = process.env.CROWSNEST_NOW
  return {
    settings,
    sources: [...sourceNames.values()],
    sourceNames,
    health: new Map(health.map((entry) => [entry.id, unpackEntry(entry)])),
    items: allItems,
    issues: settlePickCves(
      (showsDrafts ? all : published).map((issue) => withToldCorrections(issue, all)),
      allItems,
    ),
    logs,
    edits: readDecisions(logs).edits,
    topics: byId(topics),
    groups: isTagged ? byId(groups) : new Map(),
    people: byId(authors),
    posts: shelve(posts, showsDrafts),
    caseStudies: shelve(caseStudies, showsDrafts),
    series: byId(series),
    pictures: pictures.map(unpackEntry),
    releases: (isTagged ? releases : []).map(unpackEntry).sort((one, other) => compareVersions(other.minor, one.minor)),
    releaseSchedule: releaseSchedule ? unpackEntry(releaseSchedule) : { read: {}, rounds: [] },
    events: events.map(unpackEntry).sort(earliestEventFirst),
    latest: lastPublished(published),
    showsDrafts,
    indexed: process.env.CROWSNEST_ROBOTS !== 'noindex',
    now: now === undefined || now === '' ? started : new Date(now),
  }
}

/** What a publication about something else has no pages for. */
const withoutKubernetes = (item: Item): Item => ({ ...item, versions: [], sigs: [], keps: [], projects: [] })

interface Entry<T> {
  readonly data: Packed<T>
}

const unpackEntry = <T>({ data }: Entry<T>): T => unpack(data)

function byId<T extends { readonly id: string }>(entries: readonly Entry<T>[]): Map<string, T> {
  return new Map(entries.map(unpackEntry).map((data) => [data.id, data]))
}

function shelve<T extends Post | CaseStudy>(entries: readonly Entry<T>[], showsDrafts: boolean): T[] {
  return entries
    .map(unpackEntry)
    .filter(({ status }) => showsDrafts || status === 'published')
    .sort((one, other) => compareText(other.date, one.date) || compareText(one.slug, other.slug))
}
