import { fingerprint } from '../text/fingerprint.ts'

/** The id of the item with a canonical URL (`core/text/canonical-url.ts`): the start of its SHA-256, ten digits. */
export function itemId(canonicalUrl: string): string {
  return fingerprint(canonicalUrl, 10)
}
