import { decodeHTML } from 'entities'

/** Elements that a title or a name may be marked up with; anything else in angle brackets is text. */
const MARKUP =
  /<\/?(a|abbr|acronym|b|bdi|bdo|big|blockquote|body|br|cite|code|dd|del|dfn|div|dl|dt|em|figcaption|figure|font|h[1-6]|head|hr|html|i|img|ins|kbd|label|li|mark|ol|p|pre|q|s|samp|section|small|span|strike|strong|sub|sup|svg|table|tbody|td|tfoot|th|thead|time|tr|tt|title|script|style|template|noscript|article|header|footer|main|nav|aside|details|summary|base|select|option|textarea|canvas|picture|source|center|marquee|u|ul|var|wbr|iframe|form|input|button|object|embed|video|audio|link|meta)(\s[^<>]*)?\/?>/gi

/** Text on one line: tags out, entities resolved, white space and control characters folded. */
export function htmlToText(html: string): string {
  const text = html.includes('<') ? withoutMarkup(html) : html
  return foldSpace(text.includes('&') ? decodeHTML(text) : text)
}

const withoutMarkup = (html: string) =>
  html
    .replace(/<(script|style|title|template|noscript)\b[^<>]*>[^]*?(<\/\1\s*>|$)/gi, ' ')
    .replace(/<!--[^]*?(-->|$)/g, ' ')
    .replace(/<(\/?(p|div|li|tr|h[1-6]|blockquote)|br)\b[^<>]*>/gi, ' ')
    .replace(MARKUP, '')

/** Controls of a terminal but tab and line ends, and what turns the direction of the writing round. */
const CONTROLS = /[[\p{Cc}\u202a-\u202e\u2066-\u2069]--[\t\n\v\f\r]]/gv
/** What has no width and parts no words; and tags (U+E0000 and on), in which text can be hidden. */
const INVISIBLE = /[\u200b\ufeff\u00ad\u2060-\u2064\ufff9-\ufffb\u{e0000}-\u{e007f}]/v
const UNSEEN = new RegExp(`${CONTROLS.source}|${INVISIBLE.source}`, 'gv')
/** Whether a text may hold such, or what could be written in two ways: anything but ASCII and its white space. */
const MAY_HAVE_UNSEEN = /[^\t\n\v\f\r -~]/

/** A text without what could move a cursor, or turn the writing round; white space and line ends stay. */
export const dropControls = (text: string): string => text.replace(CONTROLS, '')

/** As `CONTROLS`, and what goes back in a line or leaves it without ending it. */
const UNPRINTABLE = new RegExp(`${CONTROLS.source}|[\\v\\f]|\\r(?!\\n)`, 'gv')

/** A text that is safe to print: controls and turns of direction as `\u001b`, which JSON reads as what it was. */
export const escapeControls = (text: string): string =>
  text.replace(UNPRINTABLE, (control) => `\\u${control.charCodeAt(0).toString(16).padStart(4, '0')}`)

/** A colon, or a hash, with which a runner of workflows takes a line for an order: `::error::` at its start, `##[error]` anywhere. */
const ORDER = /(?<=^\s*):(?=:)|#(?=#\[)/gm

/**
 * A text of which no line is an order to a runner of GitHub (fail this step, hide these words): the sign that makes it one
 * comes out as `\u003a` or `\u0023`, which JSON reads as what it was. After `ActionCommand` of
 * https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs.
 */
export const escapeOrders = (text: string): string =>
  text.replace(ORDER, (sign) => `\\u00${sign.charCodeAt(0).toString(16)}`)

/** Whether a text holds a control character other than white space, or turns the direction of the writing round. */
export const hasControls = (text: string): boolean => dropControls(text) !== text

/** Runs of white space, but for the single spaces that most of a text's are. */
const SPACES = /[^\S ]\s*| \s+/g

/** One space for any run of white space, none at the ends; nothing invisible. */
export function foldSpace(text: string): string {
  if (!MAY_HAVE_UNSEEN.test(text)) return text.replace(SPACES, ' ').trim()
  return text.replace(UNSEEN, '').replace(SPACES, ' ').trim().toWellFormed().normalize('NFC')
}

/** A text of at most `most` characters, cut between words where there are any, with an ellipsis. */
export function cutText(text: string, most: number): string {
  if (text.length <= most) return text
  const start = text.slice(0, most - 2).replace(/[\ud800-\udbff]$/, '')
  const words = /\s/.test(text.charAt(most - 2)) ? start : start.replace(/\s+\S*$/, '')
  return `${words.trimEnd()} …`
}

/** Whether a code of UTF-16 is white space, as `\s` has it. */
export function isSpace(code: number): boolean {
  if (code < 0x80) return code === 0x20 || (code >= 0x09 && code <= 0x0d)
  if (code < 0x2000) return code === 0xa0 || code === 0x1680
  return code <= 0x200a || [0x2028, 0x2029, 0x202f, 0x205f, 0x3000, 0xfeff].includes(code)
}

/** The number of words of a text, by white space; counted without making them. */
export function countWords(text: string): number {
  let words = 0
  let isInWord = false
  for (let at = 0; at < text.length; at++) {
    const isPart = !isSpace(text.charCodeAt(at))
    if (isPart && !isInWord) words += 1
    isInWord = isPart
  }
  return words
}

/** Minutes of reading at 230 words a minute, a little under the mean that Brysbaert (2019) found for English prose. */
export function readingMinutes(words: number): number {
  return Math.max(1, Math.round(words / 230))
}
