import type { Curation } from '../core/issue/curation.ts'
import { matchStory } from '../core/issue/match-story.ts'
import type { Operation } from '../core/issue/operation.ts'
import type { Story } from '../core/story/story.ts'
import { countNoun } from '../core/text/count-noun.ts'
import { foldSpace } from '../core/text/plain-text.ts'
import { type Result, success } from '../core/text/problem.ts'
import { type Change, nothing, planChange } from './plan-change.ts'

/** What an editor says of stories that are no picks; `clear` takes it back. */
export type Judgement =
  | { readonly verb: 'skip'; readonly reason?: string | undefined }
  | { readonly verb: 'shortlist' }
  | { readonly verb: 'clear' }

const PAST = { skip: 'skipped', shortlist: 'shortlisted', clear: 'no verdict any more on' } as const

/**
 * Says of stories that they are not for this issue, or maybe; what is picked is dropped first. All of them or none: an
 * id that means no story, or two, fails the whole.
 *
 * @param starts ids of stories, or the first characters of them
 */
export function judgeStories(curation: Curation, starts: readonly string[], judgement: Judgement): Result<Change> {
  const found = matchStories(curation, starts)
  if (!found.ok) return found
  const reason = judgement.verb === 'skip' ? foldSpace(judgement.reason ?? '') || undefined : undefined
  const planned = found.value.map((story) => ({ story, operations: judgeStory(curation, story, judgement, reason) }))
  const changed = planned.filter(({ operations }) => operations.length > 0).map(({ story }) => story)
  if (changed.length === 0)
    return nothing(found.value.map(({ lead }) => `${lead.id} is so already: ${lead.title}`).join('\n'))
  const why = reason === undefined ? '' : ` (${reason})`
  const [first] = changed
  const message =
    first && changed.length === 1
      ? `${PAST[judgement.verb]} ${first.lead.id}: ${first.lead.title}${why}`
      : [
          `${PAST[judgement.verb]} ${countNoun(changed.length, 'story', 'stories')}${why}`,
          ...changed.map(({ lead }) => `  ${lead.id}: ${lead.title}`),
        ].join('\n')
  return planChange(
    curation,
    planned.flatMap(({ operations }) => operations),
    message,
  )
}

/** Each story once, or all that is wrong with the ids. */
function matchStories(curation: Curation, starts: readonly string[]): Result<readonly Story[]> {
  const found = starts.map((start) => matchStory(curation, start))
  const problems = found.flatMap((each) => (each.ok ? [] : each.problems))
  if (problems.length > 0) return { ok: false, problems }
  const stories = found.flatMap((each) => (each.ok ? [each.value] : []))
  return success([...new Map(stories.map((story) => [story.lead.id, story])).values()])
}

/** Nothing where all is so already. */
function judgeStory(
  { issue, verdicts }: Curation,
  { items }: Story,
  { verb }: Judgement,
  reason: string | undefined,
): Operation[] {
  const ids = items.map(({ id }) => id)
  const picked = issue.picks.filter(({ id }) => ids.includes(id))
  const drops = verb === 'clear' ? [] : picked.map(({ id }): Operation => ({ verb: 'drop', id }))
  const isSaid = ids.every((id) => {
    const verdict = verdicts.get(id)
    return verb === 'clear' ? !verdict : verdict?.verdict === verb && verdict.reason === reason
  })
  if (isSaid && drops.length === 0) return []
  return [...drops, verb === 'skip' && reason !== undefined ? { verb, ids, reason } : { verb, ids }]
}
