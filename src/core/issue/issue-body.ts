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

/** Where the note ends in the body of an issue: at the first `## ` heading that is no code, or at the end. */
export function findNoteEnd(body: string): number {
  let fence: string | undefined
  let offset = 0
  for (const line of body.split('\n')) {
    const mark = FENCE.exec(line)?.[1]
    if (mark !== undefined && fence === undefined) fence = mark
    else if (mark !== undefined && fence !== undefined && mark.startsWith(fence)) fence = undefined
    if (fence === undefined && HEADING.test(line)) return offset
    offset += line.length + 1
  }
  return body.length
}

/** Parts the body of an issue into the note and its `## ` blocks; a heading inside a code fence is code. */
export function splitIssueBody(body: string): IssueBody {
  const blocks: { title: string | undefined; lines: string[] }[] = [{ title: undefined, lines: [] }]
  let fence: string | undefined
  for (const line of body.split('\n')) {
    const mark = FENCE.exec(line)?.[1]
    if (mark !== undefined) {
      if (fence === undefined) fence = mark
      else if (mark.startsWith(fence)) fence = undefined
    }
    const title = fence === undefined ? HEADING.exec(line)?.[1] : undefined
    if (title === undefined) blocks.at(-1)?.lines.push(line)
    else blocks.push({ title, lines: [] })
  }

  const sections = new Map<SectionId, string>()
  const others: { title: string; text: string }[] = []
  let note = ''
  for (const { title, lines } of blocks) {
    const text = lines.join('\n').trim()
    if (title === undefined) {
      note = text
      continue
    }
    const section = SECTIONS.find(({ id, title: name }) => id === title.toLowerCase() || same(name, title))
    if (section === undefined) others.push({ title, text })
    else sections.set(section.id, [sections.get(section.id), text].filter(Boolean).join('\n\n'))
  }
  return { note, sections, others }
}

const same = (one: string, other: string) => one.toLowerCase() === other.toLowerCase()
