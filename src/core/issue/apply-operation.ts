import type { StoryEdit } from '../story/story.ts'
import { isEqual } from '../text/is-equal.ts'
import { dayOf, laterMoment } from '../text/moment.ts'
import { dropControls, foldSpace } from '../text/plain-text.ts'
import { failure, type Result, success } from '../text/problem.ts'
import type { CurationState, Verdict } from './curation-state.ts'
import { type GeneratedSectionId, markOf } from './generated-sections.ts'
import { closeText, findNoteEnd } from './issue-body.ts'
import type { Issue, Pick } from './issue.ts'
import type { Operation } from './operation.ts'
import { placePick } from './place-pick.ts'
import { sectionsOf, type WithSections } from './section.ts'
import { setSection } from './set-section.ts'

/** The state after an operation. Fails, and changes nothing, where the operation makes no sense for this state. */
export function applyOperation(state: CurationState, operation: Operation): Result<CurationState> {
  switch (operation.verb) {
    case 'skip':
    case 'shortlist':
    case 'clear':
      return success({ ...state, verdicts: changeVerdicts(state.verdicts, operation) })
    case 'merge':
    case 'split':
    case 'forget':
      return success({ ...state, edits: changeEdits(state.edits, operation) })
    default: {
      const issue = changeIssue(state.issue, operation)
      return issue.ok ? success({ ...state, issue: issue.value }) : issue
    }
  }
}

/** The state after several operations, in their order; fails at the first that makes no sense. */
export function applyOperations(state: CurationState, operations: readonly Operation[]): Result<CurationState> {
  let result: Result<CurationState> = success(state)
  for (const operation of operations) result = result.ok ? applyOperation(result.value, operation) : result
  return result
}

export type VerdictOperation = Extract<Operation, { verb: 'skip' | 'shortlist' | 'clear' }>
export type EditOperation = Extract<Operation, { verb: 'merge' | 'split' | 'forget' }>
type IssueOperation = Exclude<Operation, VerdictOperation | EditOperation>

/** The verdicts after an operation of somebody's; without `by`, of the one who is at work. */
export function changeVerdicts(
  verdicts: ReadonlyMap<string, Verdict>,
  operation: VerdictOperation,
  by?: string,
): ReadonlyMap<string, Verdict> {
  const after = new Map(verdicts)
  for (const id of operation.ids) {
    if (operation.verb === 'clear') after.delete(id)
    else {
      const reason = operation.verb === 'skip' ? operation.reason : undefined
      after.set(id, { verdict: operation.verb, ...(reason === undefined ? {} : { reason }), ...(by && { by }) })
    }
  }
  return after
}

/** The merges and splits after an operation; `forget` takes out the latest one that says just this. */
export function changeEdits(edits: readonly StoryEdit[], operation: EditOperation): readonly StoryEdit[] {
  if (operation.verb !== 'forget') return [...edits, { verb: operation.verb, ids: operation.ids }]
  const key = keyOf(operation.edit)
  const last = edits.findLastIndex((edit) => keyOf(edit) === key)
  return last === -1 ? edits : edits.toSpliced(last, 1)
}

const keyOf = ({ verb, ids }: StoryEdit) => `${verb} ${ids.join(' ')}`

function changeIssue(issue: Issue, operation: IssueOperation): Result<Issue> {
  switch (operation.verb) {
    case 'pick': {
      const { pick, at, index } = operation
      const known = issue.picks.find(({ id }) => id === pick.id)
      if (known) {
        return failure({
          where: issue.key,
          what: `${known.id} is picked already, in ${known.section}: ${known.title}`,
          remedy: `To put it elsewhere: npm run curate -- move ${known.id} --section S --at N`,
        })
      }
      return success({ ...issue, picks: place(issue, issue.picks, pick, { at, index }) })
    }
    case 'drop':
      return withPick(issue, operation.id, () =>
        success({ ...issue, picks: issue.picks.filter(({ id }) => id !== operation.id) }),
      )
    case 'move':
      return withPick(issue, operation.id, (pick) => {
        const others = issue.picks.filter(({ id }) => id !== pick.id)
        const moved = { ...pick, section: operation.section ?? pick.section }
        return success({ ...issue, picks: place(issue, others, moved, operation) })
      })
    case 'blurb':
      return withText(issue, 'blurb', operation.text, (text) =>
        changePick(issue, operation.id, ({ unedited: _filledIn, ...pick }) => ({ ...pick, blurb: text })),
      )
    case 'title':
      return withText(issue, 'title', operation.text, (text) =>
        changePick(issue, operation.id, (pick) => retitle(pick, text)),
      )
    case 'set':
      return changePick(issue, operation.id, (pick) => setFields(pick, operation.fields))
    case 'head':
      return withText(issue, operation.field, operation.text, (text) => success({ ...issue, [operation.field]: text }))
    case 'note':
      return operation.exact
        ? success({ ...issue, body: operation.text + issue.body.slice(findNoteEnd(issue.body)) })
        : replaceNote(issue, operation.text)
    case 'generate': {
      const { section, text } = operation
      const isEmpty = text.trim() === ''
      return success(withSection(issue, section, isEmpty ? null : text, isEmpty ? null : markOf(text)))
    }
    case 'section':
      return success(withSection(issue, operation.section, operation.text, operation.mark))
    case 'restore':
      return success(setFields(issue, operation.fields))
    case 'publish':
      return success(publish(issue, operation))
    case 'hold':
      return success(hold(issue, operation))
    case 'correct':
      return success({ ...issue, corrections: [...issue.corrections, operation.correction] })
    case 'retract': {
      const at = issue.corrections.findLastIndex((each) => isEqual(each, operation.correction))
      if (at !== -1) return success({ ...issue, corrections: issue.corrections.toSpliced(at, 1) })
      return failure({ where: issue.key, what: `there is no such correction: ${operation.correction.text}` })
    }
  }
}

/** What was held for its hour comes out on that day; any other issue not before the day that it names. */
function publish(
  { publishAt, candidates: known, ...issue }: Issue,
  { from, at, to = at, candidates = known, number = issue.number, corrects = [] }: OperationOf<'publish'>,
): Issue {
  const today = dayOf(at)
  return {
    ...issue,
    number,
    status: 'published',
    date: issue.date < today || publishAt !== undefined ? today : issue.date,
    covers: { from, to: laterMoment(from, to) },
    ...(candidates === undefined ? {} : { candidates }),
    corrects,
  }
}

function hold(
  { publishAt: _before, candidates: _then, ...issue }: Issue,
  { from, to, date, candidates, until }: OperationOf<'hold'>,
): Issue {
  return {
    ...issue,
    status: 'ready',
    date,
    ...(until === undefined ? {} : { publishAt: until }),
    covers: { from, to: laterMoment(from, to) },
    ...(candidates === undefined ? {} : { candidates }),
  }
}

type OperationOf<V extends Operation['verb']> = Extract<Operation, { verb: V }>

interface Place {
  readonly at?: number | undefined
  readonly index?: number | undefined
}

const place = (issue: WithSections, picks: readonly Pick[], pick: Pick, { at, index }: Place): Pick[] =>
  index === undefined ? placePick(picks, pick, at, sectionsOf(issue)) : picks.toSpliced(index, 0, pick)

/** Fields with a value are set, those with null are taken out. */
function setFields<T extends object>(record: T, fields: Readonly<Record<string, unknown>>): T {
  const all = Object.entries({ ...record, ...fields })
  return Object.fromEntries(all.filter(([name, value]) => value !== null || !(name in fields))) as T
}

function withSection(issue: Issue, section: GeneratedSectionId, words: string | null, mark: string | null): Issue {
  const { generated: before, ...rest } = issue
  const { [section]: _known, ...others } = before ?? {}
  const generated = mark === null ? others : { ...others, [section]: mark }
  const body = setSection(issue.body, section, words ?? undefined, sectionsOf(issue))
  return { ...rest, ...(Object.keys(generated).length === 0 ? {} : { generated }), body }
}

function withPick(issue: Issue, id: string, change: (pick: Pick) => Result<Issue>): Result<Issue> {
  const pick = issue.picks.find((candidate) => candidate.id === id)
  if (pick) return change(pick)
  return failure({
    where: issue.key,
    what: `${id} is not among the picks of this issue`,
    remedy: 'Look at its picks: npm run curate -- list --verdict picked',
  })
}

function changePick(issue: Issue, id: string, change: (pick: Pick) => Pick): Result<Issue> {
  return withPick(issue, id, (found) =>
    success({ ...issue, picks: issue.picks.map((pick) => (pick === found ? change(pick) : pick)) }),
  )
}

function withText(issue: Issue, field: string, raw: string, change: (text: string) => Result<Issue>): Result<Issue> {
  const text = foldSpace(raw)
  return text === ''
    ? failure({ where: issue.key, field, what: 'the text is empty', remedy: 'Say a text' })
    : change(text)
}

/** The first title is kept as the original; going back to it forgets that there was another. */
function retitle({ originalTitle, ...pick }: Pick, title: string): Pick {
  const original = originalTitle ?? pick.title
  return title === original ? { ...pick, title } : { ...pick, title, originalTitle: original }
}

function replaceNote(issue: Issue, raw: string): Result<Issue> {
  const text = dropControls(raw.replaceAll('\r\n', '\n')).trim()
  if (findNoteEnd(text) < text.length) {
    return failure({
      where: issue.key,
      what: 'a note holds no heading that starts with "## ": that begins a section',
      remedy: 'Leave the heading out, or write the section into the file by hand',
    })
  }
  const rest = issue.body.slice(findNoteEnd(issue.body))
  const note = text === '' ? '' : rest === '' ? `${text}\n` : `${closeText(text)}\n\n`
  return success({ ...issue, body: note + rest })
}
