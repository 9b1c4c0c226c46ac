import { isEqual } from '../text/is-equal.ts'
import { earlierMoment, laterMoment } from '../text/moment.ts'
import { applyOperation } from './apply-operation.ts'
import { type DecisionLog, inOrderOfTime } from './decision-log.ts'
import {
  GENERATED_SECTION_IDS,
  type GeneratedMarks,
  type GeneratedSectionId,
  standingOf,
} from './generated-sections.ts'
import { splitIssueBody } from './issue-body.ts'
import type { Issue, Pick } from './issue.ts'
import { placePick } from './place-pick.ts'
import { sectionsOf } from './section.ts'

/** The versions of an issue that are to be one. `theirs` is absent where only logs are to be caught up with. */
export interface IssueVersions {
  readonly ours: Issue
  readonly theirs: Issue | undefined
  /** What both came from, where it is known. */
  readonly base: Issue | undefined
}

export interface MergedIssue {
  readonly issue: Issue
  /** What both sides say differently and no log can decide: where, and the words that gave way. */
  readonly lost: readonly { readonly where: string; readonly text: string }[]
  /** Ids of picks that the logs brought back. */
  readonly broughtBack: readonly string[]
}

/**
 * One issue out of two, or out of one and the logs of all who worked at it. A pick of either side stays, unless its log
 * says that it was dropped, or the common origin shows that a hand took it out. Where both sides have something, the
 * one that changed it wins; of two changes that stand in no log (somebody's hand), and of one such and one that does,
 * the hand; of two logged ones the later.
 */
export function mergeIssues({ ours, theirs, base }: IssueVersions, logs: readonly DecisionLog[]): MergedIssue {
  const logged = replay(ours, logs)
  const lost: { where: string; text: string }[] = []
  const choose = <T>(where: string, key: string, ofOurs: T, ofTheirs: T, ofBase: { value: T } | undefined): T => {
    if (isEqual(ofOurs, ofTheirs)) return ofOurs
    if (ofBase && isEqual(ofBase.value, ofOurs)) return ofTheirs
    if (ofBase && isEqual(ofBase.value, ofTheirs)) return ofOurs
    if (isBlank(ofOurs)) return ofTheirs
    if (isBlank(ofTheirs)) return ofOurs
    const [isOursLogged, isTheirsLogged] = [logged.has(key, ofOurs), logged.has(key, ofTheirs)]
    if (isOursLogged && isTheirsLogged) return logged.isLast(key, ofTheirs) ? ofTheirs : ofOurs
    if (isOursLogged) return ofTheirs
    if (!isTheirsLogged) lost.push({ where, text: typeof ofTheirs === 'string' ? ofTheirs : JSON.stringify(ofTheirs) })
    return ofOurs
  }
  const original = (id: string) => base?.picks.find((pick) => pick.id === id)
  const ownPicks = oneOfEach(ours.picks, original, choose)
  const other = theirs === undefined ? ours : { ...theirs, picks: oneOfEach(theirs.picks, original, choose) }
  const field = <K extends keyof Issue>(name: K) =>
    choose(name, name, ours[name], other[name], base && { value: base[name] })

  /** Of a pick that one side has alone: dropped on the other, or taken out there by hand and left as it was here. */
  const isOut = (pick: Pick, origin: Pick | undefined) => logged.isDropped(pick.id) || isEqual(pick, origin)
  const merged: Pick[] = ownPicks.flatMap((pick) => {
    const twin = other.picks.find(({ id }) => id === pick.id)
    const origin = original(pick.id)
    if (twin === undefined) return isOut(pick, origin) ? [] : [pick]
    return [mergePicks(pick, twin, origin, choose)]
  })
  let picks: readonly Pick[] = merged
  for (const pick of other.picks) {
    const isKnown = ours.picks.some(({ id }) => id === pick.id)
    if (!isKnown && !isOut(pick, original(pick.id))) picks = placePick(picks, pick, undefined, sectionsOf(ours))
  }
  const broughtBack = logged.picks.filter(({ id }) => theirs === undefined && !picks.some((pick) => pick.id === id))
  for (const pick of broughtBack) picks = placePick(picks, pick, undefined, sectionsOf(ours))
  return {
    issue: {
      ...ours,
      title: field('title'),
      subject: field('subject'),
      preheader: field('preheader'),
      status: field('status'),
      date: ours.date > other.date ? ours.date : other.date,
      covers: {
        from: earlierMoment(ours.covers.from, other.covers.from),
        to: laterMoment(ours.covers.to, other.covers.to),
      },
      editors: [...new Set([...ours.editors, ...other.editors])],
      ...optional('candidates', field('candidates')),
      ...optional('publishAt', field('publishAt')),
      corrections: unique([...ours.corrections, ...other.corrections]),
      corrects: unique([...ours.corrects, ...other.corrects]),
      ...mergeBodies(ours, other, base, choose),
      picks: [...picks],
    },
    lost,
    broughtBack: broughtBack.map(({ id }) => id),
  }
}

type Choose = <T>(where: string, key: string, ours: T, theirs: T, base: { value: T } | undefined) => T

function mergePicks(ours: Pick, theirs: Pick, base: Pick | undefined, choose: Choose): Pick {
  const names = [...new Set([...Object.keys(ours), ...Object.keys(theirs)])] as (keyof Pick)[]
  const fields = names.map((name) => {
    const key = `${ours.id} ${name}`
    const where = `${name} of "${ours.title}"`
    return [name, choose(where, key, ours[name], theirs[name], base && { value: base[name] })] as const
  })
  const merged = Object.fromEntries(fields.filter(([, value]) => value !== undefined)) as Pick
  // A blurb and whether somebody has written it go together.
  const { unedited: _mark, ...rest } = merged
  const owner = merged.blurb === ours.blurb ? ours : theirs
  return owner.unedited === undefined ? rest : { ...rest, unedited: owner.unedited }
}

/**
 * The picks of a side, each once. Of one that two editors put into different places git keeps both, where their lines do
 * not touch, and either side of the conflict that it leaves has both.
 */
function oneOfEach(picks: readonly Pick[], original: (id: string) => Pick | undefined, choose: Choose): Pick[] {
  return [...Map.groupBy(picks, ({ id }) => id)].map(([id, [first, ...others]]) =>
    others.reduce((one, other) => mergePicks(one, other, original(id), choose), first as Pick),
  )
}

interface Words {
  readonly body: string
  readonly generated?: GeneratedMarks
}

/**
 * The note by the rule of fields; of a generated section the side that an editor touched; of other sections of words
 * both sides where they differ, for none of them has a log.
 */
function mergeBodies(ours: Issue, theirs: Issue, base: Issue | undefined, choose: Choose): Words {
  const wordsOf = ({ body, generated }: Issue) => ({ body, ...optional('generated', generated) })
  const isSame = (side: Issue, other: Issue | undefined) => isEqual(wordsOf(side), other && wordsOf(other))
  if (isSame(ours, theirs) || isSame(theirs, base)) return wordsOf(ours)
  if (isSame(ours, base)) return wordsOf(theirs)
  const sections = sectionsOf(ours)
  const [one, two] = [splitIssueBody(ours.body, sections), splitIssueBody(theirs.body, sections)]
  const note = choose(
    'the note',
    'note',
    one.note,
    two.note,
    base === undefined ? undefined : { value: splitIssueBody(base.body).note },
  )
  const generated = new Map(GENERATED_SECTION_IDS.map((id) => [id, mergeGenerated(id, ours, theirs)]))
  const titles = [...one.sections.keys(), ...two.sections.keys()]
  const known = sections
    .filter(({ id }) => titles.includes(id))
    .flatMap(({ id, title }) => {
      const side = generated.get(id as GeneratedSectionId)
      if (side !== undefined) {
        const text = splitIssueBody(side.body, sections).sections.get(id)
        return text === undefined ? [] : [{ title, text }]
      }
      const texts = unique(
        [one.sections.get(id), two.sections.get(id)].filter((text) => text !== undefined && text !== ''),
      )
      return [{ title, text: texts.join('\n\n') }]
    })
  const blocks = [...known, ...unique([...one.others, ...two.others])]
  const parts = [note, ...blocks.map(({ title, text }) => `## ${title}\n\n${text}`.trim())].filter(
    (part) => part !== '',
  )
  const marks = Object.fromEntries(
    GENERATED_SECTION_IDS.flatMap((id) => {
      const side = generated.get(id)
      const mark = (side ?? ours).generated?.[id] ?? (side ?? theirs).generated?.[id]
      return mark === undefined ? [] : [[id, mark]]
    }),
  )
  const body = parts.length === 0 ? '' : `${parts.join('\n\n')}\n`
  return { body, ...(Object.keys(marks).length === 0 ? {} : { generated: marks }) }
}

/**
 * Whose generated section it is: the side on which an editor wrote, else that on which one took it out, else the one
 * that has it; undefined where both sides wrote, and neither is to be lost.
 */
function mergeGenerated(section: GeneratedSectionId, ours: Issue, theirs: Issue): Issue | undefined {
  const [one, two] = [standingOf(ours, section), standingOf(theirs, section)]
  if (one === 'edited' && two === 'edited') return undefined
  for (const standing of ['edited', 'dropped', 'generated'] as const) {
    if (one === standing) return ours
    if (two === standing) return theirs
  }
  return ours
}

/** What the logs say, replayed one after the other: every value that a field ever had, and the last. */
function replay(issue: Issue, logs: readonly DecisionLog[]) {
  const values = new Map<string, Set<string>>()
  const last = new Map<string, string>()
  const mentioned = new Set<string>()
  const noteSeen = (key: string, value: unknown) => {
    values.set(key, (values.get(key) ?? new Set()).add(JSON.stringify(value)))
  }
  const note = (key: string, value: unknown) => {
    noteSeen(key, value)
    last.set(key, JSON.stringify(value))
  }
  const empty: Issue = { ...issue, title: '', subject: '', preheader: '', body: '', picks: [] }
  let state = { issue: empty, verdicts: new Map(), edits: [] } as Parameters<typeof applyOperation>[0]
  for (const { operation } of inOrderOfTime(logs.filter((log) => log.issue === issue.key))) {
    if (operation.verb === 'pick') {
      mentioned.add(operation.pick.id)
      // Two who picked the same: each side may have the words of either.
      for (const [name, value] of Object.entries(operation.pick)) noteSeen(`${operation.pick.id} ${name}`, value)
    }
    const after = applyOperation(state, operation)
    if (!after.ok) continue
    const before = state.issue
    state = after.value
    for (const name of ['title', 'subject', 'preheader', 'status'] as const) {
      if (before[name] !== state.issue[name]) note(name, state.issue[name])
    }
    const written = splitIssueBody(state.issue.body).note
    if (splitIssueBody(before.body).note !== written) note('note', written)
    for (const pick of state.issue.picks) {
      if (before.picks.includes(pick)) continue
      for (const [name, value] of Object.entries(pick)) note(`${pick.id} ${name}`, value)
    }
  }
  const present = new Set(state.issue.picks.map(({ id }) => id))
  return {
    picks: state.issue.picks,
    isDropped: (id: string) => mentioned.has(id) && !present.has(id),
    has: (key: string, value: unknown) => values.get(key)?.has(JSON.stringify(value)) ?? false,
    isLast: (key: string, value: unknown) => last.get(key) === JSON.stringify(value),
  }
}

const isBlank = (value: unknown) => value === undefined || value === ''
const unique = <T>(values: readonly T[]): T[] => [
  ...new Map(values.map((value) => [JSON.stringify(value), value])).values(),
]
const optional = <K extends string, V>(name: K, value: V | undefined) =>
  (value === undefined ? {} : { [name]: value }) as Partial<Record<K, V>>
