import type { Sources } from './carriers.ts'
import { chanceOf, type Examples, fitWeights } from './fit-weights.ts'
import { createFeatureReader, type Feature, type FeatureReader, type FeatureSort } from './ranking-features.ts'
import type { Story } from './story.ts'

/** What an editor chose from in an earlier issue, and what they chose. */
export interface PastWeek {
  /** When the choice was made; ages count from it. */
  readonly at: Date
  readonly stories: readonly Story[]
  /** Ids of the items that were picked; a story is, when one of its items is. */
  readonly picked: ReadonlySet<string>
  /** Ids of what an editor turned down: a stronger no than to have passed it over. */
  readonly skipped?: ReadonlySet<string>
  /** Ids of what an editor kept in mind and did not pick: half a yes. */
  readonly shortlisted?: ReadonlySet<string>
}

/** How often something was picked, of how often it was there. */
export interface Share {
  readonly picked: number
  readonly of: number
}

/** What was learnt from earlier issues. */
export interface RankingModel {
  /** Weights of features by their names, in logits; one that is absent has its prior. */
  readonly weights: ReadonlyMap<string, number>
  /** Of sources, domains and repositories, by the names of their features. */
  readonly shares: ReadonlyMap<string, Share>
  /** Of all stories. */
  readonly share: Share
}

/** The model of who has picked nothing yet: priors alone. */
export const NO_HISTORY: RankingModel = { weights: new Map(), shares: new Map(), share: { picked: 0, of: 0 } }

/** A past week as numbers, by the features of one reader. */
export interface ReadWeek {
  /** Where the features of each story start; the last entry is where they end. */
  readonly starts: readonly number[]
  readonly features: Int32Array
  readonly values: Float64Array
  readonly labels: readonly (0 | 1)[]
  readonly counts: readonly number[]
}

const COUNT_OF_SKIPPED = 1.5
const COUNT_OF_SHORTLISTED = 0.5
/** Sorts of features whose share of picks is counted. */
export const SHARED: ReadonlySet<FeatureSort> = new Set(['source', 'domain', 'repository'])

/**
 * Learns from past weeks what editors pick: the most likely weights of a logistic regression whose priors are those
 * that rank without any history, and so move away from them as smoothly as picks come in. Within a week it is the
 * difference between its stories that counts, not how many were picked. Depends on its arguments alone; weeks without
 * a pick are passed over.
 */
export function learnRanking(weeks: readonly PastWeek[], sources: Sources): RankingModel {
  const reader = createFeatureReader(sources, { isLearning: true })
  const read = weeks.map((week) => readWeek(week, reader))
  return learnFromRead(read, reader)
}

/** What is learnt from one week; weeks that are learnt from together are read by one reader. */
export function readWeek({ at, stories, picked, skipped, shortlisted }: PastWeek, { read }: FeatureReader): ReadWeek {
  const isIn = (story: Story, ids: ReadonlySet<string> | undefined) =>
    ids !== undefined && story.items.some(({ id }) => ids.has(id))
  const starts = [0]
  const features: number[] = []
  const values: number[] = []
  const labels: (0 | 1)[] = []
  const counts: number[] = []
  for (const story of stories) {
    for (const { number, value } of read(story, at)) {
      features.push(number)
      values.push(value)
    }
    starts.push(features.length)
    const isPicked = isIn(story, picked)
    const isKept = !isPicked && isIn(story, shortlisted)
    labels.push(isPicked || isKept ? 1 : 0)
    counts.push(isKept ? COUNT_OF_SHORTLISTED : !isPicked && isIn(story, skipped) ? COUNT_OF_SKIPPED : 1)
  }
  return { starts, features: Int32Array.from(features), values: Float64Array.from(values), labels, counts }
}

/** As `learnRanking`, of weeks that this reader has read already. */
export function learnFromRead(all: readonly ReadWeek[], { features }: Pick<FeatureReader, 'features'>): RankingModel {
  const weeks = all.filter(({ labels }) => labels.includes(1))
  if (weeks.length === 0) return NO_HISTORY
  const examples = joinWeeks(weeks)
  const fitted = fitWeights(examples, {
    means: Float64Array.from(features, ({ mean }) => mean),
    spreads: Float64Array.from(features, ({ spread }) => spread),
  })
  const tallies = countShares(examples, features.length)
  const weights = new Map<string, number>()
  const shares = new Map<string, Share>()
  for (const [number, { name, sort }] of features.entries()) {
    const of = tallies.of[number] ?? 0
    if (of === 0) continue
    weights.set(name, fitted[number] ?? 0)
    if (SHARED.has(sort)) shares.set(name, { picked: tallies.picked[number] ?? 0, of })
  }
  const picked = examples.labels.filter((label, row) => isPick(label, examples.counts[row])).length
  return { weights, shares, share: { picked, of: examples.labels.length } }
}

const isPick = (label: number | undefined, count: number | undefined) => label === 1 && count === 1

function joinWeeks(weeks: readonly ReadWeek[]): Examples {
  const labels = Float64Array.from(weeks.flatMap((week) => week.labels))
  const length = weeks.reduce((sum, week) => sum + week.features.length, 0)
  const starts = new Int32Array(labels.length + 1)
  const features = new Int32Array(length)
  const values = new Float64Array(length)
  let row = 0
  let at = 0
  for (const week of weeks) {
    features.set(week.features, at)
    values.set(week.values, at)
    for (const start of week.starts.slice(1)) starts[++row] = at + start
    at += week.features.length
  }
  return {
    ...{ starts, features, values, labels },
    counts: Float64Array.from(weeks.flatMap((week) => week.counts)),
    offsets: Float64Array.from(weeks.flatMap(weekOffsets)),
  }
}

/** How much was picked in a week as a whole, for each of its rows: what no feature shall have to explain. */
function weekOffsets({ labels }: ReadWeek): number[] {
  const picked = labels.filter((label) => label === 1).length
  const offset = Math.log((picked + 0.5) / (labels.length - picked + 0.5))
  return labels.map(() => offset)
}

/** For each feature, in how many rows it is, and in how many that were picked. */
function countShares({ starts, features, labels, counts }: Examples, count: number) {
  const of = new Int32Array(count)
  const picked = new Int32Array(count)
  for (const [row, label] of labels.entries()) {
    const tallies = isPick(label, counts[row]) ? [of, picked] : [of]
    const present = features.subarray(starts[row], starts[row + 1])
    for (const tally of tallies) for (const feature of present) tally[feature] = (tally[feature] ?? 0) + 1
  }
  return { of, picked }
}

/** Logit of a story by what its features add, without what all of a ranking have in common: 0 is neither good nor bad. */
export function logitOf(contributions: readonly number[]): number {
  return contributions.reduce((sum, contribution) => sum + contribution, 0)
}

/** What each of these features adds to the logit. */
export function contributionsOf(features: readonly Feature[], { weights }: RankingModel): number[] {
  return features.map((feature) => feature.value * (weights.get(feature.name) ?? feature.mean))
}

/** 0 to 100 for a logit, to one digit after the point. */
export const scoreOf = (logit: number): number => Math.round(1_000 * chanceOf(logit)) / 10
