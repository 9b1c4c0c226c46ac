import type { Occasion } from '../issue/open-issue.ts'
import { findFreeTurn, type RotaFacts, turnOf } from './plan-turns.ts'

/**
 * What a new issue is about, and who edits it, as the rota has it: of the weeks that somebody names, or else of the
 * first turn that has no issue and is not skipped.
 */
export function occasionOfRota(facts: RotaFacts, now: Date, weeks?: readonly string[]): Occasion {
  const turn = weeks?.[0] === undefined ? findFreeTurn(facts, now) : turnOf(facts, weeks[0])
  const editors = turn?.editors.map(({ id }) => id) ?? []
  return { weeks: weeks ?? turn?.weeks, editors }
}
