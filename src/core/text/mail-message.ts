import type { Mailbox } from './mail-address.ts'

/** A mail, ready to be put into MIME; the same message gives the same bytes. */
export interface MailMessage {
  readonly from: Mailbox
  readonly replyTo: Mailbox | undefined
  /** Absent in the file that is handed to a mailing service. */
  readonly to: string | undefined
  readonly subject: string
  readonly date: Date
  /** With its angle brackets. */
  readonly messageId: string
  /** Text between the parts; occurs in neither. */
  readonly boundary: string
  /** Headers that say what kind of mail it is, one a line as they stand. */
  readonly headers: Readonly<Record<string, string>>
  readonly html: string
  readonly text: string
}
