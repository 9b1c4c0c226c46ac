import type { Figure } from './figure.ts'
import { judgeFigure } from './judge-figure.ts'

/** A number in three digits or so: `1,234`, `123`, `12.3`, `1.23`, `0.0123`; whole ones below a hundred as they are. */
export function sayNumber(value: number): string {
  if (!Number.isFinite(value)) return '–'
  const size = Math.abs(value)
  if (size >= 100) return Math.round(value).toLocaleString('en')
  if (Number.isInteger(value)) return String(value)
  if (size >= 10) return value.toFixed(1)
  return size >= 0.1 ? value.toFixed(2) : String(Number(value.toPrecision(2)))
}

/** `24.6 MB/s`, or `12` where things are counted. */
export const sayAmount = (value: number, unit: string): string => `${sayNumber(value)} ${unit}`.trimEnd()

/** What somebody asked for, as they said it. */
const sayBound = (value: number): string => value.toLocaleString('en')

export const sayRatio = (figure: Figure): string => `${sayNumber(judgeFigure(figure).ratio)} ×`

/** `at most 1.5 ×`, `at most 300 MB`, `0`; empty where nothing is asked. */
export function sayAsked({ asked, unit }: Figure): string {
  if (asked === undefined) return ''
  if ('atLeast' in asked) return `at least ${sayBound(asked.atLeast)} ×`
  if ('atMost' in asked) return `at most ${sayBound(asked.atMost)} ×`
  return asked.atMostOurs === 0 ? '0' : `at most ${sayBound(asked.atMostOurs)} ${unit}`.trimEnd()
}

/** `met`, `not met`; empty where nothing is asked. */
export function sayVerdict(figure: Figure): '' | 'met' | 'not met' {
  const { isMet } = judgeFigure(figure)
  return isMet === undefined ? '' : isMet ? 'met' : 'not met'
}
