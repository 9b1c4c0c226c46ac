import type { Operation, PickFields } from '../core/issue/operation.ts'
import type { CurationState } from '../core/issue/curation-state.ts'
import type { Pick as IssuePick } from '../core/issue/issue.ts'
import { blurbLimit, sectionsOf, sectionTitle } from '../core/issue/section.ts'
import { matchId } from '../core/story/match-id.ts'
import { markdownToText } from '../core/text/markdown-text.ts'
import type { Result } from '../core/text/problem.ts'
import { type Change, planChange } from './plan-change.ts'
import type { Place } from './pick-story.ts'
import { readSection } from './read-section.ts'

/** The pick whose id starts like this. */
export function findPick({ issue }: Pick<CurationState, 'issue'>, start: string): Result<IssuePick> {
  return matchId(start, `pick of ${issue.key}`, issue.picks)
}

/** Takes a pick out of the issue. As below, `start` is the start of its id. */
export function dropPick(state: CurationState, start: string): Result<Change> {
  return editPick(state, start, ({ id, title }) => [{ verb: 'drop', id }, `dropped ${id}: ${title}`])
}

/** Puts a pick into another section, at another position of its section, or both. */
export function movePick(state: CurationState, start: string, { section: named, at }: Place): Result<Change> {
  const sections = sectionsOf(state.issue)
  const found = readSection(named, state.issue)
  if (!found.ok) return found
  const section = found.value
  return editPick(state, start, ({ id, title, section: old }) => {
    const into = section ?? old
    const others = state.issue.picks.filter((pick) => pick.section === into && pick.id !== id).length
    const place = Math.min(at ?? Infinity, others + 1)
    const to = { ...(section === undefined ? {} : { section }), ...(at === undefined ? {} : { at }) }
    return [{ verb: 'move', id, ...to }, `moved ${id} to ${sectionTitle(into, sections)}, ${place}: ${title}`]
  })
}

/** Writes the blurb of a pick, inline markdown; one that is too long is taken, and its excess said. */
export function writeBlurb(state: CurationState, start: string, text: string): Result<Change> {
  return editPick(state, start, ({ id, section }) => {
    const length = [...markdownToText(text)].length
    const limit = blurbLimit(section, sectionsOf(state.issue))
    const over = length > limit ? `, ${length - limit} too many` : ''
    return [{ verb: 'blurb', id, text }, `blurb of ${id}: ${length} of ${limit} characters${over}`]
  })
}

/** Gives a pick a title of ours. */
export function retitlePick(state: CurationState, start: string, text: string): Result<Change> {
  return editPick(state, start, ({ id }) => [{ verb: 'title', id, text }, `title of ${id}: ${text}`])
}

/** Sets fields of a pick as they are given; null takes one out. */
export function setPick(state: CurationState, start: string, fields: PickFields): Result<Change> {
  const said = Object.entries(fields).map(([name, value]) =>
    value === null ? `no ${name}` : `${name} ${describe(value)}`,
  )
  return editPick(state, start, ({ id, title }) => [{ verb: 'set', id, fields }, `${id}: ${said.join(', ')}; ${title}`])
}

const describe = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value))

function editPick(
  state: CurationState,
  start: string,
  plan: (pick: IssuePick) => readonly [Operation, string],
): Result<Change> {
  const pick = findPick(state, start)
  if (!pick.ok) return pick
  const [operation, message] = plan(pick.value)
  return planChange(state, [operation], message)
}
