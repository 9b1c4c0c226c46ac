import { LONGEST_LINE, SIZE_LIMIT, SIZE_WARNING } from '../text/mail-size.ts'
import { createTeller, type Finding } from './finding.ts'
import type { MailMarkup } from './mail-markup.ts'
import type { MailView } from './mail-view.ts'

const tell = createTeller('message')

/** What servers take that say nothing of it; Gmail takes 25 MB. */
const LARGEST = 25_000_000

/**
 * What arrives in one piece and can be read everywhere.
 *
 * @param largest bytes that the mail server says it takes
 */
export function checkMessage(mail: MailView, largest: number | undefined): Finding[] {
  const { bytes, longestLine, charsets, fault, subject } = mail
  const limit = largest ?? LARGEST
  const odd = charsets.filter((charset) => !['utf-8', 'utf8', 'us-ascii', 'ascii'].includes(charset))
  return [
    fault === undefined
      ? undefined
      : tell('error', 'mime', `The message cannot be taken apart: ${fault}`, {
          remedy: 'Give it as it arrived, whole',
        }),
    subject === ''
      ? tell('error', 'subject', 'The mail has no subject', {
          where: 'Subject',
          remedy: 'Write `subject` into the issue',
        })
      : tell('ok', 'subject', `The subject is “${subject.slice(0, 120)}”`),
    checkHtmlSize(mail),
    bytes > limit
      ? tell('error', 'message-size', `The message has ${size(bytes)}, and the mail server takes ${size(limit)}`, {
          remedy: 'Drop a few picks, or shorten blurbs and the note',
        })
      : tell(
          'ok',
          'message-size',
          `The message has ${size(bytes)}${largest ? `, the mail server takes ${size(largest)}` : ''}`,
        ),
    checkTextPart(mail),
    longestLine > LONGEST_LINE
      ? tell(
          'error',
          'line-length',
          `A line has ${longestLine} bytes, and no mail server must take more than ${LONGEST_LINE}`,
          {
            remedy: 'See who made it anew on the way; ours are in quoted-printable, with lines of 76',
          },
        )
      : tell('ok', 'line-length', `No line is too long (${longestLine} bytes at most)`),
    odd.length > 0
      ? tell('warning', 'charset', `It is written in ${odd.join(', ')}, not in UTF-8`, {
          remedy: 'See who made it anew on the way',
        })
      : charsets.length === 0
        ? tell('warning', 'charset', 'No part says in which characters it is written', {
            where: 'Content-Type',
            remedy: 'Say charset=utf-8',
          })
        : tell('ok', 'charset', `It is written in ${charsets.join(', ')}`),
  ].filter((finding) => finding !== undefined)
}

function checkHtmlSize({ html }: MailView): Finding {
  if (html === undefined)
    return tell('warning', 'html-size', 'The mail has no HTML', { remedy: 'See what is lost on the way' })
  const bytes = new TextEncoder().encode(html).length
  const remedy = 'Drop a few picks, or shorten blurbs and the note'
  if (bytes > SIZE_LIMIT)
    return tell('error', 'html-size', `The HTML has ${size(bytes)}, over ${size(SIZE_LIMIT)}: Gmail would cut it off`, {
      remedy,
    })
  if (bytes > SIZE_WARNING)
    return tell('warning', 'html-size', `The HTML has ${size(bytes)}; Gmail cuts off at about 102 kB`, { remedy })
  return tell('ok', 'html-size', `The HTML has ${size(bytes)}`)
}

function checkTextPart({ text, html }: MailView): Finding {
  const remedy = 'Send what npm run digest made: it has both'
  if (text === undefined) return tell('error', 'text-part', 'There is no plain text beside the HTML', { remedy })
  const links = new Set(text.match(/https?:\/\/[^\s<>"]+/g) ?? [])
  if (html !== undefined && text.length * 20 < html.length && links.size === 0)
    return tell('error', 'text-part', 'The plain text says next to nothing of what the HTML says', { remedy })
  return tell('ok', 'text-part', `The plain text has ${text.split('\n').length} lines and ${links.size} links`)
}

/** Everything that tells somebody that, or when, a reader opened a mail or a link in it. `isOurs` for mails of this site. */
export function checkTracking(
  { links, images }: MailMarkup,
  {
    text,
    site,
    isOurs,
  }: { readonly text: string | undefined; readonly site: string | undefined; readonly isOurs: boolean },
): Finding[] {
  const level = isOurs ? 'error' : 'warning'
  const remote = images.filter(({ src }) => /^(https?:)?\/\//i.test(src))
  const foreign = remote.filter(({ src, isHidden }) => isHidden || site === undefined || hostOf(src) !== hostOf(site))
  const rewritten = findRewritten(links, isOurs ? text : undefined)
  const turnOff =
    'Turn off the counting of opens and clicks at whoever sends the mail: our pages say that nothing watches'
  return [
    foreign.length > 0
      ? tell(
          level,
          'tracking-images',
          `Opening it asks ${names(foreign.map(({ src }) => src))} for ${foreign.length === 1 ? 'an image' : `${foreign.length} images`}${foreign.some(({ isHidden }) => isHidden) ? ', one of them not to be seen' : ''}`,
          {
            remedy: turnOff,
          },
        )
      : tell(
          'ok',
          'tracking-images',
          remote.length === 0 ? 'Nothing is loaded when it is opened' : 'Images come from the site alone',
        ),
    rewritten.length > 0
      ? tell(
          level,
          'rewritten-links',
          `${rewritten.length} of ${links.length} links lead over ${names(rewritten)}, not where they say`,
          {
            remedy: turnOff,
          },
        )
      : tell(
          'ok',
          'rewritten-links',
          links.length === 0 ? 'There are no links' : `All ${links.length} links lead where they say`,
        ),
  ]
}

/** Links whose words are another address, that carry another address in them, or that the plain text has not. */
function findRewritten(links: MailMarkup['links'], text: string | undefined): string[] {
  const hosts = new Set((text?.match(/https?:\/\/[^\s<>"]+/g) ?? []).map(hostOf))
  return links
    .filter(({ href, text: words }) => {
      if (!/^https?:/i.test(href)) return false
      const shown = /^\s*(https?:\/\/\S+)\s*$/.exec(words)?.[1]
      if (shown !== undefined && hostOf(shown) !== hostOf(href)) return true
      // An archive may carry the address of what it keeps in its path; so carries a counter of clicks, in its query mostly.
      if (/[?&/][^?&]*https?%3a%2f%2f/i.test(href) && text === undefined) return true
      return text !== undefined && hosts.size > 0 && !hosts.has(hostOf(href))
    })
    .map(({ href }) => href)
}

const hostOf = (url: string) => URL.parse(url, 'https://invalid.invalid')?.hostname ?? ''

function names(urls: readonly string[]): string {
  const hosts = [...new Set(urls.map(hostOf))]
  return hosts.length > 3 ? `${hosts.slice(0, 3).join(', ')} and ${hosts.length - 3} more` : hosts.join(' and ')
}

const size = (bytes: number) =>
  bytes >= 1_000_000 ? `${(bytes / 1_000_000).toFixed(1)} MB` : `${(bytes / 1000).toFixed(1)} kB`
