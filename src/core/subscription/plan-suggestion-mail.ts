import type { ReaderSuggestion } from './reader-suggestion.ts'
import { recipientOf } from './recipient.ts'
import type { ServiceMail } from './service-mail.ts'
import type { Suppression } from './subscription.ts'

/** To one mailbox, of what is answered at once: who enters somebody else's address under every link floods nobody. */
const MOST_SUGGESTION_MAILS = 3

/**
 * The mail that tells a reader that their link was picked; none where they left no address, where the address must not be
 * written to, or where it was told enough.
 *
 * @param told the mailboxes (`recipientOf`) that mails of the same list of answers go to, each as often as one does
 */
export function planSuggestionMail(
  { id: suggestionId, address, network = 'unknown' }: ReaderSuggestion,
  { suppression, told }: { readonly suppression: Suppression | undefined; readonly told: readonly string[] },
  { id, key, at }: Pick<ServiceMail, 'id' | 'key' | 'at'>,
): ServiceMail | undefined {
  if (address === undefined || suppression !== undefined) return undefined
  const { mailbox } = recipientOf(address)
  if (told.filter((other) => other === mailbox).length >= MOST_SUGGESTION_MAILS) return undefined
  return { id, kind: 'suggestion', to: address, key, network, at, suggestionId }
}
