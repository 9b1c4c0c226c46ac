import { fingerprint } from '../text/fingerprint.ts'
import type { Mailbox } from '../text/mail-address.ts'
import type { MailMessage } from '../text/mail-message.ts'
import { hoistOf, paletteOf, type SiteSettings } from '../text/site-settings.ts'
import { CONFIRMATION_LIFETIME } from './confirmation-token.ts'
import type { Letter, LetterLink } from './letter.ts'
import { RETENTION_DAYS } from './plan-retention.ts'
import type { SuggestionAnswer } from './reader-suggestion.ts'
import { renderLetterHtml } from './render-letter-html.ts'
import { renderLetterText } from './render-letter-text.ts'
import type { ServiceMail } from './service-mail.ts'

/** What a service mail is about: all that differs between two of one kind. Links are absolute. */
export type ServiceMailSubject =
  | { readonly kind: 'confirm'; readonly link: string }
  | { readonly kind: 'already'; readonly me: string; readonly unsubscribe: string }
  | { readonly kind: 'suggestion'; readonly answer: SuggestionAnswer }

export interface ServiceMailParts {
  readonly mail: Pick<ServiceMail, 'id' | 'to'>
  readonly about: ServiceMailSubject
  /** `url` is where the app is reached. */
  readonly settings: SiteSettings
  readonly from: Mailbox
  readonly replyTo: Mailbox | undefined
  readonly date: Date
}

/**
 * The message of a service mail. Nothing that a stranger typed stands in it, so that nobody can have us write their words
 * to others. Its Message-ID is made of the id of the mail: one that is sent again is the same to a mail program.
 */
export function planServiceMail(parts: ServiceMailParts): MailMessage & { readonly to: string } {
  const { mail, about, from, replyTo, date } = parts
  const letter = writeLetter(parts)
  const domain = from.address.slice(from.address.lastIndexOf('@') + 1)
  return {
    ...{ from, replyTo, to: mail.to, date },
    subject: letter.subject,
    messageId: `<${about.kind}.${mail.id}@${domain}>`,
    boundary: fingerprint(mail.id, 24),
    headers: headersOf(about),
    html: renderLetterHtml(letter),
    text: renderLetterText(letter),
  }
}

/** RFC 3834: no program answers it. RFC 8058 where there is something to leave. */
function headersOf(about: ServiceMailSubject): Record<string, string> {
  const list = about.kind === 'already' ? about.unsubscribe : undefined
  return {
    'Auto-Submitted': 'auto-generated',
    ...(list === undefined
      ? {}
      : { 'List-Unsubscribe': `<${list}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' }),
  }
}

type Words = Pick<Letter, 'subject' | 'preheader' | 'heading' | 'paragraphs' | 'notes'> & {
  readonly button?: LetterLink
  readonly links?: readonly LetterLink[]
}

const DAY = 86_400_000

function writeLetter(parts: ServiceMailParts): Letter {
  const { name, tagline, language, url, mail } = parts.settings
  const { button, links = [], ...words } = wordsOf(parts)
  return {
    ...{ name, tagline, language, ...words, button },
    links: [...links, { text: 'Privacy', url: `${url}/privacy/` }],
    address: mail.address?.split('\n').map((line) => line.trim()) ?? [],
    hoist: hoistOf(parts.settings),
    colours: paletteOf(parts.settings),
  }
}

function wordsOf({ about, settings: { name, url }, from }: ServiceMailParts): Words {
  const site = `${name} (${new URL(url).host})`
  switch (about.kind) {
    case 'confirm':
      return {
        subject: `Confirm your subscription to ${name}`,
        preheader: `One button, and ${name} comes once a week. If this was not you, do nothing.`,
        heading: 'Was this you?',
        paragraphs: [
          `Somebody gave this address to ${site}, to get it by mail once a week. If it was you, say so, and the next issue comes to you.`,
        ],
        button: { text: `Yes, send me ${name}`, url: about.link },
        notes: [
          `The link works for ${CONFIRMATION_LIFETIME / DAY} days. It opens a page that asks once more; nothing happens before you press the button there.`,
          `If it was not you, do nothing. You get no issue, and an address that nobody confirms is deleted after ${RETENTION_DAYS.unconfirmed} days.`,
        ],
      }
    case 'already':
      return {
        subject: `You get ${name} already`,
        preheader: 'This address is subscribed; nothing has changed, and there is nothing to do.',
        heading: 'You are subscribed already',
        paragraphs: [
          `Somebody, most likely you, gave this address to ${site} once more. It is subscribed: nothing has changed, and there is nothing to do.`,
        ],
        notes: [`If the issues do not arrive, look among unwanted mail, and add ${from.address} to your contacts.`],
        links: [
          { text: 'What we hold about you', url: about.me },
          { text: 'Unsubscribe', url: about.unsubscribe },
        ],
      }
    case 'suggestion':
      return {
        subject: `The link that you suggested is in ${name}`,
        preheader: `It stands in issue ${about.answer.issue}. Thank you.`,
        heading: 'Your link is in',
        paragraphs: [
          `You suggested a link to ${site}, and an editor chose it. In issue ${about.answer.issue} it is called:`,
          `“${about.answer.title}”`,
        ],
        button: { text: 'Read the issue', url: about.answer.issueUrl },
        notes: ['Thank you. Your address was kept for this mail alone, and is deleted with it.'],
      }
  }
}
