import { curateCommand } from '../core/issue/check.ts'
import type { Curation } from '../core/issue/curation.ts'
import { makePick } from '../core/issue/make-pick.ts'
import type { Operation } from '../core/issue/operation.ts'
import { type SectionId, sectionsOf, sectionTitle } from '../core/issue/section.ts'
import { suggestSection } from '../core/issue/suggest-section.ts'
import { matchStory } from '../core/issue/match-story.ts'
import { foldSpace } from '../core/text/plain-text.ts'
import type { Result } from '../core/text/problem.ts'
import { type Change, nothing, planChange } from './plan-change.ts'
import { readSection } from './read-section.ts'

/** Where a pick goes: a section (by default the one that suits it), and a position in it, counted from 1. */
export interface Place {
  readonly section?: SectionId | undefined
  readonly at?: number | undefined
}

/** Picks a story of the pool, or else any item that is known, by the start of its id. */
export function pickStory(
  curation: Curation,
  start: string,
  { section, at, again: said }: Place & { readonly again?: string | undefined },
): Result<Change> {
  const { issue, sources, verdicts } = curation
  const sections = sectionsOf(issue)
  const into = readSection(section, issue)
  if (!into.ok) return into
  const again = foldSpace(said ?? '') || undefined
  const found = matchStory(curation, start)
  if (!found.ok) return found
  const story = found.value
  const known = issue.picks.find(({ id }) => story.items.some((item) => item.id === id))
  if (known) {
    return nothing(
      `${known.id} is picked already, in ${sectionTitle(known.section, sections)}; \`${curateCommand(curation)} move ${known.id}\` moves it`,
    )
  }
  const made = makePick(story, into.value ?? suggestSection(story.lead, sections), sources, sections)
  const pick = again === undefined ? made : { ...made, again }
  const before = curation.ranBefore(story)
  const isUnsaid = before !== undefined && again === undefined
  const warning = isUnsaid ? `. It ran in ${before.key}: say why, with --again REASON, or drop it` : ''
  const skipped = story.items.map(({ id }) => id).filter((id) => verdicts.get(id)?.verdict === 'skip')
  const clear: Operation[] = skipped.length > 0 ? [{ verb: 'clear', ids: skipped }] : []
  return planChange(
    curation,
    [...clear, { verb: 'pick', pick, ...(at === undefined ? {} : { at }) }],
    `picked ${pick.id} into ${sectionTitle(pick.section, sections)}: ${pick.title}${warning}`,
  )
}
