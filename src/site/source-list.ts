import { compareNames, compareText } from '../core/text/compare-text.ts'
import { isFollowed } from '../core/source/source.ts'
import type { FlagId } from './flags.ts'
import { KIND_GROUPS } from './kinds.ts'
import type { SourceView } from './source-view.ts'

export interface SourceGroup {
  readonly kind: string
  readonly title: string
  readonly flag: FlagId
  readonly views: readonly SourceView[]
}

/** The sources that we follow by kind, each by name. */
export function groupSources(views: readonly SourceView[]): SourceGroup[] {
  const sorted = views.filter(({ source }) => isFollowed(source)).toSorted(byName)
  return KIND_GROUPS.map((group) => ({
    ...group,
    views: sorted.filter(({ source }) => source.kind === group.kind),
  })).filter(({ views }) => views.length > 0)
}

/** The sources that are retired, by name. */
export const listRetired = (views: readonly SourceView[]): SourceView[] =>
  views.filter(({ source }) => !isFollowed(source)).toSorted(byName)

const byName = ({ source: one }: SourceView, { source: other }: SourceView) =>
  compareNames(one.title, other.title) || compareText(one.id, other.id)

/** One sentence about the sources that are in one state. */
export interface StateSentence {
  readonly text: string
  /** Named where they are few enough to be read. */
  readonly sources: readonly { readonly id: string; readonly title: string }[]
}

const NAMED = 6

/** How the sources that we follow are, all in all: first how many were read, then what asks for a look, then what waits. */
export function summariseStates(all: readonly SourceView[]): StateSentence[] {
  const views = all.filter(({ source }) => isFollowed(source))
  const by = Map.groupBy(views, ({ state }) => state.status)
  const countOf = (status: SourceView['state']['status']) => by.get(status)?.length ?? 0
  if (views.length === 0) return []
  if (countOf('unread') === views.length) return [{ text: 'None of them has been read yet.', sources: [] }]
  const read = countOf('ok')
  const count = views.length
  const first =
    read === count
      ? count === 1
        ? 'It was'
        : `All ${count} were`
      : `${read} of ${count} ${read === 1 ? 'was' : 'were'}`
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
