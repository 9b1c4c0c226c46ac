import type { Issue } from '../issue/issue.ts'
import type { Person } from '../issue/person.ts'
import { dayOf } from '../text/moment.ts'
import { addWeeks, weekOf, weekStart } from '../text/week.ts'
import { hasTurns, type Rota, weeksBetween } from './rota.ts'

export interface TurnEditor {
  readonly id: string
  readonly name: string
  /** Their name at the host of the project's source, where their file says it. */
  readonly handle?: string
}

/** One issue to come, or a week without one: whose turn it is. */
export interface Turn {
  /** The first week, which names the issue. */
  readonly week: string
  /** Several, of a double issue. */
  readonly weeks: readonly string[]
  /** Monday of the first week, and Sunday of the last, in UTC. */
  readonly from: string
  readonly to: string
  /** Who edits, then who reviews; empty where it is nobody's, or skipped. */
  readonly editors: readonly TurnEditor[]
  /** Whom the order names, where that is not who edits. */
  readonly insteadOf: readonly TurnEditor[]
  readonly skipped: boolean
  readonly reason?: string
  /** Ids that the rota names for it and that are nobody's. */
  readonly missing: readonly string[]
  /** The issue of it, where there is one. */
  readonly issue?: Pick<Issue, 'key' | 'number' | 'status'>
}

export type RotaIssue = Pick<Issue, 'key' | 'number' | 'status' | 'weeks' | 'editors'>

/** What turns are planned from. */
export interface RotaFacts {
  readonly rota: Rota
  readonly issues: readonly RotaIssue[]
  /** By id. */
  readonly people: ReadonlyMap<string, Person>
}

/**
 * The turns from the one of a week on. The order counts issues, not weeks: a skipped week, and the second week of a
 * double issue, use up no turn. An issue that is there says itself who edits it and what weeks it is about.
 *
 * @param count how many, skipped weeks included
 */
export function planTurns({ rota, issues, people }: RotaFacts, week: string, count: number): Turn[] {
  const turns: Turn[] = []
  const known = createIssueFinder(issues)
  const { from, order } = rota
  let used = 0
  for (let at = beforeBoth(from, week); turns.length < count;) {
    const issue = known(at)
    const { editors, skip, reason } = rota.weeks[at] ?? {}
    const skipped = skip === true && issue === undefined
    const weeks = spanAt(at, rota, known)
    const last = weeks.at(-1) ?? at
    const hasTurn = !skipped && from !== undefined && at >= from && order.length > 0
    const usual = hasTurn ? (order[used++ % order.length] ?? []) : []
    if (last >= week) {
      const said = issue && issue.editors.length > 0 ? issue.editors : undefined
      const ids = skipped ? [] : (said ?? editors ?? usual)
      const isKnown = (id: string) => said !== undefined || isPerson(people.get(id))
      const insteadOf = skipped || sameIds(ids, usual) ? [] : usual
      turns.push({
        week: at,
        weeks,
        from: dayOf(weekStart(at)),
        to: dayOf(new Date(weekStart(addWeeks(last, 1)).getTime() - 1)),
        editors: ids.filter(isKnown).map((id) => nameEditor(id, people)),
        insteadOf: insteadOf.map((id) => nameEditor(id, people)),
        skipped,
        ...(reason === undefined ? {} : { reason }),
        missing: ids.filter((id) => !isKnown(id)),
        ...(issue && { issue: { key: issue.key, number: issue.number, status: issue.status } }),
      })
    }
    at = addWeeks(last, 1)
  }
  return turns
}

/** The turn of the week that a moment is in. */
export const turnOf = (facts: RotaFacts, week: string): Turn | undefined => planTurns(facts, week, 1)[0]

/** Turns to look through for the next issue: more weeks than anybody skips in a row. */
const AHEAD = 12

/**
 * The turn of an issue, and the next after it with an issue to come; none of a special issue, and none where the rota
 * says nothing.
 */
export function turnsOfIssue(facts: RotaFacts, { weeks: [week] }: Pick<RotaIssue, 'weeks'>): Turn[] {
  if (week === undefined || !hasTurns(facts.rota)) return []
  const [turn, ...next] = planTurns(facts, week, AHEAD)
  return [turn, next.find(({ skipped }) => !skipped)].filter((each) => each !== undefined)
}

/** The first turn from a moment on that has an issue to come: none that is skipped, or has an issue already. */
export function findFreeTurn(facts: RotaFacts, now: Date): Turn {
  for (let week = weekOf(now); ;) {
    const turn = turnOf(facts, week)
    if (turn === undefined) throw new Error('there is a turn for each week')
    if (!turn.skipped && turn.issue === undefined) return turn
    week = addWeeks(turn.weeks.at(-1) ?? turn.week, 1)
  }
}

/** Whether it has an issue to come and nobody to edit it. */
export const isUnassigned = ({ skipped, editors, issue }: Turn): boolean =>
  !skipped && editors.length === 0 && issue?.status !== 'published'

/** A double issue may begin before both. */
function beforeBoth(from: string | undefined, week: string): string {
  return addWeeks(from !== undefined && from < week ? from : week, -2)
}

function createIssueFinder(issues: readonly RotaIssue[]): (week: string) => RotaIssue | undefined {
  const byWeek = new Map(issues.flatMap((issue) => issue.weeks.map((week) => [week, issue] as const)))
  return (week) => byWeek.get(week)
}

/** The weeks of the turn that starts in a week: those of its issue; else what the rota says, up to the next issue. */
function spanAt(week: string, { weeks }: Rota, known: (week: string) => RotaIssue | undefined): string[] {
  const issue = known(week)
  const through = weeks[week]?.through
  const planned = issue || through === undefined ? [] : (weeksBetween(week, through) ?? [])
  const span = [week]
  for (let next = addWeeks(week, 1); ; next = addWeeks(next, 1)) {
    const belongs = issue ? known(next) === issue : planned.includes(next) && known(next) === undefined
    if (!belongs) return span
    span.push(next)
  }
}

const isPerson = (person: Person | undefined) => person !== undefined && person.type !== 'organisation'

const sameIds = (one: readonly string[], other: readonly string[]) => one.join(' ') === other.join(' ')

function nameEditor(id: string, people: ReadonlyMap<string, Person>): TurnEditor {
  const person = people.get(id)
  return { id, name: person?.name ?? id, ...(person?.handle === undefined ? {} : { handle: person.handle }) }
}
