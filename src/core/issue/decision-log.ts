import { z } from 'astro/zod'
import { checkFields } from '../text/check-fields.ts'
import { compareText } from '../text/compare-text.ts'
import { conflictMark } from '../text/conflict.ts'
import { fingerprint } from '../text/fingerprint.ts'
import { formatJsonLine, jsonLines, parseJson } from '../text/json-lines.ts'
import { momentSchema } from '../text/moment.ts'
import type { Problem } from '../text/problem.ts'
import { type Operation, operationSchema } from './operation.ts'

const entryIdSchema = z.string().regex(/^[0-9a-f]{8}$/, { error: 'expected eight hexadecimal digits' })

/** How the bytes of a file were before a change, where taking the change back would not bring just these about. */
const bytesSchema = z.strictObject({
  /** Fingerprint of the text that the change left behind. */
  after: z.string(),
  /** The stretch of that text that came in, and what stood in its place. */
  start: z.int().min(0),
  end: z.int().min(0),
  text: z.string(),
})

/** One line of `content/decisions/<issue>/<editor>.jsonl`: what an editor did at one stroke. */
const entrySchema = z.strictObject({
  id: entryIdSchema,
  at: momentSchema,
  did: z.array(operationSchema),
  /** What takes it back. */
  back: z.array(operationSchema).default([]),
  /** Id of the line that this one takes back, or does once more. */
  undoes: entryIdSchema.optional(),
  redoes: entryIdSchema.optional(),
  /** The issue had no file before. */
  began: z.literal(true).optional(),
  bytes: bytesSchema.optional(),
})

export type LogEntry = z.infer<typeof entrySchema>
export type FormerBytes = z.infer<typeof bytesSchema>

/** All that one editor did for one issue, the earliest first. */
export interface DecisionLog {
  /** Key of the issue. */
  readonly issue: string
  readonly editor: string
  readonly entries: readonly LogEntry[]
}

/** An editor's name as their log has it: lower-case words joined by hyphens. */
export const editorSchema = z
  .string()
  .max(40)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, { error: 'expected lower-case words joined by hyphens, like ada-quay' })

/**
 * Reads a log: every line on its own, so that one that is broken takes no other with it. Of a file that a merge has left
 * its markers in, both sides count: lines are only ever added to a log.
 */
export function parseDecisionLog(text: string, where: string): { entries: LogEntry[]; problems: Problem[] } {
  const entries = new Map<string, LogEntry>()
  const problems: Problem[] = []
  for (const { line, source } of jsonLines(text)) {
    const mark = conflictMark(source)
    if (mark === '<') problems.push(merged(where, line))
    if (mark !== undefined) continue
    const value = parseJson(source)
    if (value === undefined) {
      problems.push({
        ...{ where, line, what: 'this line is not JSON; expected one decision a line' },
        remedy: 'The other lines count. Take it out, or bring it back from the history of the file',
      })
      continue
    }
    const entry = checkFields(value, entrySchema, where, () => line)
    if (entry.ok) entries.set(entry.value.id, entry.value)
    else problems.push(...entry.problems.slice(0, 1))
  }
  return { entries: [...entries.values()], problems }
}

const MERGED = 'a merge left its conflict markers here; both sides count'

/** Whether a problem of a log is what a merge left there, which costs nothing and which `resolve` takes out. */
export const isLeftByMerge = ({ what }: Problem): boolean => what === MERGED

const merged = (where: string, line: number): Problem => ({
  where,
  line,
  what: MERGED,
  remedy: '`npm run curate -- resolve` takes them out',
})

/** A line of a log, with its line end. `parseDecisionLog` gives it back equal. */
export function formatLogEntry(entry: LogEntry): string {
  return formatJsonLine(
    JSON.stringify(entry, (key, value: unknown) => (key === 'back' && isEmpty(value) ? undefined : value)),
  )
}

const isEmpty = (value: unknown) => Array.isArray(value) && value.length === 0

/** The next entry of a log; its id follows from what it says and what came before, so that no two are the same. */
export function makeLogEntry(log: readonly LogEntry[], entry: Omit<LogEntry, 'id'>): LogEntry {
  const before = log.at(-1)?.id ?? ''
  const id = fingerprint(`${before} ${log.length} ${JSON.stringify(entry)}`)
  return { id, ...entry }
}

/** The operations of several logs in the order of their moments; of one moment, by editor and line. */
export function inOrderOfTime(
  logs: readonly DecisionLog[],
): { readonly issue: string; readonly editor: string; readonly at: string; readonly operation: Operation }[] {
  return logs
    .flatMap(({ issue, editor, entries }) => entries.map((entry, line) => ({ issue, editor, line, entry })))
    .sort(
      (a, b) => Date.parse(a.entry.at) - Date.parse(b.entry.at) || compareText(a.editor, b.editor) || a.line - b.line,
    )
    .flatMap(({ issue, editor, entry }) => entry.did.map((operation) => ({ issue, editor, at: entry.at, operation })))
}
