import { RESERVED_SOURCES } from '../source/source.ts'
import { compareText } from '../text/compare-text.ts'
import { dayOf } from '../text/moment.ts'
import { homeCarrier, type Sources } from './carriers.ts'
import type { Story } from './story.ts'

/** Many stories that one source published on one day, as at a conference: one row, until somebody opens it. */
export interface Flood {
  /** The same for the same source and day. */
  readonly id: string
  /** Id of the source. */
  readonly source: string
  /** UTC day of publication, or of first sight where that is unknown: `2026-11-10`. */
  readonly day: string
  /** More than ten, in the order in which they were given. */
  readonly stories: readonly Story[]
}

/** So many stories of one source on one day still stand by themselves. */
const MOST_ALONE = 10

/**
 * The floods among stories, by day and source. A story is in one at most: that of the source whose site it stands on; what no feed brought is
 * in none, for editors and readers choose one by one. */
export function findFloods(stories: readonly Story[], sources: Sources = new Map()): Flood[] {
  const grouped = Map.groupBy(stories, ({ lead }) => {
    const source = homeCarrier(lead, sources)?.id ?? ''
    return RESERVED_SOURCES.includes(source) ? undefined : `${dayOf(lead.published ?? lead.firstSeen)} ${source}`
  })
  return [...grouped]
    .flatMap(([key, of]) => (key === undefined || of.length <= MOST_ALONE ? [] : [[key, of] as const]))
    .sort(([one], [other]) => compareText(one, other))
    .map(([key, of]) => {
      const [day = '', source = ''] = key.split(' ')
      return { id: `${source}-${day}`, source, day, stories: of }
    })
}
