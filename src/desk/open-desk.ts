import type { DecisionLog } from '../core/issue/decision-log.ts'
import { type Curation, openCuration } from '../core/issue/curation.ts'
import { earlierIssues, itemsWithin } from '../core/issue/pool.ts'
import type { Issue } from '../core/issue/issue.ts'
import type { Item } from '../core/item/item.ts'
import { foldItems } from '../core/story/fold-items.ts'
import type { Story, StoryEdit } from '../core/story/story.ts'
import { type Result, success } from '../core/text/problem.ts'
import type { Supply } from './desk-files.ts'

/**
 * As `openCuration`, but that what is dear to make is taken from `before` where it is made of the same: the stories of
 * the same items with the same words of editors, and the archive of the same earlier issues.
 */
export function openDesk(
  { sources, items }: Supply,
  { issues, logs }: { readonly issues: readonly Issue[]; readonly logs: readonly DecisionLog[] },
  {
    now,
    issue: key,
    before,
  }: { readonly now: Date; readonly issue?: string | undefined; readonly before?: Curation | undefined },
): Result<Curation> {
  // A new issue begins with the first item that was ever seen; of the others it needs nothing.
  const first = earliest(items, now)
  const few = { sources, items: first ? [first] : [], logs, now }
  const light = openCuration({ ...few, issues: issues.map(withoutLinks) }, key)
  if (!light.ok) return light
  const found = earlierIssues(light.value.issue, issues)
  const isSameArchive = before !== undefined && same(before.earlier, found)
  const earlier = isSameArchive ? before.earlier : found
  const opened = isSameArchive ? light : openCuration({ ...few, issues }, key)
  if (!opened.ok) return opened
  const { span, held, edits } = opened.value
  const issue = issues.find((each) => each.key === opened.value.issue.key) ?? opened.value.issue
  const { ranIn, ranBefore } = isSameArchive ? before : { ...opened.value, ranBefore: remember(opened.value.ranBefore) }
  const within = new Set(itemsWithin(items, span).map(({ id }) => id))
  const wanted = items.filter(({ id }) => within.has(id) || held.has(id))
  const pool = before && same(before.pool, wanted) ? before.pool : wanted
  const isSamePool = before?.sources === sources && before.pool === pool && isEqual(before.edits, edits)
  const stories = isSamePool ? before.stories : foldItems(pool, { sources, edits })
  return success({ ...opened.value, issues, issue, items, pool, stories, earlier, ranIn, ranBefore })
}

const light = new WeakMap<Issue, Issue>()

/** A published issue as it is told from others by all but its links, which cost the most to compare. */
function withoutLinks(issue: Issue): Issue {
  if (issue.status !== 'published') return issue
  const known = light.get(issue) ?? {
    ...issue,
    picks: issue.picks.map(({ url: _url, ...pick }) => ({ ...pick, also: [] })),
  }
  light.set(issue, known)
  return known
}

/** The same question of the same story has the same answer, while the earlier issues are the same. */
function remember(ranBefore: Curation['ranBefore']): Curation['ranBefore'] {
  const known = new WeakMap<Story, Issue | undefined>()
  return (story) => {
    if (!known.has(story)) known.set(story, ranBefore(story))
    return known.get(story)
  }
}

const same = (one: readonly unknown[], other: readonly unknown[]) =>
  one.length === other.length && one.every((value, index) => value === other[index])

const isEqual = (one: readonly StoryEdit[], other: readonly StoryEdit[]) =>
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
