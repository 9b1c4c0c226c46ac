import type { Item } from '../core/item/item.ts'
import type { Source } from '../core/source/source.ts'
import { compareText } from '../core/text/compare-text.ts'
import { dayOf } from '../core/text/moment.ts'
import type { FlagId } from './flags.ts'
import { KIND_GROUPS } from './kinds.ts'
import { itemMoment } from './line.ts'

export interface SourceRow {
  readonly source: Source
  /** Items on file that it carried. */
  readonly count: number
  /** UTC day of the newest of them. */
  readonly newest: string | undefined
}

export interface SourceGroup {
  readonly kind: string
  readonly title: string
  readonly flag: FlagId
  readonly rows: readonly SourceRow[]
}

/** All sources by kind, each by name, with what they brought. */
export function groupSources(sources: readonly Source[], items: readonly Item[]): SourceGroup[] {
  const counts = new Map<string, { count: number; newest: string }>()
  for (const item of items) {
    const moment = itemMoment(item)
    for (const id of new Set(item.sources.map((carrier) => carrier.id))) {
      const known = counts.get(id)
      counts.set(id, {
        count: (known?.count ?? 0) + 1,
        newest: known === undefined || moment > known.newest ? moment : known.newest,
      })
    }
  }
  return KIND_GROUPS.map((group) => ({
    ...group,
    rows: sources
      .filter(({ kind }) => kind === group.kind)
      .toSorted((one, other) => one.title.localeCompare(other.title, 'en') || compareText(one.id, other.id))
      .map((source) => {
        const known = counts.get(source.id)
        return { source, count: known?.count ?? 0, newest: known && dayOf(known.newest) }
      }),
  })).filter(({ rows }) => rows.length > 0)
}
