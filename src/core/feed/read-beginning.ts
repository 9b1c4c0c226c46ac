import { Parser } from 'htmlparser2'
import { isSpace } from '../text/plain-text.ts'

/** As much of a body as is read for an excerpt: its first words are what counts. In pieces of so many characters. */
const READ_AT_MOST = 64_000
const CHUNK = 500
/** More elements than a hundred words have; what they become is made in time that grows faster than their number. */
const MOST_ELEMENTS = 1_000
/** Elements inside one another. */
const MAX_DEPTH = 32
/** Characters of the address of a link. */
const LONGEST_LINK = 2_048

/** The allow-list: text and links. Of every other element its words stay, and nothing of itself. */
export const INLINE = ['em', 'i', 'strong', 'b', 'del', 'code', 'a'] as const
/** And ends of lines, beside which white space is not shown either. */
const BLOCKS = ['p', 'div', 'br', 'ul', 'ol', 'li', 'blockquote'] as const
export type TagName = (typeof INLINE)[number] | (typeof BLOCKS)[number]

/** What is left out with what is in it: pictures, frames, forms, everything active; headings, code blocks, tables. */
const STRIPPED = new Set([
  ...['script', 'style', 'svg', 'math', 'iframe', 'form', 'object', 'noscript', 'template', 'pre', 'table', 'figure'],
  ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'head', 'title', 'nav', 'video', 'audio', 'button', 'select', 'textarea'],
])

const inline: ReadonlySet<string> = new Set([...INLINE, 'span'])
const blocks: ReadonlySet<string> = new Set(BLOCKS)
const isAllowed = (name: string): name is TagName => blocks.has(name) || (inline.has(name) && name !== 'span')

export interface TextPart {
  /** White space as it is shown: in single spaces, none beside the edge of a block. May be empty. */
  value: string
}

export interface ElementPart {
  readonly tagName: TagName
  /** Of a link: its address, whole, of the web or of mail. */
  readonly href?: string
  readonly children: Part[]
}

export type Part = TextPart | ElementPart

/** How much an excerpt holds at most. */
export interface Room {
  readonly words: number
  readonly characters: number
}

/**
 * The parts of the beginning of an HTML body, of as much of it as fills an excerpt and a little more, so that it is known
 * where that ends. Only what the allow-list names comes into being: nothing else can be in an excerpt.
 *
 * @param base what relative links are relative to
 */
export function readBeginning(html: string, base: string | undefined, room: Room): Part[] {
  const builder = new PartBuilder(base, room)
  const parser = new Parser(builder, { decodeEntities: true })
  const end = Math.min(html.length, READ_AT_MOST)
  for (let at = 0; at < end && !builder.hasEnough; at += CHUNK) parser.write(html.slice(at, at + CHUNK))
  return builder.finish()
}

interface Open {
  readonly tagName: string
  /** Where its contents go: into its own part, or into that of what is around it. */
  readonly children: Part[]
  readonly isKept: boolean
  /** Whether something in it is more than white space and ends of lines. */
  isSeen: boolean
}

/** A SAX handler that builds the parts. */
class PartBuilder {
  readonly #parts: Part[] = []
  readonly #open: [Open, ...Open[]] = [{ tagName: '', children: this.#parts, isKept: true, isSeen: false }]
  readonly #base: string | undefined
  readonly #room: Room
  /** How many elements are open. */
  #depth = 0
  /** The depth of the element that is left out with all that is in it. */
  #strippedAt = Infinity
  #elements = 0
  /** Of the text so far: words, characters with each run of white space as one, and what its last character is. */
  #words = 0
  #length = 0
  #last: 'nothing' | 'space' | 'word' = 'nothing'
  /** Whether a space would stand at the edge of a block, or after another; and the text that ends with that other. */
  #isAfterSpace = true
  #spaced: TextPart | undefined

  constructor(base: string | undefined, room: Room) {
    this.#base = base
    this.#room = room
  }

  /** Whether there is a little more than an excerpt holds. */
  get hasEnough(): boolean {
    const { words, characters } = this.#room
    return this.#elements > MOST_ELEMENTS || this.#words > words + 10 || this.#length > characters + 100
  }

  onopentag(tagName: string, { hidden, href }: Record<string, string>): void {
    this.#depth += 1
    if (this.#depth > this.#strippedAt) return
    if (STRIPPED.has(tagName) || hidden !== undefined) this.#strippedAt = this.#depth
    else if (this.#depth < MAX_DEPTH) {
      this.#elements += 1
      this.#open.push(this.#enter(tagName, href))
    }
  }

  onclosetag(): void {
    if (this.#depth < MAX_DEPTH && this.#depth < this.#strippedAt) this.#leave()
    if (this.#depth === this.#strippedAt) this.#strippedAt = Infinity
    this.#depth -= 1
  }

  ontext(value: string): void {
    if (this.#depth >= this.#strippedAt) return
    this.#count(value)
    if (/\S/.test(value)) this.#here.isSeen = true
    const folded = value.replace(/[\t\n\v\f\r ]+/g, ' ')
    const text = this.#isAfterSpace && folded.startsWith(' ') ? folded.slice(1) : folded
    if (text === '') return
    this.#isAfterSpace = text.endsWith(' ')
    const part = append(this.#here.children, { value: text })
    this.#spaced = this.#isAfterSpace ? part : undefined
  }

  /** What was read; what is open stays as it is. */
  finish(): Part[] {
    this.#reachEdge()
    return this.#parts
  }

  get #here(): Open {
    return this.#open.at(-1) ?? this.#open[0]
  }

  #enter(tagName: string, address: string | undefined): Open {
    const { children } = this.#here
    if (blocks.has(tagName)) this.#reachEdge()
    const href = tagName === 'a' ? wholeLink(address, this.#base) : undefined
    if (!isAllowed(tagName) || (tagName === 'a' && href === undefined)) {
      return { tagName, children, isKept: false, isSeen: false }
    }
    const element: ElementPart = { tagName, ...(href === undefined ? {} : { href }), children: [] }
    children.push(element)
    return { tagName, children: element.children, isKept: true, isSeen: false }
  }

  /** Emphasis and links around nothing are none. */
  #leave(): void {
    const left = this.#open.length > 1 ? this.#open.pop() : undefined
    if (left === undefined) return
    const { tagName, children, isKept, isSeen } = left
    if (blocks.has(tagName)) this.#reachEdge()
    this.#here.isSeen ||= inline.has(tagName) ? isSeen : tagName !== 'br'
    if (!isKept || isSeen || !inline.has(tagName)) return
    this.#here.children.pop()
    for (const child of children) {
      const part = append(this.#here.children, child)
      if (child === this.#spaced && 'value' in part) this.#spaced = part
    }
  }

  /** White space before and after the edge of a block is not shown. */
  #reachEdge(): void {
    if (this.#spaced) this.#spaced.value = this.#spaced.value.slice(0, -1)
    this.#spaced = undefined
    this.#isAfterSpace = true
  }

  #count(value: string): void {
    for (let at = 0; at < value.length; at++) {
      const kind = isSpace(value.charCodeAt(at)) ? 'space' : 'word'
      if (kind === 'word' || this.#last !== 'space') this.#length += 1
      if (kind === 'word' && this.#last !== 'word') this.#words += 1
      this.#last = kind
    }
  }
}

/** Adds a part, a text to the one before it; returns where it is now. */
function append<Added extends Part>(parts: Part[], part: Added): Added | TextPart {
  const last = parts.at(-1)
  if ('value' in part && last !== undefined && 'value' in last) {
    last.value += part.value
    return last
  }
  parts.push(part)
  return part
}

/** The address of a link, whole; undefined where it leads to neither the web nor a mail, or says so in disguise. */
function wholeLink(href: string | undefined, base: string | undefined): string | undefined {
  const scheme = /^([^:/?#]*):/.exec(href ?? '')?.[1] ?? 'https'
  if (href === undefined || !['http', 'https', 'mailto'].includes(scheme)) return undefined
  const whole = URL.parse(href, base)?.href
  return whole !== undefined && whole.length <= LONGEST_LINK && /^(https?|mailto):/.test(whole) ? whole : undefined
}
