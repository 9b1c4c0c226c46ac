import { Parser } from 'htmlparser2'
import { formatDay } from '../text/moment.ts'
import { isItemKind, type PageKind, type SearchPage, type SearchPart } from './search-page.ts'

/** Addresses of the pages that are searched: those that hold words, and no lists of links to them. */
const PAGES: readonly { readonly kind: PageKind; readonly address: RegExp }[] = [
  { kind: 'day', address: /^\/\d{4}\/\d\d\/\d\d\/(?:\d+\/)?$/ },
  { kind: 'issue', address: /^\/issues\/[^/]+\/$/ },
  { kind: 'post', address: /^\/posts\/[^/]+\/$/ },
  { kind: 'case-study', address: /^\/case-studies\/[^/]+\/$/ },
]

/** Elements whose words nobody looks for. */
const SILENT: ReadonlySet<string> = new Set([
  ...['nav', 'aside', 'form', 'footer', 'script', 'style', 'svg', 'time', 'button', 'template', 'noscript'],
])
/** Classes of what is shown for the screen alone, or for screen readers alone, and of what a flag says. */
const SILENT_CLASSES = /(?:^|\s)(?:screen|unseen|signal)(?:\s|$)/
/** Class of a row of facts, which its style sets apart. */
const FACTS = /(?:^|\s)facts(?:\s|$)/
const VOID: ReadonlySet<string> = new Set(['br', 'img', 'hr', 'input', 'wbr', 'source', 'col', 'area', 'track'])
/** Elements that end a word where they begin or end. */
const INLINE: ReadonlySet<string> = new Set([
  ...['a', 'abbr', 'b', 'bdi', 'cite', 'code', 'del', 'em', 'i', 'ins', 'kbd', 'mark', 'q', 's', 'samp', 'small'],
  ...['span', 'strong', 'sub', 'sup', 'u', 'var', 'wbr'],
])
const TOPIC_LINK = /^\/topics\/([a-z0-9-]+)\/$/

export const searchedKind = (address: string): PageKind | undefined =>
  PAGES.find((page) => page.address.test(address))?.kind

interface Open {
  readonly name: string
  readonly part: Draft | undefined
  /** Whether what stands in it stands apart, as in a row of facts, with no white space between. */
  readonly isRow: boolean
}
interface Draft {
  id: string
  level: number
  title: string
  text: string
  kind: string
  topics: string[]
}

/**
 * Reads what is searched out of a built page: the text of its `main`, in parts. A part begins at a heading with an id,
 * or at an article with one, whose title is the heading inside it. On the page of a day, an article's kind is that of
 * the section around it, whose id is the kind's; topics are the links to their pages.
 *
 * @param address path of the page, with a slash at its end
 * @returns undefined where the address is not that of a page that is searched
 */
export function readSearchPage(html: string, address: string): SearchPage | undefined {
  const kind = searchedKind(address)
  if (kind === undefined) return undefined
  const first: Draft = makeDraft('', 2)
  const parts: Draft[] = [first]
  const topics: string[] = []
  let title = ''
  let date = kind === 'day' ? address.slice(1, 11).replaceAll('/', '-') : ''
  let inMain = false
  let silent = 0
  let part = first
  let heading: { draft: Draft | undefined; name: string } | undefined
  const articles: Draft[] = []
  const sections: string[] = []
  const open: Open[] = []

  const write = (text: string) => {
    if (heading === undefined) part.text += text
    else if (heading.draft === undefined) title += text
    else heading.draft.title += text
  }
  const begin = (id: string, level: number): Draft => {
    part = makeDraft(id, level)
    parts.push(part)
    return part
  }

  const parser = new Parser({
    onopentag(name, attributes) {
      if (name === 'main') inMain = true
      if (!inMain || VOID.has(name)) {
        if (inMain && silent === 0) write(name === 'img' ? ` ${attributes.alt ?? ''} ` : name === 'wbr' ? '' : ' ')
        return
      }
      if (name === 'time' && date === '') date = (attributes.datetime ?? '').slice(0, 10)
      if (silent > 0 || isSilent(name, attributes, kind) || isPermalink(attributes, articles.at(-1))) {
        silent += 1
        return
      }
      if (!INLINE.has(name) || open.at(-1)?.isRow) write(' ')
      const id = attributes.id ?? ''
      if (name === 'section') sections.push(id)
      else if (name === 'article' && id !== '') {
        const article = begin(id, 3)
        article.kind = sections.map(itemKindOf).findLast((found) => found !== '') ?? ''
        articles.push(article)
      } else if (/^h[1-6]$/.test(name)) {
        const article = articles.at(-1)
        const level = Number(name[1])
        if (article !== undefined && article.title === '') {
          article.level = level
          heading = { draft: article, name }
        } else if (level === 1) heading = { draft: undefined, name }
        else if (id !== '') heading = { draft: begin(id, level), name }
      } else if (name === 'a') {
        const topic = TOPIC_LINK.exec(attributes.href ?? '')?.[1]
        if (topic !== undefined) (articles.at(-1)?.topics ?? topics).push(topic)
      }
      const isRow = FACTS.test(attributes.class ?? '')
      open.push({ name, part: name === 'article' && id !== '' ? part : undefined, isRow })
    },
    ontext(text) {
      if (inMain && silent === 0) write(text)
    },
    onclosetag(name) {
      if (!inMain || VOID.has(name)) return
      if (silent > 0) {
        silent -= 1
        return
      }
      if (name === 'main') inMain = false
      const closed = open.pop()
      if (heading?.name === name) heading = undefined
      if (name === 'section') sections.pop()
      if (closed?.part !== undefined) {
        articles.pop()
        // What follows an article belongs to no item.
        if (kind === 'day') part = makeDraft('', 2)
      }
      if (!INLINE.has(name) || open.at(-1)?.isRow) write(' ')
    },
  })
  parser.end(html)
  if (kind === 'day') title = formatDay(date)
  return {
    url: address,
    kind,
    title: squeeze(title),
    date,
    topics: [...new Set(topics)],
    parts: parts.map(finish).filter(({ kind: of, title, text }) => (kind === 'day' ? of : title + text) !== ''),
  }
}

function isSilent(name: string, attributes: Readonly<Record<string, string>>, kind: PageKind): boolean {
  const classes = attributes.class ?? ''
  if (SILENT.has(name) || SILENT_CLASSES.test(classes) || 'hidden' in attributes) return true
  // An issue's own figures: how many picks, from how many, on which days.
  return kind === 'issue' && (name === 'figure' || FACTS.test(classes))
}

function isPermalink({ href }: Readonly<Record<string, string>>, article: Draft | undefined): boolean {
  return article !== undefined && href === `#${article.id}`
}

function makeDraft(id: string, level: number): Draft {
  return { id, level, title: '', text: '', kind: '', topics: [] }
}

function finish(draft: Draft): SearchPart {
  return {
    ...draft,
    title: squeeze(draft.title),
    text: squeeze(draft.text),
    topics: [...new Set(draft.topics)],
  }
}

const squeeze = (text: string): string =>
  text
    .replace(/\s+/g, ' ')
    .replace(/( ·)+(?= ·| ?$)/g, '')
    .trim()

/** `security`, of a section whose id is `security` or `of-security`. */
function itemKindOf(id: string): string {
  const name = id.replace(/^of-/, '')
  return isItemKind(name) ? name : ''
}
