import type { Blockquote, Nodes, Root } from 'mdast'
import remarkGfm from 'remark-gfm'
import remarkParse from 'remark-parse'
import { unified } from 'unified'
import { decodeUri } from '../text/decode-uri.ts'
import { findMangledCode } from '../text/find-mangled-code.ts'
import { foldSpace, hasControls } from '../text/plain-text.ts'
import type { Problem } from '../text/problem.ts'
import type { CaseStudy } from './case-study.ts'
import { listHeadingIds, wordsOf } from './list-heading-ids.ts'
import type { Post } from './post.ts'
import { linesBefore, problemOfField, type WrittenFile } from './written-file.ts'

export type LongForm = Pick<Post | CaseStudy, 'slug' | 'status' | 'body' | 'pictures' | 'note' | 'age'>

export interface BodyRules {
  /** Whether the file of a picture is there. */
  readonly hasPicture: (file: string) => boolean
  /** The folder where its pictures lie, to be named: `posts/five-days`. */
  readonly pictureFolder: string
  /** True where each quotation says who speaks. */
  readonly namesSpeakers: boolean
}

interface Finding {
  readonly line: number
  readonly what: string
  readonly remedy: string
}

const parser = unified().use(remarkParse).use(remarkGfm)

/** What is wrong with the text of a post or a case study, each with its line. */
export function checkBody(file: WrittenFile<LongForm>, rules: BodyRules): Problem[] {
  const { entry, where, text } = file
  const offset = linesBefore(text, entry.body)
  // Before anything is parsed, which takes as long as a text is long and deep.
  const [unbounded] = [...checkLength(entry.body), ...checkNesting(entry.body)]
  if (unbounded) return [{ ...unbounded, where, line: unbounded.line + offset }]
  const tree = parser.parse(entry.body)
  const found = [
    ...checkControls(tree),
    ...checkHeadings(tree),
    ...checkHtml(tree),
    ...checkLinks(tree),
    ...checkPictures(tree, entry, rules),
    ...(rules.namesSpeakers ? checkQuotations(tree) : []),
    ...findMangledCode(entry.body, tree),
    ...(entry.status === 'published' ? checkFinished(tree) : []),
  ].sort((one, other) => one.line - other.line)
  return [
    ...found.map(({ line, what, remedy }): Problem => ({ where, line: line + offset, what, remedy })),
    ...checkPictureEntries(tree, file),
    ...(['note', 'age'] as const).flatMap((field) =>
      findMangledCode(entry[field]).map(({ what, remedy }) => problemOfField(file, [field], what, remedy)),
    ),
  ]
}

/** Sixty thousand words, with all code: no page of that length is read, and no telephone opens it. */
const MOST_CHARACTERS = 400_000

function checkLength({ length }: string): Finding[] {
  if (length <= MOST_CHARACTERS) return []
  const count = (number: number) => number.toLocaleString('en')
  const what = `the text has ${count(length)} characters, and a page may have ${count(MOST_CHARACTERS)}`
  return [{ line: 1, what, remedy: 'Make a series of it, or link to what is long' }]
}

/** Nobody reads so deep, and reading markdown takes longer with each level, until the parser runs out of room. */
const DEEPEST = 30
const MARKS = /^(?:\s*(?:>|(?:[-+*]|\d{1,9}[.)])(?=\s)))+/

/** Quotations and lists in one another: what they are is seen from the beginnings of lines, before anything is parsed. */
function checkNesting(body: string): Finding[] {
  let isCode = false
  return body.split('\n').flatMap((text, index): Finding[] => {
    if (/^ {0,3}(?:```|~~~)/.test(text)) isCode = !isCode
    const marks = isCode ? undefined : MARKS.exec(text)?.[0]
    if (marks === undefined || /^\s*$/.test(text.slice(marks.length))) return []
    const depth = marks.match(/\S+/g)?.join('').replace(/\d+/g, '').length ?? 0
    const indent = /^\s*/.exec(marks)?.[0].length ?? 0
    if (depth <= DEEPEST && (indent < 4 * DEEPEST || marks.trim().startsWith('>'))) return []
    const what = `quotations and lists stand in one another more than ${DEEPEST} deep`
    return [{ line: index + 1, what, remedy: 'Make paragraphs of what is inside' }]
  })
}

/** In words; of code more is said where it is looked at, and what is meant so is let through. */
function checkControls(tree: Root): Finding[] {
  return [...all(tree, 'text'), ...all(tree, 'inlineCode')]
    .filter(({ value }) => hasControls(value))
    .map((node) => ({
      line: lineOf(node),
      what: 'a control character, or one that turns the direction of the writing, stands in this paragraph',
      remedy: 'Take it out, or write the line anew',
    }))
}

function checkHeadings(tree: Root): Finding[] {
  let above = 1
  return all(tree, 'heading').flatMap((heading): Finding[] => {
    const { depth } = heading
    const line = lineOf(heading)
    const name = foldSpace(wordsOf(heading))
    const before = above
    above = depth
    if (name === '') return [{ line, what: 'a heading has no words', remedy: 'Write some, or take the line out' }]
    const quoted = JSON.stringify(name)
    if (depth === 1) {
      above = 2
      return [{ line, what: `${quoted} is a heading of the first rank, which is the title's`, remedy: 'Write ## ' }]
    }
    if (depth <= before + 1) return []
    const fitting = '#'.repeat(before + 1)
    const what = `${quoted} has ${depth} marks, and the heading above it ${before === 1 ? 'is the title' : before}`
    return [{ line, what: `${what}: a rank is left out`, remedy: `Write ${fitting} ` }]
  })
}

function checkHtml(tree: Root): Finding[] {
  return all(tree, 'html').map((node) => ({
    line: lineOf(node),
    what: `HTML is not read here: ${cut(node.value)}`,
    remedy:
      'Say it in markdown; what is meant as text or code goes between backticks; notes go into the front matter, behind #',
  }))
}

/** Links without words, and those to a heading that this text does not have. */
function checkLinks(tree: Root): Finding[] {
  const ids = new Set(listHeadingIds(tree))
  const links = [...all(tree, 'link'), ...all(tree, 'linkReference')]
  const empty = links
    .filter((link) => foldSpace(wordsOf(link)) === '')
    .map((link) => ({ line: lineOf(link), what: 'a link has no words', remedy: 'Say between [ and ] where it leads' }))
  const dead = [...all(tree, 'link'), ...all(tree, 'definition')]
    .filter(({ url }) => url.startsWith('#') && !ids.has(decodeUri(url.slice(1))))
    .map((link) => ({
      line: lineOf(link),
      what: `no heading of this text is called ${link.url}`,
      remedy:
        ids.size === 0 ? 'Take the link out' : `Choose one that is there: ${[...ids].map((id) => `#${id}`).join(', ')}`,
    }))
  return [...empty, ...dead]
}

interface Shown {
  readonly line: number
  readonly url: string
  readonly alt: string
}

function picturesOf(tree: Root): Shown[] {
  const addresses = new Map(all(tree, 'definition').map(({ identifier, url }) => [identifier, url]))
  return [
    ...all(tree, 'image').map((node) => ({ line: lineOf(node), url: node.url, alt: node.alt ?? '' })),
    ...all(tree, 'imageReference').map((node) => ({
      line: lineOf(node),
      url: addresses.get(node.identifier) ?? '',
      alt: node.alt ?? '',
    })),
  ].map(({ line, url, alt }) => ({ line, url: url.replace(/^\.\//, ''), alt: alt.trim() }))
}

function checkPictures(tree: Root, { pictures }: LongForm, { hasPicture, pictureFolder }: BodyRules): Finding[] {
  const known = new Map(pictures.map((picture) => [picture.file, picture]))
  return picturesOf(tree).flatMap(({ line, url, alt }): Finding[] => {
    const silent = {
      line,
      what: `the picture ${url} has no alt text, and who does not see it gets nothing`,
      remedy: `Say between ![ and ] what it shows`,
    }
    const found = alt === '' ? [silent] : []
    if (/^(?:[a-z][a-z0-9+.-]*:|\/\/)/i.test(url)) {
      const what = `the picture ${cut(url)} would be loaded from another site`
      return [
        ...found,
        { line, what, remedy: `Put a copy into ${pictureFolder}/, if its licence lets you, and name that` },
      ]
    }
    const picture = known.get(url)
    if (picture === undefined) {
      const what = `the picture ${url} has no entry in \`pictures\`, so nothing says who made it`
      return [
        ...found,
        { line, what, remedy: `Add \`- file: ${url}\` with its \`credit\` to \`pictures\` in the front matter` },
      ]
    }
    if (picture.lost || hasPicture(picture.file)) return found
    const what = `the picture ${url} is not there`
    const remedy = `Put it at ${pictureFolder}/${url}; where nothing but its caption is left, say \`lost: true\` in \`pictures\``
    return [...found, { line, what, remedy }]
  })
}

/** Entries of pictures that the text does not show, and those that are there twice. */
function checkPictureEntries(tree: Root, file: WrittenFile<LongForm>): Problem[] {
  const { pictures } = file.entry
  const shown = new Set(picturesOf(tree).map(({ url }) => url))
  return pictures.flatMap((picture, index): Problem[] => {
    const path = ['pictures', index, 'file']
    if (pictures.findIndex((other) => other.file === picture.file) < index)
      return [problemOfField(file, path, `${picture.file} has an entry above already`, 'Take one of the two out')]
    if (shown.has(picture.file)) return []
    const remedy = `Show it with ![what it shows](${picture.file}), or take the entry out`
    return [problemOfField(file, path, `the text does not show ${picture.file}`, remedy)]
  })
}

/** In a case study a quotation is somebody's: its last paragraph says whose. */
function checkQuotations(tree: Root): Finding[] {
  return all(tree, 'blockquote')
    .filter((quotation) => !/^— *\p{L}/u.test(lastWords(quotation)))
    .map((quotation) => ({
      line: lineOf(quotation),
      what: 'the quotation does not say who speaks',
      remedy: 'End it with a paragraph of its own: > — Name, role',
    }))
}

function lastWords({ children }: Blockquote): string {
  const last = children.at(-1)
  return children.length > 1 && last?.type === 'paragraph' ? wordsOf(last) : ''
}

const PLACEHOLDER = /\b(?:TODO|TBD|TKTK|FIXME|[Ll]orem ipsum)\b/

/** What a published text may not be: empty, or with a place to fill in later. */
function checkFinished(tree: Root): Finding[] {
  if (tree.children.length === 0)
    return [{ line: 1, what: 'it is published, and has no text', remedy: 'Write one, or set `status: draft`' }]
  return all(tree, 'text')
    .filter(({ value }) => PLACEHOLDER.test(value))
    .map((node) => ({
      line: lineOf(node),
      what: `it is published, and something is still to be written here: ${cut(node.value)}`,
      remedy: 'Write it, or set `status: draft`',
    }))
}

/** All nodes of a type, in their order. */
function all<Type extends Nodes['type']>(root: Nodes, type: Type): Extract<Nodes, { type: Type }>[] {
  const found: Extract<Nodes, { type: Type }>[] = []
  const visit = (node: Nodes) => {
    if (node.type === type) found.push(node as Extract<Nodes, { type: Type }>)
    if ('children' in node) for (const child of node.children) visit(child)
  }
  visit(root)
  return found
}

const lineOf = (node: Nodes): number => node.position?.start.line ?? 1
const cut = (text: string) => (text.length > 60 ? `${foldSpace(text).slice(0, 59)}…` : foldSpace(text))
