import { applyOperations } from '../core/issue/apply-operation.ts'
import type { Curation } from '../core/issue/curation.ts'
import { tellsReleases } from '../core/issue/generate-section.ts'
import type { Pick } from '../core/issue/issue.ts'
import type { Operation } from '../core/issue/operation.ts'
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
  const { issue } = curation
  if (issue.status === 'published') {
    return failure({
      where: issue.key,
      what: 'this issue is published, and is filled no more',
      remedy: 'Leave out --issue to draft the next one',
    })
  }
  const isFull = issue.picks.length >= count
  const picks = isFull ? [] : planPicks(curation, count, ranked)
  const picking = picks.map((pick): Operation => ({ verb: 'pick', pick }))
  const after = applyOperations(curation, picking)
  const { operations, ...refresh } = refreshSections(curation, { issue: after.ok ? after.value.issue : issue })
  if (picks.length === 0 && operations.length === 0) {
    const has = `${issue.key} has ${countNoun(issue.picks.length, 'pick')} already; ask for more with --count`
    return nothing(isFull ? has : `${issue.key}: no candidate is left to pick; \`npm run ingest\` brings new ones`)
  }
  const all = issue.picks.length + picks.length
  const short = all < count ? `; no more candidates fit, so ${all} of ${count}` : ''
  const added =
    picks.length === 0 ? ': no pick added' : `: ${countNoun(picks.length, 'pick')} added, ${all} in all${short}`
  return planChange(curation, [...picking, ...operations], `${issue.key}${added}${describeRefresh(refresh)}`)
}

/** What ran before or was skipped is not picked, and of what a generated section tells only what leads. */
function planPicks(curation: Curation, count: number, ranked: readonly RankedStory[]): Pick[] {
  const { issue, sources, now, verdicts, ranBefore } = curation
  const told = tellsReleases(curation)
  return planDraft(issue, ranked, {
    ...{ sources, now, count },
    isTaken: (story) =>
      ranBefore(story) !== undefined || story.items.some(({ id }) => verdicts.get(id)?.verdict === 'skip'),
    isTold: ({ lead }) => told.has(lead.id),
  })
}
