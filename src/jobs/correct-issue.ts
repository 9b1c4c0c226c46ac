import { curateCommand } from '../core/issue/check.ts'
import type { Curation } from '../core/issue/curation.ts'
import type { Correction } from '../core/issue/issue.ts'
import { dayOf } from '../core/text/moment.ts'
import { foldSpace } from '../core/text/plain-text.ts'
import { failure, type Result, success } from '../core/text/problem.ts'
import { type Change, nothing, planChange } from './plan-change.ts'
import { findPick } from './edit-pick.ts'

/** In place of the id of a pick: the correction is about the issue as a whole. */
export const WHOLE_ISSUE = 'issue'

/**
 * Adds a correction, dated today, to a published issue.
 *
 * @param about the start of a pick's id, or `issue`
 * @param text inline markdown
 */
export function correctIssue(curation: Curation, about: string, text: string): Result<Change> {
  const { issue, issues, now } = curation
  if (issue.status !== 'published') {
    const remedy = `Change what is wrong in it: ${curateCommand({ issue, issues })} blurb ID TEXT, say`
    return failure({ where: issue.key, what: 'this issue is not published yet, and needs no correction', remedy })
  }
  const words = foldSpace(text)
  if (words === '') {
    return failure({
      where: issue.key,
      what: 'the correction is empty',
      remedy: 'Say what was wrong, and what is right',
    })
  }
  const pick = about === WHOLE_ISSUE ? success(undefined) : findPick(curation, about)
  if (!pick.ok) return pick
  const id = pick.value?.id
  const known = issue.corrections.find((one) => one.pick === id && foldSpace(one.text) === words)
  if (known) return nothing(`${issue.key} says so already, since ${known.date}`)
  const correction: Correction = { date: dayOf(now), ...(id === undefined ? {} : { pick: id }), text: words }
  const what = pick.value === undefined ? ' as a whole' : `, ${id}: ${pick.value.title}`
  return planChange(curation, [{ verb: 'correct', correction }], `corrected ${issue.key}${what}`)
}
