import { decodeHTML } from 'entities'
import { dropControls } from '../text/plain-text.ts'

/** A line of an advisory: a heading, or text under the last one; without marks of markdown, links as their words. */
export interface AdvisoryLine {
  readonly text: string
  readonly isHeading: boolean
}

/** Characters and lines of a text that are read; an advisory is a few thousand. */
const LONGEST_TEXT = 200_000
const MOST_LINES = 5_000
/** A longer line is prose or an attack, and no list of versions. */
const LONGEST_LINE = 2_000

/** The lines of a text in HTML, in which markdown may stand as it was typed. Code between fences is left out. */
export function advisoryLines(html: string): AdvisoryLine[] {
  const text = dropControls(
    decodeHTML(
      html
        .slice(0, LONGEST_TEXT)
        .replace(/<(pre|script|style|template)\b[^<>]*>[^]*?(?:<\/\1\s*>|$)/gi, '\n')
        .replace(/<h[1-6]\b[^<>]*>/gi, '\n### ')
        .replace(/<li\b[^<>]*>/gi, '\n- ')
        .replace(/<\/t[dh]>\s*(?=<t[dh]\b)/gi, ' | ')
        .replace(/<\/?(?:strong|b)\b[^<>]*>/gi, '**')
        .replace(/<(?:br|hr|\/?(?:p|div|tr|table|ul|ol|h[1-6]|blockquote|section|dt|dd))\b[^<>]*>/gi, '\n')
        .replace(/<\/?[a-z][^<>]*>/gi, ''),
    ),
  )
  const lines: AdvisoryLine[] = []
  let isCode = false
  for (const raw of text.split(/\r\n?|\n/).slice(0, MOST_LINES)) {
    const line = raw.trim()
    if (/^(?:```|~~~)/.test(line)) isCode = !isCode
    else if (!isCode && line !== '' && line.length <= LONGEST_LINE) lines.push(...readLine(line))
  }
  return lines
}

const HEADING =
  /^(?:#{1,6}\s+(.{1,120}?)[\s#]*|(?:\*\*|__)([^*_]{1,120})(?:\*\*|__)\s*:?|([^.:]{3,60}):|((?:affected|vulnerable|impacted|fixed|patched) (?:versions?|releases?)))$/i

/** "**Affected versions**: 1.2" is a heading, and a line. */
const INLINE_HEADING =
  /^[-*]?\s*(?:\*\*|__)?((?:affected|vulnerable|impacted|fixed|patched)[ \w]{0,40}?|severity)(?:\*\*|__)?\s*:(?:\*\*|__)?\s*(\S.*)$/i

function readLine(line: string): AdvisoryLine[] {
  const inline = INLINE_HEADING.exec(line)
  if (inline) {
    return [
      { text: plain(inline[1] ?? ''), isHeading: true },
      { text: plain(inline[2] ?? ''), isHeading: false },
    ]
  }
  const [, marked, bold, colon, bare] = HEADING.exec(line) ?? []
  const heading = marked ?? bold ?? colon ?? bare
  return [{ text: plain(heading ?? line), isHeading: heading !== undefined }]
}

const plain = (line: string) =>
  line
    .replace(/!?\[([^[\]]{0,300})\]\([^()\s]{0,500}(?:\s[^()]{0,100})?\)/g, '$1')
    .replace(/^(?:[-*+•]|\d{1,2}[.)])\s+/, '')
    .replace(/\*\*|__|`/g, '')
    .replace(/^\||\|$/g, '')
    .replace(/\s+/g, ' ')
    .trim()
