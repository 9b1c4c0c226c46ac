import { groupName } from '../item/group-name.ts'
import { ADDED_BY_HAND } from '../source/source.ts'
import { countNoun } from '../text/count-noun.ts'
import { carrierIds, type Sources } from './carriers.ts'
import { type RankingModel, type Share, SHARED } from './learn-ranking.ts'
import { ageInDays, type Feature, type FeatureSort, isAboutSecurity, weightOf } from './ranking-features.ts'
import { readRelease } from './read-release.ts'
import type { Story } from './story.ts'

const MOST_REASONS = 4
/** A contribution in logits below which nothing that was learnt is worth a chip, and one that is plain to see is. */
const NOTABLE = 0.15
/** How sure a share must be to lie off the average: standard deviations (1.64: one in twenty by chance). */
const SURE = 1.64
/** An appearance less often says nothing. */
const LEAST_SEEN = 6
const FORTNIGHT = 14

interface Reason {
  readonly text: string
  /** In logits; its size decides which are shown. */
  readonly weight: number
}

interface Context {
  readonly features: readonly Feature[]
  /** What each of the features adds to the logit. */
  readonly contributions: readonly number[]
  readonly sources: Sources
  readonly now: Date
  readonly model: RankingModel
}

/** The chips of a story: what moved it furthest, up or down, among what can be said in three words and checked. */
export function explainRank(story: Story, context: Context): string[] {
  const sums = new Map<string, number>()
  for (const [index, { sort, name }] of context.features.entries()) {
    const key = SUMMED_BY_NAME.has(sort) ? name : sort
    sums.set(key, (sums.get(key) ?? 0) + (context.contributions[index] ?? 0))
  }
  const sum: Sum = (...keys) => keys.reduce((total, key) => total + (sums.get(key) ?? 0), 0)
  return [
    ...carrierReasons(story, sum, context),
    ...releaseReasons(story, sum),
    ...shareReasons(context),
    ...ageReasons(story, sum, context.now),
    ...learntReasons(context),
    ...(isAboutSecurity(story)
      ? [{ text: 'security', weight: Math.max(0.5, sum('kind security', 'cve', 'notes security')) }]
      : []),
  ]
    .sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight))
    .slice(0, MOST_REASONS)
    .map(({ text }) => text)
}

/** What features of these sorts add, together; of some sorts, those of a name. */
type Sum = (...keys: readonly string[]) => number

const SUMMED_BY_NAME: ReadonlySet<FeatureSort> = new Set(['kind', 'notes'])

function carrierReasons(story: Story, sum: Sum, { sources }: Context): Reason[] {
  const carriers = carrierIds(story)
  const reasons: Reason[] = []
  if (carriers.length > 1) {
    reasons.push({ text: `${carriers.length} sources`, weight: Math.max(NOTABLE, Math.abs(sum('carriers'))) })
  }
  if (carriers.includes(ADDED_BY_HAND)) {
    reasons.push({ text: 'added by an editor', weight: Math.max(0.5, sum('weight', 'added')) })
  } else if (story.items.some(({ suggestion }) => suggestion !== undefined)) {
    reasons.push({ text: 'suggested by a reader', weight: 0.5 })
  } else if (Math.abs(sum('weight')) >= NOTABLE) {
    reasons.push({ text: `weight ${weightOf(story, sources)}`, weight: sum('weight') })
  }
  return reasons
}

function releaseReasons({ lead }: Story, sum: Sum): Reason[] {
  const release = readRelease(lead)
  if (!release || release.step === 'unknown') return []
  const { project, step, part } = release
  const name = project.split('/')[1] ?? project
  const text =
    step === 'pre-release' ? 'pre-release' : `${step} release of ${part === undefined ? name : `${part} in ${name}`}`
  return [{ text, weight: Math.max(NOTABLE, Math.abs(sum('step', 'repository-step', 'part'))) }]
}

/** Of what a story belongs to (source, domain, repository), the one whose share of picks lies furthest off. */
function shareReasons({ features, contributions, model: { shares, share: all } }: Context): Reason[] {
  const average = all.picked / all.of
  return features
    .flatMap((feature, index) => {
      if (!SHARED.has(feature.sort)) return []
      const share = shares.get(feature.name)
      if (share === undefined || share.of < LEAST_SEEN) return []
      const [least, most] = intervalOf(share)
      const word = least > average ? 'often' : most < average ? 'rarely' : undefined
      if (word === undefined) return []
      const weight = Math.max(NOTABLE, Math.abs(contributions[index] ?? 0))
      return [{ text: `${word} picked: ${share.picked} of ${share.of}`, weight }]
    })
    .sort((a, b) => b.weight - a.weight)
    .slice(0, 1)
}

/** Where the true share lies, by Wilson's score interval (Wilson 1927). */
function intervalOf({ picked, of }: Share): [least: number, most: number] {
  const square = SURE ** 2
  const centre = (picked + square / 2) / (of + square)
  const reach = (SURE / (of + square)) * Math.sqrt((picked * (of - picked)) / of + square / 4)
  return [centre - reach, centre + reach]
}

function ageReasons({ lead }: Story, sum: Sum, now: Date): Reason[] {
  const days = ageInDays(lead, now)
  const weight = Math.abs(sum('age', 'undated'))
  if (lead.published === undefined) return [{ text: 'undated', weight }]
  if (days === 0) return [{ text: 'new today', weight: 0.3 }]
  const weeks = Math.floor(days / 7)
  return [{ text: days < FORTNIGHT ? `${countNoun(days, 'day')} old` : `${countNoun(weeks, 'week')} old`, weight }]
}

/** What history says of what a story is about, and of how it is told. */
function learntReasons({ features, contributions }: Context): Reason[] {
  return features.flatMap((feature, index): Reason[] => {
    const weight = contributions[index] ?? 0
    const what = feature.name.slice(feature.sort.length + 1)
    switch (feature.sort) {
      // Facts that an editor looks for, whatever was learnt of them.
      case 'sig':
        return [{ text: groupName(what), weight: Math.max(NOTABLE, weight) }]
      case 'kep':
        return [{ text: 'KEP', weight: Math.max(NOTABLE, weight) }]
      case 'topic':
      case 'project':
        return weight >= NOTABLE ? [{ text: `about ${what}`, weight }] : []
      case 'version':
        return weight >= NOTABLE ? [{ text: `Kubernetes ${what}`, weight }] : []
      case 'author':
        return weight >= NOTABLE ? [{ text: `by ${what}`, weight }] : []
      case 'word':
        return weight >= 2 * NOTABLE && what.length > 2 ? [{ text: `says “${what}”`, weight }] : []
      case 'kind':
        return what !== 'security' && Math.abs(weight) >= NOTABLE ? [{ text: what, weight }] : []
      default:
        return []
    }
  })
}
