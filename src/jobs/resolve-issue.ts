import type { DecisionLog } from '../core/issue/decision-log.ts'
import { editIssueFile } from '../core/issue/edit-issue-file.ts'
import { parseIssue } from '../core/issue/issue-file.ts'
import type { Issue } from '../core/issue/issue.ts'
import { mergeIssues } from '../core/issue/merge-issues.ts'
import { findConflict, splitConflict } from '../core/text/conflict.ts'
import { countNoun } from '../core/text/count-noun.ts'
import { failure, type Result, success } from '../core/text/problem.ts'
import type { Sections } from '../core/text/section-settings.ts'

export interface Resolution {
  /** The issue's file as it shall be. */
  readonly text: string
  readonly issue: Issue
  readonly message: string
  /** What both sides said differently and nobody's log can decide: the words that gave way, to be looked at. */
  readonly lost: readonly string[]
}

/**
 * The issue that a merge left in conflict, out of both sides and the logs of all editors; of a whole file, the issue with
 * the picks that the logs have and the file has not.
 */
export function resolveIssue(
  text: string,
  key: string,
  logs: readonly DecisionLog[],
  where: string,
  sections?: Sections,
): Result<Resolution> {
  const own = logs.filter(({ issue }) => issue === key)
  const conflict = splitConflict(text)
  const line = findConflict(text)
  if (conflict === undefined && line !== undefined) {
    return failure({
      ...{
        where,
        line,
        what: 'the markers of the merge here do not come in pairs, so that its sides cannot be told apart',
      },
      remedy: 'Let git write them anew with `git checkout --merge -- FILE`, then say it again',
    })
  }
  const ours = parseIssue(conflict?.ours ?? text, key, where, sections)
  if (!ours.ok) return conflict ? sideFailure(ours.problems, 'our side of the merge') : ours
  const theirs = conflict && parseIssue(conflict.theirs, key, where, sections)
  if (theirs && !theirs.ok) return sideFailure(theirs.problems, 'their side of the merge')
  const base = conflict?.base === undefined ? undefined : parseIssue(conflict.base, key, where, sections)
  const versions = { ours: ours.value, theirs: theirs?.value, base: base?.ok ? base.value : undefined }
  const { issue, lost, broughtBack } = mergeIssues(versions, own)
  const edited = editIssueFile(conflict?.ours ?? text, ours.value, issue, where)
  if (!edited.ok) return edited
  const count = countNoun(issue.picks.length, 'pick')
  const sides = `out of ${ours.value.picks.length} on our side and ${versions.theirs?.picks.length} on theirs`
  const message =
    versions.theirs === undefined
      ? broughtBack.length === 0
        ? `${key} has all that the logs have: ${count}`
        : `${key}: ${countNoun(broughtBack.length, 'pick')} brought back from the logs, ${count} in all`
      : `${key}: ${count} ${sides}`
  return success({
    text: edited.value,
    issue,
    message,
    lost: lost.map(({ where: place, text: words }) => `${place}: ${words}`),
  })
}

const sideFailure = (problems: readonly { where: string; what: string; remedy?: string | undefined }[], side: string) =>
  failure(...problems.map((problem) => ({ ...problem, what: `${side}: ${problem.what}` })))
