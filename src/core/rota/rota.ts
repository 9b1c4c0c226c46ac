import { z } from 'astro/zod'
import type { Person } from '../issue/person.ts'
import { personIdSchema } from '../issue/person-id.ts'
import type { FieldPath } from '../text/check-fields.ts'
import { parseYamlFile } from '../text/front-matter.ts'
import { wordsSchema } from '../text/line.ts'
import type { Problem, Result } from '../text/problem.ts'
import { addWeeks, isWeek, weekSchema } from '../text/week.ts'
import { parseYaml } from '../text/yaml.ts'

/** As many weeks go into one issue; see `weeks` of an issue. */
export const LONGEST_TURN = 3

/** Who edits, and who reads it before it goes out. */
const editorsSchema = z
  .array(personIdSchema)
  .max(2, { error: 'expected one editor, or two: who edits, and who reviews' })
  .refine((ids) => new Set(ids).size === ids.length, { error: 'expected two different people' })

/** One turn of the order: an editor, or an editor and a second. */
const turnSchema = z
  .union([personIdSchema, editorsSchema.min(1)], {
    error: 'expected the id of a person, like ada-quay, or of two: [ada-quay, bo-mole]',
  })
  .transform((turn) => (typeof turn === 'string' ? [turn] : turn))

/** What is otherwise in one week. */
const exceptionSchema = z
  .strictObject({
    /** Who edits it instead; nobody, where the list is empty, and somebody is looked for. */
    editors: editorsSchema.optional(),
    /** No issue comes out. */
    skip: z.literal(true).optional(),
    /** The last week that the issue of this week is about, for a double issue. */
    through: weekSchema.optional(),
    reason: wordsSchema.optional(),
  })
  .refine(({ editors, skip, through }) => editors !== undefined || skip !== undefined || through !== undefined, {
    error: 'expected `editors`, `skip` or `through`; a week as the order has it needs no line',
  })
  .refine(({ editors, skip, through }) => skip === undefined || (editors ?? through) === undefined, {
    error: 'expected nothing beside `skip` but a `reason`: a week without an issue has no editor and no second week',
  })

/** `content/rota.yml`: who edits which week. */
const rotaSchema = z
  .strictObject({
    /** The week of the first turn of the order. */
    from: weekSchema.optional(),
    /** Who follows whom, one turn an issue, and then from the start again. */
    order: z.array(turnSchema).default([]),
    /** Weeks that differ from the order. */
    weeks: z.record(z.string(), exceptionSchema).default({}),
  })
  .superRefine(({ from, order, weeks }, context) => {
    const add = (path: FieldPath, message: string) => {
      context.addIssue({ code: 'custom', path: [...path], message })
    }
    if (order.length > 0 && from === undefined)
      add(['order'], 'expected `from` beside it, the week of the first turn, like 2026-W47')
    const taken = new Map<string, string>()
    for (const [week, { through }] of Object.entries(weeks).toSorted(([one], [other]) => (one < other ? -1 : 1))) {
      if (!isWeek(week)) {
        add(['weeks', week], 'expected an ISO week that exists, like 2026-W47')
        continue
      }
      const owner = taken.get(week)
      if (owner !== undefined)
        add(['weeks', week], `this week is a part of the issue of ${owner}: take one of the two out`)
      if (through === undefined || !isWeek(through)) continue
      const span = weeksBetween(week, through)
      if (span === undefined) {
        add(['weeks', week, 'through'], `expected one of the two weeks after ${week}`)
        continue
      }
      for (const each of span.slice(1)) taken.set(each, week)
    }
  })

export type WeekException = z.infer<typeof exceptionSchema>
export type Rota = z.infer<typeof rotaSchema>

/** A rota that says nothing: there is no such file. */
export const EMPTY_ROTA: Rota = { order: [], weeks: {} }

/** Whether a rota says anything at all. */
export const hasTurns = ({ order, weeks }: Rota): boolean => order.length > 0 || Object.keys(weeks).length > 0

/** The weeks from one to another, both included; undefined where they are no double issue. */
export function weeksBetween(first: string, last: string): string[] | undefined {
  for (let length = 2; length <= LONGEST_TURN; length++) {
    if (addWeeks(first, length - 1) === last) return Array.from({ length }, (_, index) => addWeeks(first, index))
  }
  return undefined
}

/** Reads `content/rota.yml`; a file of comments alone says nothing. */
export function parseRota(text: string, where: string): Result<Rota> {
  const yaml = parseYaml(text, where)
  if (yaml.ok && yaml.value.value === null) return { ok: true, value: EMPTY_ROTA }
  return parseYamlFile(text, rotaSchema, where)
}

/** Who a rota names and who is nobody in `content/authors/`, or no person who could edit: each with its line. */
export function checkRota(rota: Rota, text: string, where: string, people: ReadonlyMap<string, Person>): Problem[] {
  const named: { readonly path: FieldPath; readonly id: string }[] = [
    ...rota.order.flatMap((turn, index) => turn.map((id) => ({ path: ['order', index], id }))),
    ...Object.entries(rota.weeks).flatMap(([week, { editors = [] }]) =>
      editors.map((id, index) => ({ path: ['weeks', week, 'editors', index], id })),
    ),
  ]
  const yaml = parseYaml(text, where)
  return named.flatMap(({ path, id }): Problem[] => {
    const person = people.get(id)
    if (person && person.type !== 'organisation') return []
    const what = person
      ? `${person.name} is an organisation, and a week is edited by people`
      : `there is no person ${JSON.stringify(id)}`
    const add = `add authors/${id}.yml with \`npm run curate -- new person ${id} NAME\``
    const remedy = person ? 'Name one of its people' : `Mend the name, or ${add}; who has left comes out of the order`
    const field = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`)).join('')
    return [{ where, field: field.slice(1), line: yaml.ok ? yaml.value.lineOf(path) : undefined, what, remedy }]
  })
}
