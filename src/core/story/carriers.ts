import type { Carrier, Item } from '../item/item.ts'
import { RESERVED_SOURCES, type Source } from '../source/source.ts'
import { canonicalUrl, cleanUrl } from '../text/canonical-url.ts'
import { hostName } from '../text/host-name.ts'
import type { Story } from './story.ts'

export type Sources = ReadonlyMap<string, Source>

/** Another place where a story stands: the title of the source, and its link there. */
export interface Coverage {
  readonly source: string
  readonly url: string
}

/** The title of a carrier's source: the host, for a link that was added by hand. */
function carrierTitle({ id, url }: Carrier, sources: Sources): string {
  return RESERVED_SOURCES.includes(id) ? hostName(url) : (sources.get(id)?.title ?? id)
}

/** Title of the source that an item is told by: the one whose own site it stands on, else the first. */
export function itemSource(item: Item, sources: Sources): string {
  const carrier = homeCarrier(item, sources)
  return carrier === undefined ? hostName(item.url) : carrierTitle(carrier, sources)
}

/** The carrier that an item is told by: the one whose source's own site it stands on, else the first. */
export function homeCarrier(item: Item, sources: Sources): Carrier | undefined {
  const host = hostName(item.url)
  return item.sources.find(({ id }) => hostName(sources.get(id)?.site ?? '') === host) ?? item.sources[0]
}

/** Who else carries a story, each source and link once, in the order of the items. */
export function coverageOf(story: Story, sources: Sources): Coverage[] {
  const told = itemSource(story.lead, sources)
  const others = story.items
    .flatMap((item) => item.sources)
    .map((carrier) => ({ source: carrierTitle(carrier, sources), url: carrier.url }))
    .filter(({ source, url }) => source !== told || url !== story.lead.url)
  if (others.length === 0) return []
  const seen = new Set([`${told} ${canonicalUrl(story.lead.url)}`])
  return others.flatMap(({ source, url }) => {
    const key = `${source} ${canonicalUrl(url)}`
    if (seen.has(key)) return []
    seen.add(key)
    return [{ source, url: cleanUrl(url) ?? url }]
  })
}

/** Ids of the sources that carry a story, each once. */
export function carrierIds(story: Story): string[] {
  return [...new Set(story.items.flatMap((item) => item.sources.map(({ id }) => id)))]
}
