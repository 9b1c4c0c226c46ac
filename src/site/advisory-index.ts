import type { Advisory } from '../core/advisory/advisory.ts'
import { cvesIn } from '../core/advisory/cve.ts'
import type { Item } from '../core/item/item.ts'
import { itemSource } from '../core/story/carriers.ts'
import type { Source } from '../core/source/source.ts'
import { compareText } from '../core/text/compare-text.ts'
import type { SiteContent } from './site-content.ts'
import { itemMoment, newestItemFirst } from './line.ts'
import { type PlacedPick, placePicks } from './placed-pick.ts'

/** What one source states of one flaw, or of several at once. */
export interface StatedAdvisory {
  readonly item: Item
  readonly advisory: Advisory
  readonly source: string
}

/** A CVE of which an advisory is on file, with all that names it. */
export interface CvePage {
  readonly cve: string
  /** The project's own first, then the newest; each source is told once. */
  readonly advisories: readonly [StatedAdvisory, ...StatedAdvisory[]]
  /** Other items that name it, the newest first. */
  readonly items: readonly Item[]
  readonly picks: readonly PlacedPick[]
}

export interface AdvisoryIndex {
  /**
   * Each flaw, or the several that one advisory is about, once: the advisory that tells it best; the newest first. One
   * that names no CVE is a flaw of its own.
   */
  readonly advisories: readonly StatedAdvisory[]
  /** By CVE. A CVE that something names, and of which no advisory is on file, has no page. */
  readonly cves: ReadonlyMap<string, CvePage>
}

export type AdvisoryContent = Pick<SiteContent, 'items' | 'issues' | 'sourceNames'>

const known = new WeakMap<AdvisoryContent, AdvisoryIndex>()

/** All advisories on file, and what else names their CVEs; read once for each content. */
export function indexAdvisories(content: AdvisoryContent): AdvisoryIndex {
  const index = known.get(content) ?? createIndex(content)
  known.set(content, index)
  return index
}

function createIndex({ items, issues, sourceNames }: AdvisoryContent): AdvisoryIndex {
  const stated = items
    .flatMap((item): StatedAdvisory[] =>
      item.advisory === undefined ? [] : [{ item, advisory: item.advisory, source: itemSource(item, sourceNames) }],
    )
    .sort((one, other) => byAuthority(one, other, sourceNames))
  const ofCve = new Map<string, StatedAdvisory[]>()
  for (const each of stated) for (const cve of each.advisory.cves) push(ofCve, cve, each)
  const tags = new Map(items.map((item) => [item.id, item.cves]))
  const naming = new Map<string, Item[]>()
  for (const item of items.toSorted(newestItemFirst)) {
    for (const cve of new Set(item.cves)) if (ofCve.has(cve)) push(naming, cve, item)
  }
  const picks = new Map<string, PlacedPick[]>()
  for (const placed of placePicks(issues)) {
    const { id, title, originalTitle = '', blurb } = placed.pick
    for (const cve of new Set([...(tags.get(id) ?? []), ...cvesIn(`${title} ${originalTitle} ${blurb}`)])) {
      if (ofCve.has(cve)) push(picks, cve, placed)
    }
  }
  const cves = [...ofCve]
    .sort(([one], [other]) => compareText(one, other))
    .flatMap(([cve, own]): [string, CvePage][] => {
      const [first, ...others] = distinctSources(own)
      if (first === undefined) return []
      const told = new Set([first, ...others].map(({ item }) => item))
      const rest = (naming.get(cve) ?? []).filter((item) => !told.has(item))
      return [[cve, { cve, advisories: [first, ...others], items: rest, picks: picks.get(cve) ?? [] }]]
    })
  return { advisories: distinctFlaws(stated), cves: new Map(cves) }
}

/** The project's own word first, then who states more, then the newest. */
function byAuthority(one: StatedAdvisory, other: StatedAdvisory, sources: ReadonlyMap<string, Source>): number {
  const isOwn = ({ item }: StatedAdvisory) =>
    Number(item.sources.some(({ id }) => sources.get(id)?.org === 'Kubernetes'))
  const amount = ({ advisory }: StatedAdvisory) =>
    Number(advisory.affected.length > 0) + Number(advisory.fixed.length > 0)
  return isOwn(other) - isOwn(one) || amount(other) - amount(one) || newestItemFirst(one.item, other.item)
}

/** Sources that are told of one CVE: one mails every reply in a thread. */
const MOST_SOURCES = 5

function distinctSources(stated: readonly StatedAdvisory[]): StatedAdvisory[] {
  const told = new Set<string>()
  return stated.filter(({ source }) => !told.has(source) && told.add(source)).slice(0, MOST_SOURCES)
}

function distinctFlaws(stated: readonly StatedAdvisory[]): StatedAdvisory[] {
  const told = new Set<string>()
  const first = stated.filter(({ advisory }) => {
    const isNew = advisory.cves.length === 0 || advisory.cves.some((cve) => !told.has(cve))
    for (const cve of advisory.cves) told.add(cve)
    return isNew
  })
  return first.sort((one, other) => newestItemFirst(one.item, other.item))
}

function push<Key, Value>(map: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = map.get(key)
  if (list) list.push(value)
  else map.set(key, [value])
}

/** UTC day of an advisory. */
export const advisoryDay = (item: Item): string => itemMoment(item).slice(0, 10)
