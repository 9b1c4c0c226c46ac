import type { Operation } from '../core/issue/operation.ts'
import type { Curation } from '../core/issue/curation.ts'
import { planDraft } from '../core/issue/plan-draft.ts'
import { rankCuration } from '../core/issue/rank-curation.ts'
import type { RankedStory } from '../core/story/rank-stories.ts'
import { countNoun } from '../core/text/count-noun.ts'
import { failure, type Result } from '../core/text/problem.ts'
import { type Change, nothing, planChange } from './plan-change.ts'

/** Fills an issue from the ranking, up to `count` picks; what is picked stays as it is. */
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
  if (issue.picks.length >= count) {
    return nothing(`${issue.key} has ${countNoun(issue.picks.length, 'pick')} already; ask for more with --count`)
  }
  const isTaken = (story: RankedStory) =>
    ranBefore(story) !== undefined || story.items.some(({ id }) => verdicts.get(id)?.verdict === 'skip')
  const picks = planDraft(issue, ranked, { sources, now, count, isTaken })
  if (picks.length === 0) {
    return nothing(`${issue.key}: no candidate is left to pick; \`npm run ingest\` brings new ones`)
  }
  const operations: Operation[] = picks.map((pick) => ({ verb: 'pick', pick }))
  const all = issue.picks.length + picks.length
  const short = all < count ? `; no more candidates fit, so ${all} of ${count}` : ''
  return planChange(
    curation,
    operations,
    `${issue.key}: ${countNoun(picks.length, 'pick')} added, ${all} in all${short}`,
  )
}
