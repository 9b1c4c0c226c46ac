import type { Item } from '../item/item.ts'
import { RESERVED_SOURCES } from '../source/source.ts'
import { canonicalUrl } from '../text/canonical-url.ts'
import type { Sources } from './carriers.ts'
import { wordRuns } from '../text/word-runs.ts'
import { placeOf } from './place.ts'
import { createTitleReader, type TitleWords } from './read-title.ts'
import type { Telling } from './same-story.ts'

/** What folding compares of each item, by its id. */
export function createTellings(items: readonly Item[], sources: Sources): ReadonlyMap<string, Telling> {
  const read = createTitleReader([...sources.values()].map(({ title }) => title))
  return new Map(items.map((item) => [item.id, createTelling(item, read)]))
}

/** What folding compares of one item; `read` reads its title (`createTitleReader`). */
export function createTelling(item: Item, read: (title: string) => TitleWords): Telling {
  const place = placeOf(item.url)
  const carriers = item.sources.map(({ id }) => id).filter((id) => !RESERVED_SOURCES.includes(id))
  let addresses: readonly string[] | undefined
  let wordPairs: ReadonlySet<string> | undefined
  return {
    title: read(titleOf(item)),
    published: item.published === undefined ? undefined : Date.parse(item.published),
    tellers: [...carriers, ...(place === undefined ? [] : [`//${place}`])],
    addresses: () => (addresses ??= [item, ...item.sources].map(({ url }) => canonicalUrl(url) ?? url)),
    authors: item.authors.map(({ name }) => name.toLowerCase()),
    excerpt: item.excerpt,
    wordPairs: () => (wordPairs ??= wordRuns(item.excerpt, 2)),
  }
}

/** The release `v1.36.2` says nowhere of what it is, but for its address. */
function titleOf({ kind, title, url }: Item): string {
  const project =
    kind === 'release' ? /^https?:\/\/[^/]+\/[^/]+\/([^/]+)\/(?:-\/)?releases\//.exec(url)?.[1] : undefined
  if (project === undefined || title.toLowerCase().includes(project.toLowerCase())) return title
  return `${project} ${title}`
}
