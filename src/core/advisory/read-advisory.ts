import { isKubernetesPart } from '../release/kubernetes-part.ts'
import { type AdvisoryLine, advisoryLines } from './advisory-lines.ts'
import type { Advisory, AffectedRange } from './advisory.ts'
import { cvesIn } from './cve.ts'
import { readLineComponents, readProseComponent, readSubject, type Subject } from './read-component.ts'
import { readSeverity } from './read-severity.ts'
import { mayHaveVersion, readVersions, type VersionList } from './read-versions.ts'

/** The words of an advisory. */
export interface AdvisoryWords {
  /** As text. */
  readonly title: string
  /** In HTML; markdown may stand in it as it was typed. */
  readonly text: string
  /** What it is about, by what else is known of it than its words. */
  readonly cves: readonly string[]
  /** Whether it stands where advisories of Kubernetes do, and so speaks of Kubernetes unless it names something else. */
  readonly isOfKubernetes: boolean
}

type Fixed = Advisory['fixed'][number]

/** Ranges, and fixed versions, of one advisory; who states more lists something else. */
const MOST_VERSIONS = 60

/**
 * Reads what an advisory states: how bad, which versions have the flaw, which are sound. What cannot be read is
 * absent, never guessed: a list of affected versions with a line that cannot be read is left out as a whole, for the
 * rest of it would say too little.
 */
export function readAdvisory({ title, text, cves, isOfKubernetes }: AdvisoryWords): Advisory {
  const lines = advisoryLines(text)
  const prose = lines.filter(({ isHeading }) => !isHeading).map((line) => line.text)
  const subject = readSubject(title, prose.join(' ').slice(0, 800), isOfKubernetes)
  const listed = readSections(lines, subject)
  const sentences = sentencesOf(prose)
  const affected = listed.affected ?? proseAffected(sentences, subject)
  const fixed = listed.fixed.length > 0 ? listed.fixed : proseFixed(sentences, subject)
  return {
    cves: cves.length > 0 ? [...cves] : aboutCves(title, prose),
    ...readSeverity(`${title}\n${lines.map((line) => line.text).join('\n')}`),
    affected: arePlausible(affected, ({ from, through, before }) => [from, through, before]) ? distinct(affected) : [],
    fixed: arePlausible(fixed, ({ version }) => [version]) ? distinct(fixed) : [],
  }
}

/** Those of its title; else the only one that it names. */
function aboutCves(title: string, prose: readonly string[]): string[] {
  const titled = cvesIn(title)
  const named = titled.length > 0 ? [] : cvesIn(prose.join(' '))
  return named.length === 1 ? named : titled
}

type Section = 'affected' | 'fixed' | undefined

const AFFECTED_HEADING = /\b(?:affected|vulnerable|impacted)\b(?!\?)/i
const FIXED_HEADING = /\b(?:fixed|patched|remediated|resolved)\b.{0,20}\b(?:versions?|releases?|in)\b|^fixed$/i

/** What stands under headings. `affected` is undefined where no heading says so, and empty where a line is unclear. */
function readSections(
  lines: readonly AdvisoryLine[],
  subject: Subject,
): { affected: AffectedRange[] | undefined; fixed: Fixed[] } {
  let section: Section
  let columns: Columns | undefined
  let isUnclear = false
  let affected: AffectedRange[] | undefined
  const fixed: Fixed[] = []
  for (const { text, isHeading } of lines) {
    if (isHeading && !mayHaveVersion(text)) {
      section = sectionOf(text)
      columns = undefined
      continue
    }
    const cells = text.split('|').map((cell) => cell.trim())
    columns =
      (cells.length > 1 ? columnsOf(cells) : undefined) ?? (cells.length === columns?.count ? columns : undefined)
    if (columns !== undefined) {
      const name = cells[columns.component] ?? ''
      const ranges = affectedOf(`${name} ${cells[columns.affected] ?? ''}`, subject)
      if (ranges === 'unclear') isUnclear = true
      else if (ranges.length > 0) affected = [...(affected ?? []), ...ranges]
      fixed.push(...fixedOf(`${name} ${cells[columns.fixed] ?? ''}`, subject))
    } else if (section === 'affected') {
      const ranges = affectedOf(text, subject)
      if (ranges === 'unclear') isUnclear = true
      else if (ranges.length > 0) affected = [...(affected ?? []), ...ranges]
    } else if (section === 'fixed') fixed.push(...fixedOf(text, subject))
  }
  return { affected: isUnclear ? [] : affected, fixed }
}

function sectionOf(heading: string): Section {
  if (FIXED_HEADING.test(heading)) return 'fixed'
  return AFFECTED_HEADING.test(heading) && !/\b(?:am i|not affected)\b/i.test(heading) ? 'affected' : undefined
}

interface Columns {
  readonly count: number
  readonly component: number
  readonly affected: number
  readonly fixed: number
}

/** The head of a table that has what is affected beside what is fixed. */
function columnsOf(cells: readonly string[]): Columns | undefined {
  const at = (pattern: RegExp) => cells.findIndex((cell) => pattern.test(cell) && !mayHaveVersion(cell))
  const [affected, fixed] = [at(/affected|vulnerable/i), at(/fixed|patched/i)]
  if (affected < 0 || fixed < 0) return undefined
  return { count: cells.length, component: at(/component|product|package|project/i), affected, fixed }
}

/** Words that may follow a list of versions without changing what it says. */
const HARMLESS =
  /^[\s.,;:)*]*(?:$|(?:is|are) (?:affected|vulnerable)\b|[-–—]\s|when\b|if\b|with\b|only\b|running\b|on\b)/i

function affectedOf(line: string, subject: Subject): AffectedRange[] | 'unclear' {
  const words = withoutRemarks(line)
  if (!mayHaveVersion(words) && !/\ball\b.{0,20}\bversions?\b/i.test(words)) return []
  const list = readVersions(words)
  if (list === undefined || !HARMLESS.test(list.after) || mayHaveVersion(list.after)) return 'unclear'
  const components = readLineComponents(list.before, subject)
  if (components === 'unclear') return 'unclear'
  return components.flatMap((component) => list.ranges.map((range) => ({ ...named(component), ...range })))
}

function fixedOf(line: string, subject: Subject): Fixed[] {
  const list = readVersions(withoutRemarks(line))
  if (list === undefined || mayHaveVersion(list.after)) return []
  const components = readLineComponents(list.before, subject)
  return components === 'unclear' ? [] : components.flatMap((component) => soundVersions(list, component))
}

/** "1.27.2", and ">= 1.3.3"; a range with an end says something else. */
function soundVersions({ ranges }: VersionList, component: string | undefined): Fixed[] {
  const isList = ranges.every(
    ({ from, through, before }) => from !== undefined && before === undefined && (through ?? from) === from,
  )
  return isList ? ranges.map(({ from = '' }) => ({ ...named(component), version: from })) : []
}

const withoutRemarks = (line: string) => line.replace(/\((?!and including)[^()]{0,300}\)/g, ' ')

const named = (component: string | undefined) => (component === undefined ? {} : { component })

const sentencesOf = (prose: readonly string[]) =>
  prose
    .join(' ')
    .split(/(?<=[.!?])\s+(?=[A-Z])/)
    .filter(mayHaveVersion)

/** Ends with what says that these versions have the flaw: "in versions", "In kubelet", "This affects". */
const LEADS_TO_AFFECTED =
  /\b(?:in|affects?|affecting|affected versions (?:are|include)|includ(?:es?|ing))\s+(?:all\s+|the\s+)*(?:[\w./-]+\s+){0,3}?(?:(?:versions?|releases?)\s+)?$/i
const IS_AFFECTED = /^[^.]{0,60}?\b(?:is|are|was|were) (?:all )?(?:affected|vulnerable|impacted)\b/i
const SPEAKS_OF_ELSE =
  /\b(?:fixed|fixes|patched|upgrad(?:e|ed|ing) (?:to|from)|introduced|mitigat\w+|resolved|not (?:affected|vulnerable))\b/i

/** The first sentence of a text without headings that says which versions have the flaw. */
function proseAffected(sentences: readonly string[], subject: Subject): AffectedRange[] {
  for (const sentence of sentences) {
    if (SPEAKS_OF_ELSE.test(sentence)) continue
    const list = readVersions(sentence)
    if (list === undefined || mayHaveVersion(list.after)) continue
    const isSubject = /^(?:the |all )?(?:[\w./-]+ ){0,4}$/i.test(list.before) && IS_AFFECTED.test(list.after)
    if (!isSubject && !LEADS_TO_AFFECTED.test(list.before)) continue
    const who = readProseComponent(list.before, subject)
    return who === 'unclear' ? [] : list.ranges.map((range) => ({ ...named(who.component), ...range }))
  }
  return []
}

const LEADS_TO_FIXED =
  /\b(?:fixed|patched|resolved|addressed) in\s+(?:the\s+)?(?:[\w./-]+\s+){0,2}?(?:versions?\s+|releases?\s+)?$/i

/** The first sentence that says in which versions it was mended; one that names another CVE may speak of that. */
function proseFixed(sentences: readonly string[], subject: Subject): Fixed[] {
  for (const sentence of sentences) {
    if (/\bCVE-|\bnot (?:been )?fixed\b|\bincomplete/i.test(sentence)) continue
    const list = readVersions(sentence)
    if (list === undefined || mayHaveVersion(list.after) || !LEADS_TO_FIXED.test(list.before)) continue
    const who = readProseComponent(list.before, subject)
    return who === 'unclear' ? [] : soundVersions(list, who.component)
  }
  return []
}

/** No list is endless, and no version of Kubernetes begins with 2. */
function arePlausible<T extends { readonly component?: string | undefined }>(
  list: readonly T[],
  versions: (entry: T) => readonly (string | undefined)[],
): boolean {
  const isOfKubernetes = (version: string | undefined) => version === undefined || /^[01]\./.test(version)
  return (
    list.length <= MOST_VERSIONS &&
    list.every((entry) => !isKubernetesPart(entry.component) || versions(entry).every(isOfKubernetes))
  )
}

function distinct<T>(list: readonly T[]): T[] {
  const known = new Map(list.map((entry) => [JSON.stringify(entry), entry]))
  return [...known.values()]
}
