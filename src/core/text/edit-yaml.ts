import { isMap, isPair, isScalar, isSeq, type Node, type Pair, type YAMLMap, type YAMLSeq } from 'yaml'
import { isEqual } from './is-equal.ts'
import { formatYaml } from './front-matter.ts'
import { type Result, success } from './problem.ts'
import { parseYaml } from './yaml.ts'

type YamlRecord = Readonly<Record<string, unknown>>

/** A stretch of the text that another takes the place of. */
interface Edit {
  readonly start: number
  readonly end: number
  readonly text: string
}

/**
 * Changes in a YAML text what differs between two values of it, and not a character else: comments, order, quotes,
 * blank lines and indentation stay as somebody wrote them. Entries of a list are moved with the comments that belong
 * to them: those above, and those indented deeper below.
 *
 * @param before the value of `text`, fields with their defaults left out or not; here and there, one that is `undefined` is absent
 * @param after the value to be; a field that is new goes where its neighbours in this value stand
 */
export function editYaml(text: string, before: YamlRecord, after: YamlRecord, where: string): Result<string> {
  const yaml = parseYaml(text, where)
  if (!yaml.ok) return yaml
  const root = yaml.value.document.contents
  if (!isMap(root) || root.flow) return success(formatYaml(after))
  return success(applyEdits(text, editMap(text, root, before, after)))
}

function editMap(text: string, map: YAMLMap, before: YamlRecord, after: YamlRecord): Edit[] {
  const edits: Edit[] = []
  const pairs = new Map(map.items.map((pair) => [isScalar(pair.key) ? String(pair.key.value) : '', pair]))
  for (const [key, pair] of pairs) {
    if (after[key] === undefined && before[key] !== undefined) edits.push(removePair(text, map, pair))
  }
  for (const [key, value] of Object.entries(after)) {
    const pair = pairs.get(key)
    if (value === undefined || isEqual(before[key], value)) continue
    edits.push(...(pair ? editPair(text, pair, key, before[key], value) : [insertPair(text, map, pairs, key, after)]))
  }
  return edits
}

function editPair(text: string, pair: Pair, key: string, before: unknown, after: unknown): Edit[] {
  const node = pair.value
  if (isMap(node) && !node.flow && isRecord(before) && isRecord(after)) return editMap(text, node, before, after)
  if (isSeq(node) && !node.flow && Array.isArray(before) && Array.isArray(after)) {
    if (node.items.length === before.length && after.length > 0) return editSeq(text, pair, node, before, after)
  }
  return [replacePair(text, pair, key, after)]
}

function removePair(text: string, map: YAMLMap, pair: Pair): Edit {
  const start = startOf(pair)
  const first = lineStart(text, start)
  const next = map.items[map.items.indexOf(pair) + 1]
  if (text.slice(first, start).trim() !== '' && next) return { start, end: startOf(next), text: '' }
  return { start: first, end: lineEnd(text, endOf(text, pair)), text: '' }
}

/** A new field stands after the nearest of those before it in the value that the text has. */
function insertPair(
  text: string,
  map: YAMLMap,
  pairs: ReadonlyMap<string, Pair>,
  key: string,
  after: YamlRecord,
): Edit {
  const column = columnOf(text, startOf(map.items[0]))
  const rendered = indent(formatYaml({ [key]: after[key] }), column)
  const keys = Object.keys(after)
  const anchor = keys
    .slice(0, keys.indexOf(key))
    .map((name) => pairs.get(name))
    .findLast((pair) => pair !== undefined)
  if (anchor === undefined) {
    const at = column === 0 ? startOf(map.items[0]) : startOfComments(text, startOf(map.items[0]))
    return { start: at, end: at, text: `${rendered.trimStart()}${' '.repeat(column)}` }
  }
  const at = lineEnd(text, endOf(text, anchor))
  return { start: at, end: at, text: text[at - 1] === '\n' ? rendered : `\n${rendered}` }
}

/** Where the comments begin that stand right above a field within another, and so are about it; else the field itself. */
function startOfComments(text: string, field: number): number {
  const column = columnOf(text, field)
  let start = field
  for (let line = lineStart(text, field); line > 0;) {
    line = lineStart(text, line - 1)
    if (!/^[ \t]*#/.test(text.slice(line))) return start
    if (text.slice(line).search(/[^ \t]/) === column) start = line + column
  }
  return start
}

/** The new value in the place of the old one; a comment that stood behind it goes above where there are now more lines. */
function replacePair(text: string, pair: Pair, key: string, value: unknown): Edit {
  const start = startOf(pair)
  const end = endOf(text, pair)
  const rendered = formatYaml({ [key]: value }).trimEnd()
  const node = pair.value
  const isOneLine = !rendered.includes('\n')
  if (isOneLine && isScalar(node) && node.range && !text.slice(start, end).includes('\n')) {
    const colon = text.indexOf(':', (pair.key as Node).range?.[1] ?? start)
    const from = node.range[0] === node.range[1] ? colon + 1 : node.range[0]
    return { start: from, end, text: `${from === colon + 1 ? ' ' : ''}${rendered.slice(key.length + 2)}` }
  }
  const column = columnOf(text, start)
  const comment = /^[ \t]*(#.*)/.exec(text.slice(end, lineEnd(text, end)))
  if (isOneLine || !comment) return { start, end, text: indent(rendered, column).trimStart() }
  const lines = indent(`${comment[1] ?? ''}\n${rendered}`, column).trimStart()
  return { start, end: end + comment[0].length, text: lines }
}

/** An entry in braces as one in lines. */
function replaceEntry(text: string, node: Node, value: YamlRecord): Edit {
  const start = node.range?.[0] ?? 0
  return { start, end: endOf(text, node), text: indent(formatYaml(value), columnOf(text, start)).trim() }
}

interface Block {
  readonly key: string
  readonly text: string
  /** What stands between the block and the one before: blank lines, and comments that belong to neither. */
  readonly gap: string
}

/**
 * Entries that stay keep their text, but for the fields that changed; the others are taken out, put in, or moved. What
 * stands apart at the head of the list stays there, and so do comments that stood apart before an entry that is gone.
 */
function editSeq(
  text: string,
  pair: Pair,
  seq: YAMLSeq,
  before: readonly unknown[],
  after: readonly unknown[],
): Edit[] {
  const keysBefore = identities(before)
  const keysAfter = identities(after)
  const nested = seq.items.map((item, index) => {
    const was = before[index]
    const is = after[keysAfter.indexOf(keysBefore[index] ?? '')]
    if (!isRecord(was) || !isRecord(is) || isEqual(was, is)) return []
    return isMap(item) && !item.flow ? editMap(text, item, was, is) : [replaceEntry(text, item as Node, is)]
  })
  if (keysBefore.join('\n') === keysAfter.join('\n')) return nested.flat()

  const { start, end, column, spans } = findEntries(text, pair, seq)
  const blocks = spans.map((span, index): Block => {
    const edits = (nested[index] ?? []).map((edit) => ({
      ...edit,
      start: edit.start - span.start,
      end: edit.end - span.start,
    }))
    return {
      key: keysBefore[index] ?? '',
      text: withNewline(applyEdits(text.slice(span.start, span.end), edits)),
      gap: text.slice(index === 0 ? start : (spans[index - 1]?.end ?? start), span.start),
    }
  })
  const known = new Map(blocks.map((block) => [block.key, block]))
  const usual = blocks.slice(1).find(({ gap }) => gap.trim() === '')?.gap ?? ''
  const kept = new Set(keysAfter)
  const head = blocks[0]
  const lost = blocks.slice(1).filter(({ key, gap }) => !kept.has(key) && gap.trim() !== '')
  const entries = keysAfter.map((name, index) => {
    const block = known.get(name)
    const entry = block?.text ?? indent(formatEntry(after[index]), column)
    const gap = block === head ? usual : (block?.gap ?? usual)
    return (index > 0 ? gap : gap.trim() === '' ? '' : gap) + entry
  })
  return [{ start, end, text: [head?.gap ?? '', ...lost.map(({ gap }) => gap), ...entries].join('') }]
}

/** The lines of each entry of a list: its comments above, its own lines, and deeper comments below. */
function findEntries(text: string, pair: Pair, seq: YAMLSeq) {
  const start = lineEnd(text, (pair.key as Node).range?.[1] ?? 0)
  let from = start
  let column = 0
  const spans: { start: number; end: number }[] = []
  for (const item of seq.items as Node[]) {
    const first = item.range?.[0] ?? from
    const dashes = [...text.slice(from, first).matchAll(/(^|\n)([ \t]*)-(?=\s)/g)]
    const last = dashes.at(-1)
    const dash = from + (last ? last.index + (last[1]?.length ?? 0) : 0)
    column = last?.[2]?.length ?? 0
    spans.push({ start: leadingComments(text, from, dash), end: trailingComments(text, endOf(text, item), column) })
    from = spans.at(-1)?.end ?? from
  }
  return { start, end: from, column, spans }
}

/** Where the comments begin that stand right above a line, no earlier than `limit`. */
function leadingComments(text: string, limit: number, line: number): number {
  let start = line
  while (start > limit) {
    const above = lineStart(text, start - 1)
    if (above < limit || !/^[ \t]*#/.test(text.slice(above, start))) break
    start = above
  }
  return start
}

/** The end of the line at `offset`, and of the comment lines below it that are indented deeper than the list. */
function trailingComments(text: string, offset: number, column: number): number {
  let end = lineEnd(text, offset)
  for (;;) {
    const next = lineEnd(text, end)
    const indented = /^([ \t]*)#/.exec(text.slice(end, next))?.[1]
    if (indented === undefined || indented.length <= column) return end
    end = next
  }
}

const formatEntry = (value: unknown) =>
  formatYaml({ list: [value] })
    .replace(/^list:\n/, '')
    .replace(/^ {2}/gm, '')

/** What tells the entries of a list apart: the id, or all of it; and which of several the same. */
function identities(list: readonly unknown[]): string[] {
  const counts = new Map<string, number>()
  return list.map((value) => {
    const key = isRecord(value) && typeof value.id === 'string' ? value.id : JSON.stringify(value)
    const count = (counts.get(key) ?? 0) + 1
    counts.set(key, count)
    return `${key}#${count}`
  })
}

/** What goes in where something else is taken out goes before it. */
function applyEdits(text: string, edits: readonly Edit[]): string {
  let result = ''
  let from = 0
  for (const edit of edits.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    result += text.slice(from, edit.start) + edit.text
    from = edit.end
  }
  return result + text.slice(from)
}

/** The offset behind the last character of a node's own text: no comment, no line end. */
function endOf(text: string, node: unknown): number {
  if (isPair(node)) {
    const value = node.value as Node | null
    const key = (node.key as Node).range?.[1] ?? 0
    const colon = text.indexOf(':', key) + 1
    return value?.range ? Math.max(colon, endOf(text, value)) : colon
  }
  if ((isMap(node) || isSeq(node)) && !node.flow && node.items.length > 0) return endOf(text, node.items.at(-1))
  const [start, end] = (node as Node).range ?? [0, 0]
  return start + text.slice(start, end).trimEnd().length
}

const startOf = (pair: Pair | undefined): number => (pair?.key as Node | undefined)?.range?.[0] ?? 0
const lineStart = (text: string, offset: number) => text.lastIndexOf('\n', offset - 1) + 1
const columnOf = (text: string, offset: number) => offset - lineStart(text, offset)
const withNewline = (text: string) => (text.endsWith('\n') ? text : `${text}\n`)

/** The offset behind the line end of the line that holds `offset`. */
function lineEnd(text: string, offset: number): number {
  const end = text.indexOf('\n', offset)
  return end === -1 ? text.length : end + 1
}

const indent = (text: string, column: number) => text.replace(/^(?=.)/gm, ' '.repeat(column))

const isRecord = (value: unknown): value is YamlRecord =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
