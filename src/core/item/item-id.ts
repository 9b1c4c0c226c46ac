import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'

/** The id of the item with a canonical URL (`core/text/canonical-url.ts`): the start of its SHA-256, ten digits. */
export function itemId(canonicalUrl: string): string {
  return bytesToHex(sha256(utf8ToBytes(canonicalUrl))).slice(0, 10)
}
