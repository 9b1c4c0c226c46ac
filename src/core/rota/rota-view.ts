import { type Problem, formatProblem } from '../text/problem.ts'
import { weekOf } from '../text/week.ts'
import { isUnassigned, planTurns, type RotaFacts, type Turn } from './plan-turns.ts'

/** A turn, as `rota --json` prints it. */
export interface TurnView extends Turn {
  /** Whether one issue is about several weeks. */
  readonly double: boolean
  /** Whether it has an issue to come, and nobody to edit it. */
  readonly unassigned: boolean
}

/** This week's turn, and those after it. */
export interface RotaView extends Omit<TurnView, 'unassigned'> {
  readonly next: readonly TurnView[]
  /** The weeks, of all these, that are nobody's. */
  readonly unassigned: readonly string[]
  /** An earlier week whose issue is a draft still, the newest. */
  readonly late: TurnView | null
  /** What is wrong with the rota, in words. */
  readonly problems: readonly string[]
}

/** @param count how many turns, this week's and skipped weeks included */
export function viewRota(facts: RotaFacts, now: Date, count: number, problems: readonly Problem[]): RotaView {
  const week = weekOf(now)
  const turns = planTurns(facts, week, count).map(viewTurn)
  const [turn, ...next] = turns
  if (turn === undefined) throw new Error('there is a turn for each week')
  return {
    ...turn,
    next,
    unassigned: turns.filter(({ unassigned }) => unassigned).map((each) => each.week),
    late: findLate(facts, week),
    problems: problems.map(formatProblem),
  }
}

export const viewTurn = (turn: Turn): TurnView => ({
  ...turn,
  double: turn.weeks.length > 1,
  unassigned: isUnassigned(turn),
})

function findLate(facts: RotaFacts, week: string): TurnView | null {
  const drafts = facts.issues.filter(({ status, weeks }) => status === 'draft' && (weeks.at(-1) ?? week) < week)
  const newest = drafts.toSorted((one, other) => other.number - one.number)[0]
  const turn = newest?.weeks[0] === undefined ? undefined : planTurns(facts, newest.weeks[0], 1)[0]
  return turn ? viewTurn(turn) : null
}
