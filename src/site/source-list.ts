import { compareNames, compareText } from '../core/text/compare-text.ts'
import type { FlagId } from './flags.ts'
import { KIND_GROUPS } from './kinds.ts'
import type { SourceView } from './source-view.ts'

export interface SourceGroup {
  readonly kind: string
  readonly title: string
  readonly flag: FlagId
  readonly views: readonly SourceView[]
}

/** All sources by kind, each by name. */
export function groupSources(views: readonly SourceView[]): SourceGroup[] {
  const sorted = views.toSorted(
    ({ source: one }, { source: other }) => compareNames(one.title, other.title) || compareText(one.id, other.id),
  )
  return KIND_GROUPS.map((group) => ({
    ...group,
    views: sorted.filter(({ source }) => source.kind === group.kind),
  })).filter(({ views }) => views.length > 0)
}

/** One sentence about the sources that are in one state. */
export interface StateSentence {
  readonly text: string
  /** Named where they are few enough to be read. */
  readonly sources: readonly { readonly id: string; readonly title: string }[]
}

const NAMED = 6

/** How the sources are, all in all: first how many were read, then what asks for a look, then what waits. */
export function summariseStates(views: readonly SourceView[]): StateSentence[] {
  const by = Map.groupBy(views, ({ state }) => state.status)
  const countOf = (status: SourceView['state']['status']) => by.get(status)?.length ?? 0
  const all = views.length
  if (all === 0) return []
  if (countOf('unread') === all) return [{ text: 'None of them has been read yet.', sources: [] }]
  const read = countOf('ok')
  const first =
    read === all ? (all === 1 ? 'It was' : `All ${all} were`) : `${read} of ${all} ${read === 1 ? 'was' : 'were'}`
  const named = (status: 'failing' | 'parked', word: string): StateSentence[] => {
    const found = (by.get(status) ?? []).map(({ source: { id, title } }) => ({ id, title }))
    if (found.length === 0) return []
    return found.length > NAMED
      ? [{ text: `${word}: ${found.length}.`, sources: [] }]
      : [{ text: `${word}:`, sources: found.toSorted((one, other) => compareNames(one.title, other.title)) }]
  }
  const counted = (status: 'stale' | 'unread', word: string): StateSentence[] =>
    countOf(status) === 0 ? [] : [{ text: `${word}: ${countOf(status)}.`, sources: [] }]
  return [
    { text: `${first} read in the last week.`, sources: [] },
    ...named('failing', 'Failing'),
    ...named('parked', 'Gone for good'),
    ...counted('stale', 'Not read for over a week'),
    ...counted('unread', 'Not read yet'),
  ]
}
