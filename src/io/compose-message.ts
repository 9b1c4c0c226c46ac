import MailComposer from 'nodemailer/lib/mail-composer'
import type { MailMessage } from '../core/text/mail-message.ts'

/** A message as the bytes of an `.eml`: MIME, quoted-printable, the text before the HTML. Nothing is read or fetched. */
export async function composeMessage(message: MailMessage): Promise<Uint8Array> {
  const { from, replyTo, to, subject, date, messageId, boundary, headers, html, text } = message
  return new MailComposer({
    from,
    ...(replyTo === undefined ? {} : { replyTo }),
    ...(to === undefined ? {} : { to: { name: '', address: to } }),
    ...{ subject, date, messageId, html, text },
    headers: Object.entries(headers).map(([key, value]) => ({ key, value })),
    baseBoundary: boundary,
    textEncoding: 'quoted-printable',
    newline: 'windows',
    disableFileAccess: true,
    disableUrlAccess: true,
  })
    .compile()
    .build()
}
