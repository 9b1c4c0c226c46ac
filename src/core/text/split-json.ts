/** Takes a JSON text in pieces, and gives the texts of its records as they become whole. */
export interface JsonSplitter {
  readonly push: (piece: string) => string[]
  /** Whether everything that was begun has ended. */
  readonly isWhole: () => boolean
  /** Characters of the record that has not ended yet. */
  readonly held: () => number
}

/**
 * Parts a JSON text that may be larger than memory into its records, which are objects: those of an array, wherever in the
 * answer of an API it stands (`{ "count": 2, "results": [ … ] }`), several such answers one after the other, or JSON Lines.
 * What is inside a record is not looked at.
 *
 * @param start the first characters of the text, by which the shape is told
 */
export function createJsonSplitter(start: string): JsonSplitter {
  const isLines = /^\s*\{/.test(start) && !ENVELOPE.test(start)
  /** The arrays and objects that are open around, and a record's own, by their first character. */
  const open: string[] = []
  let recordDepth: number | undefined
  let inString = false
  let isEscaped = false
  let record = ''

  function take(piece: string): string[] {
    const records: string[] = []
    let from = recordDepth === undefined ? -1 : 0
    for (let at = 0; at < piece.length; at += 1) {
      const code = piece.charCodeAt(at)
      if (inString) {
        if (isEscaped) isEscaped = false
        else if (code === BACKSLASH) isEscaped = true
        else if (code === QUOTE) inString = false
      } else if (code === QUOTE) inString = true
      else if (code === BRACE || code === BRACKET) {
        const isRecord =
          recordDepth === undefined && code === BRACE && (isLines ? open.length === 0 : open.at(-1) === '[')
        if (isRecord) [recordDepth, from] = [open.length, at]
        open.push(code === BRACE ? '{' : '[')
      } else if (code === BRACE_END || code === BRACKET_END) {
        open.pop()
        if (recordDepth === open.length) {
          records.push(record + piece.slice(from, at + 1))
          record = ''
          recordDepth = undefined
          from = -1
        }
      }
    }
    if (from >= 0) record += piece.slice(from)
    return records
  }

  return { push: take, isWhole: () => open.length === 0 && !inString, held: () => record.length }
}

/** An answer of an API that holds records, rather than a record. */
const ENVELOPE = /^\s*\{\s*"(?:results|data|items|subscribers|count|total|next|previous|page|per_page|query)"\s*:/
const [QUOTE, BACKSLASH, BRACE, BRACE_END, BRACKET, BRACKET_END] = [34, 92, 123, 125, 91, 93] as const
