import type { Command } from '../../core/issue/command.ts'
import { type DeskState, pickKeys } from './desk-state.ts'
import { matchesFilter } from './filter.ts'
import { predict } from './predict.ts'
import { HEAD_ROWS, isRowUndecided, storyRows } from './rows.ts'

/** Makes anew what is shown: what the server said, and on top the commands that it has not answered yet. */
export function settleState(state: DeskState, pending: readonly Command[]): void {
  state.shown = predict(state.confirmed, pending)
  admitStories(state)
  state.rows = storyRows(state.shown, state.admitted, state.expanded)
  keepCursors(state)
}

/** Lets in what the filter wants of the stories that are new to it. */
export function admitStories({ shown, seen, admitted, filter }: DeskState): void {
  for (const id of shown.order) {
    if (seen.has(id)) continue
    seen.add(id)
    const story = shown.stories.get(id)
    if (story && matchesFilter(story, filter)) admitted.add(id)
  }
}

/** Opens the flood that a story is hidden in. */
export function openFloodOf({ shown, rows, expanded }: DeskState, id: string): void {
  const flood = shown.floods.find(({ stories }) => stories.includes(id))
  if (flood && !rows.some(({ key }) => key === id)) expanded.add(`flood-${flood.id}`)
}

function keepCursors(state: DeskState): void {
  const { pane, pickKey, storyKey, rows } = state
  const keys = pickKeys(state)
  // Until the editor goes there, the cursor of the issue stands on the first pick, as soon as there is one.
  const isIdle = pane === 'stories' && HEAD_ROWS.some((row) => row === pickKey)
  if (pickKey === undefined || !keys.includes(pickKey) || isIdle) state.pickKey = keys[HEAD_ROWS.length] ?? keys[0]
  if (storyKey !== undefined && rows.some(({ key }) => key === storyKey)) return
  state.storyKey = storyKey === undefined ? (rows.find(isRowUndecided) ?? rows[0])?.key : nearestRow(state, storyKey)
}

/** The row that stands where one went: the story that took it in, or the next in the order. */
function nearestRow({ rows, lastOrder }: DeskState, key: string): string | undefined {
  const taker = rows.find((row) => row.kind === 'story' && row.story.items.some(({ id }) => id === key))
  if (taker) return taker.key
  const at = lastOrder.indexOf(key)
  const left = new Set(rows.map((row) => row.key))
  return lastOrder.slice(at + 1).find((each) => left.has(each)) ?? rows.at(-1)?.key
}
