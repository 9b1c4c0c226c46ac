import fs from 'node:fs'
import path from 'node:path'
import type { DecisionLog } from '../core/issue/decision-log.ts'
import { editorSchema, parseDecisionLog } from '../core/issue/decision-log.ts'
import type { Issue } from '../core/issue/issue.ts'
import { parseIssue } from '../core/issue/issue-file.ts'
import type { Item } from '../core/item/item.ts'
import type { Source } from '../core/source/source.ts'
import type { Sources } from '../core/story/carriers.ts'
import type { Problem } from '../core/text/problem.ts'
import { displayPath, listFiles } from '../io/content-folder.ts'
import { readDecisionLogs } from '../io/decision-files.ts'
import { readItems } from '../io/item-files.ts'
import { readSources } from '../io/source-files.ts'
import { readTopics } from '../io/topic-files.ts'

/** What ingest writes, and topics: it changes seldom, and is much. */
export interface Supply {
  readonly sources: Sources
  readonly items: readonly Item[]
  /** Titles of topics, by id. */
  readonly topics: ReadonlyMap<string, string>
  readonly problems: readonly Problem[]
}

/** What editors write: it changes with every command, and is read again before each. */
export interface Work {
  readonly issues: readonly Issue[]
  /** The text of each issue's file, by key. */
  readonly texts: ReadonlyMap<string, string>
  readonly logs: readonly DecisionLog[]
  /** Issues that cannot be read. */
  readonly broken: readonly Problem[]
  readonly problems: readonly Problem[]
}

export interface DeskFiles {
  /** As it was read last; `look` says whether to see if it is still so. The same object while nothing has changed. */
  readonly supply: (look: boolean) => Supply
  /** The same object while nothing has changed; unchanged issues and logs are the same objects too. */
  readonly work: () => Work
}

const SUPPLY = [
  ['sources', '.yml'],
  ['topics', '.yml'],
  ['items', '.md'],
  ['items', '.jsonl'],
] as const

/** The content folder as a desk reads it, again and again: what has not changed on the disk is not parsed again. */
export function createDeskFiles(content: string): DeskFiles {
  const issues = createFolder(path.join(content, 'issues'), '.md', (text, name, where) => {
    const issue = parseIssue(text, name.replace(/\.md$/, ''), where)
    return { text, issue }
  })
  const logs = createFolder(path.join(content, 'decisions'), '.jsonl', (text, name, where) => {
    const [issue = '', file = '', ...more] = name.split(path.sep)
    const editor = file.replace(/\.jsonl$/, '')
    if (more.length > 0 || !editorSchema.safeParse(editor).success) return undefined
    const { entries, problems } = parseDecisionLog(text, where)
    return { log: { issue, editor, entries }, problems }
  })
  let supply: { readonly mark: string; readonly value: Supply } | undefined
  let work: { readonly parts: readonly unknown[]; readonly value: Work } | undefined
  return {
    supply(look) {
      if (supply && !look) return supply.value
      const mark = SUPPLY.map(([folder, extension]) => markOf(path.join(content, folder), extension)).join('\n')
      if (supply?.mark !== mark) supply = { mark, value: readSupply(content) }
      return supply.value
    },
    work() {
      const parts = [issues(), logs()] as const
      if (work === undefined || work.parts[0] !== parts[0] || work.parts[1] !== parts[1]) {
        const [files, decisions] = parts
        const value: Work = {
          issues: files.flatMap(({ issue }) => (issue.ok ? [issue.value] : [])),
          texts: new Map(files.flatMap(({ issue, text }) => (issue.ok ? [[issue.value.key, text]] : []))),
          broken: files.flatMap(({ issue }) => (issue.ok ? [] : issue.problems)),
          logs: decisions.flatMap((read) => (read === undefined ? [] : [read.log])),
          // What stands where no log does is said in the words of whoever reads all of them.
          problems: decisions.every((read) => read?.problems.length === 0) ? [] : readDecisionLogs(content).problems,
        }
        work = { parts, value }
      }
      return work.value
    },
  }
}

function readSupply(content: string): Supply {
  const sources = readSources(content)
  const topics = readTopics(content)
  const items = readItems(content)
  return {
    sources: new Map(sources.entries.map((source: Source) => [source.id, source])),
    topics: new Map(topics.entries.map(({ id, title }) => [id, title])),
    items: items.entries.map(({ item }) => item),
    problems: [...sources.problems, ...topics.problems, ...items.problems],
  }
}

/** Reads the files of a folder; the same array while none has changed, the same value for a file that has not. */
function createFolder<T>(
  folder: string,
  extension: string,
  parse: (text: string, name: string, where: string) => T,
): () => readonly T[] {
  let known = new Map<string, { readonly mark: string; readonly value: T }>()
  let values: readonly T[] = []
  return () => {
    const next: typeof known = new Map()
    let isSame = true
    for (const name of listFiles(folder, extension)) {
      const file = path.join(folder, name)
      const mark = markOfFile(file)
      const before = known.get(name)
      if (before?.mark === mark) {
        next.set(name, before)
        continue
      }
      isSame = false
      next.set(name, { mark, value: parse(fs.readFileSync(file, 'utf8'), name, displayPath(file)) })
    }
    if (!isSame || next.size !== known.size) values = [...next.values()].map(({ value }) => value)
    known = next
    return values
  }
}

const markOf = (folder: string, extension: string) =>
  listFiles(folder, extension)
    .map((name) => `${name} ${markOfFile(path.join(folder, name))}`)
    .join('\n')

function markOfFile(file: string): string {
  const { mtimeMs, ctimeMs, size, ino } = fs.statSync(file)
  return `${mtimeMs} ${ctimeMs} ${size} ${ino}`
}
