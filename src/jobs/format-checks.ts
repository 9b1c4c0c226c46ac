import { countChecks } from '../core/issue/check-issue.ts'
import type { Check } from '../core/issue/check.ts'
import { countNoun } from '../core/text/count-noun.ts'

/** What the checks found, a line each with its remedy, and the sum last. */
export function formatChecks(checks: readonly Check[], key: string): string[] {
  const { errors, warnings } = countChecks(checks)
  const sum =
    checks.length === 0
      ? 'nothing stands against it'
      : `${countNoun(errors, 'error')}, ${countNoun(warnings, 'warning')}`
  return [...checks.map(({ level, message, remedy }) => `${level.padEnd(7)}  ${message}. ${remedy}`), `${key}: ${sum}`]
}
