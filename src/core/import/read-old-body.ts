import type { Heading, Link, List, ListItem, PhrasingContent, RootContent } from 'mdast'
import remarkGfm from 'remark-gfm'
import remarkStringify from 'remark-stringify'
import { unified } from 'unified'
import type { Pick } from '../issue/issue.ts'
import { type SectionId, sectionTitle, SECTIONS } from '../issue/section.ts'
import { itemId } from '../item/item-id.ts'
import { releasedProject } from '../release/release-address.ts'
import { canonicalUrl, cleanUrl } from '../text/canonical-url.ts'
import { hostName } from '../text/host-name.ts'
import { dropControls, foldSpace } from '../text/plain-text.ts'
import { isWebUrl } from '../text/web-url.ts'
import { type OldEntry, readEntry, readParagraphEntry } from './read-entry.ts'
import { mapHeading, type NamedSections, NO_HEADING, PROSE, type SectionMap } from './section-map.ts'
import { type Leftover, stripTemplates } from './strip-templates.ts'
import { flattenBlocks, plainText } from './phrases.ts'
import { type ResolveLink, tameMarkdown } from './tame-markdown.ts'

/** Where the words under a heading went. */
export interface OldSection {
  /** As it stands in the old issue; `(none)` for what stands before all headings. */
  readonly heading: string
  /** Of ours; undefined for words that stay together under their own heading. */
  readonly section: SectionId | undefined
  readonly picks: number
  /** Paragraphs, lists, tables and pieces of code. */
  readonly prose: number
}

/** What an old issue says, in the shape of ours. */
export interface OldBody {
  readonly body: string
  readonly picks: readonly Pick[]
  readonly sections: readonly OldSection[]
  readonly leftovers: readonly Leftover[]
}

export interface BodyContext {
  /** Line of the file on which the body begins, counted from 1. */
  readonly bodyLine: number
  /** Of the old issue: a heading with it says nothing new. */
  readonly title: string
  readonly resolve: ResolveLink
  readonly map: SectionMap
  readonly sections?: NamedSections | undefined
  /** What a source is called, by an address on its site. */
  readonly sourceOf: (url: string) => string
}

interface Place {
  readonly heading: string
  readonly section: SectionId | undefined
  /** Its words and lists, in their order. */
  readonly blocks: RootContent[]
  picks: number
  prose: number
}

const writer = unified()
  .use(remarkStringify, { bullet: '-', listItemIndent: 'one', emphasis: '_', fences: true, resourceLink: true })
  .use(remarkGfm)

/** Nodes as markdown that says the same wherever it stands. */
const write = (children: readonly RootContent[]): string =>
  children.length === 0 ? '' : writer.stringify({ type: 'root', children: [...children] }).trim()

/** Words, and addresses, in which nothing could be a mark; to write them takes far longer than to look. */
const PLAIN = /^[\p{L}\p{N} ,.'’“”()%?;:—–…-]*$/u
const PLAIN_ADDRESS = /^https?:\/\/[\w./-]+$/

/** A line of words and links, which begins with a letter and ends with no space. */
export function writeLine(children: readonly PhrasingContent[]): string {
  const parts = children.map(writePlain)
  const line = parts.join('')
  const isWhole = !parts.includes(undefined) && /^\p{L}/u.test(line) && !line.endsWith(' ')
  return isWhole ? line : write([{ type: 'paragraph', children: [...children] }])
}

/** What `write` makes of a phrase, wherever it stands in a line; undefined where that has to be found out. */
function writePlain(node: PhrasingContent): string | undefined {
  if (node.type === 'text') return isPlain(node.value) ? node.value : undefined
  if (node.type !== 'link' || node.title || !PLAIN_ADDRESS.test(node.url)) return undefined
  const [words, ...others] = node.children
  if (words?.type !== 'text' || others.length > 0 || !isPlain(words.value)) return undefined
  return /^\S(?:.*\S)?$/.test(words.value) ? `[${words.value}](${node.url})` : undefined
}

const isPlain = (text: string) => PLAIN.test(text) && !/www\./i.test(text)

/**
 * Reads the body of an old issue. Entries of lists with a link, headings that are one, and paragraphs that begin with one
 * under a heading become picks in the section that their heading leads to; everything else stays prose there. What no
 * section is known for stays together under its own heading, links and all.
 */
export function readOldBody(text: string, context: BodyContext): OldBody {
  const stripped = stripTemplates(dropControls(text), context.bodyLine)
  const tamed = tameMarkdown(stripped.text, context.bodyLine, context.resolve)
  const { blocks } = tamed
  const depth = sectionDepth(blocks, context.title)
  const map = (heading: string) => mapHeading(heading, context.map, context.sections)
  const before = context.map.get(NO_HEADING)
  const places: Place[] = [placeOf(NO_HEADING, before === PROSE ? undefined : before)]
  let place = places[0] as Place
  /** Headings that we are under, each with the place that its words go to. */
  let under: { depth: number; place: Place }[] = []
  let pending: Heading[] = []
  const picks: Pick[] = []
  const leftovers: Leftover[] = [...stripped.leftovers, ...tamed.leftovers]
  const known = new Map<string, Pick>()

  const keep = (block: RootContent) => {
    for (const heading of pending) place.blocks.push(heading)
    pending = []
    place.blocks.push(block)
    place.prose += 1
  }
  const add = (entry: OldEntry): boolean => {
    const pick = place.section === undefined ? undefined : pickOf(entry, place.section, context)
    if (pick === undefined || known.has(pick.id)) return false
    known.set(pick.id, pick)
    picks.push(pick)
    place.picks += 1
    return true
  }

  for (let index = 0; index < blocks.length; index++) {
    const block = blocks[index]
    if (block === undefined) continue
    if (block.type === 'heading') {
      const words = headingText(block)
      if (words === '' || (index === 0 && words === foldSpace(context.title))) continue
      const linked = readEntry(block.children, [])
      const mapped = map(words)
      const isSection = linked === undefined || mapped !== undefined || opensList(takeUntilHeading(blocks, index + 1))
      if (linked !== undefined && !isSection && place.section !== undefined && block.depth >= depth) {
        const below = takeSaid(blocks, index + 1)
        if (add(withBelow(linked, below))) {
          index += below.length
          continue
        }
      }
      under = under.filter((one) => one.depth < block.depth)
      const parent = under.at(-1)?.place
      if (block.depth <= depth || mapped !== undefined) {
        place = placeOf(words, mapped === PROSE ? undefined : mapped)
        places.push(place)
        pending = []
        const links = linksBelow(block, words)
        if (links.length > 0) keep({ type: 'paragraph', children: links })
      } else {
        if (parent !== undefined && parent !== place) {
          // Back to what a deeper heading led away from: its words go on there.
          place = { ...placeOf(parent.heading, parent.section) }
          places.push(place)
        }
        pending = [{ ...block, depth: Math.min(6, Math.max(3, block.depth)) as 3 }]
        if (block.children.some(hasLink)) {
          for (const heading of pending) place.blocks.push(heading)
          pending = []
        }
      }
      under.push({ depth: block.depth, place })
      continue
    }
    if (block.type === 'list' && place.section !== undefined) {
      const rest = block.children.flatMap((item) => readItem(item, add))
      const others = rest.filter((item) => foldSpace(plainText([item])) !== '')
      if (others.length > 0) keep({ ...block, spread: false, children: others })
      continue
    }
    if (block.type === 'paragraph' && place.section !== undefined) {
      const entry = readParagraphEntry(block.children)
      if (entry !== undefined) {
        const below = entry.blurb.length === 0 ? takeParagraphs(blocks, index + 1) : []
        if (add(withBelow(entry, below))) {
          index += below.length
          continue
        }
      }
    }
    if (block.type === 'list' && foldSpace(plainText([block])) === '') continue
    keep(block)
  }
  return {
    body: writeBody(places, context),
    picks,
    sections: places
      .filter(({ picks: count, prose }) => count > 0 || prose > 0)
      .map(({ heading, section, picks: count, prose }) => ({ heading, section, picks: count, prose })),
    leftovers: leftovers.sort((one, other) => one.line - other.line),
  }
}

const placeOf = (heading: string, section: SectionId | undefined): Place => ({
  ...{ heading, section, blocks: [], picks: 0, prose: 0 },
})

const headingText = ({ children }: Heading) => foldSpace(plainText(children))

const findLinks = (node: PhrasingContent): Link[] =>
  node.type === 'link' ? [node] : 'children' in node ? node.children.flatMap(findLinks) : []

const hasLink = (node: PhrasingContent): boolean => findLinks(node).length > 0

/** The links of a heading that is to be text: below it they say where they lead, and not its words again. */
function linksBelow({ children }: Heading, words: string): PhrasingContent[] {
  return children.flatMap(findLinks).flatMap((link, index): PhrasingContent[] => {
    const isWhole = foldSpace(plainText(link.children)) === words
    const own: Link = isWhole ? { ...link, children: [{ type: 'text', value: hostName(link.url) || link.url }] } : link
    return index === 0 ? [own] : [{ type: 'text', value: ', ' }, own]
  })
}

/** How deep headings of sections are: the second level, or the highest there is where that is deeper. */
function sectionDepth(blocks: readonly RootContent[], title: string): number {
  const depths = blocks.flatMap((block) =>
    block.type === 'heading' && headingText(block) !== foldSpace(title) && readEntry(block.children, []) === undefined
      ? [block.depth]
      : [],
  )
  return Math.max(2, Math.min(6, ...depths))
}

/** Whether a list follows, before the next heading, whose entries begin with links: the heading is that of a section. */
const opensList = (below: readonly RootContent[]) =>
  below.some((block) => {
    if (block.type !== 'list') return false
    const entries = block.children.filter(({ children: [first] }) => {
      return first?.type === 'paragraph' && readParagraphEntry(first.children) !== undefined
    })
    return entries.length * 2 > block.children.length
  })

function takeUntilHeading(blocks: readonly RootContent[], start: number): RootContent[] {
  const end = blocks.findIndex((block, index) => index >= start && block.type === 'heading')
  return blocks.slice(start, end === -1 ? undefined : end)
}

/** What is said below a heading that is an entry: up to the next heading, or the next entry. */
function takeSaid(blocks: readonly RootContent[], start: number): RootContent[] {
  const below = takeUntilHeading(blocks, start)
  const end = below.findIndex((block) => block.type === 'paragraph' && readParagraphEntry(block.children) !== undefined)
  return end === -1 ? below : below.slice(0, end)
}

/** The paragraphs that follow a link that stands alone, up to the next link of that kind. */
function takeParagraphs(blocks: readonly RootContent[], start: number): RootContent[] {
  const end = blocks.findIndex(
    (block, index) =>
      index >= start && (block.type !== 'paragraph' || readParagraphEntry(block.children) !== undefined),
  )
  return blocks.slice(start, end === -1 ? undefined : end)
}

function withBelow(entry: OldEntry, below: readonly RootContent[]): OldEntry {
  const lines = flattenBlocks(below)
  if (lines.length === 0) return entry
  const blurb: PhrasingContent[] = entry.blurb.length === 0 ? lines : [...entry.blurb, { type: 'break' }, ...lines]
  return { ...entry, blurb }
}

/**
 * Makes an entry of a list a pick; entries within one that has no link of its own are picks, and its words begin theirs.
 *
 * @returns what is none
 */
function readItem(item: ListItem, add: (entry: OldEntry) => boolean): ListItem[] {
  const [first, ...below] = item.children
  if (first?.type !== 'paragraph') return [item]
  const entry = readEntry(first.children, below)
  if (entry !== undefined) return add(entry) ? [] : [item]
  const lists = below.filter((child): child is List => child.type === 'list')
  if (lists.length === 0 || lists.length < below.length || foldSpace(plainText(first.children)).length > 80)
    return [item]
  const label = foldSpace(plainText(first.children)).replace(/[\s:]+$/, '')
  const inner = lists.map((list) => {
    const rest = list.children.flatMap((one) =>
      readItem(one, (found) => {
        const words: PhrasingContent = { type: 'text', value: found.blurb.length === 0 ? label : `${label}: ` }
        return add({ ...found, blurb: [words, ...found.blurb] })
      }),
    )
    return { ...list, children: rest }
  })
  const kept = inner.filter(({ children }) => children.length > 0)
  const count = lists.reduce((sum, { children }) => sum + children.length, 0)
  const left = kept.reduce((sum, { children }) => sum + children.length, 0)
  return left === 0 && count > 0 ? [] : [{ ...item, children: [first, ...kept] }]
}

function pickOf(entry: OldEntry, section: SectionId, { sourceOf }: BodyContext): Pick | undefined {
  const url = cleanUrl(entry.url)
  const canonical = canonicalUrl(entry.url)
  const title = foldSpace(entry.title)
  if (url === undefined || canonical === undefined || title === '' || !isWebUrl(url)) return undefined
  const source = foldSpace(sourceOf(url))
  if (source === '') return undefined
  return {
    id: itemId(canonical),
    section,
    title,
    url,
    source,
    authors: [...entry.authors],
    kind: entry.kind ?? kindOf(url, section),
    access: 'free',
    language: entry.language ?? 'en',
    ai: 'unknown',
    blurb: writeLine(entry.blurb),
    also: [],
  }
}

const VIDEO_HOSTS = /^https?:\/\/(?:www\.|m\.)?(?:youtube\.com|youtu\.be|vimeo\.com)\//

function kindOf(url: string, section: SectionId): Pick['kind'] {
  if (VIDEO_HOSTS.test(url)) return 'video'
  if (releasedProject({ url }) !== undefined) return 'release'
  if (section === 'events-and-calls') return 'event'
  if (section === 'case-studies') return 'case-study'
  return section === 'security' ? 'security' : 'blog'
}

/** Places that are one section of ours are one block of the body, in the order of the old issue. */
function writeBody(places: readonly Place[], { sections = SECTIONS }: BodyContext): string {
  const groups = Map.groupBy(
    places,
    ({ heading, section }) => section ?? (heading === NO_HEADING ? NO_HEADING : `${PROSE} ${heading}`),
  )
  const parts = [...groups].flatMap(([key, of]): string[] => {
    const [first] = of
    if (first === undefined || of.every(({ blocks }) => blocks.length === 0)) return []
    if (key === NO_HEADING) return [write(of.flatMap(({ blocks }) => blocks))]
    const title = first.section === undefined ? first.heading : sectionTitle(first.section, sections)
    const texts = of
      .filter(({ blocks }) => blocks.length > 0)
      .map(({ heading, blocks }) => {
        const isNamed =
          first.section === undefined || heading === NO_HEADING || heading.toLowerCase() === title.toLowerCase()
        const own: RootContent[] = isNamed
          ? []
          : [{ type: 'heading', depth: 3, children: [{ type: 'text', value: heading }] }]
        return write([...own, ...blocks])
      })
    return [`## ${title}\n\n${texts.join('\n\n')}`]
  })
  const [note, others] = [
    parts.filter((part) => !part.startsWith('## ')),
    parts.filter((part) => part.startsWith('## ')),
  ]
  return [...note, ...others].join('\n\n')
}
