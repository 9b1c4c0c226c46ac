import { writeEventsSection } from '../event/events-section.ts'
import type { Item } from '../item/item.ts'
import { readProjectRelease } from '../release/read-project-release.ts'
import { writeReleaseWatch } from '../release/write-release-watch.ts'
import { listSubprojectReleases } from '../release/subproject-releases.ts'
import { canonicalUrl } from '../text/canonical-url.ts'
import { dayOf, earlierMoment, formatMoment, laterMoment } from '../text/moment.ts'
import type { Almanac, Curation } from './curation.ts'
import { type GeneratedSectionId, standingOf, writtenSections } from './generated-sections.ts'
import { splitIssueBody } from './issue-body.ts'
import type { Issue } from './issue.ts'
import { latestIssues, type Span } from './pool.ts'
import { sectionsOf } from './section.ts'
import { suggestRole } from './suggest-section.ts'

const DAY = 86_400_000
/** What the first issue of all looks back on, which no other came before, and the most that any does. */
const FIRST_STRETCH = 7 * DAY
const LONGEST_STRETCH = 35 * DAY
/** What is seen so long after it came out still counts as of the stretch in which it was seen. */
const LATE = 7 * DAY
/** So many issues back, what came out is not told again. */
const TOLD = 4

export interface GenerateOptions {
  /** The issue as it will stand, with the picks that it will have. */
  readonly issue: Issue
  /** The day on which it comes out. */
  readonly day: string
}

/** What the program has to say in a section of an issue, as markdown; '' for nothing. */
export function generateSection(
  section: GeneratedSectionId,
  curation: Curation & { readonly almanac: Almanac },
  { issue, day }: GenerateOptions,
): string {
  const { releases, schedule, events } = curation.almanac
  switch (section) {
    case 'release-watch':
      return writeReleaseWatch({
        ...{ releases, schedule, day },
        span: stretchOf(curation),
        items: freshReleases(curation),
        advisories: curation.items,
        isTold: createTold(curation),
      })
    case 'subproject-releases':
      return listSubprojectReleases(freshReleases(curation), { isPicked: createPicked(issue) })
    case 'events-and-calls':
      return writeEventsSection(events, day)
  }
}

/** The stretch that an issue tells of: what it covers; of an open one, what came since the last cut-off until now. */
function stretchOf({ issue, span, earlier, now }: Pick<Curation, 'issue' | 'span' | 'earlier' | 'now'>): {
  readonly from: string
  readonly to: string
} {
  const { from, to }: Span = issue.status === 'draft' ? { from: span.from, to: formatMoment(now) } : issue.covers
  const before = (length: number) => formatMoment(new Date(Date.parse(to) - length))
  // Before the first issue of all, everything was first seen at once.
  if (earlier.length === 0) return { from: before(FIRST_STRETCH), to }
  const first = laterMoment(from ?? before(LONGEST_STRETCH), before(LONGEST_STRETCH))
  return { from: earlierMoment(first, to), to }
}

/** The candidates of a stretch: all of the pool but what came in after a cut-off that is settled. */
function seenWithin(curation: Curation): Item[] {
  const end = Date.parse(stretchOf(curation).to)
  return curation.pool.filter(({ firstSeen, id }) => Date.parse(firstSeen) <= end && !curation.held.has(id))
}

/** Candidates that came out in the stretch, or shortly before: a source that is new brings what is long out. */
function freshReleases(curation: Curation): Item[] {
  const { from } = stretchOf(curation)
  const since = Date.parse(from) - (curation.earlier.length === 0 ? 0 : LATE)
  return seenWithin(curation).filter(({ published, firstSeen }) => Date.parse(published ?? firstSeen) >= since)
}

/** Ids of the releases that the generated sections of an issue tell, where the program writes them: none need be picked. */
export function tellsReleases(curation: Curation): ReadonlySet<string> {
  const { almanac, issue } = curation
  if (almanac === undefined || issue.weeks.length === 0) return new Set()
  const written = writtenSections(issue)
  const isWritten = (section: GeneratedSectionId) =>
    written.includes(section) && ['absent', 'generated'].includes(standingOf(issue, section))
  const releases = freshReleases(curation).filter(
    ({ kind, release, title, url }) =>
      release !== undefined || (kind === 'release' && readProjectRelease({ title, url }) !== undefined),
  )
  const told = releases.filter((item) => {
    const section = suggestRole(item)
    return (section === 'release-watch' || section === 'subproject-releases') && isWritten(section)
  })
  return new Set(told.map(({ id }) => id))
}

function createPicked({ picks }: Issue): (item: Item) => boolean {
  const linkOf = (url: string) => canonicalUrl(url) ?? url
  const ids = new Set(picks.map(({ id }) => id))
  const links = new Set(
    picks.flatMap(({ url, also }) => [...(url === undefined ? [] : [url]), ...also.map((one) => one.url)].map(linkOf)),
  )
  return ({ id, url }) => ids.has(id) || links.has(linkOf(url))
}

/** By the words of the latest issues: what an editor took out of one was told of as well as what stands there. */
function createTold({ issue, issues }: Pick<Curation, 'issue' | 'issues'>): (version: string) => boolean {
  const finished = issues.filter(
    ({ status, key, number }) => status !== 'draft' && key !== issue.key && number < issue.number,
  )
  const words = latestIssues(finished, TOLD)
    .map((one) => splitIssueBody(one.body, sectionsOf(one)).sections.get('release-watch') ?? '')
    .join('\n')
  const told = new Set(words.match(/v?\d+\.\d+\.\d+(?:-[a-z]+\.\d+)?/g))
  return (version) => told.has(version)
}

/** The day on which an issue comes out: its own, or a later one at which it is still open. */
export const dayOfIssue = ({ date }: Pick<Issue, 'date'>, now: Date): string => (date > dayOf(now) ? date : dayOf(now))
