import type { Correction, Issue, Pick as IssuePick } from '../core/issue/issue.ts'
import { type SectionId, sectionRank, sectionsOf } from '../core/issue/section.ts'
import type { Item } from '../core/item/item.ts'
import { NO_TAGS } from '../core/item/tags.ts'
import { foldItems } from '../core/story/fold-items.ts'
import { canonicalUrl } from '../core/text/canonical-url.ts'
import { dayOf } from '../core/text/moment.ts'

/** The spans that have a page, in weeks, and how many picks each has at most. */
export const CATCH_UPS = [
  { weeks: 4, most: 12 },
  { weeks: 8, most: 20 },
] as const

/** A pick that is worth reading after weeks away. */
export interface CaughtPick {
  readonly pick: IssuePick
  readonly issue: Issue
  /** Other picks of the span that tell the same story, the newest first. */
  readonly again: readonly { readonly pick: IssuePick; readonly issue: Issue }[]
  /** What was wrong about it, wherever it was told; the oldest first. */
  readonly corrections: readonly Correction[]
}

export interface CatchUp {
  readonly weeks: number
  /** By section, and in a section the newest issue first. */
  readonly picks: readonly CaughtPick[]
  /** The issues that they were chosen from, newest first. */
  readonly issues: readonly Issue[]
  /** How many stories those have in all. */
  readonly stories: number
  /** Whether nothing was published in the span, and these are of as many weeks up to the latest issue instead. */
  readonly isOlder: boolean
  /** Minutes of all picks whose length is known, and how many those are. */
  readonly minutes: { readonly sum: number; readonly of: number }
}

const DAY = 86_400_000
/** What one has to know even when there is no time for more. */
const FIRST: readonly SectionId[] = ['headlines', 'security']

/**
 * The best of the last weeks, chosen by rule from what editors had chosen: headlines and security first, by their rank
 * in the issue, then section by section. What ran twice, or was told by several picks, counts once.
 */
export function createCatchUp(
  issues: readonly Issue[],
  now: Date,
  { weeks, most }: { readonly weeks: number; readonly most: number },
): CatchUp {
  const today = dayOf(now)
  const published = issues.filter(({ status, date }) => status === 'published' && date <= today)
  const within = issuesOfSpan(published, today, weeks)
  const latest = published[0]
  const chosenFrom = within.length === 0 && latest ? issuesOfSpan(published, latest.date, weeks) : within
  const stories = tellOnce(chosenFrom)
  const picks = stories.sort(byRank).slice(0, most).sort(bySection)
  const known = picks.flatMap(({ pick }) => pick.minutes ?? [])
  return {
    weeks,
    picks: picks.map(({ placed: [{ pick, issue }, ...again] }) => ({
      ...{ pick, issue, again },
      corrections: collectCorrections([{ pick, issue }, ...again]),
    })),
    issues: chosenFrom,
    stories: stories.length,
    isOlder: within.length === 0 && chosenFrom.length > 0,
    minutes: { sum: known.reduce((sum, minutes) => sum + minutes, 0), of: known.length },
  }
}

/** The issues of the weeks that end with `last`. */
function issuesOfSpan(issues: readonly Issue[], last: string, weeks: number): Issue[] {
  const before = dayOf(new Date(Date.parse(last) - weeks * 7 * DAY))
  return issues.filter(({ date }) => date > before && date <= last)
}

interface Placed {
  readonly pick: IssuePick
  readonly issue: Issue
  /** Place in its section, from 0. */
  readonly place: number
}

/** A story by its best-placed pick, and the others that told it. */
interface Told extends Placed {
  readonly placed: readonly [Placed, ...Placed[]]
}

function tellOnce(issues: readonly Issue[]): Told[] {
  const all = issues.flatMap((issue) => {
    const places = new Map<SectionId, number>()
    return issue.picks.map((pick): Placed => {
      const place = places.get(pick.section) ?? 0
      places.set(pick.section, place + 1)
      return { pick, issue, place }
    })
  })
  const groups = groupByAddress(all)
  const byItem = new Map([...groups].map((group) => [group[0].pick.id, group]))
  return foldItems([...byItem].map(([id, [first]]) => itemOf(first, id))).flatMap((story): Told[] => {
    const [best, ...others] = story.items.flatMap(({ id }) => byItem.get(id) ?? []).sort(byRank)
    return best === undefined ? [] : [{ ...best, placed: [best, ...others.sort(newestIssue)] }]
  })
}

type Group = [Placed, ...Placed[]]

/** Picks are one that share their link, or of which one is named beside another. Two beside one link are two. */
function groupByAddress(all: readonly Placed[]): Set<Group> {
  const groups = new Set<Group>()
  const byOwn = new Map<string, Group>()
  const join = (one: Group, other: Group | undefined) => {
    if (other === undefined || other === one) return one
    one.push(...other)
    groups.delete(other)
    for (const { pick } of other) for (const address of ownAddresses(pick)) byOwn.set(address, one)
    return one
  }
  for (const placed of all) {
    const group: Group = [placed]
    groups.add(group)
    for (const address of ownAddresses(placed.pick)) {
      join(group, byOwn.get(address))
      byOwn.set(address, group)
    }
  }
  for (const { pick } of all) {
    for (const { url } of pick.also) {
      const own = byOwn.get(pick.id)
      if (own) join(own, byOwn.get(canonicalUrl(url) ?? url))
    }
  }
  return groups
}

function ownAddresses({ id, url }: IssuePick): string[] {
  return url === undefined ? [id] : [id, canonicalUrl(url) ?? url]
}

/** A pick as stories are folded of. What it is called by its author tells more than what an editor calls it. */
function itemOf({ pick, issue }: Placed, id: string): Item {
  const url = pick.url ?? `https://${id}.invalid/`
  return {
    ...{ id, url, kind: pick.kind, authors: pick.authors, language: pick.language },
    title: pick.originalTitle ?? pick.title,
    published: pick.published ?? `${issue.date}T00:00:00Z`,
    firstSeen: `${issue.date}T00:00:00Z`,
    sources: [{ id: pick.source, url }],
    categories: [],
    enclosures: [],
    ...NO_TAGS,
    excerpt: '',
  }
}

const newestIssue = (one: Placed, other: Placed) => other.issue.number - one.issue.number
const sectionOf = ({ pick, issue }: Placed) => sectionRank(pick.section, sectionsOf(issue))

function byRank(one: Placed, other: Placed): number {
  const [isFirst, isOtherFirst] = [one, other].map(({ pick }) => FIRST.includes(pick.section))
  if (isFirst !== isOtherFirst) return isFirst ? -1 : 1
  const bySections = sectionOf(one) - sectionOf(other)
  const byPlace = one.place - other.place
  return (isFirst ? byPlace || bySections : bySections || byPlace) || newestIssue(one, other)
}

function bySection(one: Placed, other: Placed): number {
  return sectionOf(one) - sectionOf(other) || newestIssue(one, other) || one.place - other.place
}

function collectCorrections(picks: readonly { readonly pick: IssuePick; readonly issue: Issue }[]): Correction[] {
  return picks
    .flatMap(({ pick, issue }) => issue.corrections.filter((correction) => correction.pick === pick.id))
    .sort((one, other) => (one.date < other.date ? -1 : one.date > other.date ? 1 : 0))
}
