import { applyOperations } from '../core/issue/apply-operation.ts'
import type { Operation } from '../core/issue/operation.ts'
import type { Curation } from '../core/issue/curation.ts'
import { tellsReleases } from '../core/issue/generate-section.ts'
import { planDraft } from '../core/issue/plan-draft.ts'
import { rankCuration } from '../core/issue/rank-curation.ts'
import { describeRefresh, refreshSections } from '../core/issue/refresh-sections.ts'
import type { RankedStory } from '../core/story/rank-stories.ts'
import { countNoun } from '../core/text/count-noun.ts'
import { failure, type Result } from '../core/text/problem.ts'
import { type Change, nothing, planChange } from './plan-change.ts'

/**
 * Fills an issue from the ranking, up to `count` picks; what is picked stays as it is. Sections that the program writes
 * are brought up to date.
 */
export function draftIssue(
  curation: Curation,
  count: number,
  ranked: readonly RankedStory[] = rankCuration(curation),
): Result<Change> {
  const { issue, sources, now, verdicts, ranBefore } = curation
  if (issue.status === 'published') {
    return failure({
      where: issue.key,
      what: 'this issue is published, and is filled no more',
      remedy: 'Leave out --issue to draft the next one',
    })
  }
  const refreshed = (picks: readonly Operation[]) => {
    const after = applyOperations(curation, picks)
    return refreshSections(curation, { issue: after.ok ? after.value.issue : issue })
  }
  if (issue.picks.length >= count) {
    const { operations, ...refresh } = refreshed([])
    if (operations.length > 0) return planChange(curation, operations, `${issue.key}${describeRefresh(refresh)}`)
    return nothing(`${issue.key} has ${countNoun(issue.picks.length, 'pick')} already; ask for more with --count`)
  }
  const isTaken = (story: RankedStory) =>
    ranBefore(story) !== undefined || story.items.some(({ id }) => verdicts.get(id)?.verdict === 'skip')
  const told = tellsReleases(curation)
  const isTold = ({ lead }: RankedStory) => told.has(lead.id)
  const picks = planDraft(issue, ranked, { sources, now, count, isTaken, isTold })
  if (picks.length === 0) {
    const { operations, ...refresh } = refreshed([])
    if (operations.length > 0) return planChange(curation, operations, `${issue.key}${describeRefresh(refresh)}`)
    return nothing(`${issue.key}: no candidate is left to pick; \`npm run ingest\` brings new ones`)
  }
  const operations: Operation[] = picks.map((pick) => ({ verb: 'pick', pick }))
  const all = issue.picks.length + picks.length
  const short = all < count ? `; no more candidates fit, so ${all} of ${count}` : ''
  const refresh = refreshed(operations)
  return planChange(
    curation,
    [...operations, ...refresh.operations],
    `${issue.key}: ${countNoun(picks.length, 'pick')} added, ${all} in all${short}${describeRefresh(refresh)}`,
  )
}
