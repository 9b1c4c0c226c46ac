import { fingerprint } from '../text/fingerprint.ts'
import { formatMoment } from '../text/moment.ts'
import { toBase64Url } from '../text/base64url.ts'
import type { Confirmation } from './subscription-change.ts'

/** How long the link of a confirmation mail works, in milliseconds. */
export const CONFIRMATION_LIFETIME = 7 * 86_400_000

/** The token of a confirmation mail: 16 random bytes, 22 characters. It stands in the mail, and nowhere else. */
export const confirmationToken = (random: Uint8Array): string => toBase64Url(random)

/** Whether a text could be a token at all. */
export const isConfirmationToken = (text: string): boolean => /^[\w-]{22}$/.test(text)

/** What a token is known by: its SHA-256, 64 hexadecimal digits. */
export const confirmationHash = (token: string): string => fingerprint(token, 64)

/** What the store keeps of a token that goes out `now`. */
export function makeConfirmation(token: string, subscriptionId: string, now: Date): Confirmation {
  const expiresAt = formatMoment(new Date(now.getTime() + CONFIRMATION_LIFETIME))
  return { hash: confirmationHash(token), subscriptionId, expiresAt }
}
