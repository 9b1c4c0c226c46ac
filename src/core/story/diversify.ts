import { wordsOf } from '../text/word-runs.ts'
import { carrierIds, itemSource, type Sources } from './carriers.ts'
import type { RankedStory } from './rank-stories.ts'

/** Places that an editor sees at once. */
export const SCREENFUL = 20
/** Stories of one source among any places that follow one another as far as a screen reaches, while there are others. */
export const MOST_OF_ONE_SOURCE = 3
/** Places that are given with variety; nobody reads as far as where the plain ranking goes on. */
const VARIED_PLACES = 300
/** How many of the best that are left are weighed against each other for a place. */
const CONTENDERS = 40

/** What one more story of the same kind costs, in logits, for each of them on the screen. */
const COSTS = { source: 0.35, org: 0.2, topic: 0.1, word: 0.06 } as const

interface Contender {
  readonly story: RankedStory
  readonly logit: number
  /** Whose voice it is, for the rule. */
  readonly source: string
  /** All by which it is like others, and what each costs. */
  readonly likenesses: readonly (readonly [key: string, cost: number])[]
}

/**
 * Orders a ranking so that neighbours differ, best first: maximal marginal relevance (Carbonell and Goldstein 1998)
 * over source, organisation, topics and words of the title, against the stories on the same screen. Of any twenty
 * places that follow one another three at most are of one source, while another source has anything left. Holds for the
 * first 300 places; the rest follow as they are ranked. Loses nothing, and depends on its arguments alone.
 */
export function diversify(ranked: readonly RankedStory[], sources: Sources): RankedStory[] {
  const left = ranked.map((story) => toContender(story, sources))
  const placed: Contender[] = []
  const onScreen = new Map<string, number>()
  const count = (key: string, by: number) => onScreen.set(key, (onScreen.get(key) ?? 0) + by)
  const show = (contender: Contender, by: 1 | -1) => {
    count(`rule ${contender.source}`, by)
    for (const [key] of contender.likenesses) count(key, by)
  }
  const isFree = ({ source }: Contender) => (onScreen.get(`rule ${source}`) ?? 0) < MOST_OF_ONE_SOURCE

  while (left.length > 0 && placed.length < VARIED_PLACES) {
    const next = chooseNext(left, isFree, onScreen)
    const [contender] = left.splice(next, 1)
    if (!contender) break
    placed.push(contender)
    show(contender, 1)
    const gone = placed[placed.length - SCREENFUL]
    if (gone) show(gone, -1)
  }
  return [...placed, ...left].map(({ story }) => story)
}

/** The index of the best of the first contenders that the rule allows; of all of them, where it allows none. */
function chooseNext(
  left: readonly Contender[],
  isFree: (contender: Contender) => boolean,
  onScreen: ReadonlyMap<string, number>,
): number {
  let best: { index: number; worth: number } | undefined
  let weighed = 0
  for (const [index, contender] of left.entries()) {
    if (!isFree(contender)) continue
    const worth = contender.logit - costOf(contender, onScreen)
    if (!best || worth > best.worth) best = { index, worth }
    weighed += 1
    if (weighed === CONTENDERS) break
  }
  return best?.index ?? 0
}

function costOf({ likenesses }: Contender, onScreen: ReadonlyMap<string, number>): number {
  let sum = 0
  for (const [key, cost] of likenesses) sum += cost * (onScreen.get(key) ?? 0)
  return sum
}

function toContender(story: RankedStory, sources: Sources): Contender {
  const { lead, score } = story
  const source = itemSource(lead, sources)
  const orgs = carrierIds(story).map((id) => sources.get(id)?.org)
  const chance = Math.min(0.999, Math.max(0.001, score / 100))
  const of = (sort: keyof typeof COSTS, all: Iterable<string | undefined>) =>
    [...new Set(all)].filter((one) => one !== undefined).map((one) => [`${sort} ${one}`, COSTS[sort]] as const)
  return {
    story,
    source,
    logit: Math.log(chance / (1 - chance)),
    likenesses: [
      ...of('source', [source]),
      ...of('org', orgs),
      ...of('topic', lead.topics),
      ...of(
        'word',
        wordsOf(lead.title).filter((word) => word.length > 3),
      ),
    ],
  }
}
