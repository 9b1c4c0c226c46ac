import type { Issue } from '../core/issue/issue.ts'
import type { Item } from '../core/item/item.ts'
import type { Sources } from '../core/story/carriers.ts'
import { foldItems } from '../core/story/fold-items.ts'
import type { StoryEdit } from '../core/story/story.ts'
import { createLine, itemMoment, type Line, newestFirst } from './line.ts'

/** Lines of one UTC day. */
export interface RiverDay {
  readonly day: string
  readonly lines: readonly Line[]
  /** True where the page before shows the first lines of this day. */
  readonly continued: boolean
}

const DAY = 86_400_000
/** What was older when it was first seen is an archive being read, not news. */
const NEWS_DAYS = 35

/**
 * What was first seen since the cut-off of the latest published issue, newest first. Whatever was published over 35
 * days before it was first seen is left out, so that a new source's archive does not flood the river.
 */
export function createRiver(
  items: readonly Item[],
  latest: Issue | undefined,
  sources: Sources,
  edits: readonly StoryEdit[] = [],
): Line[] {
  const since = latest === undefined ? -Infinity : Date.parse(latest.covers.to)
  const news = items.filter((item) => Date.parse(item.firstSeen) > since && isNews(item))
  return foldItems(news, { sources, edits })
    .map((story) => createLine(story, sources))
    .sort(newestFirst)
}

/** Whether an item was new when it was first seen. */
export function isNews(item: Item): boolean {
  return Date.parse(item.firstSeen) - Date.parse(itemMoment(item)) <= NEWS_DAYS * DAY
}

/** Parts sorted lines by day. */
export function groupByDay(lines: readonly Line[], before?: Line): RiverDay[] {
  const days: { day: string; lines: Line[]; continued: boolean }[] = []
  for (const line of lines) {
    const last = days.at(-1)
    if (last?.day === line.day) last.lines.push(line)
    else days.push({ day: line.day, lines: [line], continued: last === undefined && before?.day === line.day })
  }
  return days
}

/** Pages of at most `size` lines; one empty page where there is nothing. */
export function paginateRiver(lines: readonly Line[], size = 150): RiverDay[][] {
  const pages: RiverDay[][] = []
  for (let start = 0; start < Math.max(1, lines.length); start += size) {
    pages.push(groupByDay(lines.slice(start, start + size), lines[start - 1]))
  }
  return pages
}
