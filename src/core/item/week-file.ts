import { z } from 'astro/zod'
import { checkFields } from '../text/check-fields.ts'
import { compareText } from '../text/compare-text.ts'
import { formatJsonLine, jsonLines, parseJson } from '../text/json-lines.ts'
import type { Problem } from '../text/problem.ts'
import { isWeek } from '../text/week.ts'
import { authorSchema, carrierSchema, enclosureSchema, type Item, itemSchema } from './item.ts'

/** One line of a week file, `content/items/2024-W12.jsonl`: an old item that nobody picked, with its excerpt. */
const lineSchema = itemSchema.extend({ excerpt: z.string().default('') })

/** What was read of a week file: the items of its good lines, and what is wrong with the others. */
export interface WeekFile {
  readonly items: readonly Item[]
  readonly problems: readonly Problem[]
}

/** The name of a week's file below `content/items/`. */
export const weekFileName = (week: string) => `${week}.jsonl`

/** The week whose file this is, by its path below `content/items/`; undefined for any other path. */
export function weekOfFile(name: string): string | undefined {
  const week = /^(.{8})\.jsonl$/.exec(name)?.[1]
  return week !== undefined && isWeek(week) ? week : undefined
}

/**
 * Reads a week file: every line on its own, so that one that is broken takes no other with it.
 *
 * @param isNeeded whether a line is to be read at all
 */
export function parseWeekFile(text: string, where: string, isNeeded: (line: string) => boolean = () => true): WeekFile {
  const items = new Map<string, Item>()
  const problems: Problem[] = []
  for (const { line, source } of jsonLines(text)) {
    if (!isNeeded(source)) continue
    const value = parseJson(source)
    if (value === undefined) {
      const remedy = 'Mend that line, or bring it back from the history of the file'
      problems.push({ where, line, what: 'this line is not JSON; expected one item a line', remedy })
      continue
    }
    const item = checkFields(value, lineSchema, where, () => line)
    if (!item.ok) problems.push(...item.problems)
    else if (items.has(item.value.id)) {
      const what = `a line above has the same id, ${item.value.id}`
      problems.push({ where, field: 'id', line, what, remedy: 'Take one of the two lines out' })
    } else items.set(item.value.id, item.value)
  }
  return { items: [...items.values()], problems }
}

/**
 * The file of an old week: JSON Lines, the earliest published first, each with its fields in the order of the schema and
 * without those that say nothing. The same items give the same bytes, in whatever order they come; `parseWeekFile` gives
 * them back equal.
 */
export function formatWeekFile(items: readonly Item[]): string {
  return items
    .toSorted((a, b) => momentOf(a) - momentOf(b) || compareText(a.id, b.id))
    .map(formatLine)
    .join('')
}

const momentOf = ({ published, firstSeen }: Item) => Date.parse(published ?? firstSeen)

function formatLine(item: Item): string {
  const fields = inOrder(lineSchema.shape, {
    ...item,
    authors: item.authors.map((author) => inOrder(authorSchema.shape, author)),
    sources: item.sources.map((carrier) => inOrder(carrierSchema.shape, carrier)),
    enclosures: item.enclosures.map((enclosure) => inOrder(enclosureSchema.shape, enclosure)),
  })
  const said = Object.entries(fields).filter(([name, value]) => !saysNothing(name, value))
  return formatJsonLine(JSON.stringify(Object.fromEntries(said)))
}

function inOrder(shape: object, value: object): Record<string, unknown> {
  const known = new Map(Object.entries(value))
  return Object.fromEntries(Object.keys(shape).map((name) => [name, known.get(name)]))
}

/** What the schema fills in where a field is absent. */
function saysNothing(name: string, value: unknown): boolean {
  if (name === 'language') return value === 'en'
  if (name === 'excerpt') return value === ''
  return value === undefined || (Array.isArray(value) && value.length === 0)
}
