import type { Advisory } from '../advisory/advisory.ts'
import { cvesIn } from '../advisory/cve.ts'
import { isAsWritten, itemFingerprint } from '../item/item-fingerprint.ts'
import type { StoredItem } from '../item/item-file.ts'
import type { Item } from '../item/item.ts'
import { readProjectRelease } from '../release/read-project-release.ts'
import { readReleaseAddress } from '../release/release-address.ts'
import type { Source } from '../source/source.ts'
import { renderMarkdown } from '../text/markdown.ts'
import { wordsOf } from '../text/word-runs.ts'
import { findAdvisory } from './find-advisory.ts'

/** An excerpt of as many words may have lost its end, and with it the rest of a list. */
const WHOLE_EXCERPT = 80

/**
 * Those of the stored items that say by their title, link and excerpt that they are a release or an advisory, and do not
 * say which yet: with what can be read out of that. Notes of a release are not kept, so that what changed stays unknown; so
 * do versions that an advisory lists, where its excerpt may have been cut. What is there already is left as it is.
 */
export function fillFacts(
  stored: readonly StoredItem[],
  sourceOf: (id: string) => Source | undefined,
): readonly StoredItem[] {
  return stored.flatMap(({ path, item }) => {
    if (item.release !== undefined || item.advisory !== undefined) return []
    const sources = item.sources.map(({ id }) => sourceOf(id)).filter((source) => source !== undefined)
    const release = releaseOf(item, sources)
    const advisory = advisoryOf(item, sources)
    if (release === undefined && advisory === undefined) return []
    const filled: Item = { ...item, ...(advisory && { advisory }), ...(release && { release }) }
    // The words of one that a person edited or wrote stay that person's.
    return [{ path, item: isAsWritten(item) ? { ...filled, written: itemFingerprint(filled) } : filled }]
  })
}

function releaseOf({ title, url }: Item, sources: readonly Source[]): Item['release'] {
  const feed = sources.find(({ kind }) => kind === 'release')
  if (feed === undefined && readReleaseAddress(url) === undefined) return undefined
  return readProjectRelease({ title, url, ...(feed && { feed: feed.title }) })
}

function advisoryOf(
  { title, url, excerpt, sources: carriers }: Item,
  sources: readonly Source[],
): Advisory | undefined {
  const cves = [...new Set(carriers.flatMap(({ guid = '' }) => cvesIn(guid)))]
  const body = renderMarkdown(excerpt)
  const found = sources.map((source) => findAdvisory({ cves, title, link: url, body }, source))
  const advisory = found.find((each) => each !== undefined)
  const isWhole = !excerpt.endsWith('…') && wordsOf(excerpt).length < WHOLE_EXCERPT
  return advisory && (isWhole ? advisory : { ...advisory, affected: [], fixed: [] })
}
