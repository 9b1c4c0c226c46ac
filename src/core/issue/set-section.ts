import type { Sections } from '../text/section-settings.ts'
import { closeText, findHeadings } from './issue-body.ts'
import { findSection, type SectionId, sectionRank, SECTIONS, sectionTitle } from './section.ts'

/**
 * The body of an issue with these words in a section, all else as it stands; without words, without its heading. A new
 * section stands before the first that comes later in an issue, and else at the end.
 */
export function setSection(
  body: string,
  section: SectionId,
  words: string | undefined,
  sections: Sections = SECTIONS,
): string {
  const [first, ...twins] = blocksOf(body, section, sections)
  if (first === undefined) return words === undefined ? body : insert(body, section, words, sections)
  const alone = twins.toReversed().reduce(cutOut, body)
  if (words === undefined) return cutOut(alone, blocksOf(alone, section, sections)[0] ?? first)
  const isLast = first.end >= alone.length
  const heading = alone.slice(first.start, first.words).trimEnd()
  const block = closeText(`${heading}\n\n${words.trim()}`)
  return `${alone.slice(0, first.start)}${block}\n${isLast ? '' : '\n'}${alone.slice(first.end)}`
}

interface Block {
  readonly start: number
  /** Where the line of the heading ends. */
  readonly words: number
  /** Where the next heading begins. */
  readonly end: number
}

function blocksOf(body: string, section: SectionId, sections: Sections): Block[] {
  const headings = findHeadings(body)
  return headings.flatMap(({ start, end, title }, index) =>
    findSection(title, sections) === section
      ? [{ start, words: Math.min(end, body.length), end: headings[index + 1]?.start ?? body.length }]
      : [],
  )
}

function cutOut(body: string, { start, end }: Block): string {
  if (end < body.length) return body.slice(0, start) + body.slice(end)
  const rest = body.slice(0, start).trimEnd()
  return rest === '' ? '' : `${rest}\n`
}

function insert(body: string, section: SectionId, words: string, sections: Sections): string {
  const place = sectionRank(section, sections)
  const isLater = (title: string) => {
    const other = findSection(title, sections)
    return other === undefined || sectionRank(other, sections) > place
  }
  const next = findHeadings(body).find(({ title }) => isLater(title))
  const block = `## ${sectionTitle(section, sections)}\n\n${words.trim()}`.trimEnd()
  const before = closeText(body.slice(0, next?.start ?? body.length))
  const after = next === undefined ? '' : `\n${body.slice(next.start)}`
  return `${before === '' ? '' : `${before}\n\n`}${block}\n${after}`
}
