import { formatAuthor } from '../core/issue/pick-words.ts'
import type { Item } from '../core/item/item.ts'
import { advisedCves } from '../core/story/advised-cves.ts'
import { coverageOf, itemSource, type Sources } from '../core/story/carriers.ts'
import { foldItems } from '../core/story/fold-items.ts'
import type { Story, StoryEdit } from '../core/story/story.ts'
import { compareText } from '../core/text/compare-text.ts'
import { languageName } from '../core/text/language-name.ts'
import type { SiteContent } from './site-content.ts'
import type { CalendarDay, CalendarMonth } from './day-calendar.ts'
import { findPicks, indexPicks, type PickIndex, type PickLink } from './day-picks.ts'
import { quoteExcerpt } from './day-quote.ts'
import type { FlagId } from './flags.ts'
import { KIND_GROUPS } from './kinds.ts'
import { itemMoment, itemTime } from './line.ts'
import { cveLinks, nameLinks, otherKeps, type TagLink, tagLinks } from './tag-links.ts'

/** A story on the page of its day. */
export interface DayStory {
  /** Of the item that it is told by; the anchor that its permalink names. */
  readonly id: string
  readonly title: string
  readonly url: string
  /** `lang` of title and quotation, where they are not English. */
  readonly lang: string | undefined
  readonly source: string
  /** Authors, minutes, language, as far as they are known. */
  readonly facts: readonly string[]
  /** `14:05` in UTC; absent where the feed gave a day alone, or nothing. */
  readonly time: string | undefined
  /** The first words of its excerpt; empty where there is none, or no room. */
  readonly quote: string
  /** Where else it stands; `id` is the anchor of an item that was folded under this one. */
  readonly also: readonly { readonly id: string | undefined; readonly source: string; readonly url: string }[]
  readonly tags: readonly TagLink[]
  /** Versions, vulnerabilities, and enhancement proposals too many to be links, that it names. */
  readonly names: readonly string[]
  /** Issues that picked it, the earliest first. */
  readonly picked: readonly PickLink[]
}

export interface DayGroup {
  /** The kind, and the anchor of the group. */
  readonly id: string
  readonly title: string
  readonly flag: FlagId
  /** How many stories of it stand here. */
  readonly count: number
  readonly stories: readonly DayStory[]
  /** Whether the page before shows the first of the group. */
  readonly isContinued: boolean
}

export interface DayPage {
  readonly groups: readonly DayGroup[]
  /** Anchors of what stands on later pages, on the first page alone: a permalink that names one leads on from there. */
  readonly elsewhere: readonly string[]
}

export interface DayView {
  readonly day: string
  /** How many items, and how many stories they tell. */
  readonly items: number
  readonly stories: number
  /** Whether there are so many that some are not quoted. */
  readonly isShortened: boolean
  readonly pages: readonly [DayPage, ...DayPage[]]
}

type Shelf = Pick<SiteContent, 'issues' | 'sourceNames' | 'topics' | 'groups'> & {
  readonly edits?: readonly StoryEdit[]
}

/** How many stories a page quotes, and how many it holds: 50 kB, packed, is what a page may have. */
const MOST_QUOTED = 90
export const MOST_STORIES = 250

/** The days of a month as their pages show them, newest first. A month's items are folded at once. */
export function createDayViews({ days }: Pick<CalendarMonth, 'days'>, shelf: Shelf, size = MOST_STORIES): DayView[] {
  const items = days.flatMap((day) => day.items)
  const ids = new Set(items.map(({ id }) => id))
  const edits = (shelf.edits ?? []).filter((edit) => edit.ids.some((id) => ids.has(id)))
  const storyOf = new Map<string, Story>()
  for (const story of items.length > 1 ? foldItems(items, { sources: shelf.sourceNames, edits }) : []) {
    for (const { id } of story.items) storyOf.set(id, story)
  }
  const picks = indexPicks(shelf.issues)
  return days.map((day) => createDayView(day, partStories(day, storyOf), shelf, picks, size))
}

/** The stories of a day, each with those of its items that are of this day. */
function partStories({ items }: CalendarDay, storyOf: ReadonlyMap<string, Story>): Story[] {
  const ofDay = new Set(items)
  const parts = new Map<Item, Story>()
  for (const item of items) {
    const story = storyOf.get(item.id)
    const [lead = item, ...others] = story?.items.filter((one) => ofDay.has(one)) ?? []
    parts.set(lead, { id: lead.id, lead, items: [lead, ...others] })
  }
  return [...parts.values()]
}

function createDayView(
  { day, items }: CalendarDay,
  stories: readonly Story[],
  shelf: Shelf,
  picks: PickIndex,
  size: number,
): DayView {
  const sorted = stories
    .map((story) => ({ story, source: itemSource(story.lead, shelf.sourceNames) }))
    .sort(newestStoryFirst)
  const byKind = Map.groupBy(sorted, ({ story }) => story.lead.kind)
  const ordered = KIND_GROUPS.flatMap(({ kind }) => byKind.get(kind) ?? [])
  const views = ordered.map(({ story, source }, index) =>
    createDayStory(story, source, { shelf, picks, isQuoted: index < MOST_QUOTED }),
  )
  const pages: DayPage[] = []
  for (let start = 0; start < views.length; start += size) {
    const end = start + size
    const groups = KIND_GROUPS.map(({ kind, title, flag }): DayGroup => {
      const own = views.slice(start, end).filter((_, index) => ordered[start + index]?.story.lead.kind === kind)
      const isContinued = start > 0 && ordered[start - 1]?.story.lead.kind === kind
      return { id: kind, title, flag, count: own.length, stories: own, isContinued }
    })
    const later = start === 0 ? ordered.slice(end).flatMap(({ story }) => story.items) : []
    pages.push({ groups: groups.filter(({ count }) => count > 0), elsewhere: later.map(({ id }) => id) })
  }
  const [first = { groups: [], elsewhere: [] }, ...more] = pages
  return {
    day,
    items: items.length,
    stories: views.length,
    isShortened: ordered.slice(MOST_QUOTED).some(({ story }) => story.lead.excerpt !== ''),
    pages: [first, ...more],
  }
}

interface Sorted {
  readonly story: Story
  readonly source: string
}

function newestStoryFirst({ story: one, source }: Sorted, { story: other, source: otherSource }: Sorted): number {
  return (
    compareText(itemMoment(other.lead), itemMoment(one.lead)) ||
    compareText(source, otherSource) ||
    compareText(one.lead.title, other.lead.title) ||
    compareText(one.id, other.id)
  )
}

function createDayStory(
  story: Story,
  source: string,
  { shelf, picks, isQuoted }: { shelf: Shelf; picks: PickIndex; isQuoted: boolean },
): DayStory {
  const { lead, items } = story
  const cves = cveLinks(advisedCves(items))
  return {
    ...{ id: lead.id, title: lead.title, url: lead.url, source },
    lang: lead.language === 'en' ? undefined : lead.language,
    facts: [
      formatAuthors(lead) || undefined,
      lead.minutes && `${lead.minutes} min`,
      lead.language !== 'en' && `in ${languageName(lead.language)}`,
    ].filter((fact) => typeof fact === 'string'),
    time: itemTime(lead),
    quote: isQuoted ? quoteExcerpt(lead.excerpt) : '',
    also: listOthers(story, shelf.sourceNames),
    tags: [...tagLinks(lead, shelf), ...nameLinks(lead), ...cves],
    names: [
      ...lead.versions.map((version) => `v${version}`),
      ...otherKeps(lead),
      ...lead.cves.filter((cve) => !cves.some(({ text }) => text === cve)),
    ],
    picked: findPicks(items, picks),
  }
}

const MOST_AUTHORS = 3

/** Who wrote it; machines that put a release together are passed over. */
function formatAuthors({ authors }: Item): string {
  const people = authors.filter(({ name }) => !name.endsWith('[bot]')).map(formatAuthor)
  if (people.length <= MOST_AUTHORS) return people.join(', ')
  return `${people.slice(0, MOST_AUTHORS - 1).join(', ')} and ${people.length - MOST_AUTHORS + 1} more`
}

/** Other carriers of the item that leads, then each of the other items with its own; no item is left out. */
function listOthers({ items: [lead, ...others] }: Story, sources: Sources): DayStory['also'] {
  const carriersOf = (item: Item) =>
    coverageOf({ id: item.id, lead: item, items: [item] }, sources).map((one) => ({ id: undefined, ...one }))
  return [
    ...carriersOf(lead),
    ...others.flatMap((item) => [
      { id: item.id, source: itemSource(item, sources), url: item.url },
      ...carriersOf(item),
    ]),
  ]
}
