import { type Mailbox, parseMailbox, parseReturnMailbox } from '../core/text/mail-address.ts'
import { failure, type Problem, type Result, success } from '../core/text/problem.ts'
import type { SiteSettings } from '../core/text/site-settings.ts'

export interface Sender {
  readonly from: Mailbox
  readonly replyTo: Mailbox | undefined
  /** The mailbox that what cannot be delivered comes back to; it goes back to `from` where there is none. */
  readonly bounces: string | undefined
}

/** Who a mail is from: `MAIL_FROM`, `MAIL_REPLY_TO` and `MAIL_BOUNCES` of the environment, else the site's settings. */
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
  const bouncesText = environment.MAIL_BOUNCES || mail.bounces
  const bounces = bouncesText === undefined ? undefined : parseReturnMailbox(bouncesText)
  if (bouncesText !== undefined && bounces === undefined) {
    problems.push({
      where: 'MAIL_BOUNCES',
      what: `${JSON.stringify(bouncesText)} is no mailbox that mail can come back to`,
      remedy: 'Set it to a bare address with a short name and no +, like bounces@crowsnest.example',
    })
  }
  return from === undefined || problems.length > 0 ? failure(...problems) : success({ from, replyTo, bounces })
}
