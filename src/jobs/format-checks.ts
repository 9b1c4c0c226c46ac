import type { Check } from '../core/issue/check.ts'
import { countChecks } from '../core/issue/check-issue.ts'
import { countNoun } from '../core/text/count-noun.ts'

/**
 * What the checks found, for a person: errors, then warnings; those of one kind together, each with its remedy below
 * it, which is said once where all of them share it. The sum comes last.
 */
export function formatChecks(checks: readonly Check[], key: string): string[] {
  const { errors, warnings } = countChecks(checks)
  const sum =
    checks.length === 0
      ? 'nothing stands against it'
      : `${countNoun(errors, 'error')}, ${countNoun(warnings, 'warning')}`
  return [...formatLevel(checks, 'error', 'Errors'), ...formatLevel(checks, 'warning', 'Warnings'), `${key}: ${sum}`]
}

function formatLevel(checks: readonly Check[], level: Check['level'], heading: string): string[] {
  const kinds = Map.groupBy(
    checks.filter((check) => check.level === level),
    ({ check }) => check,
  )
  if (kinds.size === 0) return []
  return [heading, ...[...kinds.values()].flatMap(formatKind), '']
}

function formatKind(checks: readonly Check[]): string[] {
  const remedies = new Set(checks.map(({ remedy }) => remedy))
  return checks.flatMap(({ message, remedy }, index) => [
    `  ${message}.`,
    ...(remedies.size > 1 || index === checks.length - 1 ? [`      ${remedy}`] : []),
  ])
}
