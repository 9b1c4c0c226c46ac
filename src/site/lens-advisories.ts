import type { Severity } from '../core/advisory/advisory.ts'
import { concernsMinor } from '../core/advisory/concerns-minor.ts'
import type { Item } from '../core/item/item.ts'
import { compareVersions } from '../core/release/version.ts'
import { dayOf } from '../core/text/moment.ts'
import { itemMoment, newestItemFirst } from './line.ts'

/** What one advisory means for who runs a minor. */
export interface LensAdvisory {
  readonly id: string
  readonly cves: readonly string[]
  /** Without the ids that it begins with. */
  readonly title: string
  readonly url: string
  readonly language: string
  readonly severity: Severity | undefined
  readonly day: string
  /** `fixed in 1.35.3`, `no fix for 1.35 is stated` */
  readonly advice: string
  /** The patch that is said to be without the flaw. */
  readonly fixedIn: string | undefined
  /** False where only an item about it is on file, and no advisory. */
  readonly isAdvisory: boolean
}

/** The advisories on file by what they mean for a minor, each list newest first. */
export interface LensAdvisories {
  readonly affected: readonly LensAdvisory[]
  /** They leave it open, or what is on file is no advisory. */
  readonly unknown: readonly LensAdvisory[]
  readonly notAffected: readonly LensAdvisory[]
  /** How many advisories are on file, whatever they say. */
  readonly onFile: number
}

const known = new WeakMap<readonly Item[], readonly Item[]>()

/** Items that state something as advisories do, the newest first. */
function listAdvisories(items: readonly Item[]): readonly Item[] {
  const found = known.get(items) ?? items.filter(({ advisory }) => advisory !== undefined).sort(newestItemFirst)
  known.set(items, found)
  return found
}

/**
 * What the advisories on file say of a minor.
 *
 * @param tagged items about the minor: those that name a CVE of which no advisory is on file leave it open, too
 * @param latest its latest patch that is out
 */
export function readLensAdvisories(
  items: readonly Item[],
  tagged: readonly Item[],
  { minor, latest }: { readonly minor: string; readonly latest: string | undefined },
): LensAdvisories {
  const advisories = listAdvisories(items)
  const groups: Record<'affected' | 'unknown' | 'not-affected', LensAdvisory[]> = {
    ...{ affected: [], unknown: [], 'not-affected': [] },
  }
  const seen = new Set<string>()
  for (const item of advisories) {
    if (item.advisory === undefined) continue
    const { state, fixedIn } = concernsMinor(item.advisory, minor)
    // Two feeds tell one advisory; where they disagree, both stand.
    const key = `${item.cves.length > 0 ? item.cves.join(' ') : item.id} ${state} ${fixedIn}`
    if (seen.has(key)) continue
    seen.add(key)
    const advice = state === 'affected' ? adviseOn(fixedIn, { minor, latest }) : ''
    groups[state].push(viewAdvisory(item, { advice, fixedIn: state === 'affected' ? fixedIn : undefined }))
  }
  const stated = new Set(advisories.flatMap(({ cves }) => cves))
  const named = new Set<string>()
  for (const item of tagged) {
    const open = item.cves.filter((cve) => !stated.has(cve) && !named.has(cve))
    if (open.length === 0 || item.advisory !== undefined) continue
    for (const cve of open) named.add(cve)
    groups.unknown.push(viewAdvisory({ ...item, cves: open }, { advice: 'named beside it', fixedIn: undefined }))
  }
  return {
    affected: groups.affected,
    unknown: groups.unknown,
    notAffected: groups['not-affected'],
    onFile: advisories.length,
  }
}

function adviseOn(
  fixedIn: string | undefined,
  { minor, latest }: { readonly minor: string; readonly latest: string | undefined },
): string {
  if (fixedIn === undefined) return `no fix for ${minor} is stated`
  if (latest !== undefined && compareVersions(fixedIn, latest) > 0) return `fixed in ${fixedIn}, which is not out yet`
  return `fixed in ${fixedIn}`
}

function viewAdvisory(item: Item, own: Pick<LensAdvisory, 'advice' | 'fixedIn'>): LensAdvisory {
  return {
    ...own,
    id: item.id,
    cves: item.cves,
    title: item.title.replace(/^(?:CVE-\d{4}-\d{4,}[\s,;&]*)+[:–—-]\s+/i, ''),
    url: item.url,
    language: item.language,
    severity: item.advisory?.severity,
    day: dayOf(itemMoment(item)),
    isAdvisory: item.advisory !== undefined,
  }
}
