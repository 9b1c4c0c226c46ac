import { z } from 'astro/zod'
import { fingerprint } from '../text/fingerprint.ts'
import { splitIssueBody } from './issue-body.ts'
import { sectionsOf, type StandardSectionId, type WithSections } from './section.ts'

/** The sections that the program writes itself, in their order in an issue. */
export const GENERATED_SECTION_IDS = [
  'release-watch',
  'subproject-releases',
  'events-and-calls',
] as const satisfies StandardSectionId[]
export type GeneratedSectionId = (typeof GENERATED_SECTION_IDS)[number]

export const markSchema = z.string().regex(/^[0-9a-f]{8}$/, { error: 'expected eight hexadecimal digits' })

/** The mark of what the program wrote last into a section: while the words there have it, nobody has touched them. */
export const generatedSchema = z.strictObject({
  'release-watch': markSchema.optional(),
  'subproject-releases': markSchema.optional(),
  'events-and-calls': markSchema.optional(),
})
export type GeneratedMarks = z.infer<typeof generatedSchema>

/** Those that the program writes in an issue: what the settings leave out, or leave to editors, it does not. */
export const writtenSections = (issue: WithSections): GeneratedSectionId[] =>
  GENERATED_SECTION_IDS.filter((known) => sectionsOf(issue).some(({ id, byHand }) => id === known && !byHand))

/** What an issue says of its generated sections. */
interface Marked extends WithSections {
  readonly body: string
  readonly generated?: GeneratedMarks | undefined
}

/** The mark of a text, whatever blank space surrounds it. */
export const markOf = (text: string): string => fingerprint(text.trim())

/**
 * Whose words stand in a generated section: the program's as it wrote them (`generated`), an editor's (`edited`), nobody's
 * since an editor took them out (`dropped`), or nobody's yet (`absent`).
 */
export type SectionStanding = 'absent' | 'generated' | 'edited' | 'dropped'

export function standingOf(issue: Marked, section: GeneratedSectionId): SectionStanding {
  const { body, generated } = issue
  return standingOfWords(splitIssueBody(body, sectionsOf(issue)).sections.get(section), generated?.[section])
}

/** As `standingOf`, of the words of the section (none where it has no heading) and its mark. */
export function standingOfWords(words: string | undefined, mark: string | undefined): SectionStanding {
  if (words === undefined) return mark === undefined ? 'absent' : 'dropped'
  return mark !== undefined && markOf(words) === mark ? 'generated' : 'edited'
}

/** The body without what the program wrote, which no editor answers for; as many lines, so that a line keeps its number. */
export function ownWords(issue: Marked): string {
  const { body, generated } = issue
  if (generated === undefined) return body
  const { sections } = splitIssueBody(body, sectionsOf(issue))
  return GENERATED_SECTION_IDS.filter((id) => standingOf(issue, id) === 'generated').reduce(
    (text, id) => blankOut(text, sections.get(id) ?? ''),
    body,
  )
}

function blankOut(body: string, words: string): string {
  const at = words === '' ? -1 : body.indexOf(words)
  return at === -1 ? body : body.slice(0, at) + words.replace(/[^\n]/g, '') + body.slice(at + words.length)
}
