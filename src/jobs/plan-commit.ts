import type { CurationState } from '../core/issue/curation-state.ts'
import { type FormerBytes, type LogEntry, makeLogEntry } from '../core/issue/decision-log.ts'
import { editIssueFile, rewriteIssue } from '../core/issue/edit-issue-file.ts'
import { formatIssue } from '../core/issue/format-issue.ts'
import type { Issue } from '../core/issue/issue.ts'
import type { Operation } from '../core/issue/operation.ts'
import { operationsBetween } from '../core/issue/operations-between.ts'
import { fingerprint } from '../core/text/fingerprint.ts'
import { isEqual } from '../core/text/is-equal.ts'
import { formatMoment } from '../core/text/moment.ts'
import { type Result, success } from '../core/text/problem.ts'

/** An issue's file and its editor's log, as they stand on the disk. */
export interface Stored {
  /** Absent where the issue has no file. */
  readonly text: string | undefined
  readonly log: readonly LogEntry[]
  /** The file, as a person would look it up. */
  readonly where: string
}

/** What is written for a change: the text of the issue's file (undefined: there is none), and a line of the log. */
export interface Commit {
  readonly text: string | undefined
  /** Absent where nothing changes. */
  readonly entry: LogEntry | undefined
}

export interface CommitOptions {
  readonly now: Date
  readonly undoes?: string | undefined
  readonly redoes?: string | undefined
  /** The text that the file shall have, where that is known to the byte; `undefined` as a value: no file. */
  readonly text?: { readonly exact: string | undefined }
}

/**
 * The bytes and the log line of a change from one state to another. What takes the change back stands in the line; also
 * the bytes themselves, where the operations that take it back would not bring them about (a comment that goes with a
 * pick, odd spaces). No operations at all, for an issue without a file, begin it.
 */
export function planCommit(
  before: CurationState,
  after: CurationState,
  operations: readonly Operation[],
  { text: stored, log, where }: Stored,
  { now, undoes, redoes, text: exact }: CommitOptions,
): Result<Commit> {
  const isBeginning = stored === undefined && operations.length === 0
  const planned = exact
    ? success(exact.exact)
    : isBeginning
      ? success(formatIssue(after.issue))
      : textAfter(stored, before.issue, after.issue, where)
  if (!planned.ok) return planned
  const text = planned.value
  const back = isBeginning ? [] : operationsBetween(after, before)
  const began = stored === undefined && text !== undefined
  if (back.length === 0 && text === stored && !undoes && !redoes) return success({ text, entry: undefined })
  const bytes = stored === undefined || text === undefined ? undefined : formerBytes(text, stored, after, before, where)
  const last = log.at(-1)?.at
  const at = formatMoment(now)
  const entry = makeLogEntry(log, {
    at: last !== undefined && Date.parse(last) > Date.parse(at) ? last : at,
    did: [...operations],
    back,
    ...(undoes === undefined ? {} : { undoes }),
    ...(redoes === undefined ? {} : { redoes }),
    ...(began ? { began } : {}),
    ...(bytes === undefined ? {} : { bytes }),
  })
  return success({ text, entry })
}

/** A verdict alone begins no issue. */
function textAfter(stored: string | undefined, before: Issue, after: Issue, where: string): Result<string | undefined> {
  if (isEqual(before, after)) return success(stored)
  return stored === undefined ? success(formatIssue(after)) : editIssueFile(stored, before, after, where)
}

function formerBytes(
  text: string,
  stored: string,
  after: CurationState,
  before: CurationState,
  where: string,
): FormerBytes | undefined {
  if (text === stored) return undefined
  const restored = rewriteIssue(text, after.issue, before.issue, where)
  if (restored.ok && restored.value === stored) return undefined
  let start = 0
  while (start < Math.min(text.length, stored.length) && text[start] === stored[start]) start += 1
  let tail = 0
  const most = Math.min(text.length, stored.length) - start
  while (tail < most && text[text.length - 1 - tail] === stored[stored.length - 1 - tail]) tail += 1
  return {
    ...{ after: fingerprint(text), start, end: text.length - tail },
    text: stored.slice(start, stored.length - tail),
  }
}

/** The text as it was before a change, where it still is as the change left it. */
export function formerText(text: string | undefined, bytes: FormerBytes | undefined): string | undefined {
  if (text === undefined || bytes === undefined || fingerprint(text) !== bytes.after) return undefined
  return text.slice(0, bytes.start) + bytes.text + text.slice(bytes.end)
}
