import { concernsMinor } from '../core/advisory/concerns-minor.ts'
import type { Item } from '../core/item/item.ts'
import { isKubernetesPart } from '../core/release/kubernetes-part.ts'
import { compareVersions } from '../core/release/version.ts'
import { type AdvisoryContent, advisoryDay, indexAdvisories, type StatedAdvisory } from './advisory-index.ts'
import { newestItemFirst } from './line.ts'
import { severityWords, withoutCves } from './security-page.ts'

/** What one advisory means for who runs a minor. */
export interface LensAdvisory {
  readonly id: string
  readonly cves: readonly string[]
  /** Without the ids that it begins with. */
  readonly title: string
  readonly url: string
  readonly language: string
  /** `severity high, CVSS 8.8`; none where only an item about it is on file. */
  readonly severity: string | undefined
  readonly day: string
  /** `fixed in 1.35.3`, `no fix for 1.35 is stated`; empty where it is not affected, or nobody knows. */
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

/** A minor, and its latest patch that is out. */
interface Run {
  readonly minor: string
  readonly latest: string | undefined
}

type State = ReturnType<typeof concernsMinor>['state']

/**
 * What the advisories on file say of a minor. Where two of one flaw disagree, both stand; one that leaves open what
 * another says is passed over, and so is one about what is not released with Kubernetes.
 *
 * @param tagged items about the minor: those that name a CVE of which no advisory is on file leave it open, too
 */
export function readLensAdvisories(content: AdvisoryContent, tagged: readonly Item[], run: Run): LensAdvisories {
  const { advisories, cves } = indexAdvisories(content)
  const groups: Record<State, LensAdvisory[]> = { affected: [], unknown: [], 'not-affected': [] }
  const seen = new Set<string>()
  const settled = new Set<string>()
  const read = listStated(content).map((stated) => ({ stated, concern: concernsMinor(stated.advisory, run.minor) }))
  for (const { stated, concern } of read) {
    if (concern.state !== 'unknown') for (const cve of stated.advisory.cves) settled.add(cve)
  }
  for (const { stated, concern } of read) {
    const { state, fixedIn } = concern
    const isOpen = state === 'unknown'
    const own = stated.advisory.cves
    if (isOpen && own.length > 0 && own.every((cve) => settled.has(cve))) continue
    const key = `${own.join(' ') || stated.item.id} ${state} ${fixedIn}`
    if (seen.has(key)) continue
    seen.add(key)
    const isAffected = state === 'affected'
    groups[state].push({
      ...viewItem(stated.item, stated.advisory.cves),
      severity: severityWords(stated.advisory),
      advice: isAffected ? adviseOn(fixedIn, run) : '',
      fixedIn: isAffected ? fixedIn : undefined,
      isAdvisory: true,
    })
  }
  const named = new Set<string>()
  for (const item of tagged) {
    const open = item.cves.filter((cve) => !cves.has(cve) && !named.has(cve))
    for (const cve of open) named.add(cve)
    if (open.length > 0) groups.unknown.push(viewItem(item, open))
  }
  return {
    affected: groups.affected,
    unknown: groups.unknown,
    notAffected: groups['not-affected'],
    onFile: advisories.length,
  }
}

/**
 * What the advisories on file mean for a minor: `2 advisories on file say that 1.35 is affected: 1 is fixed as of 1.35.2,
 * for 1 no fix is stated. 4 more leave it open.` '' where there are none: silence is no word that it is safe.
 */
export function describeRisk(
  { affected, unknown }: { affected: readonly Pick<LensAdvisory, 'fixedIn'>[]; unknown: readonly unknown[] },
  minor: string,
): string {
  const count = affected.length
  if (count === 0 && unknown.length === 0) return ''
  if (count === 0) {
    return `No advisory on file says that ${minor} is affected; ${countVerb(unknown.length, 'leaves', 'leave')} it open.`
  }
  const fixes = affected.flatMap(({ fixedIn }) => fixedIn ?? []).sort(compareVersions)
  const said = count === 1 ? '1 advisory on file says' : `${count} advisories on file say`
  const open =
    unknown.length === 0 ? '' : ` ${unknown.length} more ${unknown.length === 1 ? 'leaves' : 'leave'} it open.`
  return `${said} that ${minor} is affected: ${describeFixes(fixes, count)}.${open}`
}

function describeFixes(fixes: readonly string[], count: number): string {
  const last = fixes.at(-1)
  if (last === undefined) return count === 1 ? 'no fix is stated' : 'no fix is stated for any'
  if (fixes.length === count) return `${count === 1 ? 'it is' : 'all are'} fixed as of ${last}`
  return `${countVerb(fixes.length, 'is', 'are')} fixed as of ${last}, for ${count - fixes.length} no fix is stated`
}

const countVerb = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`

const known = new WeakMap<AdvisoryContent, readonly StatedAdvisory[]>()

/** What each source states of each flaw that is one of Kubernetes, the newest first. */
function listStated(content: AdvisoryContent): readonly StatedAdvisory[] {
  const { advisories, cves } = indexAdvisories(content)
  const found =
    known.get(content) ??
    [...new Set([...advisories, ...[...cves.values()].flatMap((page) => page.advisories)])]
      .filter(concernsKubernetes)
      .sort((one, other) => newestItemFirst(one.item, other.item))
  known.set(content, found)
  return found
}

/** Whether an advisory speaks of a part of Kubernetes, or does not say of what. */
function concernsKubernetes({ advisory: { affected, fixed } }: StatedAdvisory): boolean {
  const parts = [...affected, ...fixed]
  return parts.length === 0 || parts.some(({ component }) => isKubernetesPart(component))
}

function adviseOn(fixedIn: string | undefined, { minor, latest }: Run): string {
  if (fixedIn === undefined) return `no fix for ${minor} is stated`
  if (latest !== undefined && compareVersions(fixedIn, latest) > 0)
    return `fixed in ${fixedIn}, which is not on file as out`
  return `fixed in ${fixedIn}`
}

function viewItem(item: Item, cves: readonly string[]): LensAdvisory {
  const { id, title, url, language } = item
  return {
    ...{ id, cves, url, language, title: withoutCves(title), day: advisoryDay(item) },
    ...{ severity: undefined, advice: '', fixedIn: undefined, isAdvisory: false },
  }
}
