import { itemId } from '../core/item/item-id.ts'
import { itemOfLink } from '../core/item/item-of-link.ts'
import { itemPath, type StoredItem } from '../core/item/item-file.ts'
import type { Item } from '../core/item/item.ts'
import type { Suggestion } from '../core/item/suggestion.ts'
import { SUGGESTED } from '../core/source/source.ts'
import { canonicalUrl, cleanUrl } from '../core/text/canonical-url.ts'
import { countNoun } from '../core/text/count-noun.ts'
import { isPublicLink } from '../core/text/is-public-link.ts'

/** What readers' suggestions come to. */
export interface PulledSuggestions {
  /** New candidates. */
  readonly added: readonly StoredItem[]
  /** What is a candidate already, through a feed say, with the suggestion put to it. */
  readonly joined: readonly StoredItem[]
  readonly unchanged: number
  /** What leads no reader to a page, as it came. */
  readonly refused: readonly Suggestion[]
}

/** Makes candidates of links that readers suggested; of two for one link the earlier counts. The pages are not fetched. */
export function planSuggestions(
  suggestions: readonly Suggestion[],
  stored: readonly StoredItem[],
  now: Date,
): PulledSuggestions {
  const items = new Map(stored.map((entry) => [entry.item.id, entry]))
  const [added, joined]: [Map<string, StoredItem>, Map<string, StoredItem>] = [new Map(), new Map()]
  const refused: Suggestion[] = []
  let unchanged = 0
  for (const suggestion of suggestions.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at))) {
    const url = cleanUrl(suggestion.url)
    const canonical = canonicalUrl(suggestion.url)
    if (url === undefined || canonical === undefined || !isPublicLink(url)) {
      refused.push(suggestion)
      continue
    }
    const { url: _link, ...said } = suggestion
    const id = itemId(canonical)
    const known = added.get(id) ?? joined.get(id) ?? items.get(id)
    if (known?.item.suggestion !== undefined) unchanged += 1
    else if (known) joined.set(id, { ...known, item: { ...known.item, suggestion: said } })
    else {
      const link = itemOfLink({ id, url, title: '', kind: 'blog', source: SUGGESTED }, now)
      const item: Item = { ...link, suggestion: said }
      added.set(id, { path: itemPath(item), item })
    }
  }
  return { added: [...added.values()], joined: [...joined.values()], unchanged, refused }
}

/** `2 suggestions: 1 new candidate, 1 a candidate already` */
export function formatPulled({ added, joined, unchanged, refused }: PulledSuggestions): string {
  const parts = [
    countNoun(added.length, 'new candidate'),
    joined.length > 0 && `${joined.length} a candidate already, with the suggestion put to it`,
    unchanged > 0 && `${unchanged} known already`,
    refused.length > 0 && `${refused.length} left out`,
  ].filter(Boolean)
  return `${countNoun(added.length + joined.length + unchanged + refused.length, 'suggestion')}: ${parts.join(', ')}`
}
