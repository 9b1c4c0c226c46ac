/** No end of a line, no tab, no control character, no half of a pair, nothing that a reader might take for one of these. */
const ONE_LINE = /^[\x20-\x7E\u00A1-\u2027\u202A-\uD7FF\uE000-\uFEFE\uFF00-\uFFFD]+$/
const KEY = /^[A-Za-z][A-Za-z0-9]{0,60}$/
/** Words that are, or in other schemas were, no text. */
const OTHER = /^(?:null|true|false|yes|no|on|off|y|n|nan)$/i
/** A text begins with a letter or a digit, or is looked at by others. */
const BARE = /^[A-Za-z0-9\u00C0-\uD7FF]/
/** What would be a field or a comment, or would lose its end. */
const IN_QUOTES = /: | #|[ :]$/

/**
 * Writes fields, lists and texts of one line in the plainest way, as most of what this program writes is. It is there for
 * speed, and gives the bytes that `formatDocument` gives for all that it writes.
 *
 * @returns undefined for everything else, which is for `formatDocument` to write
 */
export function writePlainYaml(data: Readonly<Record<string, unknown>>): string | undefined {
  const lines: string[] = []
  return writeFields(data, '', '', lines) ? `${lines.join('\n')}\n` : undefined
}

/** @param first what the first line begins with, where that is the dash of a list */
function writeFields(data: object, indent: string, first: string, lines: string[]): boolean {
  let start = first || indent
  let isEmpty = true
  for (const [key, value] of Object.entries(data)) {
    if (value === undefined) continue
    if (!KEY.test(key) || OTHER.test(key)) return false
    if (!writeValue(value, `${start}${key}:`, indent, lines)) return false
    start = indent
    isEmpty = false
  }
  return !isEmpty
}

function writeValue(value: unknown, before: string, indent: string, lines: string[]): boolean {
  if (typeof value !== 'object') {
    const text = writeScalar(value)
    if (text !== undefined) lines.push(`${before} ${text}`)
    return text !== undefined
  }
  if (Array.isArray(value) && value.length === 0) {
    lines.push(`${before} []`)
    return true
  }
  lines.push(before)
  const deeper = `${indent}  `
  if (Array.isArray(value)) return value.every((each) => writeElement(each, deeper, lines))
  return isPlainObject(value) && writeFields(value, deeper, '', lines)
}

function writeElement(value: unknown, indent: string, lines: string[]): boolean {
  if (isPlainObject(value)) return writeFields(value, `${indent}  `, `${indent}- `, lines)
  const text = writeScalar(value)
  if (text !== undefined) lines.push(`${indent}- ${text}`)
  return text !== undefined
}

function writeScalar(value: unknown): string | undefined {
  if (typeof value === 'boolean') return String(value)
  if (typeof value === 'number') return Number.isSafeInteger(value) && value > 0 ? String(value) : undefined
  if (value === '') return '""'
  if (typeof value !== 'string' || !ONE_LINE.test(value) || !BARE.test(value) || OTHER.test(value)) return undefined
  if (!Number.isNaN(Number(value))) return `"${value}"`
  if (!IN_QUOTES.test(value)) return value
  if (!value.includes('"')) return value.includes('\\') ? undefined : `"${value}"`
  return value.includes("'") ? undefined : `'${value}'`
}

const isPlainObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
