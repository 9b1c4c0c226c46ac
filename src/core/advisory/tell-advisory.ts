import type { Advisory, Severity } from './advisory.ts'
import { describeFixed, listWords, summariseAffected } from './describe-advisory.ts'

const SEVERITY_WORDS: Readonly<Record<Severity, string>> = {
  low: 'Low severity',
  medium: 'Medium severity',
  high: 'High severity',
  critical: 'Critical severity',
}

/**
 * What an advisory states, in sentences of ours: `High severity (CVSS 8.8). Affects kubelet 1.25 to 1.27. Fixed in 1.27.2,
 * 1.26.5.` As much of it as fits the limit, in characters; '' where it states nothing, for what is absent is unknown.
 */
export function tellAdvisory(advisory: Advisory, limit: number): string {
  const severity = tellSeverity(advisory)
  const affected = summariseAffected(advisory)
  const affects = affected.length === 0 ? '' : `Affects ${listWords(affected)}.`
  const fixed = (isShort: boolean) => tellFixed(advisory, isShort)
  const tellings = [
    [severity, affects, fixed(false)],
    [severity, affects, fixed(true)],
    [severity, fixed(true)],
    [severity, affects],
    [severity],
  ].map((parts) => parts.filter((part) => part !== '').join(' '))
  return tellings.find((text) => text.length <= limit) ?? ''
}

function tellSeverity({ severity, score }: Advisory): string {
  const cvss = score === undefined ? undefined : `CVSS ${score.toFixed(1)}`
  if (severity === undefined) return cvss === undefined ? '' : `${cvss}.`
  return `${SEVERITY_WORDS[severity]}${cvss === undefined ? '' : ` (${cvss})`}.`
}

/** Parts are named where more than one is spoken of. */
function tellFixed(advisory: Advisory, isShort: boolean): string {
  const parts = describeFixed(advisory)
  if (parts.length === 0) return ''
  const names = new Set([...advisory.affected, ...advisory.fixed].map(({ component }) => component?.toLowerCase()))
  const told = parts.map(({ component, words }) => {
    const versions = isShort ? listWords(words) : words.join(', ')
    return names.size === 1 ? versions : `${component ?? 'Kubernetes'} ${versions}`
  })
  return `Fixed in ${isShort ? listWords(told) : told.join(', ')}.`
}
