import type { FeedLink } from '../core/source/find-feeds.ts'
import { findSourceOf } from '../core/source/find-source-of.ts'
import { type FoundFeed, planNewSource, type SourceWishes } from '../core/source/plan-new-source.ts'
import type { Source } from '../core/source/source.ts'
import { type Result, success } from '../core/text/problem.ts'
import { discoverFeeds, type DiscoverPorts } from './discover-feeds.ts'

export interface AddSourcePorts extends DiscoverPorts {
  /** Asks a person which of several feeds is meant; absent where there is nobody to ask. */
  readonly chooseFeed?: (feeds: readonly FoundFeed[]) => Promise<FoundFeed | undefined>
  /** Writes the file of a source; absent in a dry run. */
  readonly writeSource?: (source: Source) => void
}

export type SourceAddition =
  | {
      readonly outcome: 'added'
      readonly source: Source
      readonly feed: FoundFeed
      /** What the page names besides. */
      readonly others: readonly FeedLink[]
    }
  | { readonly outcome: 'known'; readonly source: Source }
  /** None of them is clearly the one, and nobody chose. */
  | { readonly outcome: 'several'; readonly feeds: readonly FoundFeed[]; readonly others: readonly FeedLink[] }

/**
 * Follows a new feed: finds it by its own address or that of a page, and makes a source of it.
 *
 * @param address a web address (`core/source/read-address.ts`)
 */
export async function addSource(
  address: string,
  wishes: SourceWishes,
  existing: readonly Source[],
  ports: AddSourcePorts,
): Promise<Result<SourceAddition>> {
  const asked = findSourceOf(address, existing)
  if (asked) return success({ outcome: 'known', source: asked })
  const found = await discoverFeeds(address, ports)
  if (!found.ok) return found
  const { feeds, isClear, others, page } = found.value
  const feed = isClear ? feeds[0] : await ports.chooseFeed?.(feeds)
  if (feed === undefined) return success({ outcome: 'several', feeds, others })
  const known = findSourceOf(feed.url, existing)
  if (known) return success({ outcome: 'known', source: known })
  const planned = planNewSource(feed, wishes, page, existing)
  if (!planned.ok) return planned
  ports.writeSource?.(planned.value)
  return success({ outcome: 'added', source: planned.value, feed, others })
}
