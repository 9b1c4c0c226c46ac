import { Parser } from 'htmlparser2'
import { foldSpace } from '../text/plain-text.ts'

/** What a part of the notes is about, by its heading or by its own words. */
export type NoteTopic =
  | 'security'
  | 'breaking'
  | 'deprecated'
  | 'removed'
  | 'highlight'
  | 'feature'
  | 'change'
  | 'fix'
  | 'dependencies'
  | 'build'
  | 'aside'

/** A line of a list. */
export interface Note {
  /** Of the headings above it; absent where they say nothing of what it is. */
  readonly topic: NoteTopic | undefined
  readonly text: string
}

export interface ReleaseNotes {
  readonly notes: readonly Note[]
  /** Paragraphs that are in no list. */
  readonly prose: readonly Note[]
  /** All words as they stand, and in links the names of advisories. */
  readonly text: string
}

/** As much of the notes as is read, in pieces of so many characters; what changed stands in front. */
const READ_AT_MOST = 64_000
const CHUNK = 1_000
/** Lines of a list, and paragraphs, that are looked at. */
const MOST_NOTES = 400
/** A heading, or what stands in its place, has no more characters. */
const LONGEST_HEADING = 70

/** What headings of release notes say, the first that fits. */
const HEADINGS: readonly (readonly [NoteTopic, RegExp])[] = [
  ['dependencies', /dependenc|\bdeps\b|components? changelog|updated images/i],
  [
    'aside',
    /quick ?start|install|download|signature|provenance|verif|checksum|sha\d|assets|container images?|docker images?|\bdocs?\b|documentation|contributors?|thank|upgrad(?!e notes)|how to|getting started|compatib(?!ility break)|known issues|full changelog|blog post|supported|artifacts|release signing|slsa|sbom|\bhelm chart\b$/i,
  ],
  ['security', /security|vulnerabilit|\bcves?\b|advisor/i],
  ['breaking', /breaking|urgent|action required|incompatib/i],
  ['deprecated', /deprecat/i],
  ['removed', /^removed|removals?\b/i],
  [
    'build',
    /\bci\b|\btests?\b|testing|build|misc|chores?|maintenance|internal|cleanup|refactor|other work|flak|release process/i,
  ],
  ['fix', /fix|\bbugs?\b|regression|bugfix/i],
  ['highlight', /highlight|major|notable|significant|key changes|headline/i],
  ['feature', /feature|enhancement|what['’]?s new|new in|\badded\b|^new\b|improvement|minor changes|api changes?/i],
  ['change', /^changed?\b|changes?$|what['’]s changed|summary of changes|changelog|uncategorized|others?$/i],
]

/** What a sentence that leads to a list may say of it. */
const LEADS: readonly (readonly [NoteTopic, RegExp])[] = [
  ['removed', /\bremoved\b/i],
  ['deprecated', /\bdeprecated\b/i],
  ['breaking', /\bbreaking\b/i],
]

/** The topic that a heading names. */
const topicOf = (heading: string): NoteTopic | undefined => HEADINGS.find(([, words]) => words.test(heading))?.[0]

/** Topics under which nothing else is: `### Added` below `## Dependencies` lists dependencies. */
const COVERING: readonly NoteTopic[] = ['dependencies', 'aside', 'build', 'security']

const LEFT_OUT = new Set(['pre', 'table', 'script', 'style', 'svg', 'template', 'noscript', 'title', 'head', 'figure'])
const BLOCKS = new Set([
  'p',
  'div',
  'ul',
  'ol',
  'blockquote',
  'section',
  'h1',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
  'details',
  'br',
])

/** The notes of a release, as HTML, as lines of lists and paragraphs with what their headings say. */
export function readNotes(html: string): ReleaseNotes {
  const reader = new NotesReader()
  const parser = new Parser(reader, { decodeEntities: true })
  const end = Math.min(html.length, READ_AT_MOST)
  for (let at = 0; at < end && !reader.hasEnough; at += CHUNK) parser.write(html.slice(at, Math.min(at + CHUNK, end)))
  if (end === html.length && !reader.hasEnough) parser.end()
  return { notes: reader.notes, prose: reader.prose, text: foldSpace(reader.text) }
}

interface OpenItem {
  text: string
  /** Whether its first paragraph is over: what follows only explains. */
  isSaid: boolean
  isTold: boolean
  /** Topic of the lines below it, where it is their heading; they explain it where it is a line of its own. */
  heads: NoteTopic | 'nothing' | undefined
}

/** A SAX handler. */
class NotesReader {
  readonly notes: Note[] = []
  readonly prose: Note[] = []
  text = ''
  /** Headings that are open, the lowest last. */
  #headings: { level: number; topic: NoteTopic | undefined }[] = []
  readonly #items: OpenItem[] = []
  #block = ''
  #bold = ''
  #isBold = false
  #leftOut = 0

  get hasEnough(): boolean {
    return this.notes.length + this.prose.length > MOST_NOTES
  }

  onopentag(name: string, attributes: Record<string, string>): void {
    if (LEFT_OUT.has(name)) this.#leftOut += 1
    if (this.#leftOut > 0) return
    if (name === 'strong' || name === 'b') this.#isBold = true
    if (name === 'a') this.text += advisoryIn(attributes.href)
    if (name === 'li') {
      this.#endBlock()
      this.#items.push({ text: '', isSaid: false, isTold: false, heads: undefined })
    } else if (BLOCKS.has(name)) {
      if (name === 'br') this.#write(' ')
      else if (name === 'ul' || name === 'ol') this.#startList()
      else this.#endBlock()
    }
  }

  onclosetag(name: string): void {
    if (LEFT_OUT.has(name)) {
      this.#leftOut = Math.max(0, this.#leftOut - 1)
      return
    }
    if (this.#leftOut > 0) return
    if (name === 'strong' || name === 'b') this.#isBold = false
    const level = /^h([1-6])$/.exec(name)?.[1]
    if (level !== undefined) this.#startSection(Number(level))
    else if (name === 'li') {
      const item = this.#items.at(-1)
      if (item) this.#tell(item)
      this.#items.pop()
    } else if (BLOCKS.has(name) && name !== 'br') this.#endBlock()
  }

  ontext(value: string): void {
    if (this.#leftOut === 0) this.#write(value)
  }

  onend(): void {
    this.#endBlock()
  }

  #write(value: string): void {
    this.text += value
    const item = this.#items.at(-1)
    if (item) {
      if (!item.isSaid) item.text += value
      return
    }
    this.#block += value
    if (this.#isBold) this.#bold += value
  }

  #endBlock(): void {
    this.text += ' \n'
    const item = this.#items.at(-1)
    if (item) {
      if (item.text.trim() !== '') item.isSaid = true
      return
    }
    const text = foldSpace(this.#block)
    const bold = foldSpace(this.#bold)
    this.#block = ''
    this.#bold = ''
    if (text === '') return
    if (text.length <= LONGEST_HEADING && (bold === text || bold === text.replace(/:$/, ''))) {
      this.#startSection(7, text)
    } else if (text.length <= LONGEST_HEADING && text.endsWith(':')) this.#startSection(8, text)
    else {
      this.prose.push({ topic: this.#topic(), text })
      const topic = text.endsWith(':') ? LEADS.find(([, words]) => words.test(text))?.[0] : undefined
      if (topic !== undefined) this.#headings.push({ level: 8, topic })
    }
  }

  #startSection(level: number, heading = foldSpace(this.#block)): void {
    this.#block = ''
    this.#bold = ''
    this.text += ' \n'
    this.#headings = this.#headings.filter((open) => open.level < level)
    this.#headings.push({ level, topic: topicOf(heading) })
  }

  #startList(): void {
    const item = this.#items.at(-1)
    if (!item) {
      this.#endBlock()
      return
    }
    this.text += ' \n'
    const text = foldSpace(item.text)
    item.isSaid = true
    if (item.heads !== undefined || item.isTold) return
    const isLabel = /:$/.test(text) || (text.length <= 30 && !/\s/.test(text)) || text === ''
    if (isLabel) {
      item.heads = topicOf(text) ?? 'nothing'
      item.isTold = true
    } else this.#tell(item)
  }

  #tell(item: OpenItem): void {
    const text = foldSpace(item.text)
    this.text += ' \n'
    if (item.isTold || text === '') return
    item.isTold = true
    const above = this.#items.filter((each) => each !== item)
    if (above.some(({ isTold, heads }) => isTold && heads === undefined)) return
    this.notes.push({ topic: this.#topic(above), text })
  }

  #topic(items: readonly OpenItem[] = []): NoteTopic | undefined {
    const topics = [
      ...this.#headings.map(({ topic }) => topic),
      ...items.map(({ heads }) => (heads === 'nothing' ? undefined : heads)),
    ].filter((topic) => topic !== undefined)
    return topics.find((topic) => COVERING.includes(topic)) ?? topics.at(-1)
  }
}

/** ` GHSA-…` where a link leads to an advisory that its text may not name. */
function advisoryIn(href: string | undefined): string {
  const id = /\b(?:GHSA(?:-[\da-z]{4}){3}|CVE-\d{4}-\d{4,})\b/i.exec(href ?? '')?.[0]
  return id === undefined ? '' : ` ${id} `
}
