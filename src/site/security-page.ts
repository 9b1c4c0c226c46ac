import { describeFixed, summariseAffected } from '../core/advisory/describe-advisory.ts'
import { isKubernetesPart } from '../core/release/kubernetes-part.ts'
import { compareText } from '../core/text/compare-text.ts'
import { type AdvisoryContent, advisoryDay, indexAdvisories, type StatedAdvisory } from './advisory-index.ts'
import { cvePath, itemPath } from './paths.ts'

/** An advisory as the list shows it. */
export interface AdvisoryRow {
  readonly id: string
  readonly day: string
  /** Whether that is the day on which it was first seen, because it names none. */
  readonly isSeen: boolean
  readonly title: string
  readonly language: string
  /** The page of its first CVE; of an advisory that names none, its place on the page of its day. */
  readonly href: string
  readonly cves: readonly { readonly cve: string; readonly href: string }[]
  /** `severity high, CVSS 8.8`; `severity unknown` */
  readonly severity: string
  readonly isSevere: boolean
  /** `kubelet up to 1.27`; `affected versions not stated` */
  readonly affected: string
  /** `fixed in 1.26.5, 1.27.2`; `no fixed version stated` */
  readonly fixed: string
  readonly source: string
}

export interface SecurityPage {
  /** The newest, by year. */
  readonly years: readonly { readonly year: string; readonly rows: readonly AdvisoryRow[] }[]
  readonly count: number
  /** CVEs of advisories that have no row, the newest first. */
  readonly older: readonly string[]
  /** How many more there are. */
  readonly rest: number
}

const ROWS = 100
const OLDER = 500

/** The advisories on file as `/security/` shows them. */
export function viewSecurity(content: AdvisoryContent): SecurityPage {
  const { advisories } = indexAdvisories(content)
  const rows = advisories.slice(0, ROWS).map(viewAdvisoryRow)
  const shown = new Set(advisories.slice(0, ROWS).flatMap(({ advisory }) => advisory.cves))
  const older = [...new Set(advisories.slice(ROWS).flatMap(({ advisory }) => advisory.cves))].filter(
    (cve) => !shown.has(cve),
  )
  const years = [...Map.groupBy(rows, ({ day }) => day.slice(0, 4))].map(([year, own]) => ({ year, rows: own }))
  years.sort((one, other) => compareText(other.year, one.year))
  return { years, count: advisories.length, older: older.slice(0, OLDER), rest: Math.max(0, older.length - OLDER) }
}

const SEVERE: ReadonlySet<string> = new Set(['high', 'critical'])

function viewAdvisoryRow({ item, advisory, source }: StatedAdvisory): AdvisoryRow {
  const { cves, severity } = advisory
  return {
    id: item.id,
    day: advisoryDay(item),
    isSeen: item.published === undefined,
    title: withoutCves(item.title),
    language: item.language,
    href: cves[0] === undefined ? itemPath(advisoryDay(item), item.id) : cvePath(cves[0]),
    cves: cves.map((cve) => ({ cve, href: cvePath(cve) })),
    severity: severityWords(advisory),
    isSevere: severity !== undefined && SEVERE.has(severity),
    affected: summariseAffected(advisory).join('; ') || 'affected versions not stated',
    fixed: fixedWords(advisory),
    source,
  }
}

/** `severity high, CVSS 8.8`; what is not known is said. */
export function severityWords({ severity, score }: StatedAdvisory['advisory']): string {
  if (severity === undefined) return score === undefined ? 'severity unknown' : `CVSS ${score.toFixed(1)}`
  return score === undefined ? `severity ${severity}` : `severity ${severity}, CVSS ${score.toFixed(1)}`
}

const MOST_FIXED = 8

/** `fixed in 1.26.5, 1.27.2` */
export function fixedWords(advisory: StatedAdvisory['advisory']): string {
  const parts = describeFixed(advisory)
  if (parts.length === 0) return 'no fixed version stated'
  const all = parts.flatMap(({ component, words }) =>
    component === undefined || isKubernetesPart(component)
      ? words
      : words.map((word, index) => (index === 0 ? `${component} ${word}` : word)),
  )
  const distinct = [...new Set(all)]
  const rest = distinct.length - MOST_FIXED
  return `fixed in ${distinct.slice(0, MOST_FIXED).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`
}

/** A title without the ids that it begins with: they stand beside it. */
export const withoutCves = (title: string): string =>
  title.replace(/^(?:\[[^\]]{1,40}\]\s*)?(?:CVE-\d{4}-\d{4,}[\s,;&]*(?:and )?)+[:–—-]\s*(?=\S)/i, '')
