import type {
  BlockContent,
  Definition,
  FootnoteDefinition,
  Html,
  Link,
  ListItem,
  Nodes,
  PhrasingContent,
  RootContent,
  Text,
} from 'mdast'
import remarkGfm from 'remark-gfm'
import remarkParse from 'remark-parse'
import { unified } from 'unified'
import { foldSpace } from '../text/plain-text.ts'
import { type HtmlElement, parseHtml } from './html-tree.ts'
import { endOfElement, tagOf } from './inline-tag.ts'
import { flattenBlocks, plainText, textOf, trimPhrases } from './phrases.ts'
import { type Leftover, PAGE_SCHEME } from './strip-templates.ts'

const parser = unified().use(remarkParse).use(remarkGfm)

/** What an address of an old issue is here; undefined where no reader could follow it. */
export type ResolveLink = (url: string) => string | undefined

/** A body as a tree that holds all it says by itself, and nothing that a page or a mail would not show. */
export interface TamedBody {
  readonly blocks: readonly RootContent[]
  readonly leftovers: readonly Leftover[]
}

/** Marks a link that was made of a picture. */
export const isPicture = (link: Link): boolean => link.data !== undefined && 'picture' in link.data

/**
 * Parses the body of an old issue: references and footnotes are put where they are made, HTML becomes markdown, pictures
 * become links to them, and links are led where they lead now. What has to go is told, with its line.
 *
 * @param bodyLine line of the file on which the body begins
 */
export function tameMarkdown(body: string, bodyLine: number, resolve: ResolveLink): TamedBody {
  const tree = parser.parse(body)
  const definitions = new Map<string, Definition>()
  const footnotes = new Map<string, FootnoteDefinition>()
  collect(tree, definitions, footnotes)
  const used = new Set<string>()
  const leftovers: Leftover[] = []
  const lineOf = (node: Nodes) => (node.position?.start.line ?? 1) + bodyLine - 1
  const tell = (node: Nodes, what: string, text: string) => leftovers.push({ line: lineOf(node), what, text })

  const inline = (nodes: readonly PhrasingContent[], depth = 0): PhrasingContent[] => {
    const found: PhrasingContent[] = []
    const tags = nodes.map(tagOf)
    for (let index = 0; index < nodes.length; index++) {
      const node = nodes[index]
      if (node === undefined) continue
      if (node.type === 'html') {
        const end = endOfElement(tags, index)
        found.push(...inlineHtml(node, nodes.slice(index + 1, end), depth))
        index = end
        continue
      }
      found.push(...inlineNode(node, depth))
    }
    return found
  }

  const inlineNode = (node: PhrasingContent, depth: number): PhrasingContent[] => {
    switch (node.type) {
      case 'link':
        return linkOf(node, node.url, inline(node.children, depth))
      case 'linkReference': {
        const definition = definitions.get(node.identifier)
        if (definition === undefined) return inline(node.children, depth)
        used.add(node.identifier)
        return linkOf(node, definition.url, inline(node.children, depth))
      }
      case 'image':
        return pictureOf(node, node.url, node.alt)
      case 'imageReference': {
        const definition = definitions.get(node.identifier)
        used.add(node.identifier)
        return definition === undefined ? textOf(node.alt ?? '') : pictureOf(node, definition.url, node.alt)
      }
      case 'footnoteReference': {
        const definition = footnotes.get(node.identifier)
        // A note within itself would never end.
        if (definition === undefined || depth > 3) return []
        const isFirst = !used.has(`^${node.identifier}`)
        used.add(`^${node.identifier}`)
        if (!isFirst) return []
        return [...textOf(' ('), ...flattenBlocks(blocks(definition.children, depth + 1)), ...textOf(')')]
      }
      case 'text':
        return node.value.includes(PAGE_SCHEME) ? namedPages(node) : [node]
      case 'emphasis':
      case 'strong':
      case 'delete':
        return [{ ...node, children: inline(node.children, depth) }]
      default:
        return [node]
    }
  }

  /** Other pages that a template named without a link around it. */
  const namedPages = (node: Text): PhrasingContent[] =>
    node.value.split(NAMED_PAGE).flatMap((part): PhrasingContent[] => {
      if (!part.startsWith(PAGE_SCHEME)) return textOf(part)
      return linkOf(node, part, textOf(part.slice(PAGE_SCHEME.length)))
    })

  const linkOf = (node: Nodes, url: string, children: PhrasingContent[]): PhrasingContent[] => {
    const target = resolve(url)
    const words = children.flatMap((child) => {
      if (child.type !== 'link') return [child]
      if (isPicture(child)) tell(node, 'a picture was left out of a link', child.url)
      return child.children
    })
    const isBare = foldSpace(plainText(words)) === ''
    if (target === undefined) {
      if (url !== '') tell(node, 'a link that leads nowhere from here; its words stay', url)
      return words
    }
    return [
      {
        type: 'link',
        url: target,
        children: isBare ? textOf(target) : words,
        ...(node.position && { position: node.position }),
      },
    ]
  }

  const pictureOf = (node: Nodes, url: string, alt: string | null | undefined): PhrasingContent[] => {
    const target = resolve(url)
    const words = foldSpace(alt ?? '')
    if (target === undefined) {
      tell(node, words === '' ? 'a picture was left out' : 'a picture was left out; its words stay', url)
      return textOf(words)
    }
    tell(node, 'a picture became a link to it', target)
    return [
      {
        type: 'link',
        url: target,
        children: textOf(words || 'picture'),
        data: { picture: true } as Link['data'] & object,
      },
    ]
  }

  const tellComments = (html: string, node: Nodes) => {
    for (const [comment, text = ''] of html.matchAll(/<!--([^]*?)(?:-->|$)/g)) {
      if (!/^\s*(?:more|excerpt|truncate)?\s*$/i.test(text)) tell(node, 'a comment was left out', foldSpace(comment))
    }
  }

  /** One tag in a line of markdown, and what it holds: nothing, where its end stands elsewhere. */
  const inlineHtml = (node: Html, content: readonly PhrasingContent[], depth: number): PhrasingContent[] => {
    tellComments(node.value, node)
    const element = parseHtml(node.value).children.find((child) => typeof child !== 'string')
    if (element === undefined) return inline(content, depth)
    const { name, attributes } = element
    switch (name) {
      case 'a':
        return attributes.href === undefined
          ? inline(content, depth)
          : linkOf(node, attributes.href, inline(content, depth))
      case 'br':
        return [{ type: 'break' }, ...inline(content, depth)]
      case 'img':
        return [...pictureOf(node, attributes.src ?? '', attributes.alt), ...inline(content, depth)]
      case 'script':
      case 'style':
        tell(node, `what stands in <${name}> was left out`, foldSpace(body.slice(...rangeOf(node, content))))
        return []
      case 'code':
      case 'kbd':
      case 'samp':
        return content.length === 0 ? [] : [{ type: 'inlineCode', value: foldSpace(plainText(inline(content, depth))) }]
      default:
        return [...embeddedLinks(element, node), ...inline(content, depth)]
    }
  }

  /** Films and the like, by their address. */
  const embeddedLinks = ({ name, attributes }: HtmlElement, node: Nodes): PhrasingContent[] => {
    const url = attributes.src ?? attributes.data ?? attributes['data-src'] ?? ''
    const target = url === '' ? undefined : resolve(url)
    if (url === '') return []
    if (target === undefined) {
      tell(node, `<${name}> was left out`, url)
      return []
    }
    tell(node, `<${name}> became a link to what it shows`, target)
    return [{ type: 'link', url: target, children: textOf(target) }]
  }

  const htmlPhrases = (children: HtmlElement['children'], node: Nodes): PhrasingContent[] =>
    children.flatMap((child): PhrasingContent[] => {
      if (typeof child === 'string') return textOf(child.replaceAll(/\s+/g, ' '))
      const inner = () => htmlPhrases(child.children, node)
      switch (child.name) {
        case 'a':
          return child.attributes.href === undefined ? inner() : linkOf(node, child.attributes.href, inner())
        case 'img':
          return pictureOf(node, child.attributes.src ?? '', child.attributes.alt)
        case 'br':
          return [{ type: 'break' }]
        case 'em':
        case 'i':
          return [{ type: 'emphasis', children: inner() }]
        case 'strong':
        case 'b':
          return [{ type: 'strong', children: inner() }]
        case 'code':
          return [{ type: 'inlineCode', value: foldSpace(plainText(inner())) }]
        case 'script':
        case 'style':
          tell(node, `what stands in <${child.name}> was left out`, foldSpace(plainText(inner())))
          return []
        default:
          return [...embeddedLinks(child, node), ...inner()]
      }
    })

  const htmlBlocks = (children: HtmlElement['children'], node: Nodes): RootContent[] => {
    const found: RootContent[] = []
    let line: (HtmlElement | string)[] = []
    const endLine = () => {
      const phrases = trimPhrases(htmlPhrases(line, node))
      line = []
      if (foldSpace(plainText(phrases)) !== '') found.push({ type: 'paragraph', children: phrases })
    }
    for (const child of children) {
      if (typeof child === 'string' || !BLOCKS.has(child.name)) {
        line.push(child)
        continue
      }
      endLine()
      const { name } = child
      if (name === 'ul' || name === 'ol') {
        const items = child.children.filter((inner) => typeof inner !== 'string')
        const list = items.map((item): ListItem => ({
          ...{ type: 'listItem', spread: false },
          children: htmlBlocks(item.children, node) as BlockContent[],
        }))
        found.push({ type: 'list', ordered: name === 'ol', spread: false, children: list })
      } else if (/^h[1-6]$/.test(name)) {
        const children = trimPhrases(htmlPhrases(child.children, node))
        found.push({ type: 'heading', depth: Number(name.slice(1)) as 1, children })
      } else if (name === 'pre') {
        found.push({ type: 'code', value: plainText(htmlPhrases(child.children, node)) })
      } else if (name === 'blockquote') {
        found.push({ type: 'blockquote', children: htmlBlocks(child.children, node) as BlockContent[] })
      } else found.push(...htmlBlocks(child.children, node))
    }
    endLine()
    return found
  }

  const blocks = (nodes: readonly RootContent[], depth = 0): RootContent[] =>
    nodes.flatMap((node): RootContent[] => {
      switch (node.type) {
        case 'html':
          tellComments(node.value, node)
          return htmlBlocks(parseHtml(node.value).children, node).map((block) => placed(block, node))
        case 'paragraph': {
          const children = inline(node.children, depth)
          return foldSpace(plainText(children)) === '' ? [] : [{ ...node, children }]
        }
        case 'heading':
          return [{ ...node, children: inline(node.children, depth) }]
        case 'list':
          return [
            {
              ...node,
              children: node.children.map((item) => ({
                ...item,
                children: blocks(item.children, depth) as BlockContent[],
              })),
            },
          ]
        case 'blockquote':
          return [{ ...node, children: blocks(node.children, depth) as BlockContent[] }]
        case 'table':
          return [
            {
              ...node,
              children: node.children.map((row) => ({
                ...row,
                children: row.children.map((cell) => ({ ...cell, children: inline(cell.children, depth) })),
              })),
            },
          ]
        case 'definition':
        case 'footnoteDefinition':
        case 'thematicBreak':
          return []
        default:
          return [node]
      }
    })

  const found = blocks(tree.children)
  for (const [id, definition] of footnotes) {
    if (!used.has(`^${id}`)) found.push(...blocks(definition.children))
  }
  for (const [id, definition] of definitions) {
    if (!used.has(id)) tell(definition, 'an address that nothing refers to was left out', definition.url)
  }
  return { blocks: found, leftovers }
}

function collect(node: Nodes, definitions: Map<string, Definition>, footnotes: Map<string, FootnoteDefinition>): void {
  if (node.type === 'definition' && !definitions.has(node.identifier)) definitions.set(node.identifier, node)
  if (node.type === 'footnoteDefinition' && !footnotes.has(node.identifier)) footnotes.set(node.identifier, node)
  if ('children' in node) for (const child of node.children) collect(child, definitions, footnotes)
}

/** Elements that stand on lines of their own. */
const BLOCKS = new Set(
  (
    'address article aside blockquote body center dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 ' +
    'h5 h6 header hr html li main nav ol p pre section summary table tbody td tfoot th thead tr ul'
  ).split(' '),
)

function rangeOf(node: Nodes, content: readonly Nodes[]): [number, number] {
  const end = content.at(-1)?.position?.end.offset ?? node.position?.end.offset ?? 0
  return [node.position?.start.offset ?? 0, end]
}

/** The same block, told to stand where the HTML stood that it was made of. */
function placed<T extends Nodes>(block: T, { position }: Nodes): T {
  return position === undefined ? block : { ...block, position }
}

const NAMED_PAGE = new RegExp(`(${PAGE_SCHEME}[^\\s)]*[\\w/])`)
