import type { Item } from '../item/item.ts'
import { hostOf, siteAddresses } from '../source/is-home.ts'
import { canonicalUrl } from '../text/canonical-url.ts'
import { compareText } from '../text/compare-text.ts'
import { dayOf } from '../text/moment.ts'
import type { Sources } from './carriers.ts'
import { isDiscussionPlace, isRepostPlace } from './place.ts'

/** What a source writes when it writes of what others did. */
const COVERAGE = new Set(['community', 'media', 'newsletter'])
const ADVISORY = /\/security\/advisories\/|\bghsa-|^(cve\.org|nvd\.nist\.gov|cve\.mitre\.org)\//i
const PROPOSAL = /\/enhancements\/(issues|pull|(tree|blob)\/[^/]+\/keps)\/|\/keps?\//i
const RELEASE = /\/releases\/(tag\/)?[^/]+$/i
const UNKNOWN_WEIGHT = 2

/**
 * The original among items about one thing, whatever their order: the advisory, the proposal or the release before
 * what is written about it; what stands on the site of its source before what was found elsewhere, posted again or
 * talked about; what others declare to be the original; then the earlier day, the weightier source, the more carriers.
 */
export function chooseLead(items: readonly [Item, ...Item[]], sources: Sources): Item {
  if (items.length === 1) return items[0]
  const ranked = items.map((item) => ({ item, claim: readClaim(item, sources) }))
  return ranked.reduce((best, one) => (compareClaims(one.claim, best.claim) < 0 ? one : best)).item
}

/** The smaller, the better, from the first that differs on. */
type Claim = readonly (number | string)[]

function readClaim(item: Item, sources: Sources): Claim {
  const key = canonicalUrl(item.url) ?? item.url
  const known = item.sources.map(({ id }) => sources.get(id)).filter((source) => source !== undefined)
  const isAtHome = known.some((source) => siteAddresses(source).some((address) => hostOf(address) === hostOf(key)))
  const declared = item.sources.filter(({ url }) => canonicalUrl(url) !== key).length
  const moment = item.published ?? item.firstSeen
  return [
    standing(item, key, isAtHome),
    declared > 0 ? 0 : 1,
    dayOf(moment),
    -Math.max(...known.map(({ weight }) => weight), UNKNOWN_WEIGHT),
    -item.sources.length,
    moment,
    -item.excerpt.length,
    item.id,
  ]
}

/** 0 for the thing itself, 4 for talk about it. */
function standing({ kind }: Item, key: string, isAtHome: boolean): number {
  if (isDiscussionPlace(key)) return 4
  if (ADVISORY.test(key) || PROPOSAL.test(key) || RELEASE.test(key)) return 0
  if (isRepostPlace(key)) return 3
  return isAtHome && !COVERAGE.has(kind) ? 1 : 2
}

function compareClaims(one: Claim, other: Claim): number {
  const at = one.findIndex((part, index) => part !== other[index])
  const [mine, theirs] = [one[at], other[at]]
  if (typeof mine === 'number' && typeof theirs === 'number') return mine - theirs
  return compareText(String(mine), String(theirs))
}
