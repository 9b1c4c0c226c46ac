import { isUtf8 } from 'node:buffer'
import fs from 'node:fs'
import path from 'node:path'
import type { DecisionLog } from '../core/issue/decision-log.ts'
import { parseDecisionLog } from '../core/issue/decision-log.ts'
import type { Almanac } from '../core/issue/curation.ts'
import type { Issue } from '../core/issue/issue.ts'
import { parseIssue } from '../core/issue/issue-file.ts'
import type { Item } from '../core/item/item.ts'
import type { Source } from '../core/source/source.ts'
import type { Sources } from '../core/story/carriers.ts'
import { failure, type Problem, type Result, success } from '../core/text/problem.ts'
import { readAlmanac } from '../io/almanac-files.ts'
import { displayPath, listFiles } from '../io/content-folder.ts'
import { logOfFile, readDecisionLogs } from '../io/decision-files.ts'
import { readItems } from '../io/item-files.ts'
import { readRota, ROTA, type RotaFile } from '../io/rota-file.ts'
import { readSections } from '../io/site-settings-file.ts'
import { readSources } from '../io/source-files.ts'
import { readTopics } from '../io/topic-files.ts'

/** What ingest writes, and topics: it changes seldom, and is much. */
export interface Supply {
  readonly sources: Sources
  readonly items: readonly Item[]
  /** Titles of topics, by id. */
  readonly topics: ReadonlyMap<string, string>
  /** What sections are made of that the program writes. */
  readonly almanac: Almanac
  readonly rota: RotaFile
  readonly problems: readonly Problem[]
}

/** What editors write: it changes with every command, and is read again before each. */
export interface Work {
  readonly issues: readonly Issue[]
  /** The text of each issue's file, by key. */
  readonly texts: ReadonlyMap<string, string>
  readonly logs: readonly DecisionLog[]
  /** Issues and logs that cannot be read, or cannot be written without losing something of them. */
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
  ['releases', '.yml'],
  ['events', '.yml'],
  ['authors', '.yml'],
] as const

/** The most bytes of an issue or a log; those of a busy year are a tenth of it. */
const FILE_LIMIT = 20_000_000

/** The content folder as a desk reads it, again and again: what has not changed on the disk is not parsed again. */
export function createDeskFiles(content: string): DeskFiles {
  const sections = readSections(content)
  const issues = createFolder(path.join(content, 'issues'), '.md', (text, name, where) => {
    const issue = parseIssue(text, name.replace(/\.md$/, ''), where, sections)
    return { text, issue }
  })
  const logs = createFolder(path.join(content, 'decisions'), '.jsonl', (text, name, where) => {
    const place = logOfFile(name)
    if (place === undefined) return undefined
    const { entries, problems } = parseDecisionLog(text, where)
    return { log: { ...place, entries }, problems }
  })
  let supply: { readonly mark: string; readonly value: Supply } | undefined
  let work: { readonly parts: readonly unknown[]; readonly value: Work } | undefined
  return {
    supply(look) {
      if (supply && !look) return supply.value
      const folders = SUPPLY.map(([folder, extension]) => markOf(path.join(content, folder), extension))
      const mark = [...folders, markOfFile(path.join(content, ROTA))].join('\n')
      if (supply?.mark !== mark) supply = { mark, value: readSupply(content) }
      return supply.value
    },
    work() {
      const parts = [issues(), logs()] as const
      if (work === undefined || work.parts[0] !== parts[0] || work.parts[1] !== parts[1]) {
        const files = parts[0].flatMap((read) => (read.ok ? [read.value] : []))
        const decisions = parts[1].flatMap((read) => (read.ok ? [read.value] : []))
        const unread = parts.flat().flatMap((read) => (read.ok ? [] : read.problems))
        const value: Work = {
          issues: files.flatMap(({ issue }) => (issue.ok ? [issue.value] : [])),
          texts: new Map(files.flatMap(({ issue, text }) => (issue.ok ? [[issue.value.key, text]] : []))),
          broken: [...unread, ...files.flatMap(({ issue }) => (issue.ok ? [] : issue.problems))],
          logs: decisions.flatMap((read) => (read === undefined ? [] : [read.log])),
          // What stands where no log does is said in the words of whoever reads all of them.
          problems:
            unread.length > 0 || decisions.every((read) => read?.problems.length === 0)
              ? []
              : readDecisionLogs(content).problems,
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
  const { almanac, problems } = readAlmanac(content)
  return {
    sources: new Map(sources.entries.map((source: Source) => [source.id, source])),
    topics: new Map(topics.entries.map(({ id, title }) => [id, title])),
    items: items.entries.map(({ item }) => item),
    almanac,
    rota: readRota(content),
    problems: [...sources.problems, ...topics.problems, ...items.problems, ...problems],
  }
}

/** Reads the files of a folder; the same array while none has changed, the same value for a file that has not. */
function createFolder<T>(
  folder: string,
  extension: string,
  parse: (text: string, name: string, where: string) => T,
): () => readonly Result<T>[] {
  let known = new Map<string, { readonly mark: string; readonly value: Result<T> }>()
  let values: readonly Result<T>[] = []
  return () => {
    const next: typeof known = new Map()
    let isSame = true
    for (const name of listNames(folder, extension)) {
      const file = path.join(folder, name)
      const mark = markOfFile(file)
      // It went while the folder was read.
      if (mark === undefined) continue
      const before = known.get(name)
      if (before?.mark === mark) {
        next.set(name, before)
        continue
      }
      isSame = false
      const text = readWholeText(file)
      next.set(name, { mark, value: text.ok ? success(parse(text.value, name, displayPath(file))) : text })
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

/** Undefined where there is no such file any more. */
function markOfFile(file: string): string | undefined {
  const stats = fs.lstatSync(file, { throwIfNoEntry: false })
  if (stats === undefined) return undefined
  const { mtimeMs, ctimeMs, size, ino } = stats
  return `${mtimeMs} ${ctimeMs} ${size} ${ino}`
}

/** The files of a folder, and what else stands there under such a name: passed over, it would be written over. */
function listNames(folder: string, extension: string): readonly string[] {
  const names: string[] = []
  const look = (below: string) => {
    for (const entry of fs.readdirSync(path.join(folder, below), { withFileTypes: true })) {
      const name = path.join(below, entry.name)
      if (entry.name.endsWith(extension)) {
        if (!entry.name.startsWith('.')) names.push(name)
      } else if (entry.isDirectory()) look(name)
    }
  }
  if (fs.existsSync(folder)) look('')
  return names.sort()
}

/** The text of a file that can be written again without losing anything: a plain one, of this size, and of UTF-8. */
function readWholeText(file: string): Result<string> {
  const where = displayPath(file)
  const stats = fs.lstatSync(file)
  if (!stats.isFile()) {
    const what = stats.isDirectory()
      ? 'there is a folder in the place of a file'
      : 'this leads elsewhere, and is no file'
    return failure({
      where,
      what,
      remedy: 'Put the file itself in its place, or take this away; nothing is written until then',
    })
  }
  if (stats.size > FILE_LIMIT) {
    const what = `this holds ${Math.round(stats.size / 1e6)} MB, and ${FILE_LIMIT / 1e6} is the most that is read`
    return failure({ where, what, remedy: 'Bring it back from the history of the file; nothing is written until then' })
  }
  const bytes = fs.readFileSync(file)
  if (!isUtf8(bytes)) {
    const what = 'this is not UTF-8, and writing it would lose what cannot be read'
    return failure({ where, what, remedy: 'Save it as UTF-8, or bring it back from the history of the file' })
  }
  return success(bytes.toString('utf8'))
}
