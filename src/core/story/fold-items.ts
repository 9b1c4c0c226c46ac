import type { Item } from '../item/item.ts'
import { compareText } from '../text/compare-text.ts'
import type { Sources } from './carriers.ts'
import { chooseLead } from './choose-lead.ts'
import { createTellings } from './create-tellings.ts'
import { type Pair, visitPairs } from './find-pairs.ts'
import { isSameStory, mayBeSame, RELATED, type Telling } from './same-story.ts'
import { type Group, type Link, settleGroups } from './settle-groups.ts'
import type { Story, StoryEdit } from './story.ts'

export interface FoldOptions {
  /** Who carries the items: their sites say whose the original is, their names are no part of a title. */
  readonly sources?: Sources
  /** What editors said, in the order in which they said it. */
  readonly edits?: readonly StoryEdit[]
}

/**
 * Folds items into stories: by their titles, for those that have one canonical URL are one item already
 * (docs/decisions/0019). The stories stand in the order in which their first items do; what is folded together, and
 * what leads, does not depend on that order. Every item is in exactly one story.
 */
export function foldItems(items: readonly Item[], { sources = new Map(), edits = [] }: FoldOptions = {}): Story[] {
  const byId = new Map(items.map((item) => [item.id, item]))
  const tellings = createTellings([...byId.values()], sources)
  const mayJoin = (one: string, other: string) => {
    const [a, b] = [tellings.get(one), tellings.get(other)]
    return a !== undefined && b !== undefined && mayBeSame(a, b)
  }
  const groups = settleGroups([...byId.keys()], findLinks(tellings), edits, mayJoin)
  const storyOf = new Map<string, Story>()
  for (const group of groups) {
    const story = createStory(group, byId, sources)
    for (const { id } of story.items) storyOf.set(id, story)
  }
  return [...new Set([...byId.keys()].map((id) => storyOf.get(id)))].filter((story) => story !== undefined)
}

/** The pairs that are of one story, the most alike first; of those that are equally so, the earlier. */
function findLinks(tellings: ReadonlyMap<string, Telling>): readonly Link[] {
  const links: { readonly pair: Pair; readonly moments: string }[] = []
  visitPairs(tellings, RELATED, (pair) => {
    const [one, other] = [tellings.get(pair.one), tellings.get(pair.other)]
    if (one === undefined || other === undefined) return
    if (!mayBeSame(one, other) || !isSameStory(one, other, pair.similarity)) return
    links.push({ pair, moments: [momentOf(one, pair.one), momentOf(other, pair.other)].sort().join(' ') })
  })
  return links
    .sort((a, b) => b.pair.similarity - a.pair.similarity || compareText(a.moments, b.moments))
    .map(({ pair }) => pair)
}

/** Sorts by date, the undated last. */
const momentOf = ({ published }: Telling, id: string) =>
  `${published === undefined ? '~' : new Date(published).toISOString()} ${id}`

/** The lead first, then the others by their dates. */
function createStory({ ids, parts, named }: Group, byId: ReadonlyMap<string, Item>, sources: Sources): Story {
  const itemsOf = (of: readonly string[]) => of.map((id) => byId.get(id)).filter((item) => item !== undefined)
  const items = itemsOf(ids)
  const part = named && !named.isItself ? parts.find((some) => some.includes(named.id)) : undefined
  const [first, ...rest] = named?.isItself ? itemsOf([named.id]) : itemsOf(part ?? ids)
  if (first === undefined) throw new TypeError('a story has an item at least')
  const lead = chooseLead([first, ...rest], sources)
  const others = items.filter((item) => item !== lead).sort((a, b) => compareText(dateOf(a), dateOf(b)))
  return { id: lead.id, lead, items: [lead, ...others] }
}

const dateOf = ({ published, firstSeen, id }: Item) => `${published ?? firstSeen} ${id}`
