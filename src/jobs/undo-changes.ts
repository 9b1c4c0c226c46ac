import { applyOperation } from '../core/issue/apply-operation.ts'
import type { CurationState } from '../core/issue/curation-state.ts'
import { describeChange } from '../core/issue/describe-change.ts'
import { formatIssue } from '../core/issue/format-issue.ts'
import { readHistory, type Step } from '../core/issue/history.ts'
import { parseIssue } from '../core/issue/issue-file.ts'
import type { Operation } from '../core/issue/operation.ts'
import { type Result, success } from '../core/text/problem.ts'
import { type Commit, formerText, planCommit, type Stored } from './plan-commit.ts'

/** A change that was taken back, or done once more. */
export type Turn =
  | { readonly outcome: 'turned'; readonly state: CurationState; readonly commit: Commit; readonly message: string }
  | { readonly outcome: 'nothing'; readonly message: string }

export interface TurnOptions {
  readonly now: Date
  /** The title of an item or a pick, to say what was undone. */
  readonly titleOf?: (id: string) => string | undefined
}

/** Takes back the latest change of an editor that still stands. What others changed since, or a hand, stays. */
export function undoChange(state: CurationState, stored: Stored, options: TurnOptions): Result<Turn> {
  const step = readHistory(stored.log).done.at(-1)
  if (step === undefined) return success({ outcome: 'nothing', message: 'there is nothing to undo' })
  return turn(state, stored, step, { ...options, undoes: step.entry.id })
}

/** Does once more the latest change that was taken back. */
export function redoChange(state: CurationState, stored: Stored, options: TurnOptions): Result<Turn> {
  const step = readHistory(stored.log).undone.at(-1)
  if (step === undefined) return success({ outcome: 'nothing', message: 'there is nothing to redo' })
  return turn(state, stored, step, { ...options, redoes: step.entry.id })
}

function turn(
  before: CurationState,
  stored: Stored,
  { entry, last }: Step,
  options: TurnOptions & { readonly undoes?: string; readonly redoes?: string },
): Result<Turn> {
  const exact = formerText(stored.text, last.bytes)
  const { state, did, failed } = applyWherePossible(before, last.back)
  const after = exact === undefined ? state : { ...state, issue: readAgain(exact, state) }
  const isGone =
    last.began === true && stored.text !== undefined && isEmpty(after) && isBare(stored.text, before, after)
  const text = isGone ? { exact: undefined } : exact === undefined ? undefined : { exact }
  const commit = planCommit(before, after, did, stored, { ...options, ...(text && { text }) })
  if (!commit.ok) return commit
  const verb = options.undoes === undefined ? 'redone' : 'undone'
  const rest = failed.length > 0 ? `; ${failed.length} of it could not be: it has changed since` : ''
  const message = `${verb}: ${describeChange(entry, options.titleOf, state.issue.sections)}${rest}`
  return success({ outcome: 'turned', state: after, commit: commit.value, message })
}

/** What makes no sense any more, as somebody else has dropped the pick say, is passed over. */
function applyWherePossible(before: CurationState, operations: readonly Operation[]) {
  let state = before
  const did: Operation[] = []
  const failed: Operation[] = []
  for (const operation of operations) {
    const after = applyOperation(state, operation)
    if (after.ok) state = after.value
    ;(after.ok ? did : failed).push(operation)
  }
  return { state, did, failed }
}

function readAgain(text: string, { issue }: CurationState) {
  const read = parseIssue(text, issue.key, issue.key, issue.sections)
  return read.ok ? read.value : issue
}

const isEmpty = ({ issue }: CurationState) =>
  [issue.title, issue.subject, issue.preheader, issue.body].every((text) => text.trim() === '') &&
  issue.picks.length + issue.corrections.length === 0

/** Whether a file holds nothing but what the program wrote: no comment, no hand's spaces. */
const isBare = (text: string, before: CurationState, after: CurationState) =>
  text === formatIssue(before.issue) && after.issue.status === 'draft'
