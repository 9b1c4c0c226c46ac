import { fingerprint } from '../text/fingerprint.ts'
import type { Mailbox } from '../text/mail-address.ts'
import type { MailMessage } from '../text/mail-message.ts'
import type { Digest } from './digest.ts'
import { digestMessageId } from './message-id.ts'

export interface MessageParts {
  readonly digest: Digest
  readonly html: string
  readonly text: string
  readonly from: Mailbox
  readonly replyTo: Mailbox | undefined
  /** A parsed address. */
  readonly to?: string
  /** Who gets it: the id of a subscription; `to` where nothing is said. */
  readonly reader?: string
  /** A `mailto:` link by which one leaves as well. */
  readonly leaveBy?: string
  readonly date: Date
  /** RFC 2919, `weekly.crowsnest.example`. */
  readonly listId: string | undefined
}

/**
 * The message of a digest. Its Message-ID is one for an issue and reader; that of a draft also depends on what it says,
 * since a second proof is not a repetition of the first.
 */
export function planMessage(parts: MessageParts): MailMessage {
  const { digest, html, text, from, replyTo, to, date } = parts
  const content = digest.draft ? [digest.subject, html, text] : []
  const reader = parts.reader ?? to ?? ''
  return {
    ...{ from, replyTo, to, date, html, text },
    subject: digest.subject,
    messageId: digestMessageId(digest.issue, reader, from.address, content),
    boundary: fingerprint(JSON.stringify([digest.issue, reader, ...content]), 24),
    headers: listHeaders(parts),
  }
}

/** RFC 2369, RFC 2919 and RFC 8058; only a mail to a list has them. */
function listHeaders({ digest, listId, leaveBy }: MessageParts): Record<string, string> {
  const { unsubscribe, url } = digest
  if (unsubscribe === undefined) return {}
  const isByMail = /^mailto:/i.test(unsubscribe)
  return {
    'List-Unsubscribe': leaveBy === undefined ? `<${unsubscribe}>` : `<${unsubscribe}>, <${leaveBy}>`,
    ...(isByMail ? {} : { 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' }),
    ...(listId === undefined ? {} : { 'List-Id': `<${listId}>` }),
    'List-Archive': `<${new URL('../', url).href}>`,
    'List-Help': `<${new URL('../../about/', url).href}>`,
    Precedence: 'bulk',
  }
}
