import type { Link, PhrasingContent, RootContent } from 'mdast'
import type { Author } from '../item/item.ts'
import { cutText, foldSpace } from '../text/plain-text.ts'
import { isWebUrl } from '../text/web-url.ts'
import { flattenBlocks, plainText, trimPhrases } from './phrases.ts'
import { isPicture } from './tame-markdown.ts'

/** A link of an old issue with what is said of it. */
export interface OldEntry {
  readonly url: string
  readonly title: string
  readonly authors: readonly Author[]
  /** All that is said besides, on one line or several. */
  readonly blurb: readonly PhrasingContent[]
  /** By marks like `[video]`, `[audio]`, `[DE]` before the link. */
  readonly kind?: 'video' | 'podcast'
  readonly language?: string
}

/** A sentence that is short enough to be a title as it is, in characters. */
const LONGEST_TITLE = 200
/** Words that begin with a link and go on as a sentence are prose; these go on as what is said of a link. */
const GOES_ON = /^\s*(?:$|[:.–—|(]|-\s|by\s|from\s|via\s|at\s+\p{Lu}|\p{Lu})/u

/**
 * Reads an entry of a list: its first line, and what stands below it. A link at the start is the title; one within a
 * sentence makes the sentence the title, where that is short enough.
 *
 * @returns undefined where it has no link that a pick could lead to
 */
export function readEntry(line: readonly PhrasingContent[], below: readonly RootContent[]): OldEntry | undefined {
  const parts = splitAtLink(line)
  if (parts === undefined) return undefined
  const { kind, language, rest: lead } = readMarks(plainText(parts.before))
  const facts = { ...(kind && { kind }), ...(language && { language }) }
  const { url } = parts.link
  const words = foldSpace(plainText(parts.link.children))
  if (/^[\W_]*$|^#?\d[\w.]{0,9}[:.]?$|^\[[^[\]]{1,40}\]$/.test(lead) && words !== '') {
    const { authors, rest } = readAuthors(parts.after)
    const title = foldSpace(`${/\w/.test(lead) ? `${lead} ` : ''}${words}`)
    return { url, title: trimTitle(title), authors, blurb: join(rest, flattenBlocks(below)), ...facts }
  }
  const whole = foldSpace(plainText(line))
  const others = listLinks(parts.after)
  if (whole.length <= LONGEST_TITLE) {
    const said = others.flatMap((link, index): PhrasingContent[] => (index === 0 ? [link] : [comma, link]))
    return {
      url,
      title: trimTitle(foldSpace(`${lead} ${foldSpace(plainText([parts.link, ...parts.after]))}`)),
      authors: [],
      blurb: join(said, flattenBlocks(below)),
      ...facts,
    }
  }
  const isName = words.split(' ').length >= 3 || words.length >= 15
  const title = isName ? words : cutText(whole, 120)
  const blurb = join([...parts.before, ...parts.link.children, ...parts.after], flattenBlocks(below))
  return { url, title: trimTitle(title), authors: [], blurb, ...facts }
}

/**
 * Reads a paragraph that is an entry: it begins with a link, perhaps after a number or a mark, and goes on with what is
 * said of it. A sentence that begins with a link is none.
 */
export function readParagraphEntry(line: readonly PhrasingContent[]): OldEntry | undefined {
  const parts = splitAtLink(line)
  if (parts === undefined) return undefined
  const lead = readMarks(plainText(parts.before)).rest
  if (!/^[\W_]*$|^#\d+[:.]?$/.test(lead)) return undefined
  const [next] = parts.after
  if (next !== undefined && next.type !== 'break' && !GOES_ON.test(plainText(parts.after))) return undefined
  return readEntry(line, [])
}

interface Parts {
  readonly before: PhrasingContent[]
  readonly link: Link
  readonly after: PhrasingContent[]
}

/** A line around its first link to the web; marks around the link and other words are put around both. */
function splitAtLink(nodes: readonly PhrasingContent[]): Parts | undefined {
  for (const [index, node] of nodes.entries()) {
    const before = nodes.slice(0, index)
    const after = nodes.slice(index + 1)
    if (node.type === 'link' && isWebUrl(node.url) && !isPicture(node)) return { before, link: node, after }
    if (node.type !== 'emphasis' && node.type !== 'strong' && node.type !== 'delete') continue
    const inner = splitAtLink(node.children)
    if (inner === undefined) continue
    const wrap = (children: PhrasingContent[]): PhrasingContent[] =>
      foldSpace(plainText(children)) === '' ? children : [{ ...node, children }]
    return { before: [...before, ...wrap(inner.before)], link: inner.link, after: [...wrap(inner.after), ...after] }
  }
  return undefined
}

/** Marks in brackets before a title, as far as they say what a field of a pick says. */
function readMarks(text: string): { kind?: 'video' | 'podcast'; language?: string; rest: string } {
  let kind: 'video' | 'podcast' | undefined
  let language: string | undefined
  const rest = foldSpace(text).replaceAll(/\[([^[\]]{1,20})\]\s*/g, (mark, word: string) => {
    const key = word.trim().toLowerCase()
    if (key === 'video') kind = 'video'
    else if (key === 'audio' || key === 'podcast') kind = 'podcast'
    else if (/^[A-Z]{2}$/.test(word.trim())) language = key
    else return mark
    return ''
  })
  return { ...(kind && { kind }), ...(language && { language }), rest: rest.trim() }
}

const NAME = String.raw`\p{Lu}[\p{L}\p{M}.'’-]*(?:\s+(?:\p{Lu}|de |van |von )[\p{L}\p{M}.'’-]*){0,4}`
/** ` by Ada Quay`, ` by Ada Quay (Harbour Works)`, ` by Ada Quay and Ben Mole:` */
const BY = new RegExp(
  String.raw`^[\s,–—-]*by\s+(${NAME}(?:(?:,|\s+and|,\s*and|\s+&)\s+${NAME}){0,3})(?:\s*\(([^()\n]{2,60})\))?\s*(?=$|[.:;–—\n]|-\s)`,
  'u',
)

/** Who wrote it, where the words after the link begin with that; and the other words, without what parted them from it. */
function readAuthors(after: readonly PhrasingContent[]): { authors: Author[]; rest: PhrasingContent[] } {
  const [first, ...others] = after
  if (first?.type !== 'text') return { authors: [], rest: trimPhrases(after) }
  const isAlone = others.length === 0 || others[0]?.type === 'break'
  const match = BY.exec(first.value)
  const isWhole = match !== null && (match[0].length < first.value.length || isAlone)
  const names = isWhole ? (match[1] ?? '').split(/,\s*and\s+|,\s+|\s+and\s+|\s+&\s+/) : []
  const org = isWhole && names.length === 1 ? match[2] : undefined
  const isTaken = isWhole && (match[2] === undefined || org !== undefined)
  const value = (isTaken ? first.value.slice(match[0].length) : first.value).replace(
    /^\s*(?:[:.,;|–—]|-(?=\s|$))+\s*/,
    '',
  )
  return {
    authors: isTaken
      ? names.map((name) => ({
          name: foldSpace(name).replace(/(?<=\p{L}{2})\.$/u, ''),
          ...(org && { org: foldSpace(org) }),
        }))
      : [],
    rest: trimPhrases([{ type: 'text', value }, ...others]),
  }
}

const comma: PhrasingContent = { type: 'text', value: ', ' }

function listLinks(nodes: readonly PhrasingContent[]): Link[] {
  return nodes.flatMap((node) => (node.type === 'link' ? [node] : 'children' in node ? listLinks(node.children) : []))
}

/** What stands on a line, and what stands below it. */
function join(line: readonly PhrasingContent[], below: readonly PhrasingContent[]): PhrasingContent[] {
  const first = trimPhrases(line)
  return first.length === 0 || below.length === 0 ? [...first, ...below] : [...first, { type: 'break' }, ...below]
}

const trimTitle = (title: string) => title.replace(/\s*[:;,–—]+$/, '').replace(/(?<=\w)\.$/, '')
