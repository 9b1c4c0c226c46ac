import type { DecisionLog } from '../core/issue/decision-log.ts'
import type { Issue } from '../core/issue/issue.ts'
import { createArchive, createItemsWithin, poolSpan } from '../core/issue/pool.ts'
import { readDecisions } from '../core/issue/read-decisions.ts'
import { foldItems } from '../core/story/fold-items.ts'
import type { StoryEdit } from '../core/story/story.ts'
import { type CandidateGroup, groupCandidates } from './candidates.ts'
import type { SiteContent } from './site-content.ts'
import { createLine } from './line.ts'
import { neighboursOf } from './neighbours.ts'
import { type PersonView, viewPerson } from './person-view.ts'
import { createWeekStrip, type StripDay } from './week-strip.ts'

/** What surrounds an issue: its neighbours in time, what it was chosen from, and what was not chosen. */
export interface IssueSurroundings {
  readonly previous: Issue | undefined
  readonly next: Issue | undefined
  readonly candidates: readonly CandidateGroup[]
  /** How many stories were not picked. */
  readonly candidateCount: number
  /** How many items are on file of those that it was chosen from, and how many stories they tell. */
  readonly pool: { readonly items: number; readonly stories: number }
  readonly strip: readonly StripDay[]
  readonly editors: readonly PersonView[]
  /** Who brought it to its readers, where that was nobody of its editors. */
  readonly postedBy: PersonView | undefined
}

type Shelf = Pick<SiteContent, 'issues' | 'items' | 'sourceNames' | 'now'> & {
  readonly logs?: readonly DecisionLog[]
  readonly edits?: readonly StoryEdit[]
  readonly people?: SiteContent['people']
}

interface Known {
  readonly around: Map<string, IssueSurroundings>
  readonly ranIn: ReturnType<typeof createArchive>
  readonly within: ReturnType<typeof createItemsWithin>
  /** Where an issue stands in the list. */
  readonly places: ReadonlyMap<string, number>
}

/** Two pages of each issue ask the same, and folding takes its time. */
const known = new WeakMap<Shelf, Known>()

/** What the pages of an issue show besides the issue itself; worked out once for each content that was read. */
export function surroundIssue(issue: Issue, shelf: Shelf): IssueSurroundings {
  const ofShelf = known.get(shelf) ?? {
    around: new Map<string, IssueSurroundings>(),
    ranIn: createArchive(shelf.issues.filter(({ status }) => status === 'published')),
    within: createItemsWithin(shelf.items),
    places: new Map(shelf.issues.map(({ key }, place) => [key, place])),
  }
  known.set(shelf, ofShelf)
  const around = ofShelf.around.get(issue.key) ?? lookAround(issue, shelf, ofShelf)
  ofShelf.around.set(issue.key, around)
  return around
}

function lookAround(
  issue: Issue,
  { issues, sourceNames, logs = [], edits = [], people = new Map(), now }: Shelf,
  { ranIn, within, places }: Known,
): IssueSurroundings {
  const { before, after } = neighboursOf(issues, places.get(issue.key) ?? -1)
  const pool = within(poolSpan(issue, issues, now))
  const stories = foldItems(pool, { sources: sourceNames, edits })
  const candidates = groupCandidates(issue, stories, {
    sources: sourceNames,
    verdicts: readDecisions(logs.filter((log) => log.issue === issue.key)).verdicts,
    ranIn,
  })
  const lines = stories.map((story) => createLine(story, sourceNames))
  const { editors, postedBy } = issue
  return {
    previous: before,
    next: after,
    candidates,
    candidateCount: candidates.reduce((sum, { lines }) => sum + lines.length, 0),
    pool: { items: pool.length, stories: stories.length },
    strip: createWeekStrip(issue, lines, new Set(issue.picks.map(({ id }) => id))),
    editors: editors.map((id) => viewPerson({ id }, people)),
    postedBy: postedBy === undefined || editors.includes(postedBy) ? undefined : viewPerson({ id: postedBy }, people),
  }
}
