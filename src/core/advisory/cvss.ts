import type { Severity } from './advisory.ts'

/** Weights of the base metrics, of CVSS 3.0 and 3.1: https://www.first.org/cvss/v3.1/specification-document, 7.4. */
const WEIGHTS = {
  AV: { N: 0.85, A: 0.62, L: 0.55, P: 0.2 },
  AC: { L: 0.77, H: 0.44 },
  PR: { N: 0.85, L: 0.62, H: 0.27 },
  UI: { N: 0.85, R: 0.62 },
  S: { U: 0, C: 1 },
  C: { H: 0.56, L: 0.22, N: 0 },
  I: { H: 0.56, L: 0.22, N: 0 },
  A: { H: 0.56, L: 0.22, N: 0 },
} as const

type Metric = keyof typeof WEIGHTS
const METRICS = Object.keys(WEIGHTS) as Metric[]

/** Privileges weigh less where the flaw reaches beyond what it stands in. */
const PRIVILEGES_BEYOND: Readonly<Record<string, number>> = { N: 0.85, L: 0.68, H: 0.5 }

/**
 * The base score, 0 to 10 in tenths, that follows from a vector of CVSS 3.0 or 3.1; other metrics than the base are
 * passed over. Undefined for a vector of another version, and for one that lacks a base metric or has one twice.
 */
export function baseScore(vector: string): number | undefined {
  const version = /^CVSS:(3\.[01])\//.exec(vector)?.[1]
  if (version === undefined) return undefined
  const values = new Map<string, string>()
  for (const part of vector.split('/').slice(1)) {
    const [metric = '', value = '', ...more] = part.split(':')
    if (more.length > 0 || values.has(metric)) return undefined
    values.set(metric, value)
  }
  const weights = METRICS.map((metric) => (WEIGHTS[metric] as Record<string, number>)[values.get(metric) ?? ''])
  if (weights.some((weight) => weight === undefined)) return undefined
  const [AV = 0, AC = 0, PR = 0, UI = 0, S = 0, C = 0, I = 0, A = 0] = weights as number[]
  const isBeyond = S === 1
  const base = 1 - (1 - C) * (1 - I) * (1 - A)
  const impact = isBeyond ? 7.52 * (base - 0.029) - 3.25 * (base - 0.02) ** 15 : 6.42 * base
  if (impact <= 0) return 0
  const privileges = isBeyond ? (PRIVILEGES_BEYOND[values.get('PR') ?? ''] ?? 0) : PR
  const exploitability = 8.22 * AV * AC * privileges * UI
  const sum = Math.min(isBeyond ? 1.08 * (impact + exploitability) : impact + exploitability, 10)
  return version === '3.0' ? Math.ceil(sum * 10 - 1e-9) / 10 : roundUp(sum)
}

/** As the specification rounds, appendix A: so that no rounding of the machine lifts a score. */
function roundUp(score: number): number {
  const whole = Math.round(score * 100_000)
  return whole % 10_000 === 0 ? whole / 100_000 : (Math.floor(whole / 10_000) + 1) / 10
}

/** The word for a base score: https://www.first.org/cvss/v3.1/specification-document, 5. None for 0, which is no severity. */
export function severityOf(score: number): Severity | undefined {
  if (score >= 9) return 'critical'
  if (score >= 7) return 'high'
  if (score >= 4) return 'medium'
  return score > 0 ? 'low' : undefined
}
