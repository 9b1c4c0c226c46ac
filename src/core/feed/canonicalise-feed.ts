import { decodeHTMLStrict } from 'entities'
import { Parser } from 'htmlparser2'

/** Deeper nesting than any feed has; beyond it elements are passed over, so that nothing overflows. */
const MAX_DEPTH = 200
/** People, categories, links or enclosures of one entry, and namespaces in force at one place. */
export const MAX_VALUES = 200
/** Nesting at which a document is read no further: the parser's own work grows with the square of it. */
const ABSURD_DEPTH = 5_000
/** Attributes of one element at which a document is read no further. */
const ABSURD_ATTRIBUTES = 10_000
/** Entries beyond this many are left out: no feed of ours is a whole archive of more. */
export const MAX_ENTRIES = 5_000
/** Characters of a field; a longer one is cut. A novel is shorter. */
export const MAX_TEXT = 500_000

/** Prefixes by namespace, as this module names elements, whatever prefix the feed chose. */
const NAMESPACES = dictionary({
  'http://www.w3.org/2005/atom': '',
  'http://purl.org/atom/ns#': '',
  'http://purl.org/rss/1.0/': '',
  'http://my.netscape.com/rdf/simple/0.9/': '',
  'http://backend.userland.com/rss2': '',
  'http://www.w3.org/1999/02/22-rdf-syntax-ns#': 'rdf',
  'http://purl.org/dc/elements/1.1/': 'dc',
  'http://purl.org/dc/terms/': 'dcterms',
  'http://purl.org/rss/1.0/modules/content/': 'content',
  'http://purl.org/rss/1.0/modules/syndication/': 'sy',
  'http://www.itunes.com/dtds/podcast-1.0.dtd': 'itunes',
  'http://search.yahoo.com/mrss': 'media',
  'http://search.yahoo.com/mrss/': 'media',
  'http://rssnamespace.org/feedburner/ext/1.0': 'feedburner',
  'http://www.w3.org/1999/xhtml': 'xhtml',
  'http://www.w3.org/xml/1998/namespace': 'xml',
})

/** Names a prefix has by custom, for feeds that forgot to declare it. */
const CUSTOMARY = new Set(['rdf', 'dc', 'dcterms', 'content', 'sy', 'itunes', 'media', 'feedburner', 'xhtml', 'xml'])

/** The fields of a tidy document, by the elements of RSS 0.9x, 1.0, 2.0, Atom 0.3, 1.0, CDF and their extensions. */
const TEXT_FIELDS = dictionary({
  title: 'title',
  'dc:title': 'title',
  'media:title': 'mediaTitle',
  guid: 'guid',
  id: 'guid',
  pubdate: 'published',
  published: 'published',
  issued: 'published',
  'dc:date': 'published',
  'dcterms:issued': 'published',
  'dcterms:created': 'published',
  created: 'published',
  updated: 'updated',
  modified: 'updated',
  lastbuilddate: 'updated',
  'dcterms:modified': 'updated',
  description: 'summary',
  summary: 'summary',
  subtitle: 'summary',
  tagline: 'summary',
  abstract: 'summary',
  'dc:description': 'summary',
  'itunes:summary': 'itunesSummary',
  'media:description': 'itunesSummary',
  content: 'content',
  'content:encoded': 'content',
  'xhtml:body': 'content',
  author: 'author',
  managingeditor: 'author',
  'dc:creator': 'author',
  'dc:author': 'author',
  'itunes:author': 'itunesAuthor',
  category: 'category',
  'dc:subject': 'category',
  'itunes:category': 'category',
  'feedburner:origlink': 'origin',
  language: 'language',
  'dc:language': 'language',
  ttl: 'ttl',
  'sy:updateperiod': 'updatePeriod',
  'sy:updatefrequency': 'updateFrequency',
})

const MANY = new Set(['author', 'itunesAuthor', 'category'])
const PERSON = new Set(['author', 'managingeditor'])

type Fields = Record<string, string[]>

interface Enclosure {
  readonly url: string
  readonly type: string
  readonly length: string
}

interface Holder {
  readonly fields: Fields
  readonly enclosures: Enclosure[]
  readonly links: { readonly rel: string; readonly url: string }[]
  permalink: boolean
}

interface Element {
  /** Name with the prefix of this module, in lower case. */
  readonly name: string
  readonly attributes: Record<string, string>
  readonly base: string | undefined
  readonly prefixes: Record<string, string>
}

export interface TidyFeed {
  readonly xml: string
  /** The bodies, which a parser would only copy: in the document stand their places here. */
  readonly bodies: readonly string[]
}

/**
 * Turns a feed of any XML format into a tidy RSS 2.0 document that a strict parser reads without surprises: canonical
 * element names, links made absolute by `xml:base`, XHTML as text, people by their names. Malformed text is read as a browser would read it.
 *
 * @param text the document, decoded
 * @param url where it was fetched from: the base of relative links
 * @returns undefined where the text is no feed
 */
export function canonicaliseFeed(text: string, url: string): TidyFeed | undefined {
  const reader = new FeedReader(url)
  let attributeCount = 0
  const parser = new Parser(
    {
      onopentagname: () => {
        attributeCount = 0
      },
      onattribute: () => {
        attributeCount += 1
        if (attributeCount > ABSURD_ATTRIBUTES) parser.pause()
      },
      onopentag: (name, attributes) => {
        reader.open(name, attributes)
        if (reader.depth > ABSURD_DEPTH || reader.isFull) parser.pause()
      },
      onclosetag: (_name, implied) => {
        reader.close(implied)
      },
      ontext: (chunk) => {
        reader.text(chunk)
      },
      oncdatastart: () => {
        reader.inCdata = true
      },
      oncdataend: () => {
        reader.inCdata = false
      },
    },
    { xmlMode: true, decodeEntities: false, recognizeSelfClosing: true, lowerCaseTags: false },
  )
  parser.write(withoutDoctype(text))
  reader.atEnd = true
  parser.end()
  return reader.isFeed ? format(reader.feed, reader.entries) : undefined
}

/** Entities of a DOCTYPE are never expanded: it goes as a whole, its internal subset included. */
export function withoutDoctype(text: string): string {
  const start = text.slice(0, 10_000).search(/<!DOCTYPE/i)
  if (start < 0) return text
  const subset = /^<!DOCTYPE[^[>]*(\[[^\]]*\]\s*)?>/i.exec(text.slice(start))
  return subset ? text.slice(0, start) + text.slice(start + subset[0].length) : text
}

/** A SAX handler with the state that goes with it: the open elements, and the field that text is for. */
class FeedReader {
  readonly feed: Holder = newHolder()
  readonly entries: Holder[] = []
  isFeed = false
  /** There are as many entries as are read. */
  isFull = false
  inCdata = false
  /** The document has no more text: what closes now was cut off. */
  atEnd = false
  /** How many elements are open. */
  depth = 0
  readonly #stack: Element[] = []
  readonly #baseUrl: string
  #entry: Holder | undefined
  /** The field being read: the depth of its element, and what has been read of it. */
  #field:
    | { readonly name: string; readonly depth: number; readonly element: Element; markup: boolean; text: string }
    | undefined
  /** Inside an element whose text is no field of the feed or entry (an image, a text input, an embedded source). */
  #ignoreBelow: number | undefined
  #person: { readonly depth: number; name: string; address: string; text: string } | undefined

  constructor(baseUrl: string) {
    this.#baseUrl = baseUrl
  }

  open(rawName: string, rawAttributes: Record<string, string>): void {
    this.depth += 1
    if (this.depth > MAX_DEPTH) return
    const parent = this.#stack.at(-1)
    const element = this.#resolve(rawName, rawAttributes, parent)
    this.#stack.push(element)
    if (isEntry(element.name) && !this.#entry) this.#leaveUnclosed()
    if (this.#field) {
      this.#markup(element, rawName, rawAttributes)
      return
    }
    if (this.#ignoreBelow !== undefined) return
    this.#start(element)
  }

  close(implied: boolean): void {
    this.depth -= 1
    if (this.depth >= MAX_DEPTH) return
    const element = this.#stack.pop()
    if (element === undefined) return
    const depth = this.depth + 1
    if (this.#field?.depth === depth) this.#finishField()
    else if (this.#field?.markup && !isVoid(element.name)) this.#add(`</${localName(element.name)}>`)
    if (this.#person?.depth === depth) this.#finishPerson()
    if (this.#ignoreBelow === depth) this.#ignoreBelow = undefined
    if (!this.#entry || !isEntry(element.name) || this.#stack.some(({ name }) => isEntry(name))) return
    if (implied && this.atEnd && this.entries.at(-1) === this.#entry) this.entries.pop()
    this.#entry = undefined
  }

  text(chunk: string): void {
    const holder = this.#field ?? this.#person
    const room = holder === undefined ? 0 : MAX_TEXT - holder.text.length
    if (holder === undefined || room <= 0) return
    const part = chunk.length > room ? chunk.slice(0, room) : chunk
    const text = this.inCdata ? part : decodeHTMLStrict(part)
    holder.text += this.#field?.markup ? escapeText(text) : text
  }

  #resolve(rawName: string, rawAttributes: Record<string, string>, parent: Element | undefined): Element {
    const attributes = dictionary()
    const inherited = parent?.prefixes ?? dictionary()
    const declares = Object.keys(rawAttributes).some((key) => /^xmlns(:|$)/i.test(key))
    const prefixes = declares ? dictionary(inherited) : inherited
    let room = declares ? MAX_VALUES - Object.keys(inherited).length : 0
    for (const [rawKey, rawValue] of Object.entries(rawAttributes)) {
      const key = rawKey.toLowerCase()
      const value = decodeHTMLStrict(rawValue)
      if (key === 'xmlns' || key.startsWith('xmlns:')) {
        if (room-- <= 0) continue
        const known = NAMESPACES[value.trim().toLowerCase()]
        prefixes[key.slice(6)] = known ?? (key === 'xmlns' ? '' : `other-${key.slice(6)}`)
      } else {
        attributes[key] = value
      }
    }
    const [prefix = '', local = ''] = rawName.includes(':')
      ? rawName.toLowerCase().split(':', 2)
      : ['', rawName.toLowerCase()]
    const canonical =
      prefixes[prefix] ??
      (prefix === '' || CUSTOMARY.has(prefix) ? prefix : prefix === 'atom' || prefix === 'rss' ? '' : `other-${prefix}`)
    const ownBase = attributes['xml:base']
    const base =
      ownBase === undefined ? parent?.base : (URL.parse(ownBase, parent?.base ?? this.#baseUrl)?.href ?? parent?.base)
    return { name: canonical === '' ? local : `${canonical}:${local}`, attributes, base, prefixes }
  }

  /** Nothing of the feed itself holds an entry: what is open where one begins was never closed. */
  #leaveUnclosed(): void {
    if (this.#field) this.#finishField()
    if (this.#person) this.#finishPerson()
    this.#ignoreBelow = undefined
  }

  #start(element: Element): void {
    const { name, attributes } = element
    if (['rss', 'rdf:rdf', 'feed', 'channel'].includes(name)) {
      this.isFeed = true
      if (attributes['xml:lang'] && name === 'feed') set(this.feed.fields, 'language', attributes['xml:lang'])
      if (attributes.href !== undefined) this.#link(this.feed, element)
      return
    }
    if (isEntry(name)) {
      this.isFeed ||= name === 'item' && this.depth === 1
      this.#entry = newHolder()
      if (attributes['rdf:about']) set(this.#entry.fields, 'about', attributes['rdf:about'])
      if (attributes['xml:lang']) set(this.#entry.fields, 'language', attributes['xml:lang'])
      if (attributes.href !== undefined) this.#link(this.#entry, element)
      if (this.entries.length < MAX_ENTRIES) this.entries.push(this.#entry)
      else this.isFull = true
      return
    }
    if (['image', 'textinput', 'source', 'cloud', 'skipdays', 'skiphours'].includes(name)) {
      this.#ignoreBelow = this.depth
      return
    }
    const holder = this.#entry ?? this.feed
    if (name === 'link') this.#link(holder, element)
    else if (name === 'enclosure' || name === 'media:content') this.#enclosure(holder, element)
    else if (PERSON.has(name) && !this.#person) this.#startPerson()
    else if (this.#person) this.#personPart(element)
    else this.#startField(element)
  }

  #startPerson(): void {
    this.#person = { depth: this.depth, name: '', address: '', text: '' }
  }

  #startField(element: Element): void {
    const { name, attributes } = element
    const field = TEXT_FIELDS[name]
    if (field === undefined) return
    const holder = this.#entry ?? this.feed
    if (name === 'guid') holder.permalink = attributes.ispermalink?.trim().toLowerCase() !== 'false'
    const category = attributes.term ?? attributes.label ?? (name === 'itunes:category' ? attributes.text : undefined)
    if (field === 'category' && category !== undefined) set(holder.fields, 'category', category)
    this.#field = { name: field, depth: this.depth, element, markup: attributes.type === 'xhtml', text: '' }
  }

  #link(holder: Holder, element: Element): void {
    const { attributes, base } = element
    if (attributes.href === undefined) {
      this.#field = { name: 'link', depth: this.depth, element, markup: false, text: '' }
      return
    }
    const url = absolute(attributes.href, base ?? this.#baseUrl)
    const rel = attributes.rel?.toLowerCase() ?? 'alternate'
    if (url === undefined) return
    if (rel === 'enclosure') addEnclosure(holder, url, attributes.type, attributes.length)
    else addLink(holder, rel === 'alternate' && /json|xml/.test(attributes.type ?? '') ? 'other' : rel, url)
  }

  #enclosure(holder: Holder, { name, attributes, base }: Element): void {
    if (name === 'enclosure') this.#ignoreBelow = this.depth
    const url = absolute(attributes.url ?? '', base ?? this.#baseUrl)
    if (attributes.url === undefined || url === undefined) return
    addEnclosure(holder, url, attributes.type, attributes.length ?? attributes.filesize)
  }

  #personPart(element: Element): void {
    const part = localName(element.name)
    if (part === 'name' || part === 'email') {
      this.#field = { name: `person-${part}`, depth: this.depth, element, markup: false, text: '' }
    } else {
      this.#ignoreBelow = this.depth
    }
  }

  /** XHTML inside a text field becomes text; so does markup that a feed forgot to escape. */
  #markup(element: Element, rawName: string, rawAttributes: Record<string, string>): void {
    const field = this.#field
    if (!field) return
    field.markup = true
    const attributes = Object.entries(rawAttributes)
      .filter(([key]) => !key.toLowerCase().startsWith('xmlns'))
      .map(([key, value]) => ` ${key}="${escapeText(decodeHTMLStrict(value)).replaceAll('"', '&quot;')}"`)
      .join('')
    this.#add(`<${rawName.replace(/^.*:/, '').toLowerCase()}${attributes}${isVoid(element.name) ? '/' : ''}>`)
  }

  /** A tag goes in whole, or not at all. */
  #add(tag: string): void {
    if (this.#field && this.#field.text.length + tag.length <= MAX_TEXT) this.#field.text += tag
  }

  #finishField(): void {
    const field = this.#field
    this.#field = undefined
    if (!field) return
    const { element, name } = field
    const holder = this.#entry ?? this.feed
    const text = isBase64(element.attributes) ? fromBase64(field.text) : field.text
    if (text.trim() === '') return
    if (name === 'link') {
      const url = absolute(text, element.base ?? this.#baseUrl)
      if (url !== undefined) addLink(holder, 'alternate', url, true)
    } else if (name === 'person-name') {
      if (this.#person) this.#person.name = text
    } else if (name === 'person-email') {
      if (this.#person) this.#person.address = text.trim()
    } else if (['summary', 'content', 'title'].includes(name) && isPlain(element.attributes.type)) {
      set(holder.fields, name, escapeText(text))
    } else {
      set(holder.fields, name, text)
      if (['summary', 'content'].includes(name) && element.base) set(holder.fields, `${name}Base`, element.base)
    }
  }

  #finishPerson(): void {
    const person = this.#person
    this.#person = undefined
    if (!person) return
    const name = person.name.trim() || person.text.trim()
    const text = name !== '' && person.address !== '' ? `${name} (${person.address})` : name
    if (text !== '') set((this.#entry ?? this.feed).fields, 'author', text)
  }
}

/** A record of foreign names: `constructor` and `__proto__` are names like any other in it. */
function dictionary(entries: Record<string, string> = {}): Record<string, string> {
  return Object.assign(Object.create(null) as Record<string, string>, entries)
}

const newHolder = (): Holder => ({ fields: {}, enclosures: [], links: [], permalink: true })

const isEntry = (name: string) => name === 'item' || name === 'entry'
const isVoid = (name: string) => /^(br|hr|img|input|wbr|source)$/.test(localName(name))
const isPlain = (type: string | undefined) => type === 'text' || type === 'text/plain'
/** Atom 0.3's `mode`, and Atom 1.0's rule for a media type that is neither text nor XML (RFC 4287, 4.1.3.3). */
const isBase64 = ({ mode, type = '' }: Record<string, string>) =>
  mode === 'base64' || (/^[\w.+-]+\/[\w.+-]+$/.test(type) && !/^text\/|[/+]xml$|^application\/(xhtml|html)/i.test(type))
const localName = (name: string) => name.slice(name.indexOf(':') + 1)

/** The first of several says it, but for people and categories; an empty one says nothing. */
function set(fields: Fields, name: string, value: string): void {
  const list = (fields[name] ??= [])
  const more = MANY.has(name) && list.length < MAX_VALUES && !list.includes(value)
  if (list.length === 0 || more) list.push(value)
}

function addEnclosure({ enclosures }: Holder, url: string, type = '', length = ''): void {
  const isNew = enclosures.length < MAX_VALUES && !enclosures.some((other) => other.url === url)
  if (isNew) enclosures.push({ url, type, length })
}

function addLink({ links }: Holder, rel: string, url: string, first = false): void {
  if (links.length >= MAX_VALUES) return
  if (first) links.unshift({ rel, url })
  else links.push({ rel, url })
}

/** A link that is whole already stays as it was written. */
function absolute(url: string, base: string): string | undefined {
  const written = url.trim()
  return /^https?:\/\/[^\s/]/i.test(written) && URL.canParse(written) ? written : URL.parse(written, base)?.href
}

/** What is no base64 of a text in UTF-8 was a text before. */
function fromBase64(text: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(
      Uint8Array.from(atob(text.replace(/\s+/g, '')), (byte) => byte.charCodeAt(0)),
    )
  } catch {
    return text
  }
}

const escapeText = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** Characters that XML 1.0 has no place for, and halves of pairs. */
// eslint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g
const HALF = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g

function clean(text: string): string {
  const printable = text.replace(CONTROL, '')
  return printable.isWellFormed() ? printable : printable.replace(HALF, '')
}

const element = (name: string, text: string) => `<${name}>${escapeText(clean(text))}</${name}>`

function format(feed: Holder, entries: readonly Holder[]): TidyFeed {
  const bodies: string[] = []
  const items = entries.map((entry) => `<item>${formatHolder(entry, bodies)}</item>`)
  const xml = `<rss version="2.0"><channel>${formatHolder(feed, bodies)}\n${items.join('\n')}</channel></rss>`
  return { xml, bodies }
}

/** Fields that rss-parser reads by itself; the others go by names of our own. */
const STANDARD = new Set(['title', 'guid', 'language', 'ttl'])

/** Fields whose texts stand beside the document. */
const BODIES = new Set(['summary', 'itunesSummary', 'content'])

function formatHolder({ fields, enclosures, links, permalink }: Holder, bodies: string[]): string {
  const alternate = links.find(({ rel }) => rel === 'alternate') ?? links.find(({ rel }) => rel === 'other')
  const canonical = links.find(({ rel }) => rel === 'canonical')
  const own = Object.entries(fields).flatMap(([name, values]) =>
    values.map((value) => {
      if (!BODIES.has(name)) return element(STANDARD.has(name) ? name : `c-${name}`, value)
      return element(`c-${name}`, String(bodies.push(clean(value)) - 1))
    }),
  )
  return [
    ...own,
    element('c-permalink', permalink ? 'yes' : 'no'),
    alternate ? element('link', alternate.url) : '',
    canonical ? element('c-canonical', canonical.url) : '',
    ...enclosures.map(({ url, type, length }) => element('c-enclosure', JSON.stringify({ url, type, length }))),
  ].join('')
}
