import { compareText } from '../text/compare-text.ts'
import type { Sources } from './carriers.ts'
import { createTellings } from './create-tellings.ts'
import { findPairs } from './find-pairs.ts'
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
    const list = related.get(id)
    if (list === undefined) related.set(id, [other])
    else list.push(other)
  }
  for (const { one, other, similarity: exact } of findPairs(tellings, RELATED)) {
    const similarity = Math.round(exact * 100) / 100
    add(one, { id: other, similarity })
    add(other, { id: one, similarity })
  }
  const nearest = (list: Related[]) =>
    list.sort((a, b) => b.similarity - a.similarity || compareText(a.id, b.id)).slice(0, most)
  return new Map([...related].map(([id, list]) => [id, nearest(list)]))
}
