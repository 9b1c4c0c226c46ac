/** In characters. Expressions and recursion need room on the stack, and what is so long was not written by us. */
const LONGEST = 100_000
/** In spaces: less than `parseYaml` takes, however its levels are indented. */
const DEEPEST = 40
/** No tab, no control character, nothing that any reader might take for the end of a line but the end of a line. */
const PLAIN_CHARACTERS = /^[\n\x20-\x7E\u00A1-\u2027\u202A-\uFEFE\uFF00-\uFFFD]*$/
const FIELD = /^([A-Za-z][A-Za-z0-9_-]{0,60}):(?: (.+))?$/
const DOUBLE_QUOTED = /^"(?:[^"\\]|\\["\\])*"$/
const SINGLE_QUOTED = /^'(?:[^']|'')*'$/
/** Starts with a letter, a digit or a bracket, ends neither in a space nor a colon; no comment, no second colon. */
const BARE = /^[A-Za-z0-9(\u00C0-\uFFFD](?!.*(?:: | #)).*(?<![ :])$/
/** Words and numbers that YAML takes for something else than text. */
const OTHER = /^(?:null|true|false|[0-9]+|0[xo].*)$/i
const WHOLE_NUMBER = /^(?:0|[1-9][0-9]{0,14})$/

/**
 * Reads YAML that is written in the plainest way, as this program writes it: fields, lists and texts, each on a line of
 * its own, indented by spaces. It is there for speed, many times that of the reader of all YAML, and agrees with
 * `parseYaml` on all that it reads.
 *
 * @returns undefined for everything else, right or wrong, which is for `parseYaml` to read
 */
export function readPlainYaml(text: string): Record<string, unknown> | undefined {
  if (text.length > LONGEST || !PLAIN_CHARACTERS.test(text)) return undefined
  const lines = text.replace(/\n$/, '').split('\n')
  const cursor = { lines, at: 0 }
  const fields = readFields(cursor, 0)
  return cursor.at === lines.length ? fields : undefined
}

interface Cursor {
  readonly lines: string[]
  /** Index of the next line to read. */
  at: number
}

/** How many spaces a line starts with; -1 for one that has nothing else. */
const indentOf = (line: string) => line.search(/[^ ]/)

function readFields(cursor: Cursor, indent: number): Record<string, unknown> | undefined {
  if (indent > DEEPEST) return undefined
  const fields: Record<string, unknown> = {}
  for (
    let line = cursor.lines[cursor.at];
    line !== undefined && indentOf(line) >= indent;
    line = cursor.lines[cursor.at]
  ) {
    const [, name, text] = FIELD.exec(line.slice(indent)) ?? []
    if (name === undefined || OTHER.test(name) || Object.hasOwn(fields, name)) return undefined
    cursor.at++
    const value = text === undefined ? readBlock(cursor, indent) : readScalar(text)
    if (value === undefined) return undefined
    fields[name] = value
  }
  return fields
}

/** What stands below a field that has nothing on its own line: fields or a list, indented further. */
function readBlock(cursor: Cursor, outer: number): unknown {
  const line = cursor.lines[cursor.at] ?? ''
  const indent = indentOf(line)
  if (indent <= outer) return undefined
  return line.startsWith('- ', indent) ? readList(cursor, indent) : readFields(cursor, indent)
}

function readList(cursor: Cursor, indent: number): unknown[] | undefined {
  if (indent > DEEPEST) return undefined
  const list: unknown[] = []
  for (
    let line = cursor.lines[cursor.at];
    line !== undefined && indentOf(line) >= indent;
    line = cursor.lines[cursor.at]
  ) {
    if (!line.startsWith('- ', indent) || indentOf(line) > indent) return undefined
    const entry = line.slice(indent + 2)
    const isField = FIELD.test(entry)
    // The fields of an entry go on below its first, indented as far as that.
    if (isField) cursor.lines[cursor.at] = `${' '.repeat(indent + 2)}${entry}`
    else cursor.at++
    const value = isField ? readFields(cursor, indent + 2) : readScalar(entry)
    if (value === undefined) return undefined
    list.push(value)
  }
  return list
}

function readScalar(text: string): string | number | undefined {
  if (text.startsWith('"')) return DOUBLE_QUOTED.test(text) ? (JSON.parse(text) as string) : undefined
  if (text.startsWith("'")) return SINGLE_QUOTED.test(text) ? text.slice(1, -1).replaceAll("''", "'") : undefined
  if (WHOLE_NUMBER.test(text)) return Number(text)
  return BARE.test(text) && !OTHER.test(text) ? text : undefined
}
