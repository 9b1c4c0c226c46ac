import { type Mailbox, parseMailbox } from '../core/text/mail-address.ts'
import { failure, type Problem, type Result, success } from '../core/text/problem.ts'
import type { SiteSettings } from '../core/text/site-settings.ts'

export interface Sender {
  readonly from: Mailbox
  readonly replyTo: Mailbox | undefined
}

/** Who a mail is from: `MAIL_FROM` and `MAIL_REPLY_TO` of the environment, else the site's settings. */
export function readSender(
  environment: Readonly<Record<string, string | undefined>>,
  { mail }: SiteSettings,
): Result<Sender> {
  const problems: Problem[] = []
  const read = (variable: string, fallback: string | undefined): Mailbox | undefined => {
    const text = environment[variable] || fallback
    const mailbox = text === undefined ? undefined : parseMailbox(text)
    if (text !== undefined && mailbox === undefined) {
      problems.push({
        where: variable,
        what: `${JSON.stringify(text)} is no address that mail can be sent from`,
        remedy: 'Set it to an address, like weekly@crowsnest.example or Crowsnest <weekly@crowsnest.example>',
      })
    }
    return mailbox
  }
  const from = read('MAIL_FROM', mail.from)
  const replyTo = read('MAIL_REPLY_TO', mail.replyTo)
  return from === undefined || problems.length > 0 ? failure(...problems) : success({ from, replyTo })
}
