import fs from 'node:fs'
import path from 'node:path'
import { formatItem, parseItem, type StoredItem } from '../core/item/item-file.ts'
import type { ItemsNeeded } from '../core/issue/pool.ts'
import type { FoldedWeek, StoredWeek } from '../core/item/plan-folding.ts'
import { formatWeekFile, parseWeekFile, weekFileName, type WeekFile, weekOfFile } from '../core/item/week-file.ts'
import { compareText } from '../core/text/compare-text.ts'
import { ExpectedError, failure, type Problem, type Result, success } from '../core/text/problem.ts'
import { isWeek } from '../core/text/week.ts'
import { removeTemporaries, writeFileAtomic } from './atomic-file.ts'
import { type Collection, displayPath, readCollection } from './content-folder.ts'

export type { StoredItem }

/**
 * All items of a content folder: those in files of their own, and those that were folded into the file of their week,
 * whose path is that of the week file. The order is that of weeks and ids, so that folding changes nothing in it. An
 * item that stands in both is the one in a file of its own.
 *
 * @param needed only these are read, which is many times as fast; what is wrong with others stays unsaid
 */
export function readItems(content: string, needed?: ItemsNeeded): Collection<StoredItem> {
  const folder = itemFolder(content)
  const isNeeded = needed && createNeedTest(needed)
  const own = readOwnFiles(folder, '', isNeeded)
  const inFiles = new Set(own.entries.map((stored) => placeOf(stored)))
  const weekFiles = listFolder(folder)
    .filter((entry) => entry.isFile() && entry.name.endsWith('.jsonl') && !entry.name.startsWith('.'))
    .map(({ name }) => ({ name, ...readWeekFile(folder, name, isNeeded) }))
  const folded = weekFiles.flatMap(({ name, items }) => items.map((item) => ({ path: name, item })))
  return {
    entries: [...own.entries, ...folded.filter((stored) => !inFiles.has(placeOf(stored)))]
      .map((stored) => ({ stored, place: placeOf(stored) }))
      .sort((a, b) => compareText(a.place, b.place) || compareText(a.stored.path, b.stored.path))
      .map(({ stored }) => stored),
    problems: [...own.problems, ...weekFiles.flatMap(({ problems }) => problems)],
  }
}

/** Week and id of an item: what stays when it is folded. */
const placeOf = ({ path: name, item }: StoredItem) => `${weekOfFile(name) ?? path.dirname(name)} ${item.id}`

const itemFolder = (content: string) => path.join(content, 'items')

const listFolder = (folder: string) => (fs.existsSync(folder) ? fs.readdirSync(folder, { withFileTypes: true }) : [])

type NeedTest = (text: string) => boolean

/**
 * Tells by the text of an item, a file or a line of a week file, whether it is needed: its id, its first sight and its
 * advisory stand there alike. One in which they are not found is read, so that what is wrong with it is said.
 */
function createNeedTest({ after, ids, advisories = false }: ItemsNeeded): NeedTest {
  const least = after === undefined ? -Infinity : Date.parse(after)
  return (text) => {
    const id = valueAfter(text, 'id')
    const seen = Date.parse(valueAfter(text, 'firstSeen') ?? '')
    return id === undefined || !(seen <= least) || ids.has(id) || (advisories && ADVISORY.test(text))
  }
}

/** The field of an advisory, in front matter or in JSON. */
const ADVISORY = /(?:^|["'])advisory["']?\s*:/m

/** What stands behind the first field of a name: in the front matter of a file, or in a line of JSON. */
function valueAfter(text: string, field: string): string | undefined {
  const mark = text.startsWith('{') ? `"${field}":"` : `\n${field}: `
  const found = text.indexOf(mark)
  const start = found + mark.length
  return found === -1 ? undefined : /^['"]?([^'"\n\r]*)/.exec(text.slice(start, start + 40))?.[1]?.trim()
}

function readOwnFiles(folder: string, week = '', isNeeded: NeedTest = () => true): Collection<StoredItem> {
  const { entries, problems } = readCollection<StoredItem | undefined>(
    path.join(folder, week),
    '.md',
    (text, { name, where }) => {
      if (!isNeeded(text)) return success(undefined)
      const item = parseItem(text, where)
      return item.ok ? success({ path: path.join(week, name), item: item.value }) : item
    },
  )
  return { entries: entries.filter((entry) => entry !== undefined), problems }
}

function readWeekFile(folder: string, name: string, isNeeded?: NeedTest): WeekFile {
  const file = path.join(folder, name)
  const where = displayPath(file)
  if (weekOfFile(name) === undefined) return { items: [], problems: [misplaced(where)] }
  return fs.existsSync(file)
    ? parseWeekFile(fs.readFileSync(file, 'utf8'), where, isNeeded)
    : { items: [], problems: [] }
}

const misplaced = (where: string): Problem => ({
  where,
  what: 'a file of items is named after a week, like 2024-W12.jsonl',
  remedy: 'Give it the name of its week, or move it out of this folder',
})

/** Writes one item at its place, whole or not at all; returns whether a file changed. */
export function writeItem(content: string, stored: StoredItem): boolean {
  return writeItems(content, [stored]) > 0
}

/**
 * Writes each item at its place, whole or not at all: in a file of its own, or in its line of the week file, which is
 * rewritten once for all of its items. A week file that cannot be read is not touched, and is an `ExpectedError`.
 *
 * @param options as of `writeFileAtomic`
 * @returns how many files changed
 */
export function writeItems(
  content: string,
  items: readonly StoredItem[],
  options: { readonly flush?: boolean } = {},
): number {
  const folder = itemFolder(content)
  const byFile = Map.groupBy(items, ({ path: name }) => name)
  const changed = [...byFile].filter(([name, group]) => {
    const file = path.join(folder, name)
    const last = group.at(-1)
    if (!name.endsWith('.jsonl')) return last !== undefined && writeFileAtomic(file, formatItem(last.item), options)
    const { items: before, problems } = readWeekFile(folder, name)
    if (problems.length > 0) throw new ExpectedError(problems)
    const after = new Map([...before, ...group.map(({ item }) => item)].map((item) => [item.id, item]))
    return writeFileAtomic(file, formatWeekFile([...after.values()]))
  })
  return changed.length
}

/** The weeks that have a folder below `items/`, in their order. */
export function listWeekFolders(content: string): string[] {
  return listFolder(itemFolder(content))
    .filter((entry) => entry.isDirectory() && isWeek(entry.name))
    .map(({ name }) => name)
    .sort()
}

/** What stands in the folder of one week, and in its week file. */
export function readWeek(content: string, week: string): Result<StoredWeek> {
  const folder = itemFolder(content)
  const own = readOwnFiles(folder, week)
  const { items, problems } = readWeekFile(folder, weekFileName(week))
  if (own.problems.length + problems.length > 0) return failure(...own.problems, ...problems)
  return success({ week, files: own.entries, folded: items })
}

/**
 * Carries out the folding of a week: the week file first, whole; then the files that stand in it now go, then their
 * folder where nothing else is in it. Cut off anywhere, every item is still there, and the next folding makes up for it.
 */
export function writeFoldedWeek(content: string, { week, items, removed }: FoldedWeek): void {
  const folder = itemFolder(content)
  const weekFile = path.join(folder, weekFileName(week))
  if (items.length > 0) writeFileAtomic(weekFile, formatWeekFile(items))
  else fs.rmSync(weekFile, { force: true })
  for (const name of removed) fs.rmSync(path.join(folder, name), { force: true })
  removeIfEmpty(path.join(folder, week))
}

function removeIfEmpty(folder: string): void {
  try {
    if (fs.readdirSync(folder).length === 0) fs.rmdirSync(folder)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
}

/** Takes away what writes and foldings that were cut off have left behind: half files, and empty folders of weeks. */
export function removeLeftovers(content: string): void {
  const folder = itemFolder(content)
  removeTemporaries(folder, { recursive: true })
  for (const week of listWeekFolders(content)) removeIfEmpty(path.join(folder, week))
}
