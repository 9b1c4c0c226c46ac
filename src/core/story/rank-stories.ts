import type { Item } from '../item/item.ts'
import { ADDED_BY_HAND } from '../source/source.ts'
import { compareText } from '../text/compare-text.ts'
import { countNoun } from '../text/count-noun.ts'
import { carrierIds, type Sources } from './carriers.ts'
import type { Story } from './story.ts'

const DAY = 86_400_000
/** Weight of a link that an editor took the trouble to add, and of a source that we follow no more. */
const WEIGHT_ADDED = 4
const WEIGHT_UNKNOWN = 2
/** What a story loses for each day of its age, up to a month. */
const LOSS_PER_DAY = 0.15
const OLDEST = 30
/** A story without a date counts as this old at least: feeds that give none list old things as new. */
const UNDATED = 7
/** What each doubling of the number of sources is worth, up to eight of them. */
const GAIN_PER_DOUBLING = 1
const MOST_DOUBLINGS = 3

export interface RankedStory extends Story {
  /** The higher, the more likely worth a pick; comparable within one ranking alone. */
  readonly score: number
  /** What speaks for it, or against, as chips. */
  readonly reasons: readonly string[]
}

/**
 * Ranks stories by the weight of the heaviest source, the number of sources, and age. Ties go to the newer one, then
 * by id, so that the order never depends on that of the files.
 */
export function rankStories(stories: readonly Story[], sources: Sources, now: Date): RankedStory[] {
  return stories
    .map((story) => rankStory(story, sources, now))
    .sort(
      (a, b) =>
        b.score - a.score || compareText(momentOf(b.lead), momentOf(a.lead)) || compareText(a.lead.id, b.lead.id),
    )
}

function rankStory(story: Story, sources: Sources, now: Date): RankedStory {
  const carriers = carrierIds(story)
  const weight = Math.max(...carriers.map((id) => weightOf(id, sources)))
  const isDated = story.lead.published !== undefined
  const days = Math.max(ageInDays(story.lead, now), isDated ? 0 : UNDATED)
  const doublings = Math.min(MOST_DOUBLINGS, Math.log2(carriers.length))
  const score = weight + GAIN_PER_DOUBLING * doublings - LOSS_PER_DAY * Math.min(days, OLDEST)
  const reasons = [
    carriers.length > 1 && `${carriers.length} sources`,
    carriers.includes(ADDED_BY_HAND) ? 'added by an editor' : `weight ${weight}`,
    !isDated ? 'undated' : days === 0 ? 'new today' : `${countNoun(days, 'day')} old`,
  ].filter((reason) => reason !== false)
  return { ...story, score: Math.round(score * 100) / 100, reasons }
}

function weightOf(id: string, sources: Sources): number {
  return id === ADDED_BY_HAND ? WEIGHT_ADDED : (sources.get(id)?.weight ?? WEIGHT_UNKNOWN)
}

const momentOf = (item: Item) => item.published ?? item.firstSeen

/** Whole days from an item's publication (its first sight, where that is unknown) to `now`, at least 0. */
export function ageInDays(item: Item, now: Date): number {
  return Math.max(0, Math.floor((now.getTime() - Date.parse(momentOf(item))) / DAY))
}
