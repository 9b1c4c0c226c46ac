import { hostName } from '../text/host-name.ts'
import type { Sources } from './carriers.ts'
import { diversify } from './diversify.ts'
import { contributionsOf, learnFromRead, logitOf, type PastWeek, readWeek, scoreOf } from './learn-ranking.ts'
import {
  bootstrapMean,
  createRandom,
  type Interval,
  mean,
  MEASURES,
  measureRanking,
  type Measures,
} from './measure-ranking.ts'
import { createFeatureReader } from './ranking-features.ts'
import { readRelease } from './read-release.ts'
import type { Story } from './story.ts'

/** A past week by its name: `2026-W47`, or a date. */
export interface EvaluationWeek extends PastWeek {
  readonly name: string
}

const WAYS = ['ours', 'ours, as listed', 'domain so far', 'shuffle'] as const

/** How one way to rank did, on average over the weeks. */
export interface WayResult extends Measures {
  readonly way: (typeof WAYS)[number]
}

export interface Evaluation {
  /** Weeks that were measured: not the first ones, and none in which all or nothing was picked. */
  readonly weeks: number
  /** Weeks at the beginning that were only learnt from. */
  readonly learning: number
  readonly ways: readonly WayResult[]
  /** AUC of ours less that of "domain so far", by week. Absent where no week was measured. */
  readonly gain: Interval | undefined
  /** For each week in its order, the logit of each of its stories, in their order. */
  readonly logits: readonly (readonly number[])[]
}

const MOST_LEARNING = 10
/** So many unseen links of an average domain a domain starts with. */
const SMOOTHING = 4

/**
 * Ranks each week by what the weeks before it teach, and by nothing else, and measures how early its picks stand;
 * beside it, the share of a domain's links that were picked so far, and a seeded shuffle. Weeks are given oldest first;
 * the first ten (of fewer than 20, the first half) only teach.
 */
export function evaluateRanking(weeks: readonly EvaluationWeek[], sources: Sources): Evaluation {
  const reader = createFeatureReader(sources, { isLearning: true })
  const { read: readStory } = createFeatureReader(sources)
  const read = weeks.map((week) => readWeek(week, reader))
  const learning = Math.min(MOST_LEARNING, Math.floor(weeks.length / 2))
  const domains = createDomainShares()
  const random = createRandom(1)
  const logits: number[][] = []
  const results: Results<Measures>[] = []
  for (const [index, week] of weeks.entries()) {
    const model = learnFromRead(read.slice(0, index), reader)
    const own = week.stories.map((story) => logitOf(contributionsOf(readStory(story, week.at), model)))
    logits.push(own)
    const shares = week.stories.map((story) => domains.shareOf(story))
    const shuffled = week.stories.map(() => random())
    domains.learn(week)
    if (index < learning) continue
    const result = {
      ours: measureScores(week, own),
      'ours, as listed': measureListed(week, own, sources),
      'domain so far': measureScores(week, shares),
      shuffle: measureScores(week, shuffled),
    }
    if (isWhole(result)) results.push(result)
  }
  const ways = WAYS.map((way): WayResult => ({
    way,
    ...averageOf(results.map((result) => result[way])),
  }))
  const gains = results.map((result) => result.ours.auc - result['domain so far'].auc)
  return {
    ...{ weeks: results.length, learning, ways: results.length > 0 ? ways : [], logits },
    gain: gains.length > 0 ? bootstrapMean(gains) : undefined,
  }
}

type Results<T> = Record<WayResult['way'], T>

function isWhole(results: Results<Measures | undefined>): results is Results<Measures> {
  return Object.values(results).every((result) => result !== undefined)
}

function averageOf(all: readonly Measures[]): Measures {
  const pairs = MEASURES.map((name) => [name, mean(all.map((one) => one[name]))] as const)
  return Object.fromEntries(pairs) as Record<keyof Measures, number>
}

const isPicked = (story: Story, { picked }: PastWeek) => story.items.some(({ id }) => picked.has(id))

function measureScores(week: PastWeek, scores: readonly number[]): Measures | undefined {
  const rows = week.stories.map((story, index) => ({ isPicked: isPicked(story, week), score: scores[index] ?? 0 }))
  return measureRanking(rows.toSorted((a, b) => b.score - a.score))
}

/** As an editor sees it: with variety, so by place alone. */
function measureListed(week: PastWeek, logits: readonly number[], sources: Sources): Measures | undefined {
  const ranked = week.stories
    .map((story, index) => ({ ...story, score: scoreOf(logits[index] ?? 0), logit: logits[index] ?? 0, reasons: [] }))
    .sort((a, b) => b.logit - a.logit)
  const listed = diversify(ranked, sources)
  return measureRanking(listed.map((story, place) => ({ isPicked: isPicked(story, week), score: -place })))
}

/** The share of a host's (or a repository's) links that were picked so far; the plainest thing that learns. */
function createDomainShares() {
  const seen = new Map<string, number>()
  const taken = new Map<string, number>()
  const all = { seen: 0, taken: 0 }
  const keyOf = ({ lead }: Story) => readRelease(lead)?.project ?? hostName(lead.url)
  return {
    shareOf(story: Story): number {
      const key = keyOf(story)
      const average = all.seen === 0 ? 0 : all.taken / all.seen
      return ((taken.get(key) ?? 0) + SMOOTHING * average) / ((seen.get(key) ?? 0) + SMOOTHING)
    },
    learn(week: PastWeek): void {
      for (const story of week.stories) {
        const key = keyOf(story)
        const yes = isPicked(story, week) ? 1 : 0
        seen.set(key, (seen.get(key) ?? 0) + 1)
        taken.set(key, (taken.get(key) ?? 0) + yes)
        all.seen += 1
        all.taken += yes
      }
    },
  }
}
