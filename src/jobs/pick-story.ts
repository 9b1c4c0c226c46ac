import type { Curation } from '../core/issue/curation.ts'
import { makePick } from '../core/issue/make-pick.ts'
import { type SectionId, SECTIONS } from '../core/issue/section.ts'
import { suggestSection } from '../core/issue/suggest-section.ts'
import { foldItems } from '../core/story/fold-items.ts'
import { matchId } from '../core/story/match-id.ts'
import type { Result } from '../core/text/problem.ts'
import { changeIssue, coverUntilNow, type IssueChange, nothing } from './change-issue.ts'

/** Where a pick goes: a section (by default the one that suits it), and a position in it, counted from 1. */
export interface Place {
  readonly section?: SectionId | undefined
  readonly at?: number | undefined
}

/** Picks a story of the pool, or else any item that is known, by the start of its id. */
export function pickStory(curation: Curation, start: string, { section, at }: Place): Result<IssueChange> {
  const { issue, stories, items, sources, ranIn } = curation
  const named = stories.map((story) => ({ id: story.id, title: story.lead.title, story }))
  const others = foldItems(items).map((story) => ({ id: story.id, title: story.lead.title, story }))
  const found = matchId(start, 'item', named, others)
  if (!found.ok) return found
  const { story } = found.value
  const known = issue.picks.find(({ id }) => id === story.id)
  if (known)
    return nothing(
      `${known.id} is picked already, in ${titleOf(known.section)}; \`npm run curate -- move ${known.id}\` moves it`,
    )
  const pick = makePick(story, section ?? suggestSection(story.lead), sources)
  const before = ranIn(story.lead)
  const warning = before === undefined ? '' : `. It ran in ${before.key}: say why in the file, \`again: <reason>\``
  return changeIssue(
    curation,
    [{ verb: 'pick', pick, at }, ...coverUntilNow(curation)],
    `picked ${pick.id} into ${titleOf(pick.section)}: ${pick.title}${warning}`,
  )
}

export function titleOf(section: SectionId): string {
  return SECTIONS.find(({ id }) => id === section)?.title ?? section
}
