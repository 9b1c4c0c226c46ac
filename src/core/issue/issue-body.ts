import { SECTIONS, type SectionId } from './section.ts'

/** The editor's words in an issue, as markdown. */
export interface IssueBody {
  /** All before the first `## ` heading. */
  readonly note: string
  /** What stands under a heading that names a section, by its title or its id. */
  readonly sections: ReadonlyMap<SectionId, string>
  /** What stands under any other heading, in the order of the file. */
  readonly others: readonly { readonly title: string; readonly text: string }[]
}

const FENCE = /^ {0,3}(`{3,}|~{3,})/
const HEADING = /^##[ \t]+(.+?)[ \t]*#*[ \t]*$/

/** The `## ` headings of a body that are no code: where the line of each begins, where it ends, and what it says. */
export function findHeadings(body: string): { start: number; end: number; title: string }[] {
  const headings: { start: number; end: number; title: string }[] = []
  let fence: string | undefined
  let start = 0
  for (const line of body.split('\n')) {
    const end = start + line.length + 1
    const mark = FENCE.exec(line)?.[1]
    if (mark !== undefined && fence === undefined) fence = mark
    else if (mark !== undefined && fence !== undefined && mark.startsWith(fence)) fence = undefined
    const title = fence === undefined ? HEADING.exec(line)?.[1] : undefined
    if (title !== undefined) headings.push({ start, end, title })
    start = end
  }
  return headings
}

/** Where the note ends in the body of an issue: at the first `## ` heading that is no code, or at the end. */
export function findNoteEnd(body: string): number {
  return findHeadings(body)[0]?.start ?? body.length
}

/** Parts the body of an issue into the note and its `## ` blocks; a heading inside a code fence is code. */
export function splitIssueBody(body: string): IssueBody {
  const headings = findHeadings(body)
  const sections = new Map<SectionId, string>()
  const others: { title: string; text: string }[] = []
  for (const [index, { end, title }] of headings.entries()) {
    const text = body.slice(end, headings[index + 1]?.start).trim()
    const section = sectionOfHeading(title)
    if (section === undefined) others.push({ title, text })
    else sections.set(section, [sections.get(section), text].filter(Boolean).join('\n\n'))
  }
  return { note: body.slice(0, headings[0]?.start).trim(), sections, others }
}

/** The section that a heading names, by its title or its id, in any case. */
export function sectionOfHeading(title: string): SectionId | undefined {
  return SECTIONS.find(({ id, title: name }) => id === title.toLowerCase() || same(name, title))?.id
}

const same = (one: string, other: string) => one.toLowerCase() === other.toLowerCase()
