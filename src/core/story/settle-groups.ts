import { compareText } from '../text/compare-text.ts'
import type { StoryEdit } from './story.ts'

/** Two that the program finds to be one; the strongest links come first. */
export interface Link {
  readonly one: string
  readonly other: string
}

export interface Group {
  /** At least one; those that an editor named but nobody has are left out. */
  readonly ids: readonly string[]
  /** The parts that the program found by itself, before editors joined them. */
  readonly parts: readonly (readonly string[])[]
  /** Who leads because an editor named it first: the part that it is in, or itself. */
  readonly named: { readonly id: string; readonly isItself: boolean } | undefined
}

/**
 * Groups ids by what editors said and by what the program found. Of two edits that name the same pair the later counts.
 * Merges are carried out from the latest back, then the program's links from the strongest down; none brings together,
 * by whatever detour, a pair that is split. A `split` of one id sets it apart from all that no later merge names it with.
 *
 * @param mayJoin whether nothing speaks against two ids; asked of all pairs of two parts that a link would join
 */
export function settleGroups(
  ids: readonly string[],
  links: readonly Link[],
  edits: readonly StoryEdit[],
  mayJoin: (one: string, other: string) => boolean,
): Group[] {
  const { apart, alone, merges } = readEdits(edits)
  const groups = createPartition(ids)
  const parts = createPartition(ids)
  const areApart = (one: string, other: string) => apart.get(one)?.has(other) ?? false
  const mayMerge = (one: string, other: string) => apart.size === 0 || !groups.hasPair(one, other, areApart)
  const joined = new Set<StoryEdit>()
  for (const { edit, one, other } of merges) {
    if (!mayMerge(one, other)) continue
    groups.join(one, other)
    joined.add(edit)
  }
  for (const { one, other } of links) {
    if (alone.has(one) || alone.has(other) || parts.areOne(one, other) || !mayMerge(one, other)) continue
    if (parts.hasPair(one, other, (a, b) => !mayJoin(a, b))) continue
    parts.join(one, other)
    groups.join(one, other)
  }
  const real = new Set(ids)
  const named = findNamed(
    edits.filter((edit) => joined.has(edit)),
    { groups, parts },
    real,
  )
  return groups.all().flatMap((members) => {
    const here = members.filter((id) => real.has(id))
    const [first] = here
    if (first === undefined) return []
    const grouped = Map.groupBy(here, (id) => parts.rootOf(id))
    return [{ ids: here, parts: [...grouped.values()], named: named.get(groups.rootOf(first)) }]
  })
}

interface Merge {
  readonly edit: StoryEdit
  readonly one: string
  readonly other: string
}

/** What holds in the end, pair by pair; merges the latest first. */
function readEdits(edits: readonly StoryEdit[]) {
  const decided = new Set<string>()
  const apart = new Map<string, Set<string>>()
  const alone = new Set<string>()
  const merges: Merge[] = []
  const part = (one: string, other: string) => {
    const others = apart.get(one) ?? new Set()
    apart.set(one, others.add(other))
  }
  for (const edit of edits.toReversed()) {
    const ids = [...new Set(edit.ids)]
    const [only] = ids
    if (edit.verb === 'split' && ids.length === 1 && only !== undefined) {
      alone.add(only)
      continue
    }
    for (const [at, one] of ids.entries()) {
      for (const other of ids.slice(at + 1)) {
        const pair = one < other ? `${one} ${other}` : `${other} ${one}`
        if (decided.has(pair)) continue
        decided.add(pair)
        if (edit.verb === 'merge' && !alone.has(one) && !alone.has(other)) merges.push({ edit, one, other })
        if (edit.verb === 'split') {
          part(one, other)
          part(other, one)
        }
      }
    }
  }
  return { apart, alone, merges }
}

/**
 * Follows the merges in their order: the story of who was named first leads what the merge made. Where all were one
 * story already, it is the one named first that leads from then on.
 */
function findNamed(
  edits: readonly StoryEdit[],
  { groups, parts }: { groups: Partition; parts: Partition },
  real: ReadonlySet<string>,
): ReadonlyMap<string, NonNullable<Group['named']>> {
  const leads = new Map<string, NonNullable<Group['named']>>()
  const made = createPartition([])
  const storyOf = (id: string) => made.rootOf(parts.rootOf(id))
  for (const { ids } of edits) {
    for (const members of Map.groupBy(ids, (id) => groups.rootOf(id)).values()) {
      const [first, ...others] = members.filter((id) => real.has(id))
      if (first === undefined || others.length === 0) continue
      const isOne = others.every((id) => storyOf(id) === storyOf(first))
      const lead = isOne ? undefined : leads.get(storyOf(first))
      for (const other of others) made.join(parts.rootOf(first), parts.rootOf(other))
      leads.set(storyOf(first), lead ?? { id: first, isItself: isOne })
    }
  }
  return new Map(
    [...leads.values()]
      .filter(({ id }) => leads.get(storyOf(id))?.id === id)
      .map((lead) => [groups.rootOf(lead.id), lead]),
  )
}

interface Partition {
  readonly rootOf: (id: string) => string
  readonly areOne: (one: string, other: string) => boolean
  readonly join: (one: string, other: string) => void
  /** Whether some pair of the two groups is as asked. */
  readonly hasPair: (one: string, other: string, isPair: (one: string, other: string) => boolean) => boolean
  readonly all: () => string[][]
}

interface Members {
  readonly ids: string[]
  /** The first in the order of characters. */
  root: string
}

/** Disjoint groups of ids. */
function createPartition(ids: readonly string[]): Partition {
  const groups = new Map<string, Members>(ids.map((id) => [id, { ids: [id], root: id }]))
  const groupOf = (id: string): Members => {
    const found = groups.get(id) ?? { ids: [id], root: id }
    groups.set(id, found)
    return found
  }
  return {
    rootOf: (id) => groupOf(id).root,
    areOne: (one, other) => groupOf(one) === groupOf(other),
    join: (one, other) => {
      const [few, many] = [groupOf(one), groupOf(other)].sort((a, b) => a.ids.length - b.ids.length)
      if (few === undefined || many === undefined || few === many) return
      for (const id of few.ids) groups.set(id, many)
      many.ids.push(...few.ids)
      if (few.root < many.root) many.root = few.root
    },
    hasPair: (one, other, isPair) => {
      const [mine, theirs] = [groupOf(one), groupOf(other)]
      return mine !== theirs && mine.ids.some((a) => theirs.ids.some((b) => isPair(a, b)))
    },
    all: () => [...new Set(groups.values())].map(({ ids }) => ids.toSorted(compareText)),
  }
}
