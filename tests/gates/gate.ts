/** What one gate found. */
export interface GateResult {
  /** What is measured. */
  readonly gate: string
  /** Where: a template with its address, or all of the site. */
  readonly where: string
  /** What it must be, and what it shall be. */
  readonly limit: string
  readonly aim: string
  readonly measured: string
  readonly isMet: boolean
  readonly isAimed: boolean
  /** What was found, a line each, where the gate is not met. */
  readonly details: readonly string[]
}

interface Counted {
  readonly gate: string
  readonly where: string
  readonly value: number
  readonly limit: number
  readonly aim?: number
  readonly unit?: string
  readonly details?: readonly string[]
}

/** A gate on a number that must not be more than its limit. */
export function atMost({ gate, where, value, limit, aim = limit, unit = '', details = [] }: Counted): GateResult {
  const say = (number: number) =>
    number === Infinity ? '–' : `${Number(number.toFixed(3))}${unit === '' ? '' : ` ${unit}`}`
  return {
    ...{
      gate,
      where,
      limit: limit === Infinity ? 'none' : `≤ ${say(limit)}`,
      aim: `≤ ${say(aim)}`,
      measured: say(value),
    },
    ...{ isMet: value <= limit, isAimed: value <= aim, details },
  }
}

/** A gate on a score that must not be less than its limit. */
export function atLeast({ gate, where, value, limit, aim = limit, details = [] }: Counted): GateResult {
  return {
    ...{ gate, where, limit: `≥ ${limit}`, aim: `≥ ${aim}`, measured: String(value) },
    ...{ isMet: value >= limit, isAimed: value >= aim, details },
  }
}
