/** The lines of a JSON Lines text that say something, each with its number, counted from 1. */
export function jsonLines(text: string): { readonly line: number; readonly source: string }[] {
  return text
    .replace(/^\uFEFF/, '')
    .split('\n')
    .map((source, index) => ({ line: index + 1, source }))
    .filter(({ source }) => source.trim() !== '')
}

/** What a JSON text says; undefined where it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

/** JSON on one line, line end included, for programs too that begin a new line at U+2028 and U+2029. */
export function formatJsonLine(json: string): string {
  return `${json.replace(/[\u2028\u2029]/g, (end) => (end === '\u2028' ? '\\u2028' : '\\u2029'))}\n`
}
