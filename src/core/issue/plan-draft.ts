import { compareProjectVersions, isPrerelease } from '../release/project-version.ts'
import { releasedProject } from '../release/release-address.ts'
import type { Kind } from '../source/source.ts'
import { MONTHS } from '../text/months.ts'
import { wordsOf } from '../text/word-runs.ts'
import { itemSource, type Sources } from '../story/carriers.ts'
import { diversify, MOST_OF_ONE_SOURCE } from '../story/diversify.ts'
import type { RankedStory } from '../story/rank-stories.ts'
import { ageInDays } from '../story/ranking-features.ts'
import type { Issue, Pick } from './issue.ts'
import { makePick } from './make-pick.ts'
import { type SectionId, sectionsOf, type StandardSectionId } from './section.ts'
import { suggestRole, suggestSection } from './suggest-section.ts'

const MOST_DISCUSSIONS = 2
/** Shares of an issue that one organisation, and releases, fill at most while there is anything else. */
const SHARE = 0.25
const OLD = 31
const LEADING_SECTIONS: readonly StandardSectionId[] = [
  'release-watch',
  'security',
  'developer-news',
  'technical',
  'editorial',
]
const LEADING_KINDS: readonly Kind[] = ['blog', 'media', 'security', 'release', 'newsletter']

export interface DraftOptions {
  readonly sources: Sources
  readonly now: Date
  /** How many picks the issue shall have in the end. */
  readonly count: number
  /** What may not be taken: it ran before. */
  readonly isTaken: (story: RankedStory) => boolean
  /** What a section that the program writes tells already; it is still taken where it leads. */
  readonly isTold?: (story: RankedStory) => boolean
}

interface Choice {
  readonly story: RankedStory
  readonly section: SectionId
}

/**
 * The picks that fill an issue up to a number, from the top of the ranking in its varied order: never more than three of one
 * source, one release of a project (that of the highest version), and one of what has the same title; and, while there
 * is anything else, no more than a quarter of one organisation or of releases, one part of a series, few discussions,
 * and nothing older than a month. One to three headlines lead, of different sources, where the issue has none. Depends
 * on its arguments alone.
 */
export function planDraft(issue: Issue, ranked: readonly RankedStory[], options: DraftOptions): Pick[] {
  const { sources, now, count, isTaken, isTold = () => false } = options
  const sections = sectionsOf(issue)
  const wanted = count - issue.picks.length
  const picked = new Set(issue.picks.map(({ id }) => id))
  const free = diversify(ranked, sources).filter(
    (story) => !story.items.some(({ id }) => picked.has(id)) && !isTaken(story),
  )
  const newest = newestReleases(free)
  const open = free.filter((story) => (newest.get(releasedProject(story.lead) ?? '') ?? story) === story)
  const tally = createTally(issue, sources, count)
  const chosen: Choice[] = []
  const take = (story: RankedStory, section: SectionId) => {
    chosen.push({ story, section })
    tally.add(story, section)
  }
  const isFree = (story: RankedStory) => !chosen.some((choice) => choice.story.id === story.id)

  const leads =
    sections.some(({ id }) => id === 'headlines') && !issue.picks.some(({ section }) => section === 'headlines')
  const headlines = leads ? headlineCount(count) : 0
  for (const story of open) {
    if (chosen.length >= Math.min(headlines, wanted)) break
    const isNews = ageInDays(story.lead, now) <= OLD && tally.isFirstOfSource(story) && canLead(story)
    if (isNews && tally.fits(story) && tally.isVaried(story)) take(story, 'headlines')
  }
  for (const isStrict of [true, false]) {
    for (const story of open) {
      if (chosen.length >= wanted) break
      if (!isFree(story) || isTold(story) || !tally.fits(story)) continue
      if (isStrict && (!tally.isVaried(story) || ageInDays(story.lead, now) > OLD)) continue
      take(story, suggestSection(story.lead, sections))
    }
  }
  const rank = new Map(ranked.map(({ id }, index) => [id, index]))
  return chosen
    .toSorted((a, b) => (rank.get(a.story.id) ?? 0) - (rank.get(b.story.id) ?? 0))
    .map(({ story, section }) => makePick(story, section, sources, sections))
}

/** By project, the story of its highest version: a patch of an old branch may be the later one. */
function newestReleases(stories: readonly RankedStory[]): Map<string, RankedStory> {
  const newest = new Map<string, RankedStory>()
  for (const story of stories) {
    const project = releasedProject(story.lead)
    if (project === undefined || isPrerelease(story.lead)) continue
    const known = newest.get(project)
    if (!known || compareProjectVersions(versionOf(story), versionOf(known)) > 0) newest.set(project, story)
  }
  return newest
}

const versionOf = ({ lead }: RankedStory) => /\d+(\.\d+)+/.exec(lead.url.split('/').at(-1) ?? '')?.[0] ?? '0'

const headlineCount = (count: number) => (count >= 15 ? 3 : count >= 8 ? 2 : 1)

function canLead({ lead }: RankedStory): boolean {
  return LEADING_KINDS.includes(lead.kind) && LEADING_SECTIONS.includes(suggestRole(lead)) && !isPrerelease(lead)
}

const MONTH = new RegExp(`\\b(?:${MONTHS.flatMap((month) => [month, month.slice(0, 3)]).join('|')}|sept)\\b`, 'g')

/** What the parts of a series have in common: `Week Ending August 09, 2026`, `… August 16, 2026`. */
const withoutNumbers = (title: string) =>
  title
    .toLowerCase()
    .replace(MONTH, '')
    .replace(/[^\p{L}]+/gu, ' ')
    .trim()

/** Counts what an issue has of each source, organisation, project and kind. */
function createTally(issue: Issue, sources: Sources, count: number) {
  const orgs = new Map([...sources.values()].map(({ title, org }) => [title, org]))
  const counts = new Map<string, number>()
  const share = Math.max(1, Math.floor(count * SHARE))
  const of = (key: string) => counts.get(key) ?? 0
  const note = (...keys: readonly string[]) => {
    for (const key of keys) counts.set(key, of(key) + 1)
  }
  const keysOf = (work: { title: string; url: string; source: string; kind: Kind; section: SectionId }) => {
    const org = orgs.get(work.source)
    const project = releasedProject(work) ?? (work.section === 'subproject-releases' ? work.source : undefined)
    return {
      source: `source ${work.source}`,
      org: org === undefined ? undefined : `org ${org}`,
      project: project === undefined ? undefined : `project ${project}`,
      title: project === undefined ? `title ${wordsOf(work.title).join(' ')}` : undefined,
      serial: project === undefined ? `serial ${work.source} ${withoutNumbers(work.title)}` : undefined,
      kind: project !== undefined ? 'releases' : work.kind === 'community' ? 'discussions' : undefined,
    }
  }
  const keysOfStory = ({ lead }: RankedStory) =>
    keysOf({ ...lead, source: itemSource(lead, sources), section: suggestRole(lead) })
  const defined = (keys: ReturnType<typeof keysOf>) => Object.values(keys).filter((key) => key !== undefined)

  for (const pick of issue.picks) note(...defined(keysOf({ ...pick, url: pick.url ?? '' })))
  return {
    add: (story: RankedStory, section: SectionId) => {
      note(...defined(keysOfStory(story)), `section ${section}`)
    },
    isFirstOfSource: (story: RankedStory) => of(keysOfStory(story).source) === 0,
    /** What holds always. */
    fits(story: RankedStory): boolean {
      const { source, project, title } = keysOfStory(story)
      if (of(source) >= MOST_OF_ONE_SOURCE) return false
      if (project !== undefined) return of(project) === 0 && !isPrerelease(story.lead)
      return title === undefined || of(title) === 0
    },
    /** What holds while there is anything else. */
    isVaried(story: RankedStory): boolean {
      const { org, kind, serial } = keysOfStory(story)
      if (serial !== undefined && of(serial) > 0) return false
      if (org !== undefined && of(org) >= share) return false
      return kind === 'releases' ? of(kind) < share : kind !== 'discussions' || of(kind) < MOST_DISCUSSIONS
    },
  }
}
