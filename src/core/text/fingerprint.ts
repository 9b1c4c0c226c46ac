import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'

/** The start of a text's SHA-256, in hexadecimal digits. */
export function fingerprint(text: string, digits = 8): string {
  return bytesToHex(sha256(utf8ToBytes(text))).slice(0, digits)
}
