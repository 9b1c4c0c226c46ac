import type { Operation } from '../core/issue/apply-operation.ts'
import type { Curation } from '../core/issue/curation.ts'
import type { Pick as IssuePick } from '../core/issue/issue.ts'
import { blurbLimit } from '../core/issue/section.ts'
import { matchId } from '../core/story/match-id.ts'
import { markdownToText } from '../core/text/markdown.ts'
import type { Result } from '../core/text/problem.ts'
import { changeIssue, type IssueChange } from './change-issue.ts'
import { type Place, titleOf } from './pick-story.ts'

type Work = Pick<Curation, 'issue'>

/** The pick whose id starts like this. */
export function findPick({ issue }: Work, start: string): Result<IssuePick> {
  return matchId(start, `pick of ${issue.key}`, issue.picks)
}

export function dropPick(work: Work, start: string): Result<IssueChange> {
  return editPick(work, start, ({ id, title }) => [{ verb: 'drop', id }, `dropped ${id}: ${title}`])
}

export function movePick(work: Work, start: string, { section, at }: Place): Result<IssueChange> {
  return editPick(work, start, ({ id, title, section: old }) => {
    const into = section ?? old
    const others = work.issue.picks.filter((pick) => pick.section === into && pick.id !== id).length
    const place = Math.min(at ?? Infinity, others + 1)
    return [{ verb: 'move', id, section, at }, `moved ${id} to ${titleOf(into)}, ${place}: ${title}`]
  })
}

export function writeBlurb(work: Work, start: string, text: string): Result<IssueChange> {
  return editPick(work, start, ({ id, section }) => {
    const length = [...markdownToText(text)].length
    const limit = blurbLimit(section)
    const over = length > limit ? `, ${length - limit} too many` : ''
    return [{ verb: 'blurb', id, text }, `blurb of ${id}: ${length} of ${limit} characters${over}`]
  })
}

export function retitlePick(work: Work, start: string, text: string): Result<IssueChange> {
  return editPick(work, start, ({ id }) => [{ verb: 'title', id, text }, `title of ${id}: ${text}`])
}

function editPick(
  work: Work,
  start: string,
  plan: (pick: IssuePick) => readonly [Operation, string],
): Result<IssueChange> {
  const pick = findPick(work, start)
  if (!pick.ok) return pick
  const [operation, message] = plan(pick.value)
  return changeIssue(work, [operation], message)
}
