import type { Issue } from '../core/issue/issue.ts'
import type { Item } from '../core/item/item.ts'
import type { FlagId } from './flags.ts'
import { KIND_GROUPS } from './kinds.ts'
import type { Sources } from '../core/story/carriers.ts'
import { foldItems } from '../core/story/fold-items.ts'
import { createLine, type Line, newestFirst } from './line.ts'

export interface CandidateGroup {
  readonly kind: string
  readonly title: string
  readonly flag: FlagId
  readonly lines: readonly Line[]
}

/** The others: what was in the pool and is neither a pick nor named beside one, by kind, newest first. */
export function groupCandidates(issue: Issue, pool: readonly Item[], sources: Sources): CandidateGroup[] {
  const ids = new Set(issue.picks.map(({ id }) => id))
  const urls = new Set(issue.picks.flatMap(({ url, also }) => [url, ...also.map((other) => other.url)]))
  const others = foldItems(pool).filter(({ items }) => !items.some(({ id, url }) => ids.has(id) || urls.has(url)))
  return KIND_GROUPS.map((group) => ({
    ...group,
    lines: others
      .filter(({ lead }) => lead.kind === group.kind)
      .map((story) => createLine(story, sources))
      .sort(newestFirst),
  })).filter(({ lines }) => lines.length > 0)
}
