import { fingerprint } from '../text/fingerprint.ts'
import type { Mailbox } from '../text/mail-address.ts'
import type { MailMessage } from '../text/mail-message.ts'
import type { Digest } from './digest.ts'

export interface MessageParts {
  readonly digest: Digest
  readonly html: string
  readonly text: string
  readonly from: Mailbox
  readonly replyTo: Mailbox | undefined
  /** A parsed address. */
  readonly to?: string
  readonly date: Date
  /** RFC 2919, `weekly.crowsnest.example`. */
  readonly listId: string | undefined
}

/**
 * The message of a digest. Its Message-ID is one for an issue and recipient, so that a mail program shows what was sent
 * twice once; that of a draft also depends on what it says, since a second proof is not a repetition of the first.
 */
export function planMessage({ digest, html, text, from, replyTo, to, date, listId }: MessageParts): MailMessage {
  const content = digest.draft ? [digest.subject, html, text] : []
  const digits = fingerprint(JSON.stringify([digest.issue, to ?? '', ...content]), 24)
  const domain = from.address.slice(from.address.lastIndexOf('@') + 1)
  return {
    ...{ from, replyTo, to, date, html, text },
    subject: digest.subject,
    messageId: `<${digest.issue.toLowerCase()}.${digits}@${domain}>`,
    boundary: digits,
    headers: listHeaders(digest, listId),
  }
}

/** RFC 2369, RFC 2919 and RFC 8058; only a mail to a list has them. */
function listHeaders({ unsubscribe, url }: Digest, listId: string | undefined): Record<string, string> {
  if (unsubscribe === undefined) return {}
  return {
    'List-Unsubscribe': `<${unsubscribe}>`,
    ...(/^mailto:/i.test(unsubscribe) ? {} : { 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' }),
    ...(listId === undefined ? {} : { 'List-Id': `<${listId}>` }),
    'List-Archive': `<${url.replace(/issues\/[^/]+\/$/, 'issues/')}>`,
    Precedence: 'bulk',
  }
}
