import type { Person } from '../../../src/core/issue/person.ts'
import type { RotaFacts } from '../../../src/core/rota/plan-turns.ts'
import { parseRota, type Rota } from '../../../src/core/rota/rota.ts'
import { makeIssue } from '../../builders.ts'

export const PEOPLE: ReadonlyMap<string, Person> = new Map(
  (
    [
      ['ada', 'Ada Quay'],
      ['bo', 'Bo Mole'],
      ['cy', 'Cy Pier'],
    ] as const
  ).map(([id, name]) => [id, { id, name, ...(id === 'bo' ? { handle: 'bo-at-sea' } : {}) }]),
)

/** A rota of three, from the 47th week of 2026, or as a file says. */
export function makeRota(text = 'from: 2026-W47\norder: [ada, bo, cy]\n'): Rota {
  const rota = parseRota(text, 'rota.yml')
  if (!rota.ok) throw new TypeError(JSON.stringify(rota.problems))
  return rota.value
}

export const makeFacts = (own: Partial<RotaFacts> = {}): RotaFacts => ({
  ...{ rota: makeRota(), issues: [], people: PEOPLE },
  ...own,
})

/** An issue of some weeks, a draft. */
export const makeWeekly = (weeks: string[], own: Parameters<typeof makeIssue>[0] = {}) =>
  makeIssue({ key: weeks[0] ?? '', weeks, status: 'draft', editors: [], ...own })
