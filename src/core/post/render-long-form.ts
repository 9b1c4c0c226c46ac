import type { Element, ElementContent, Root } from 'hast'
import type { Code } from 'mdast'
import type { Schema } from 'hast-util-sanitize'
import rehypeSanitize, { defaultSchema } from 'rehype-sanitize'
import rehypeStringify from 'rehype-stringify'
import remarkGfm from 'remark-gfm'
import remarkParse from 'remark-parse'
import remarkRehype from 'remark-rehype'
import { unified } from 'unified'
import type { z } from 'astro/zod'
import { type CodeBlock, drawCode, drawPlainCode } from './draw-code.ts'
import { element, isBlank, isElement, text, textOf } from './element.ts'
import { createHeadingIds } from './heading-ids.ts'
import type { pictureSchema } from './long-form.ts'

/** Where a long text is shown, and with what. */
export interface LongFormPlace {
  /** `page` has anchors, copy buttons and colours; `feed` has none of them, and whole addresses alone. */
  readonly form: 'page' | 'feed'
  /** Path of the page from the site's root, `/posts/first-light/`; its pictures lie below it. */
  readonly path: string
  /** Address of the site's root, which may have a path, without a slash at its end. */
  readonly site: string
  readonly pictures: readonly z.infer<typeof pictureSchema>[]
  /** Width and height in pixels, by the name of the file. */
  readonly sizes: ReadonlyMap<string, { readonly width: number; readonly height: number }>
}

export interface LongFormHeading {
  readonly id: string
  readonly text: string
  /** 2 for `##`. */
  readonly depth: number
}

export interface RenderedLongForm {
  readonly html: string
  readonly headings: readonly LongFormHeading[]
}

/** What may stand in a long text; no raw HTML gets this far. */
const LONG_TEXT: Schema = {
  ...defaultSchema,
  clobberPrefix: '',
  tagNames: [
    ...['p', 'br', 'em', 'strong', 'del', 'code', 'pre', 'a', 'ul', 'ol', 'li', 'blockquote', 'hr', 'sup', 'section'],
    ...['h2', 'h3', 'h4', 'h5', 'h6', 'table', 'thead', 'tbody', 'tr', 'th', 'td', 'img', 'input'],
  ],
  attributes: {
    ...defaultSchema.attributes,
    pre: ['dataLanguage', 'dataFragment'],
    a: ['href', 'id', 'dataFootnoteRef', 'dataFootnoteBackref', 'ariaDescribedBy', 'ariaLabel'],
    section: ['dataFootnotes'],
    img: ['src', 'alt', 'title'],
    h2: ['id'],
    li: ['id', ['className', 'task-list-item']],
    th: ['align'],
    td: ['align'],
    input: ['type', 'checked', 'disabled'],
    '*': [],
  },
  protocols: { href: ['http', 'https', 'mailto'], src: [] },
}

const processor = unified()
  .use(remarkParse)
  .use(remarkGfm)
  .use(remarkRehype, {
    clobberPrefix: '',
    footnoteLabel: 'Notes',
    footnoteLabelProperties: {},
    footnoteBackLabel: (reference, again) =>
      `Back to the text, note ${reference + 1}${again > 1 ? `, place ${again}` : ''}`,
    handlers: { code: (_: unknown, node: Code) => keepCode(node) },
  })
  .use(rehypeSanitize, LONG_TEXT)
  .use(rehypeStringify)

/** Long form as HTML: the body of a post or a case study, for its page and for feeds. */
export function renderLongForm(markdown: string, place: LongFormPlace): RenderedLongForm {
  const tree: Root = processor.runSync(processor.parse(markdown))
  const headings: LongFormHeading[] = []
  const shaper = createShaper(place, headings)
  tree.children = tree.children.flatMap((node) => (node.type === 'doctype' ? [] : shaper(node)))
  return { html: processor.stringify(tree).trim(), headings }
}

function keepCode({ value, lang, meta }: Code): Element {
  const fragment = /\bfragment\b/.test(meta ?? '') ? { dataFragment: 'yes' } : {}
  return element('pre', { dataLanguage: lang ?? '', ...fragment }, value)
}

/** Gives what stands in the place of a node, itself changed or another. */
function createShaper(place: LongFormPlace, headings: LongFormHeading[]): (node: ElementContent) => ElementContent[] {
  const isPage = place.form === 'page'
  const page = place.site + place.path
  const headingId = createHeadingIds()
  const count = { code: 0, table: 0 }
  const pictures = new Map(place.pictures.map((picture) => [picture.file, picture]))

  const shape = (node: ElementContent): ElementContent[] => {
    if (node.type !== 'element') return [node]
    const { tagName: name } = node
    if (name === 'pre') return [shapeCode(node)]
    if (name === 'p') {
      const [only, ...others] = node.children.filter((child) => !isBlank(child))
      if (isElement(only, 'img') && others.length === 0) return shapeFigure(only)
    }
    node.children = node.children.flatMap(shape)
    if (/^h[2-6]$/.test(name)) return [shapeHeading(node)]
    if (name === 'table') return [shapeTable(node)]
    if (name === 'blockquote') return [shapeQuotation(node)]
    if (name === 'input') return [shapeTask(node)]
    if (name === 'img') return [drawImage(node) ?? text(textOf(node))]
    if (name === 'a') return shapeLink(node)
    return [node]
  }

  const shapeCode = (node: Element): Element => {
    const block: CodeBlock = {
      code: textOf(node),
      language: String(node.properties.dataLanguage ?? '').toLowerCase(),
      fragment: node.properties.dataFragment === 'yes',
    }
    count.code += 1
    return isPage ? drawCode(block, count.code) : drawPlainCode(block)
  }

  const shapeHeading = (node: Element): Element => {
    if (node.properties.id === 'footnote-label') return node
    const words = textOf(node).trim()
    const id = headingId(words)
    headings.push({ id, text: words, depth: Number(node.tagName.slice(1)) })
    if (!isPage) return node
    node.properties.id = id
    const anchor = element('a', { href: `#${id}`, className: ['anchor'], ariaLabel: `Link to “${words}”` }, '#')
    return element('div', { className: ['heading'] }, node, anchor)
  }

  const shapeTable = (node: Element): Element => {
    count.table += 1
    if (!isPage) return node
    const heads = findAll(node, 'th').map((cell) => textOf(cell).trim())
    for (const cell of findAll(node, 'th')) cell.properties.scope = 'col'
    for (const cell of [...findAll(node, 'th'), ...findAll(node, 'td')]) {
      const { align, ...others } = cell.properties
      cell.properties = typeof align === 'string' ? { ...others, className: [`to-${align}`] } : others
    }
    const label = `Table ${count.table}: ${heads.filter(Boolean).join(', ')}`
    return element('section', { className: ['wide'], tabIndex: 0, ariaLabel: label }, node)
  }

  const shapeFigure = (node: Element): ElementContent[] => {
    const picture = pictures.get(String(node.properties.src ?? ''))
    const image = drawImage(node)
    const caption = String(node.properties.title ?? '').trim()
    if (!picture || (!image && !picture.lost)) return [element('p', {}, textOf(node))]
    const { lost, credit, licence, url } = picture
    const maker = url === undefined ? text(credit) : element('a', { href: url }, credit)
    const terms = licence && (licence.url ? element('a', { href: licence.url }, licence.name) : text(licence.name))
    return [
      element(
        'figure',
        { className: lost ? ['picture', 'lost'] : ['picture'] },
        ...(image && !lost ? [image] : []),
        element(
          'figcaption',
          {},
          ...(lost && caption === '' ? [textOf(node)] : caption === '' ? [] : [caption]),
          ...(caption === '' && !lost ? [] : [' ']),
          element(
            'small',
            {},
            'Picture: ',
            maker,
            ...(terms ? [', ', terms] : []),
            lost ? '. It was not preserved.' : '.',
          ),
        ),
      ),
    ]
  }

  const drawImage = (node: Element): Element | undefined => {
    const file = String(node.properties.src ?? '')
    const size = place.sizes.get(file)
    if (!size || !pictures.has(file)) return undefined
    const { width, height } = size
    const alt = String(node.properties.alt ?? '')
    const src = `${isPage ? '' : place.site}${place.path}${file}`
    return element('img', { src, alt, width, height, ...(isPage && LAZY) })
  }

  const shapeLink = (node: Element): ElementContent[] => {
    const { href } = node.properties
    // An address with a scheme that is not for readers is gone by now; its words stay.
    if (href === undefined && node.properties.id === undefined) return node.children
    if (isPage || href === undefined) return [node]
    const own = String(href)
    const whole = own.startsWith('/') && !own.startsWith('//') ? place.site + own : own
    node.properties.href = URL.parse(whole, page)?.href ?? page
    return [node]
  }

  return shape
}

const LAZY = { loading: 'lazy', decoding: 'async' } as const

/** A quotation whose last paragraph is a dash and a name is said by somebody. */
function shapeQuotation(node: Element): Element {
  const parts = node.children.filter((child) => !isBlank(child))
  const last = parts.at(-1)
  const start = isElement(last, 'p') ? last.children[0] : undefined
  if (!isElement(last, 'p') || start?.type !== 'text' || parts.length < 2 || !/^[—–] ?\S/.test(start.value)) return node
  start.value = `— ${start.value.replace(/^[—–] ?/, '')}`
  return element(
    'figure',
    { className: ['quotation'] },
    element('blockquote', {}, ...parts.slice(0, -1)),
    element('figcaption', {}, ...last.children),
  )
}

/** A box to tick has no name that could be read out; a sign has one. */
function shapeTask(node: Element): Element {
  const done = node.properties.checked === true
  return element('span', { role: 'img', ariaLabel: done ? 'done:' : 'to do:' }, done ? '☑' : '☐')
}

function findAll(node: Element, name: string): Element[] {
  return node.children.flatMap((child) =>
    child.type !== 'element' ? [] : child.tagName === name ? [child] : findAll(child, name),
  )
}
