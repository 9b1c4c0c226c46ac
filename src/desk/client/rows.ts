import type { PickView, StoryView } from '../protocol.ts'
import { isUndecided, type Snapshot } from './snapshot.ts'

type Flood = Snapshot['floods'][number]

/** A row of the stories: one story, or a flood of them under one row, which can be opened. */
export type StoryRow =
  | { readonly kind: 'story'; readonly key: string; readonly story: StoryView; readonly level: 1 | 2 }
  | {
      readonly kind: 'flood'
      readonly key: string
      readonly flood: Flood
      readonly stories: readonly StoryView[]
      readonly level: 1
    }

/** A row of the issue: a text of its head, or a pick. */
export const HEAD_ROWS = ['title', 'subject', 'preheader', 'note'] as const
export type HeadRow = (typeof HEAD_ROWS)[number]

/** The rows of the list: what is shown of the stories, a flood in place of its first, its own below it where open. */
export function storyRows(snapshot: Snapshot, shown: ReadonlySet<string>, open: ReadonlySet<string>): StoryRow[] {
  const floodOf = new Map(snapshot.floods.flatMap((flood) => flood.stories.map((id) => [id, flood])))
  const placed = new Set<string>()
  const rows: StoryRow[] = []
  for (const id of snapshot.order) {
    const story = snapshot.stories.get(id)
    if (!story || !shown.has(id)) continue
    const flood = floodOf.get(id)
    const members = flood ? membersOf(flood, snapshot, shown) : []
    if (!flood || members.length < 2) {
      rows.push({ kind: 'story', key: id, story, level: 1 })
      continue
    }
    if (placed.has(flood.id)) continue
    placed.add(flood.id)
    const key = `flood-${flood.id}`
    rows.push({ kind: 'flood', key, flood, stories: members, level: 1 })
    if (!open.has(key)) continue
    rows.push(...members.map((member): StoryRow => ({ kind: 'story', key: member.id, story: member, level: 2 })))
  }
  return rows
}

/** Rows of the list that are laid out and painted, or left alone, together. */
export interface Leaf {
  /** Place of its first row in the list, from 0. */
  readonly from: number
  readonly rows: readonly StoryRow[]
}

/** How many rows a leaf has; those of a flood that is open come on top, so that opening one moves no other row. */
const LEAF = 25

/** The list in leaves: a browser that has to watch a thousand rows one by one is slow at every key. */
export function leavesOf(rows: readonly StoryRow[]): readonly Leaf[] {
  const starts: number[] = []
  let count = 0
  rows.forEach(({ level }, index) => {
    if (level === 1 && count++ % LEAF === 0) starts.push(index)
  })
  return starts.map((from, index) => ({ from, rows: rows.slice(from, starts[index + 1]) }))
}

function membersOf(flood: Flood, { stories }: Snapshot, shown: ReadonlySet<string>): StoryView[] {
  return flood.stories.flatMap((id) => (shown.has(id) ? (stories.get(id) ?? []) : []))
}

/** Whether something is still to be said of a row; of a flood, of any of its stories. */
export function isRowUndecided(row: StoryRow): boolean {
  return row.kind === 'story' ? isUndecided(row.story) : row.stories.some(isUndecided)
}

/** The next row after one that nobody has decided yet; behind the last, the first; undefined where none is left. */
export function nextUndecided(rows: readonly StoryRow[], key: string | undefined): StoryRow | undefined {
  const at = rows.findIndex((row) => row.key === key)
  const later = [...rows.slice(at + 1), ...rows.slice(0, Math.max(0, at))]
  // A flood that is open is decided story by story.
  return later.find((row, index) => isRowUndecided(row) && !(row.kind === 'flood' && later[index + 1]?.level === 2))
}

/** The keys of the issue's rows, from top to bottom. */
export function issueRows(picks: readonly Pick<PickView, 'id' | 'section'>[], sections: readonly string[]): string[] {
  const inOrder = sections.flatMap((section) => picks.filter((pick) => pick.section === section))
  return [...HEAD_ROWS, ...inOrder.map(({ id }) => id)]
}
