import type { StoryEdit } from '../story/story.ts'
import { isEqual } from '../text/is-equal.ts'
import type { CurationState, Verdict } from './curation-state.ts'
import { applyOperations } from './apply-operation.ts'
import { GENERATED_SECTION_IDS } from './generated-sections.ts'
import { findNoteEnd, splitIssueBody } from './issue-body.ts'
import type { Correction, Issue, Pick } from './issue.ts'
import type { IssueFields, Operation, PickFields } from './operation.ts'
import { sectionsOf } from './section.ts'

/** Fields of an issue that operations may change; picks have operations of their own, and so has the note. */
const ISSUE_FIELDS = [
  'number',
  'title',
  'subject',
  'preheader',
  'status',
  'date',
  'publishAt',
  'covers',
  'editors',
  'candidates',
  'corrects',
] as const satisfies (keyof IssueFields)[]
const PICK_FIELDS = [
  'section',
  'title',
  'originalTitle',
  'url',
  'source',
  'authors',
  'published',
  'kind',
  'minutes',
  'access',
  'language',
  'ai',
  'blurb',
  'unedited',
  'also',
  'cves',
  'again',
  'suggestedBy',
] as const satisfies (keyof PickFields)[]

/**
 * The operations that make one state into another: `applyOperations(from, operationsBetween(from, to))` is `to`. Where
 * something else has changed in the meantime they touch that as little as can be, for each says only what differs; so
 * they are what takes a change back.
 */
export function operationsBetween(from: CurationState, to: CurationState): Operation[] {
  return [
    ...issueOperations(from.issue, to.issue),
    ...correctionOperations(from.issue.corrections, to.issue.corrections),
    ...pickOperations(from.issue.picks, to.issue.picks),
    ...verdictOperations(from.verdicts, to.verdicts),
    ...editOperations(from.edits, to.edits),
  ]
}

function issueOperations(from: Issue, to: Issue): Operation[] {
  const fields = changedFields(from, to, ISSUE_FIELDS) as IssueFields
  const operations: Operation[] = Object.keys(fields).length > 0 ? [{ verb: 'restore', fields }] : []
  if (from.body === to.body && isEqual(from.generated, to.generated)) return operations
  const small = bodyOperations(from, to)
  if (small) return [...operations, ...small]
  const generated = isEqual(from.generated, to.generated) ? {} : { generated: to.generated ?? null }
  return [...operations, { verb: 'restore', fields: { ...generated, body: to.body } }]
}

type Written = ReturnType<typeof splitIssueBody>['sections']

/** The note and the generated sections by themselves: what somebody else wrote meanwhile into another section stays. */
function bodyOperations(from: Issue, to: Issue): readonly Operation[] | undefined {
  const [before, after] = [from, to].map(({ body }) => splitIssueBody(body, sectionsOf(to)).sections) as [
    Written,
    Written,
  ]
  const note = to.body.slice(0, findNoteEnd(to.body))
  const sections = GENERATED_SECTION_IDS.filter(
    (id) => before.get(id) !== after.get(id) || from.generated?.[id] !== to.generated?.[id],
  ).map((section): Operation => {
    const mark = to.generated?.[section] ?? null
    return { verb: 'section', section, text: after.get(section) ?? null, mark }
  })
  return [sections, [...sections, { verb: 'note', text: note, exact: true } satisfies Operation]].find((operations) => {
    const applied = applyOperations({ issue: from, verdicts: new Map(), edits: [] }, operations)
    if (!applied.ok) return false
    const { body, generated } = applied.value.issue
    return body === to.body && isEqual(generated, to.generated)
  })
}

/** Corrections by themselves, so that one that somebody else made meanwhile stays. */
function correctionOperations(from: readonly Correction[], to: readonly Correction[]): Operation[] {
  const gone = from.filter((one) => !to.some((other) => isEqual(one, other)))
  const added = to.filter((one) => !from.some((other) => isEqual(one, other)))
  if (!isEqual([...from.filter((one) => !gone.includes(one)), ...added], to)) {
    return [{ verb: 'restore', fields: { corrections: [...to] } }]
  }
  return [
    ...gone.map((correction): Operation => ({ verb: 'retract', correction })),
    ...added.map((correction): Operation => ({ verb: 'correct', correction })),
  ]
}

function pickOperations(from: readonly Pick[], to: readonly Pick[]): Operation[] {
  const target = new Map(to.map((pick) => [pick.id, pick]))
  const dropped = from.filter(({ id }) => !target.has(id))
  const kept = from.filter(({ id }) => target.has(id))
  const known = new Map(kept.map((pick) => [pick.id, pick]))
  const changed = kept.flatMap((pick): Operation[] => {
    const fields = changedFields(pick, target.get(pick.id) ?? pick, PICK_FIELDS) as PickFields
    return Object.keys(fields).length > 0 ? [{ verb: 'set', id: pick.id, fields }] : []
  })
  const order = kept.map(({ id }) => id)
  const wanted = to.map(({ id }) => id).filter((id) => known.has(id))
  return [
    ...dropped.map(({ id }): Operation => ({ verb: 'drop', id })),
    ...changed,
    ...moves(order, wanted),
    ...to.flatMap((pick, index): Operation[] => (known.has(pick.id) ? [] : [{ verb: 'pick', pick, index }])),
  ]
}

/** One move where one will do. */
function moves(order: readonly string[], wanted: readonly string[]): Operation[] {
  const current = [...order]
  const operations: Operation[] = []
  const move = (id: string, index: number) => {
    current.splice(current.indexOf(id), 1)
    current.splice(index, 0, id)
    operations.push({ verb: 'move', id, index })
  }
  for (const [index, id] of wanted.entries()) {
    const other = current[index]
    if (other === id || other === undefined) continue
    const isLater = isEqual(without(current, other), without(wanted, other))
    if (isLater) move(other, wanted.indexOf(other))
    else move(id, index)
  }
  return operations
}

const without = (ids: readonly string[], id: string) => ids.filter((each) => each !== id)

function verdictOperations(from: ReadonlyMap<string, Verdict>, to: ReadonlyMap<string, Verdict>): Operation[] {
  const changed = [...new Set([...from.keys(), ...to.keys()])].filter((id) => !isEqual(from.get(id), to.get(id)))
  const groups = Map.groupBy(changed, (id) => JSON.stringify(wordsOf(to.get(id))))
  return [...groups.values()].map((ids): Operation => {
    const { verdict, reason } = to.get(ids[0] ?? '') ?? {}
    if (verdict === undefined) return { verb: 'clear', ids }
    return verdict === 'skip' && reason !== undefined ? { verb: verdict, ids, reason } : { verb: verdict, ids }
  })
}

const wordsOf = (verdict: Verdict | undefined) => [verdict?.verdict, verdict?.reason]

/** From where the two lists part, the edits of one are forgotten, the latest first, and those of the other made. */
function editOperations(from: readonly StoryEdit[], to: readonly StoryEdit[]): Operation[] {
  let shared = 0
  while (shared < from.length && isEqual(from[shared], to[shared])) shared += 1
  return [
    ...from
      .slice(shared)
      .toReversed()
      .map((edit): Operation => ({ verb: 'forget', edit: { ...edit, ids: [...edit.ids] } })),
    ...to.slice(shared).map(({ verb, ids }): Operation => ({ verb, ids: [...ids] })),
  ]
}

function changedFields(from: object, to: object, names: readonly string[]): Record<string, unknown> {
  const [before, after] = [from as Record<string, unknown>, to as Record<string, unknown>]
  const changed = names.filter((name) => !isEqual(before[name], after[name]))
  return Object.fromEntries(changed.map((name) => [name, after[name] ?? null]))
}
