import { decodeHTML } from 'entities'

/** Elements that a title or a name may be marked up with; anything else in angle brackets is text. */
const MARKUP =
  /<\/?(a|abbr|acronym|b|bdi|bdo|big|blockquote|body|br|cite|code|dd|del|dfn|div|dl|dt|em|figcaption|figure|font|h[1-6]|head|hr|html|i|img|ins|kbd|label|li|mark|ol|p|pre|q|s|samp|section|small|span|strike|strong|sub|sup|svg|table|tbody|td|tfoot|th|thead|time|tr|tt|title|script|style|template|noscript|article|header|footer|main|nav|aside|details|summary|base|select|option|textarea|canvas|picture|source|center|marquee|u|ul|var|wbr|iframe|form|input|button|object|embed|video|audio|link|meta)(\s[^<>]*)?\/?>/gi

/** Text on one line: tags out, entities resolved, white space and control characters folded. */
export function htmlToText(html: string): string {
  const text = html
    .replace(/<(script|style|title|template|noscript)\b[^<>]*>[^]*?(<\/\1\s*>|$)/gi, ' ')
    .replace(/<!--[^]*?(-->|$)/g, ' ')
    .replace(/<(\/?(p|div|li|tr|h[1-6]|blockquote)|br)\b[^<>]*>/gi, ' ')
    .replace(MARKUP, '')
  return foldSpace(decodeHTML(text))
}

/** One space for any run of white space, none at the ends; no control, bidirectional-override or zero-width space. */
export function foldSpace(text: string): string {
  return (
    text
      // eslint-disable-next-line no-control-regex
      .replace(/[\u0000-\u0008\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\u200b\ufeff\u00ad]/g, '')
      .replace(/\s+/g, ' ')
      .trim()
      .toWellFormed()
      .normalize('NFC')
  )
}

/** A text of at most `most` characters, cut between words where there are any, with an ellipsis. */
export function cutText(text: string, most: number): string {
  if (text.length <= most) return text
  const start = text.slice(0, most - 2).replace(/[\ud800-\udbff]$/, '')
  const words = /\s/.test(text.charAt(most - 2)) ? start : start.replace(/\s+\S*$/, '')
  return `${words.trimEnd()} …`
}

/** The number of words of a text, by white space. */
export function countWords(text: string): number {
  return text.match(/\S+/g)?.length ?? 0
}

/** Minutes of reading at 230 words a minute, a little under the mean that Brysbaert (2019) found for English prose. */
export function readingMinutes(words: number): number {
  return Math.max(1, Math.round(words / 230))
}
