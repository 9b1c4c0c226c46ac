import type { SQLOutputValue } from 'node:sqlite'

/** A row as SQLite gives it. */
export type Row = Readonly<Record<string, SQLOutputValue>>

/** A moment as SQLite keeps it: milliseconds since 1970. */
export function toTime(moment: string): number
export function toTime(moment: string | undefined): number | null
export function toTime(moment: string | undefined): number | null {
  if (moment === undefined) return null
  const time = Date.parse(moment)
  if (Number.isNaN(time)) throw new TypeError(`not a moment: ${moment}`)
  return time
}

/** The moment that was kept, as `formatMoment` writes it, with the parts of a second that it had. */
export const toMoment = (time: SQLOutputValue | undefined): string =>
  new Date(Number(time)).toISOString().replace('.000Z', 'Z')

export const text = (row: Row, column: string): string => String(row[column])

export const textOrNone = (row: Row, column: string): string | undefined =>
  row[column] === null || row[column] === undefined ? undefined : String(row[column])

export const momentOrNone = (row: Row, column: string): string | undefined =>
  row[column] === null || row[column] === undefined ? undefined : toMoment(row[column])

export const count = (row: Row | undefined, column = 'count'): number => Number(row?.[column] ?? 0)

/** An object without the fields that nothing is known of. */
export function known<T extends object>(object: T): T {
  for (const name of Object.keys(object) as (keyof T)[])
    if (object[name] === undefined) Reflect.deleteProperty(object, name)
  return object
}
