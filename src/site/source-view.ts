import type { Issue } from '../core/issue/issue.ts'
import type { Item } from '../core/item/item.ts'
import { isFollowed, type Source } from '../core/source/source.ts'
import type { SourceHealth } from '../core/source/source-health.ts'
import { dayOf } from '../core/text/moment.ts'
import type { SiteContent } from './site-content.ts'
import { itemMoment, newestItemFirst } from './line.ts'
import { type PlacedPick, placePicks } from './placed-pick.ts'
import { isNews } from './river.ts'
import { describeRetirement, describeState, type SourceState } from './source-state.ts'

/** A source with how it is, what it has brought, and what of that was picked. */
export interface SourceView {
  readonly source: Source
  readonly state: SourceState
  /** All on file that it carried, newest first. */
  readonly items: readonly Item[]
  /** UTC day of the newest of them. */
  readonly newest: string | undefined
  /** Items a month, a mean over the last 90 days; absent for a source that was not followed for so long, or is no more. */
  readonly perMonth: number | undefined
  /** What published issues picked of it, newest issue first. */
  readonly picks: readonly PlacedPick[]
  /** How many different items of it were picked, and how many were there to pick from, picks included. */
  readonly pickRate: { readonly picked: number; readonly of: number }
}

type Shelf = Pick<SiteContent, 'sources' | 'health' | 'items' | 'issues' | 'now'>

const DAY = 86_400_000
const MONTH_DAYS = 30
const RECENT_DAYS = 90

/** Every source as its page and the list show it, in the order given; reads items and picks once. */
export function viewSources({ sources, health, items, issues, now }: Shelf): SourceView[] {
  const carried = groupByCarrier(items)
  const published = issues.filter(({ status }) => status === 'published')
  const picks = groupPicks(issues, items, sources)
  const isCandidate = createPoolTest(published)
  return sources.map((source) => {
    const own = (carried.get(source.id) ?? []).sort(newestItemFirst)
    const chosen = picks.get(source.id) ?? []
    const picked = new Set(chosen.map(({ pick }) => pick.id))
    const pool = new Set([...picked, ...own.filter(isCandidate).map(({ id }) => id)])
    const known = health.get(source.id)
    return {
      source,
      state: source.retired ? describeRetirement(source.retired, now) : describeState(known, now),
      items: own,
      newest: own[0] && dayOf(itemMoment(own[0])),
      perMonth: isFollowed(source) ? countPerMonth(own, known, now) : undefined,
      picks: chosen,
      pickRate: { picked: picked.size, of: pool.size },
    }
  })
}

function groupByCarrier(items: readonly Item[]): Map<string, Item[]> {
  const carried = new Map<string, Item[]>()
  for (const item of items) {
    for (const id of new Set(item.sources.map((carrier) => carrier.id))) {
      const known = carried.get(id)
      if (known) known.push(item)
      else carried.set(id, [item])
    }
  }
  return carried
}

/** Picks by source: those that carried the item, or, where it is no longer on file, the source that the pick names. */
function groupPicks(
  issues: readonly Issue[],
  items: readonly Item[],
  sources: readonly Source[],
): Map<string, PlacedPick[]> {
  const carriers = new Map(items.map((item) => [item.id, new Set(item.sources.map(({ id }) => id))]))
  const named = Map.groupBy(sources, ({ title }) => title)
  const picks = new Map<string, PlacedPick[]>()
  for (const placed of placePicks(issues)) {
    const { pick } = placed
    for (const id of carriers.get(pick.id) ?? named.get(pick.source)?.map((source) => source.id) ?? []) {
      const known = picks.get(id)
      if (known) known.push(placed)
      else picks.set(id, [placed])
    }
  }
  return picks
}

/** Tells whether an item was in the pool of a published issue. */
function createPoolTest(published: readonly Issue[]): (item: Item) => boolean {
  const spans = published.map(({ covers }) => ({ from: Date.parse(covers.from), to: Date.parse(covers.to) }))
  return ({ firstSeen }) => {
    const seen = Date.parse(firstSeen)
    return spans.some(({ from, to }) => seen > from && seen <= to)
  }
}

/** An archive that was read when the source was new is no measure of a month, so only what was news counts. */
function countPerMonth(items: readonly Item[], health: SourceHealth | undefined, now: Date): number | undefined {
  const start = now.getTime() - RECENT_DAYS * DAY
  const wasFollowed = (moment: string | undefined) => moment !== undefined && Date.parse(moment) <= start
  if (!wasFollowed(health?.since) && !items.some(({ firstSeen }) => wasFollowed(firstSeen))) return undefined
  const recent = items.filter((item) => Date.parse(item.firstSeen) > start && isNews(item))
  return (recent.length * MONTH_DAYS) / RECENT_DAYS
}

/** `14`, `2.3`, `0`; `new` where it is not known yet. */
export function formatPerMonth(perMonth: number | undefined): string {
  if (perMonth === undefined) return 'new'
  return String(perMonth < 10 ? Math.round(perMonth * 10) / 10 : Math.round(perMonth))
}

/** `4 of 31`; nothing where there was nothing to pick from. */
export function formatPickRate({ picked, of }: SourceView['pickRate']): string | undefined {
  return of === 0 ? undefined : `${picked} of ${of}`
}
