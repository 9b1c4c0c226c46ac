import { compareText } from '../text/compare-text.ts'
import type { Sources } from './carriers.ts'
import { createTellings } from './create-tellings.ts'
import { visitPairs } from './find-pairs.ts'
import { RELATED } from './same-story.ts'
import type { Story } from './story.ts'

/** Another story that may be about the same, for an editor to look at. */
export interface Related {
  /** Of the other story. */
  readonly id: string
  /** Of the titles of the two leads, 0.5 to 1. */
  readonly similarity: number
}

export interface RelatedOptions {
  readonly sources?: Sources
  /** How many at most for one story. */
  readonly most?: number
}

/**
 * For each story that has any, the stories most like it that were not folded with it: their titles are a little less
 * alike, or numerals, dates or a common source speak against it. By id, the most alike first.
 */
export function findRelated(
  stories: readonly Story[],
  { sources = new Map(), most = 3 }: RelatedOptions = {},
): ReadonlyMap<string, readonly Related[]> {
  const tellings = createTellings(
    stories.map(({ lead }) => lead),
    sources,
  )
  const related = new Map<string, Related[]>()
  const add = (id: string, other: Related) => {
    const list = related.get(id) ?? []
    related.set(id, list)
    if (list.length === most && compareRelated(list.at(-1) ?? other, other) <= 0) return
    list.push(other)
    list.sort(compareRelated)
    if (list.length > most) list.pop()
  }
  visitPairs(tellings, RELATED, ({ one, other, similarity: exact }) => {
    const similarity = Math.round(exact * 100) / 100
    add(one, { id: other, similarity })
    add(other, { id: one, similarity })
  })
  return related
}

function compareRelated(one: Related, other: Related): number {
  return other.similarity - one.similarity || compareText(one.id, other.id)
}
