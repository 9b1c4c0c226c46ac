import type { Problem } from '../text/problem.ts'
import type { SiteSettings } from '../text/site-settings.ts'

/**
 * What the settings lack that every mail to a list must say of its sender: who reads the answers, where the sender
 * lives, and which list it is. A digest can be looked at without them; what is sent to a list should have them all.
 *
 * @param settings with `mail.replyTo` as it will be, also where it is the environment's
 * @param where the settings file
 */
export function checkStandingText({ mail }: Pick<SiteSettings, 'mail'>, where: string): Problem[] {
  const lacking = [
    mail.address === undefined && {
      field: 'mail.address',
      what: 'the mail has no postal address of its sender, which the law of many countries asks for',
      remedy: 'Write it there, as it shall stand at the foot of each mail',
    },
    mail.replyTo === undefined && {
      field: 'mail.replyTo',
      what: 'the mail does not say where answers go, so they go to the address that it is from',
      remedy: 'Name a mailbox there that somebody reads, or set MAIL_REPLY_TO',
    },
    mail.listId === undefined && {
      field: 'mail.listId',
      what: 'the list has no name, by which mail programs sort and show it (RFC 2919)',
      remedy: 'Make one up of your domain, like weekly.crowsnest.example, and never change it',
    },
  ]
  return lacking.filter((problem) => problem !== false).map((problem) => ({ where, ...problem }))
}
