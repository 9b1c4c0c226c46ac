import type { DecisionLog } from '../core/issue/decision-log.ts'
import { type Curation, openCuration } from '../core/issue/curation.ts'
import { itemsWithin } from '../core/issue/pool.ts'
import type { Issue } from '../core/issue/issue.ts'
import type { Item } from '../core/item/item.ts'
import { foldItems } from '../core/story/fold-items.ts'
import type { Story, StoryEdit } from '../core/story/story.ts'
import { type Result, success } from '../core/text/problem.ts'
import type { Supply } from './desk-files.ts'

/** What is dear to make, and stays as it is from command to command while what it is made of does. */
export interface Folded {
  readonly pool: readonly Item[]
  readonly edits: readonly StoryEdit[]
  readonly sources: Supply['sources']
  readonly stories: readonly Story[]
}

/** As `openCuration`, but for the stories: they are folded again only where their items or an editor's word changed. */
export function openDesk(
  supply: Supply,
  work: { readonly issues: readonly Issue[]; readonly logs: readonly DecisionLog[] },
  {
    now,
    issue: key,
    before,
  }: { readonly now: Date; readonly issue?: string | undefined; readonly before?: Folded | undefined },
): Result<Curation> {
  const { sources, items } = supply
  // A new issue begins with the first item that was ever seen; of the others it needs nothing.
  const first = earliest(items, now)
  const opened = openCuration({ sources, items: first ? [first] : [], issues: work.issues, logs: work.logs, now }, key)
  if (!opened.ok) return opened
  const { span, held, edits } = opened.value
  const within = new Set(itemsWithin(items, span).map(({ id }) => id))
  const pool = items.filter(({ id }) => within.has(id) || held.has(id))
  const stories =
    before?.sources === sources && same(before.pool, pool) && isDeepSame(before.edits, edits)
      ? before.stories
      : foldItems(pool, { sources, edits })
  return success({ ...opened.value, items, pool, stories })
}

const same = (one: readonly unknown[], other: readonly unknown[]) =>
  one.length === other.length && one.every((value, index) => value === other[index])

const isDeepSame = (one: readonly StoryEdit[], other: readonly StoryEdit[]) =>
  one === other || JSON.stringify(one) === JSON.stringify(other)

const seen = new WeakMap<Item, number>()

function earliest(items: readonly Item[], now: Date): Item | undefined {
  let first: Item | undefined
  let least = now.getTime() + 1
  for (const item of items) {
    const moment = seen.get(item) ?? Date.parse(item.firstSeen)
    seen.set(item, moment)
    if (moment >= least) continue
    least = moment
    first = item
  }
  return first
}
