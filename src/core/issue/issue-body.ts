import type { Sections } from '../text/section-settings.ts'
import { findSection, type SectionId, SECTIONS } from './section.ts'

/** The editor's words in an issue, as markdown. */
export interface IssueBody {
  /** All before the first `## ` heading. */
  readonly note: string
  /** What stands under a heading that names a section, by its title or its id. */
  readonly sections: ReadonlyMap<SectionId, string>
  /** What stands under any other heading, in the order of the file. */
  readonly others: readonly { readonly title: string; readonly text: string }[]
}

/** What opens and ends code between fences, by CommonMark 0.31.2, 4.5: words may follow the first alone. */
const FENCE = /^ {0,3}(?:(`{3,})[^`]*|(~{3,}).*)$/
const FENCE_END = /^ {0,3}(`{3,}|~{3,})[ \t]*$/
const COMMENT = /^ {0,3}<!--/
const HEADING = /^##[ \t]+(.+?)[ \t]*#*[ \t]*$/

export interface Heading {
  /** Where its line begins, and where it ends. */
  readonly start: number
  readonly end: number
  readonly title: string
}

/** The `## ` headings of a body that stand neither in code nor in a comment. */
export const findHeadings = (body: string): Heading[] => scan(body).headings

/** A text without blank lines at its end, which takes in nothing that follows: code, or a comment, that nobody ended does. */
export function closeText(text: string): string {
  const { openEnd } = scan(text)
  return openEnd === undefined ? text.trimEnd() : `${text.trimEnd()}\n${openEnd}`
}

/** The headings, and the line that would end the code, or the comment, in which the body ends. */
function scan(body: string): { headings: Heading[]; openEnd: string | undefined } {
  const headings: Heading[] = []
  let openEnd: string | undefined
  let start = 0
  for (const line of body.split('\n')) {
    const end = start + line.length + 1
    if (openEnd === undefined) {
      const title = HEADING.exec(line)?.[1]
      const [, ticks, tildes] = FENCE.exec(line) ?? []
      if (title !== undefined) headings.push({ start, end, title })
      else if (COMMENT.test(line)) openEnd = line.includes('-->') ? undefined : '-->'
      else openEnd = ticks ?? tildes
    } else if (openEnd === '-->' ? line.includes(openEnd) : FENCE_END.exec(line)?.[1]?.startsWith(openEnd)) {
      openEnd = undefined
    }
    start = end
  }
  return { headings, openEnd }
}

/** Where the note ends in the body of an issue: at the first `## ` heading, or at the end. */
export function findNoteEnd(body: string): number {
  return findHeadings(body)[0]?.start ?? body.length
}

/** Parts the body of an issue into the note and its `## ` blocks; a heading in code, or in a comment, is none. */
export function splitIssueBody(body: string, known: Sections = SECTIONS): IssueBody {
  const headings = findHeadings(body)
  const sections = new Map<SectionId, string>()
  const others: { title: string; text: string }[] = []
  for (const [index, { end, title }] of headings.entries()) {
    const text = body.slice(end, headings[index + 1]?.start).trim()
    const section = findSection(title, known)
    if (section === undefined) others.push({ title, text })
    else sections.set(section, [sections.get(section), text].filter(Boolean).join('\n\n'))
  }
  return { note: body.slice(0, headings[0]?.start).trim(), sections, others }
}
