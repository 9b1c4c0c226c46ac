/** What a spreadsheet takes for a formula, and what says of a text that it is none. */
const GUARDED = /^[=+\-@\t\r']/

/**
 * A cell that no spreadsheet takes for a formula: one that begins like one has an apostrophe before it, and so has one
 * that begins with an apostrophe, so that `unguardCell` knows what was there. See OWASP, "CSV Injection".
 */
export const guardCell = (text: string): string => (GUARDED.test(text) ? `'${text}` : text)

/** What `guardCell` was given. */
export const unguardCell = (text: string): string => (text.startsWith("'") ? text.slice(1) : text)

/** One line of RFC 4180, line end included; cells come as they are to stand in it. */
export function formatCsvLine(cells: readonly string[]): string {
  return `${cells.map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',')}\r\n`
}
