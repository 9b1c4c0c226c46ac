import fs from 'node:fs'
import path from 'node:path'
import {
  type DecisionLog,
  editorSchema,
  formatLogEntry,
  type LogEntry,
  parseDecisionLog,
} from '../core/issue/decision-log.ts'
import { dropConflictMarkers } from '../core/text/conflict.ts'
import type { Problem } from '../core/text/problem.ts'
import { writeFileAtomic } from './atomic-file.ts'
import { type Collection, displayPath, listFiles } from './content-folder.ts'

const FOLDER = 'decisions'

/** Where the log of one editor for one issue stands. */
export function decisionFile(content: string, issue: string, editor: string): string {
  return path.join(content, FOLDER, issue, `${editor}.jsonl`)
}

/** Whose log a file is, by its path below `content/decisions/`, and of which issue; undefined for any other file. */
export function logOfFile(name: string): Omit<DecisionLog, 'entries'> | undefined {
  const [issue = '', file = '', ...more] = name.split(path.sep)
  const editor = file.replace(/\.jsonl$/, '')
  return more.length === 0 && editorSchema.safeParse(editor).success ? { issue, editor } : undefined
}

/** All logs of a content folder, by issue and editor; of a log with a broken line, the others. */
export function readDecisionLogs(content: string): Collection<DecisionLog> {
  const logs: DecisionLog[] = []
  const problems: Problem[] = []
  for (const name of listFiles(path.join(content, FOLDER), '.jsonl')) {
    const where = displayPath(path.join(content, FOLDER, name))
    const place = logOfFile(name)
    if (place === undefined) {
      const remedy = 'Name it after its editor in a folder named after the issue, like 2026-W34/ada-quay.jsonl'
      problems.push({ where, what: 'a log of decisions does not stand here, and is passed over', remedy })
      continue
    }
    const log = readDecisionLog(content, place.issue, place.editor)
    logs.push({ ...place, entries: log.entries })
    problems.push(...log.problems)
  }
  return { entries: logs, problems }
}

/** The log of one editor for one issue; empty where there is none. */
export function readDecisionLog(content: string, issue: string, editor: string): Collection<LogEntry> {
  const file = decisionFile(content, issue, editor)
  if (!fs.existsSync(file)) return { entries: [], problems: [] }
  return parseDecisionLog(fs.readFileSync(file, 'utf8'), displayPath(file))
}

/** Adds a line to a log, and waits until it is on the disk. What stands there is never rewritten. */
export function appendLogEntry(content: string, issue: string, editor: string, entry: LogEntry): void {
  const file = decisionFile(content, issue, editor)
  fs.mkdirSync(path.dirname(file), { recursive: true })
  const handle = fs.openSync(file, 'a+')
  try {
    const { size } = fs.fstatSync(handle)
    const last = Buffer.alloc(1)
    const isCutOff = size > 0 && fs.readSync(handle, last, 0, 1, size - 1) === 1 && last[0] !== 0x0a
    fs.writeSync(handle, `${isCutOff ? '\n' : ''}${formatLogEntry(entry)}`)
    fs.fsyncSync(handle)
  } finally {
    fs.closeSync(handle)
  }
}

/** Takes the markers of a merge out of the logs of an issue; both sides stay. Returns the files that changed. */
export function mendDecisionLogs(content: string, issue: string): string[] {
  const folder = path.join(content, FOLDER, issue)
  return listFiles(folder, '.jsonl')
    .map((name) => path.join(folder, name))
    .filter((file) => writeFileAtomic(file, dropConflictMarkers(fs.readFileSync(file, 'utf8'))))
}
