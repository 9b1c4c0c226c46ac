import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'

/**
 * By what an address is known without being kept: an HMAC-SHA-256 over it in lower case, in hexadecimal digits. Two
 * spellings of one mailbox that differ in case have one key; without the secret nobody can try addresses against it.
 *
 * @param address as `parseMailAddress` gives it
 * @param secret the store's own, which never changes (`SubscriptionStore.secret`)
 */
export function addressKey(address: string, secret: Uint8Array): string {
  return bytesToHex(hmac(sha256, secret, utf8ToBytes(address.toLowerCase())))
}
