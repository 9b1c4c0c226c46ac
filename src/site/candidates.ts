import type { Issue } from '../core/issue/issue.ts'
import type { Item } from '../core/item/item.ts'
import type { FlagId } from './flags.ts'
import { KIND_GROUPS } from './kinds.ts'
import { createLine, type Line, newestFirst, type SourceNames } from './line.ts'

/** The items that an issue was chosen from: those first seen after `covers.from`, up to and including `covers.to`. */
export function poolOf(issue: Issue, items: readonly Item[]): Item[] {
  const { from, to } = issue.covers
  return items.filter(({ firstSeen }) => firstSeen > from && firstSeen <= to)
}

export interface CandidateGroup {
  readonly kind: string
  readonly title: string
  readonly flag: FlagId
  readonly lines: readonly Line[]
}

/** The others: what was in the pool and is neither a pick nor named beside one, by kind, newest first. */
export function groupCandidates(issue: Issue, pool: readonly Item[], sources: SourceNames): CandidateGroup[] {
  const ids = new Set(issue.picks.map(({ id }) => id))
  const urls = new Set(issue.picks.flatMap(({ url, also }) => [url, ...also.map((other) => other.url)]))
  const others = pool.filter(({ id, url }) => !ids.has(id) && !urls.has(url))
  return KIND_GROUPS.map((group) => ({
    ...group,
    lines: others
      .filter(({ kind }) => kind === group.kind)
      .map((item) => createLine(item, sources))
      .sort(newestFirst),
  })).filter(({ lines }) => lines.length > 0)
}
