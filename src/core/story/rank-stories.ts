import { compareText } from '../text/compare-text.ts'
import type { Sources } from './carriers.ts'
import { contributionsOf, logitOf, NO_HISTORY, type RankingModel, scoreOf } from './learn-ranking.ts'
import { createFeatureReader, momentOf } from './ranking-features.ts'
import { explainRank } from './ranking-reasons.ts'
import type { Story } from './story.ts'

export interface RankedStory extends Story {
  /** 0 to 100, the higher, the likelier worth a pick; 50 is neither good nor bad. Comparable within one ranking alone. */
  readonly score: number
  /** What speaks for it, or against, as chips; at most four, the weightiest first, each true of it. */
  readonly reasons: readonly string[]
}

export interface RankingContext {
  readonly sources: Sources
  readonly now: Date
  /** What was learnt from earlier issues; without it, priors rank. */
  readonly model?: RankingModel | undefined
}

/**
 * Ranks stories by what editors picked before, as far as there is such a history, and before that by the weight of
 * sources, how many carry a story, age, kind, and what a release's number says. Ties go to the newer one, then by id,
 * so that the order never depends on that of the files.
 */
export function rankStories(
  stories: readonly Story[],
  { sources, now, model = NO_HISTORY }: RankingContext,
): RankedStory[] {
  const { read } = createFeatureReader(sources)
  return stories
    .map((story) => {
      const features = read(story, now)
      const contributions = contributionsOf(features, model)
      return { story, features, contributions, logit: logitOf(contributions), moment: momentOf(story.lead) }
    })
    .sort(
      (a, b) => b.logit - a.logit || compareText(b.moment, a.moment) || compareText(a.story.lead.id, b.story.lead.id),
    )
    .map(({ story, features, contributions, logit }) => ({
      ...story,
      score: scoreOf(logit),
      reasons: explainRank(story, { features, contributions, sources, now, model }),
    }))
}
