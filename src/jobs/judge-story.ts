import type { Curation } from '../core/issue/curation.ts'
import { matchStory } from '../core/issue/match-story.ts'
import type { Operation } from '../core/issue/operation.ts'
import { foldSpace } from '../core/text/plain-text.ts'
import type { Result } from '../core/text/problem.ts'
import { type Change, nothing, planChange } from './change-issue.ts'

/** What an editor says of a story that is no pick; `clear` takes it back. */
export type Judgement =
  | { readonly verb: 'skip'; readonly reason?: string | undefined }
  | { readonly verb: 'shortlist' }
  | { readonly verb: 'clear' }

const PAST = { skip: 'skipped', shortlist: 'shortlisted', clear: 'no verdict any more on' } as const

/** Says of a story that it is not for this issue, or maybe; where it is picked, it is dropped first. */
export function judgeStory(curation: Curation, start: string, judgement: Judgement): Result<Change> {
  const found = matchStory(curation, start)
  if (!found.ok) return found
  const { lead, items } = found.value
  const ids = items.map(({ id }) => id)
  const picked = curation.issue.picks.filter(({ id }) => ids.includes(id))
  const drops = judgement.verb === 'clear' ? [] : picked.map(({ id }): Operation => ({ verb: 'drop', id }))
  const reason = judgement.verb === 'skip' ? foldSpace(judgement.reason ?? '') || undefined : undefined
  const isSaid = ids.every((id) => {
    const verdict = curation.verdicts.get(id)
    return judgement.verb === 'clear' ? !verdict : verdict?.verdict === judgement.verb && verdict.reason === reason
  })
  if (isSaid && drops.length === 0) return nothing(`${lead.id} is so already: ${lead.title}`)
  const operation: Operation =
    judgement.verb === 'skip' && reason !== undefined ? { verb: 'skip', ids, reason } : { verb: judgement.verb, ids }
  const why = reason === undefined ? '' : ` (${reason})`
  return planChange(curation, [...drops, operation], `${PAST[judgement.verb]} ${lead.id}: ${lead.title}${why}`)
}
