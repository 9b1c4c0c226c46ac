import MailComposer from 'nodemailer/lib/mail-composer'
import type { MailMessage } from '../core/text/mail-message.ts'
import type { ComposeMessage } from '../jobs/ports.ts'
import { createPlainSigner, type Dkim } from './dkim.ts'

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

/** Composes messages that go out one by one, signed where there is a key. */
export function createComposer(dkim: Dkim | undefined): ComposeMessage {
  if (dkim === undefined) return composeMessage
  const sign = createPlainSigner(dkim)
  return async (message) => sign(await composeMessage(message))
}
