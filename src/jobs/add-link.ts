import { itemPath, type StoredItem } from '../core/item/item-file.ts'
import { itemId } from '../core/item/item-id.ts'
import { itemOfLink } from '../core/item/item-of-link.ts'
import { ADDED_BY_HAND, type Kind } from '../core/source/source.ts'
import { canonicalUrl, cleanUrl } from '../core/text/canonical-url.ts'
import { foldSpace } from '../core/text/plain-text.ts'
import { failure, type Result, success } from '../core/text/problem.ts'

export interface Link {
  readonly url: string
  readonly title?: string | undefined
  readonly kind: Kind
}

export type Addition =
  | { readonly outcome: 'added'; readonly stored: StoredItem; readonly isTitleGuessed: boolean }
  | { readonly outcome: 'known'; readonly stored: StoredItem }

/** A candidate out of a link that no feed brought. The page is not fetched: its title is said, or read off the link. */
export function addLink(stored: readonly StoredItem[], link: Link, now: Date): Result<Addition> {
  const url = cleanUrl(link.url)
  const canonical = canonicalUrl(link.url)
  if (url === undefined || canonical === undefined) {
    return failure({ where: link.url, what: 'this is no web address', remedy: 'It starts with https://' })
  }
  const id = itemId(canonical)
  const known = stored.find(({ item }) => item.id === id)
  if (known) return success({ outcome: 'known', stored: known })
  const title = foldSpace(link.title ?? '')
  const item = itemOfLink({ id, url, title, kind: link.kind, source: ADDED_BY_HAND }, now)
  return success({ outcome: 'added', stored: { path: itemPath(item), item }, isTitleGuessed: title === '' })
}
