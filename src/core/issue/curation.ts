import type { CommunityEvent } from '../event/event.ts'
import type { Item } from '../item/item.ts'
import type { ReleaseSchedule } from '../release/release-schedule.ts'
import type { Release } from '../release/release.ts'
import { foldItems } from '../story/fold-items.ts'
import type { Sources } from '../story/carriers.ts'
import type { Story } from '../story/story.ts'
import { createToldBefore } from '../story/told-before.ts'
import { isEqual } from '../text/is-equal.ts'
import { failure, type Result, success } from '../text/problem.ts'
import type { Sections } from '../text/section-settings.ts'
import type { CurationState } from './curation-state.ts'
import type { DecisionLog } from './decision-log.ts'
import type { Issue, Pick } from './issue.ts'
import { createIssue, findOpenIssue, type Occasion } from './open-issue.ts'
import {
  createArchive,
  earlierIssues,
  heldOver,
  itemsWithin,
  latestIssues,
  poolSpan,
  REPEAT_WINDOW,
  type Span,
} from './pool.ts'
import { readDecisions } from './read-decisions.ts'

/** What is known of days ahead and behind: the program writes sections of it. */
export interface Almanac {
  /** The newest first. */
  readonly releases: readonly Release[]
  readonly schedule: ReleaseSchedule
  readonly events: readonly CommunityEvent[]
}

/** All that an editor has before them: what was read from the content folder, and the clock. */
export interface Content {
  readonly sources: Sources
  readonly items: readonly Item[]
  readonly issues: readonly Issue[]
  /** What editors did, for this issue and those before. */
  readonly logs?: readonly DecisionLog[]
  /** Without it no section is written by the program. */
  readonly almanac?: Almanac
  /** What a new issue is about, and who edits it: as agreed, of these weeks or of those that come next. */
  readonly occasionOf?: (weeks?: readonly string[]) => Occasion
  /** Those that the settings name; without them, the standard ones. */
  readonly sections?: Sections | undefined
  readonly now: Date
}

/** One issue at work, what it chooses from, and what was said of that. */
export interface Curation extends Content, CurationState {
  /** Whether the issue has no file yet. */
  readonly isNew: boolean
  readonly span: Span
  /** The candidates: items, what ran before included. */
  readonly pool: readonly Item[]
  /** Candidates that an earlier issue shortlisted and did not run: its key, by the id of the item. */
  readonly held: ReadonlyMap<string, string>
  readonly stories: readonly Story[]
  /** The published issues before this one. */
  readonly earlier: readonly Issue[]
  /** The earlier issue that ran a story, if any did. */
  readonly ranBefore: (story: Story) => Issue | undefined
}

/**
 * The issue with a key; without one the open issue, or else a new one.
 *
 * @param before the same at an earlier moment: stories of the same candidates, and what the same earlier issues ran, are
 *   taken from there
 */
export function openCuration(content: Content, key?: string, before?: Curation): Result<Curation> {
  const { issues, items, now, logs = [], sources, sections } = content
  const found = key === undefined ? findOpenIssue(issues) : issues.find((issue) => issue.key === key)
  if (key !== undefined && !found) {
    return failure({
      where: key,
      what: 'there is no such issue',
      remedy:
        issues.length > 0
          ? `The newest are ${newestKeys(issues).join(', ')}`
          : 'Start one with `npm run curate -- draft` or `npm run curate -- new issue`',
    })
  }
  const created = found ? success(found) : createIssue(issues, items, now, { ...content.occasionOf?.(), sections })
  if (!created.ok) return created
  const issue = created.value
  const hasPast = issues.some(({ status }) => status === 'published')
  const span = found || hasPast ? poolSpan(issue, issues, now) : { from: undefined, to: issue.covers.to }
  const { verdicts, shortlistedAt, edits } = readDecisions(logs)
  const held = heldOver(issue, issues, shortlistedAt)
  const within = new Set(itemsWithin(items, span))
  const pool = reuse(
    before?.pool,
    items.filter((item) => within.has(item) || held.has(item.id)),
  )
  const earlier = reuse(before?.earlier, earlierIssues(issue, issues))
  const isPast = earlier === before?.earlier && sources === before.sources
  const isFolded = pool === before?.pool && sources === before.sources && isEqual(before.edits, edits)
  return success({
    ...content,
    ...{ issue, verdicts, edits, isNew: !found, span, pool, held, earlier },
    stories: isFolded ? before.stories : foldItems(pool, { sources, edits }),
    ranBefore: isPast ? before.ranBefore : createRanBefore(earlier, sources),
  })
}

/** The list that was there before, where the new one is the same. */
const reuse = <T>(before: readonly T[] | undefined, list: readonly T[]): readonly T[] =>
  before?.length === list.length && list.every((value, index) => value === before[index]) ? before : list

/** By id and link, in all earlier issues; by title, in the latest: titles come back by chance, and are gone through late. */
function createRanBefore(earlier: readonly Issue[], sources: Sources): Curation['ranBefore'] {
  const ranIn = createArchive(earlier)
  let byTitle: ReturnType<typeof createToldBefore<Pick & { readonly issue: Issue }>> | undefined
  const find = (story: Story): Issue | undefined => {
    const known = story.items.map((item) => ranIn(item)).find((issue) => issue !== undefined)
    if (known) return known
    byTitle ??= createToldBefore(recentPicks(earlier), sources)
    return byTitle(story)?.issue
  }
  const answers = new WeakMap<Story, Issue | undefined>()
  return (story) => {
    if (!answers.has(story)) answers.set(story, find(story))
    return answers.get(story)
  }
}

const recentPicks = (earlier: readonly Issue[]) =>
  latestIssues(earlier, REPEAT_WINDOW)
    .toReversed()
    .flatMap((issue) => issue.picks.map((pick) => ({ ...pick, issue, published: pick.published ?? issue.covers.to })))

const newestKeys = (issues: readonly Issue[]) => latestIssues(issues, 5).map(({ key }) => key)
