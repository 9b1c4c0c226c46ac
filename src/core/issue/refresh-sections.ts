import type { Curation } from './curation.ts'
import { dayOfIssue, generateSection } from './generate-section.ts'
import { type GeneratedSectionId, markOf, standingOf, writtenSections } from './generated-sections.ts'
import type { Sections } from '../text/section-settings.ts'
import type { Issue } from './issue.ts'
import type { Operation } from './operation.ts'
import { SECTIONS, sectionTitle } from './section.ts'

export interface RefreshOptions {
  /** The issue as it will stand, where that is not the one at work. */
  readonly issue?: Issue | undefined
  /** The day on which it comes out, where that is known. */
  readonly day?: string | undefined
  /** Sections to write anew whoever wrote them last; without, those that nobody has edited. */
  readonly force?: readonly GeneratedSectionId[] | undefined
}

export interface Refresh {
  readonly operations: readonly Operation[]
  /** What was written, what nothing is left to say in, and what stays as an editor left it. */
  readonly written: readonly GeneratedSectionId[]
  readonly emptied: readonly GeneratedSectionId[]
  readonly kept: readonly GeneratedSectionId[]
}

/** Where nothing is to be brought up to date. */
export const NO_REFRESH: Refresh = { operations: [], written: [], emptied: [], kept: [] }

/**
 * What it takes to bring the generated sections of an issue that is not published up to date. What an editor wrote
 * there, or took out, stays. A special issue, which covers no stretch, gets only what is asked for.
 */
export function refreshSections(curation: Curation, options: RefreshOptions = {}): Refresh {
  const { almanac, now } = curation
  const { issue = curation.issue, force, day = dayOfIssue(issue, now) } = options
  const isSpecial = curation.issue.weeks.length === 0
  if (almanac === undefined || curation.issue.status === 'published' || (isSpecial && force === undefined))
    return NO_REFRESH
  const found = writtenSections(issue)
    .filter((section) => force?.includes(section) ?? true)
    .map((section) => {
      const standing = standingOf(issue, section)
      if (force === undefined && (standing === 'edited' || standing === 'dropped')) return { section, outcome: 'kept' }
      const text = generateSection(section, { ...curation, almanac }, { issue, day })
      const mark = issue.generated?.[section]
      const isSo = standing === 'generated' ? mark === markOf(text) : standing === 'absent' && text === ''
      if (isSo) return { section, outcome: 'same' }
      return { section, outcome: text === '' ? 'emptied' : 'written', text }
    })
  const of = (outcome: string) => found.filter((each) => each.outcome === outcome).map(({ section }) => section)
  return {
    operations: found.flatMap(({ section, text }): Operation[] =>
      text === undefined ? [] : [{ verb: 'generate', section, text }],
    ),
    written: of('written'),
    emptied: of('emptied'),
    kept: of('kept'),
  }
}

/** What became of the sections, to stand behind what else a command says; '' where nothing did. */
export function describeRefresh(
  { written, emptied, kept }: Omit<Refresh, 'operations'>,
  all: Sections = SECTIONS,
): string {
  const names = (sections: readonly GeneratedSectionId[]) =>
    new Intl.ListFormat('en').format(sections.map((section) => sectionTitle(section, all)))
  return [
    ...(written.length > 0 ? [`${names(written)} written`] : []),
    ...(emptied.length > 0 ? [`${names(emptied)} taken out, as there is nothing to say`] : []),
    ...(kept.length > 0 ? [`${names(kept)} left as an editor wants ${kept.length === 1 ? 'it' : 'them'}`] : []),
  ]
    .map((words) => `; ${words}`)
    .join('')
}
