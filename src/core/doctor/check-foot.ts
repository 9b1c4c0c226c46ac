import { oneClickLink } from './check-headers.ts'
import { createTeller, type Finding } from './finding.ts'
import type { MailMarkup } from './mail-markup.ts'
import type { MailView } from './mail-view.ts'

const tell = createTeller('text')

/** What a mail of this site must say, by the settings. */
export interface StandingText {
  /** The site's address, without a slash at its end. */
  readonly site: string
  /** The sender's postal address, by line; empty where none is set. */
  readonly address: readonly string[]
}

/**
 * Postal address, privacy page, reason and the way out, in HTML and plain text.
 *
 * @param standing undefined for a mail of somebody else, of whom less can be said
 */
export function checkFoot(mail: MailView, markup: MailMarkup, standing: StandingText | undefined): Finding[] {
  const text = (mail.text ?? '').replace(/\s+/g, ' ')
  const parts = [
    ...(mail.html === undefined
      ? []
      : [{ name: 'HTML', words: markup.words, hrefs: markup.links.map(({ href }) => href) }]),
    ...(mail.text === undefined
      ? []
      : [{ name: 'plain text', words: text, hrefs: text.match(/(?:https?|mailto):[^\s<>"]+/g) ?? [] }]),
  ]
  const lacking = (has: (part: (typeof parts)[number]) => boolean) =>
    parts.filter((part) => !has(part)).map(({ name }) => name)
  if (parts.length === 0) return [tell('unknown', 'address-shown', 'There is nothing to read in it')]
  return [
    checkAddress(standing, lacking),
    checkPrivacy(standing, lacking),
    checkReason(standing, lacking),
    checkUnsubscribeLink(mail, standing, lacking),
  ]
}

type Lacking = (has: (part: { readonly words: string; readonly hrefs: readonly string[] }) => boolean) => string[]

function checkAddress(standing: StandingText | undefined, lacking: Lacking): Finding {
  if (standing === undefined)
    return tell('unknown', 'address-shown', 'Whether the sender’s postal address is in it, only a reader can tell')
  if (standing.address.length === 0)
    return tell('unknown', 'address-shown', 'No postal address is set, with which to compare', {
      where: 'mail.address',
    })
  const missing = lacking(({ words }) =>
    standing.address.every((line) => words.includes(line.replace(/\s+/g, ' ').trim())),
  )
  return missing.length === 0
    ? tell('ok', 'address-shown', 'The sender’s postal address is in it')
    : tell('error', 'address-shown', `The sender’s postal address is missing in the ${missing.join(' and the ')}`, {
        remedy: 'Send what npm run digest made, whole',
      })
}

function checkPrivacy(standing: StandingText | undefined, lacking: Lacking): Finding {
  const page = standing && `${standing.site}/privacy/`
  const missing = lacking(({ hrefs }) =>
    hrefs.some((href) => (page === undefined ? /privacy/i.test(href) : href === page)),
  )
  if (missing.length === 0) return tell('ok', 'privacy', 'The privacy page is linked')
  const what = `No link to the privacy page in the ${missing.join(' and the ')}`
  return tell(standing === undefined ? 'warning' : 'error', 'privacy', what, {
    where: page,
    remedy: 'Send what npm run digest made, whole',
  })
}

function checkReason(standing: StandingText | undefined, lacking: Lacking): Finding {
  const missing = lacking(({ words }) =>
    /\b(because|since|as) you (have |are |had )?(subscribed|signed up|asked|registered)/i.test(words),
  )
  if (missing.length === 0) return tell('ok', 'reason', 'It says why one gets it')
  const what = `The ${missing.join(' and the ')} ${missing.length === 1 ? 'does' : 'do'} not say why one gets this mail`
  return tell(standing === undefined ? 'warning' : 'error', 'reason', what, {
    remedy: 'Say in its foot that its reader subscribed, and where',
  })
}

function checkUnsubscribeLink(mail: MailView, standing: StandingText | undefined, lacking: Lacking): Finding {
  const header = oneClickLink(mail)
  const level = standing === undefined ? 'warning' : 'error'
  if (header === undefined) {
    const missing = lacking(
      ({ hrefs, words }) => hrefs.some((href) => /unsub|opt-?out/i.test(href)) || /unsubscribe/i.test(words),
    )
    return missing.length === 0
      ? tell('unknown', 'unsubscribe-link', 'There is a way out in the text, and no header to compare it with')
      : tell(level, 'unsubscribe-link', `No way out in the ${missing.join(' and the ')}`, {
          remedy: 'Put the link of List-Unsubscribe into it',
        })
  }
  const missing = lacking(({ hrefs }) => hrefs.some((href) => href === header))
  return missing.length === 0
    ? tell('ok', 'unsubscribe-link', 'The way out in the text is that of the header')
    : tell(level, 'unsubscribe-link', `The link to leave in the header is not in the ${missing.join(' and the ')}`, {
        remedy: 'See who rewrites links on the way; both shall be the same',
      })
}
