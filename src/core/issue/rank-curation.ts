import type { Item } from '../item/item.ts'
import { diversify } from '../story/diversify.ts'
import type { EvaluationWeek } from '../story/evaluate-ranking.ts'
import { learnRanking } from '../story/learn-ranking.ts'
import { type RankedStory, rankStories } from '../story/rank-stories.ts'
import type { Story } from '../story/story.ts'
import type { Content, Curation } from './curation.ts'
import type { Issue } from './issue.ts'
import { createItemsWithin, latestIssues } from './pool.ts'

/** So many issues are learnt from: a year of them, for editors and their readers change. */
const ISSUES_LEARNT_FROM = 52

/** The stories that an issue chooses from, best first by what earlier issues teach, and with variety. */
export function rankCuration(curation: Curation): RankedStory[] {
  const { stories, sources, now, earlier } = curation
  const past = latestIssues(earlier, ISSUES_LEARNT_FROM)
  const model = learnRanking(pastWeeks(curation, past), sources)
  return diversify(rankStories(stories, { sources, now, model }), sources)
}

/**
 * What the editors of published issues had before them, and what they chose, the oldest issue first; those whose
 * candidates are no longer on file are left out.
 */
export function pastWeeks(
  { items, logs = [] }: Pick<Content, 'items' | 'logs'>,
  issues: readonly Issue[],
): EvaluationWeek[] {
  const byId = new Map(items.map((item) => [item.id, item]))
  const within = createItemsWithin(items)
  return issues
    .filter(({ status }) => status === 'published')
    .toSorted((a, b) => a.number - b.number)
    .map((issue) => {
      const picked = new Set(issue.picks.map(({ id }) => id))
      const pool = new Map(within(issue.covers).map((item) => [item.id, item]))
      for (const id of picked) {
        const item = byId.get(id)
        if (item) pool.set(id, item)
      }
      const said = logs
        .filter((log) => log.issue === issue.key)
        .flatMap(({ entries }) => entries.flatMap(({ did }) => did))
      const idsOf = (verb: 'skip' | 'shortlist') =>
        new Set(said.flatMap((operation) => (operation.verb === verb ? operation.ids : [])))
      return {
        name: issue.key,
        at: new Date(issue.covers.to),
        stories: [...pool.values()].map(storyOf),
        ...{ picked, skipped: idsOf('skip'), shortlisted: idsOf('shortlist') },
      }
    })
    .filter(({ stories }) => stories.length > 0)
}

/** A story of its own; which items are one thing matters little to what is learnt, and much to how long it takes. */
const storyOf = (item: Item): Story => ({ id: item.id, lead: item, items: [item] })
