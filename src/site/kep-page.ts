import type { Covered } from '../core/issue/last-covered.ts'
import type { Item } from '../core/item/item.ts'
import { compareVersions } from '../core/release/version.ts'
import { distinctTitles, findKepFacts, type KepFact, readKepLink } from '../core/tag/kep.ts'
import { itemSource } from '../core/story/carriers.ts'
import { compareText } from '../core/text/compare-text.ts'
import type { SiteContent } from './site-content.ts'
import { newestItemFirst } from './line.ts'
import { indexTags, type TaggedContent, type TagShelf } from './tag-index.ts'
import { groupTitle, isGroup } from './tag-links.ts'

/** An enhancement proposal of Kubernetes, with what there is of it and what that says of it. */
export interface KepPage {
  readonly number: string
  /** As a link to it names it; nothing where none does. */
  readonly title: string | undefined
  /** The source that calls it so; none where that is the proposal itself, or an issue of ours. */
  readonly titledBy: string | undefined
  /** What other links call it. */
  readonly otherTitles: readonly string[]
  /** Where the proposal itself stands, as far as a link leads there. */
  readonly owner: KepFact['owner']
  /** At most three groups that are named with it most, where the owner is not known. */
  readonly groups: readonly string[]
  /** At most six minors of Kubernetes that are named with it, the newest last. */
  readonly versions: readonly string[]
  readonly shelf: TagShelf
  readonly last: Covered | undefined
}

const GROUPS = 3
const VERSIONS = 6
/** What names more proposals, groups or versions than so many says of none which of the others it is of. */
const MOST_TOGETHER = 2

const known = new WeakMap<object, readonly KepPage[]>()

/** Every proposal that an item or a pick names, by number. */
export function listKeps(content: TaggedContent): readonly KepPage[] {
  const pages = known.get(content) ?? createPages(content)
  known.set(content, pages)
  return pages
}

function createPages(content: TaggedContent): KepPage[] {
  const { keps, lastCovered } = indexTags(content)
  const facts = gatherFacts([...keps.values()], content)
  return [...keps]
    .sort(([one], [other]) => Number(one) - Number(other))
    .map(([number, shelf]) => {
      const own = facts.get(number) ?? []
      const [title, ...otherTitles] = distinctTitles(own.flatMap((fact) => fact.title ?? []))
      const titledBy = own.find((fact) => fact.title !== undefined)?.by
      const owner = own.find((fact) => fact.owner !== undefined && isGroup(fact.owner.group))?.owner
      const telling = shelf.items.filter((item) => item.keps.length <= MOST_TOGETHER)
      return {
        ...{ number, title, titledBy, otherTitles, owner, shelf },
        groups: owner === undefined ? mostNamed(telling, ({ sigs }) => few(sigs.filter(isGroup))).slice(0, GROUPS) : [],
        versions: mostNamed(telling, ({ versions }) => few(versions))
          .slice(0, VERSIONS)
          .sort(compareVersions),
        last: lastCovered({ kind: 'kep', id: number }),
      }
    })
}

const few = (names: readonly string[]) => (names.length <= MOST_TOGETHER ? names : [])

/** What is said of a proposal, and by which source; by none where the proposal or an issue of ours says it. */
type StatedFact = KepFact & { readonly by?: string }

/** What links say of each proposal: an item that is the proposal first, then picks, then items, the newest first. */
function gatherFacts(shelves: readonly TagShelf[], { sourceNames }: TaggedContent): Map<string, StatedFact[]> {
  const items = [...new Set(shelves.flatMap((shelf) => shelf.items))].sort(newestItemFirst)
  const saidBy = (item: Item, facts: readonly KepFact[]) =>
    facts.map((fact): StatedFact => ({ ...fact, by: itemSource(item, sourceNames) }))
  const picks = [...new Set(shelves.flatMap((shelf) => shelf.picks.map(({ pick }) => pick)))]
  const facts: StatedFact[] = [
    ...items.flatMap(({ url, title }) => readKepLink(url, title)),
    ...picks.flatMap(({ blurb }) => findKepFacts(blurb)),
    ...items.flatMap((item) => saidBy(item, [...titlesOf(item), ...findKepFacts(item.excerpt)])),
  ]
  return Map.groupBy(facts, ({ number }) => number)
}

/** What was read in the full text of an item. */
const titlesOf = ({ kepTitles = [] }: Item) => kepTitles.map(({ kep, title }): KepFact => ({ number: kep, title }))

/** What occurs in the most items first; ties by their letters, so that nothing depends on the order of files. */
function mostNamed(items: readonly Item[], namesOf: (item: Item) => readonly string[]): string[] {
  const counts = Map.groupBy(
    items.flatMap((item) => [...new Set(namesOf(item))]),
    (name) => name,
  )
  return [...counts.values()]
    .sort((one, other) => other.length - one.length || compareText(one[0] ?? '', other[0] ?? ''))
    .flatMap(([name]) => name ?? [])
}

/** `KEP-1287`, or `KEP-1287: In-place Update of Pod Resources` where its title is known. */
export function kepName({ number, title }: Pick<KepPage, 'number' | 'title'>): string {
  return title === undefined ? `KEP-${number}` : `KEP-${number}: ${title}`
}

/** The list of proposals: those that were named last with their facts, then the others by number alone. */
export interface KepList {
  readonly newest: readonly KepPage[]
  readonly others: readonly KepPage[]
  /** How many there are that the list does not show. */
  readonly rest: number
}

/** A table of more rows, or a list of more numbers, is no list that anybody reads. */
const ROWS = 100
const NUMBERS = 1_000

/** The proposals as their list shows them, those that something named last first. */
export function arrangeKeps(pages: readonly KepPage[]): KepList {
  const newest = pages
    .toSorted(
      (one, other) => compareText(newestDay(other), newestDay(one)) || Number(other.number) - Number(one.number),
    )
    .slice(0, ROWS)
  const shown = new Set(newest)
  const others = pages.filter((page) => !shown.has(page))
  return { newest, others: others.slice(-NUMBERS), rest: Math.max(0, others.length - NUMBERS) }
}

/** UTC day of what named a proposal last: an item, or an issue. */
function newestDay({ shelf }: Pick<KepPage, 'shelf'>): string {
  return [shelf.newest ?? '', shelf.picks[0]?.issue.date ?? ''].sort(compareText).at(-1) ?? ''
}

/** A line of facts for the list: `SIG Node · named with Kubernetes 1.36 · last covered in no. 12`; none where none is known. */
export function describeKep(
  { owner, groups, versions, last }: KepPage,
  content: Pick<SiteContent, 'groups'>,
): string | undefined {
  const named = [
    ...groups.map((group) => groupTitle(group, content)),
    ...(versions.length > 0 ? [`Kubernetes ${versions.join(', ')}`] : []),
  ]
  const facts = [
    owner && groupTitle(owner.group, content),
    named.length > 0 && `named with ${named.join(', ')}`,
    last && `last covered in no. ${last.number}`,
  ].filter((fact) => typeof fact === 'string' && fact !== '')
  return facts.length === 0 ? undefined : facts.join(' · ')
}
