import type { Issue } from '../issue/issue.ts'
import { personIdSchema } from '../issue/person-id.ts'
import { isEqual } from '../text/is-equal.ts'
import { failure, type Problem, type Result, success } from '../text/problem.ts'
import { addWeeks } from '../text/week.ts'
import { planTurns, type RotaFacts, type Turn, turnOf } from './plan-turns.ts'
import type { Rota, WeekException } from './rota.ts'

/** What a person asks of the rota; weeks may be any of those that a turn is about. */
export type RotaCommand =
  /** Nobody, where there are no editors. */
  | { readonly verb: 'hand-over'; readonly week: string; readonly editors: readonly string[]; readonly reason?: string }
  | { readonly verb: 'swap'; readonly week: string; readonly with: string }
  | { readonly verb: 'skip'; readonly week: string; readonly reason?: string }
  | { readonly verb: 'double'; readonly week: string; readonly count: number; readonly reason?: string }
  /** As the order has it. */
  | { readonly verb: 'clear'; readonly week: string }

/** What a command comes to; the fields of an open issue that follow, by its key. */
export interface RotaChange {
  readonly rota: Rota
  readonly issues: ReadonlyMap<string, Partial<Pick<Issue, 'editors' | 'weeks'>>>
  readonly message: string
}

/** Nothing, with the reason, where all is so already. */
export type RotaOutcome =
  ({ readonly outcome: 'changed' } & RotaChange) | { readonly outcome: 'nothing'; readonly message: string }

/** The rota after a command, and what becomes of an issue that is open. What is published has its editors for good. */
export function changeRota(facts: RotaFacts, command: RotaCommand): Result<RotaOutcome> {
  const turn = turnAt(facts, command.week)
  if (turn.issue?.status === 'published') return refusePublished(turn)
  switch (command.verb) {
    case 'hand-over':
      return handOver(facts, turn, command)
    case 'swap':
      return swap(facts, turn, command.with)
    case 'skip':
      return skip(facts, turn, command)
    case 'double':
      return double(facts, turn, command)
    case 'clear':
      return clear(facts, turn)
  }
}

type CommandOf<V extends RotaCommand['verb']> = Extract<RotaCommand, { verb: V }>

function handOver(facts: RotaFacts, turn: Turn, { editors, reason }: CommandOf<'hand-over'>): Result<RotaOutcome> {
  if (turn.skipped) return refuseSkipped(turn)
  const strangers = editors.filter(
    (id) => (facts.people.get(id)?.type ?? 'person') === 'organisation' || !facts.people.has(id),
  )
  if (strangers.length > 0) return failure(...strangers.map((id) => stranger(id, facts)))
  const [first, second, ...more] = editors
  if (more.length > 0 || (first !== undefined && first === second)) {
    return refuse(
      turn.week,
      'a week has one editor, or two different ones',
      'Name who edits, and who reviews if somebody does',
    )
  }
  const isSame = editors.join(' ') === idsOf(turn.editors).join(' ') && turn.missing.length === 0
  const who = nameAll(editors, facts)
  const after = give(facts, turn, editors, reason)
  // Whose turn it is by the order has no line in the rota, and so no place for a reason.
  const saysMore = reason !== undefined && reason !== turn.reason && !isEqual(after.rota, facts.rota)
  if (isSame && !saysMore) return nothing(`${turn.week} is ${who}’s already`)
  return changed(after, editors.length === 0 ? `${turn.week} is nobody’s now` : `${turn.week} is ${who}’s now`)
}

function swap(facts: RotaFacts, one: Turn, week: string): Result<RotaOutcome> {
  const other = turnAt(facts, week)
  if (one.week === other.week) return refuse(week, 'these two are the same turn', 'Name the weeks of two turns')
  for (const turn of [one, other]) if (turn.skipped) return refuseSkipped(turn)
  if (other.issue?.status === 'published') return refusePublished(other)
  const [mine, theirs] = [idsOf(one.editors), idsOf(other.editors)]
  if (mine.join(' ') === theirs.join(' ')) return nothing(`${one.week} and ${other.week} have the same editors`)
  const first = give(facts, one, theirs)
  const second = give({ ...facts, rota: first.rota }, other, mine)
  const issues = new Map([...first.issues, ...second.issues])
  const words = [one.week, nameAll(theirs, facts), other.week, nameAll(mine, facts)] as const
  return changed({ rota: second.rota, issues }, `${words[0]} is ${words[1]}’s now, and ${words[2]} ${words[3]}’s`)
}

function skip(facts: RotaFacts, turn: Turn, { reason }: CommandOf<'skip'>): Result<RotaOutcome> {
  const { week, weeks, issue } = turn
  if (issue) {
    const remedy = `Make it one issue with the next week, npm run curate -- rota double ${week}; or take its file away first`
    return refuse(week, `issue ${issue.number} of this week is begun, and what it holds would be lost`, remedy)
  }
  if (weeks.length > 1) {
    return refuse(week, `${weeks.join(' and ')} are one issue`, `Part them first: npm run curate -- rota clear ${week}`)
  }
  if (turn.skipped && reason === turn.reason) return nothing(`${week} is skipped already`)
  const rota = withWeek(facts.rota, week, { skip: true, ...(reason === undefined ? {} : { reason }) })
  return changed({ rota, issues: new Map() }, `${week} is skipped: no issue comes out, and the turns go on after it`)
}

function double(facts: RotaFacts, turn: Turn, { count, reason }: CommandOf<'double'>): Result<RotaOutcome> {
  if (turn.skipped) return refuseSkipped(turn)
  const { week } = turn
  const weeks = Array.from({ length: count }, (_, index) => addWeeks(week, index))
  if (turn.weeks.join() === weeks.join()) return nothing(`${weeks.join(' and ')} are one issue already`)
  const others = weeks.filter((each) => !turn.weeks.includes(each)).map((each) => turnAt(facts, each))
  const taken = others.find(({ issue, weeks: theirs }) => issue !== undefined || theirs.length > 1)
  if (taken) {
    const what = taken.issue
      ? `${taken.weeks.join(' and ')} have an issue: number ${taken.issue.number}`
      : `${taken.weeks.join(' and ')} are one issue`
    return refuse(
      week,
      what,
      taken.issue ? 'Choose weeks that no issue covers' : `Part them first: npm run curate -- rota clear ${taken.week}`,
    )
  }
  const { skip: _, ...former } = facts.rota.weeks[week] ?? {}
  const said = reason === undefined ? {} : { reason }
  const alone = others.reduce((rota, other) => withWeek(rota, other.week, undefined), facts.rota)
  const rota = withWeek(alone, week, { ...former, through: weeks.at(-1) ?? week, ...said })
  const issues = new Map(turn.issue ? [[turn.issue.key, { weeks }]] : [])
  const gone = others.filter(({ insteadOf }) => insteadOf.length > 0).map((each) => each.week)
  const lost = gone.length === 0 ? '' : `; what was agreed for ${gone.join(' and ')} is gone`
  const who = turn.editors.length === 0 ? '' : `, and ${nameAll(idsOf(turn.editors), facts)}’s`
  return changed({ rota, issues }, `${weeks.join(' and ')} are one issue now${who}${lost}`)
}

function clear(facts: RotaFacts, turn: Turn): Result<RotaOutcome> {
  const { week, issue } = turn
  const rota = turn.weeks.reduce((rest, each) => withWeek(rest, each, undefined), facts.rota)
  const open = facts.issues.find(({ key }) => key === issue?.key)
  const others = facts.issues.filter((each) => each !== open)
  const usual = turnOf({ ...facts, rota, issues: others }, week)
  const editors = usual ? idsOf(usual.editors) : []
  const isFollowed = !open || (open.editors.join(' ') === editors.join(' ') && open.weeks.length === 1)
  if (isFollowed && facts.rota.weeks[week] === undefined) return nothing(`${week} is as the order has it`)
  const issues = new Map(open ? [[open.key, { editors, weeks: [week] }]] : [])
  const who = editors.length === 0 ? 'nobody’s' : `${nameAll(editors, facts)}’s`
  return changed({ rota, issues }, `${week} is as the order has it: ${who}`)
}

/** The rota, and the open issue, after a turn went to others; what the order says anyway needs no words. */
function give(facts: RotaFacts, turn: Turn, editors: readonly string[], reason?: string): Omit<RotaChange, 'message'> {
  const { week, issue } = turn
  const { editors: _, reason: former, ...rest } = facts.rota.weeks[week] ?? {}
  const without = withWeek(facts.rota, week, rest.through === undefined ? undefined : rest)
  const usual = turnOf({ ...facts, rota: without, issues: withoutEditors(facts, issue?.key) }, week)
  const isUsual =
    usual !== undefined && usual.editors.length > 0 && idsOf(usual.editors).join(' ') === editors.join(' ')
  const words = reason ?? (isUsual ? undefined : rest.through === undefined ? undefined : former)
  const said = words === undefined ? {} : { reason: words }
  const exception = isUsual ? rest : { ...rest, editors: [...editors], ...said }
  const rota = Object.keys(exception).length === 0 ? without : withWeek(facts.rota, week, exception)
  return { rota, issues: new Map(issue ? [[issue.key, { editors: [...editors] }]] : []) }
}

const withoutEditors = ({ issues }: RotaFacts, key: string | undefined) =>
  issues.map((issue) => (issue.key === key ? { ...issue, editors: [] } : issue))

/** The weeks stay in their order, so that a diff shows what changed. */
function withWeek(rota: Rota, week: string, exception: WeekException | undefined): Rota {
  const { [week]: _, ...others } = rota.weeks
  const weeks = exception === undefined ? others : { ...others, [week]: exception }
  return { ...rota, weeks: Object.fromEntries(Object.entries(weeks).sort(([one], [other]) => (one < other ? -1 : 1))) }
}

/** The turns, of so many weeks from one on, that a change makes into others. */
export function changedTurns(before: RotaFacts, after: RotaFacts, week: string, count: number): Turn[] {
  const former = new Map(planTurns(before, week, count).map((turn) => [turn.week, JSON.stringify(turn)]))
  return planTurns(after, week, count).filter((turn) => former.get(turn.week) !== JSON.stringify(turn))
}

function turnAt(facts: RotaFacts, week: string): Turn {
  const turn = turnOf(facts, week)
  if (turn === undefined) throw new Error(`there is a turn for each week, and none for ${week}`)
  return turn
}

const idsOf = (editors: Turn['editors']) => editors.map(({ id }) => id)

const nameAll = (ids: readonly string[], { people }: RotaFacts) =>
  ids.length === 0 ? 'nobody' : ids.map((id) => people.get(id)?.name ?? id).join(' and ')

const changed = (change: Omit<RotaChange, 'message'>, message: string): Result<RotaOutcome> =>
  success({ outcome: 'changed', ...change, message })

const nothing = (message: string): Result<RotaOutcome> => success({ outcome: 'nothing', message })

const refuse = (where: string, what: string, remedy: string): Result<never> => failure({ where, what, remedy })

const refusePublished = ({ week, issue }: Turn) =>
  refuse(week, `issue ${issue?.number} is published`, `Its editors stand in issues/${issue?.key}.md: mend them there`)

const refuseSkipped = ({ week }: Turn) =>
  refuse(week, 'this week is skipped', `Take it up again first: npm run curate -- rota clear ${week}`)

function stranger(id: string, { people }: RotaFacts): Problem {
  const known = [...people.values()].filter(({ type }) => type !== 'organisation')
  const what = people.has(id)
    ? `${id} is an organisation, and a week is edited by people`
    : `there is no person ${JSON.stringify(id)} in content/authors/`
  const isId = personIdSchema.safeParse(id).success
  // What stands in the remedy is meant to be typed.
  const adding = `npm run curate -- new person ${isId ? id : 'ID'} NAME`
  const whom = isId ? '' : '; an ID is of letters and digits joined by hyphens'
  const remedy =
    known.length > 12
      ? `Mend the id, or add them: ${adding}${whom}`
      : `Known are ${known.map((each) => each.id).join(', ')}; to add one: ${adding}${whom}`
  return { where: id, what, remedy: known.length === 0 ? `Add them: ${adding}${whom}` : remedy }
}
