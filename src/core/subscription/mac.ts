import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { utf8ToBytes } from '@noble/hashes/utils.js'
import { toBase64Url } from '../text/base64url.ts'

/** The first 128 bits of an HMAC-SHA-256, as 22 characters that stand in an address as they are. */
export function macOf(text: string, secret: Uint8Array): string {
  return toBase64Url(hmac(sha256, secret, utf8ToBytes(text)).slice(0, 16))
}

/** Whether two are the same, in a time that does not tell where they differ. */
export function isSameMac(given: string, expected: string): boolean {
  let difference = given.length ^ expected.length
  for (let at = 0; at < expected.length; at += 1) difference |= given.charCodeAt(at) ^ expected.charCodeAt(at)
  return difference === 0
}
