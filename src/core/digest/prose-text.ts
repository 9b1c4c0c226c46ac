import type { RootContent } from 'mdast'
import { parseMarkdown } from '../text/parse-markdown.ts'
import { plainParagraphs } from '../text/plain-paragraphs.ts'
import { wrapText } from '../text/wrap-text.ts'

interface Node {
  readonly type: string
  readonly value?: string
  readonly url?: string
  /** Of what a reference means, and of the reference. */
  readonly identifier?: string
  readonly ordered?: boolean | null
  readonly start?: number | null
  readonly children?: readonly Node[]
}

/**
 * Markdown as plain text that reads well in a terminal: paragraphs wrapped, code as it stands, and the address of each
 * link on a line of its own below the paragraph that names it.
 *
 * @param page what relative links are relative to
 */
export function renderProseText(markdown: string, page: string, width: number, indent = ''): string {
  const blocks = readBlocks(markdown)
  const defined = new Map(blocks.flatMap(listDefinitions).reverse())
  return renderBlocks(blocks, { page, defined }, width, indent)
}

/** Where links lead: what relative ones are relative to, and the addresses of those that name theirs elsewhere. */
interface Addresses {
  readonly page: string
  readonly defined: ReadonlyMap<string, string>
}

/** The first of a name counts, wherever it stands: https://spec.commonmark.org/0.31.2/#link-reference-definitions */
function listDefinitions({ type, identifier, url, children = [] }: Node): (readonly [string, string])[] {
  if (type === 'definition' && identifier !== undefined && url !== undefined) return [[identifier, url]]
  return children.flatMap(listDefinitions)
}

function readBlocks(markdown: string): readonly Node[] {
  const plain = plainParagraphs(markdown)
  if (plain === undefined) return parseMarkdown(markdown).children as readonly Node[]
  return plain.map((value) => ({ type: 'paragraph', children: [{ type: 'text', value }] }))
}

function renderBlocks(nodes: readonly Node[], addresses: Addresses, width: number, indent: string): string {
  return nodes
    .map((node) => renderBlock(node, addresses, width, indent))
    .filter((text) => text !== '')
    .join('\n\n')
}

function renderBlock(node: Node, addresses: Addresses, width: number, indent: string): string {
  const children = node.children ?? []
  switch (node.type as RootContent['type']) {
    case 'html':
    case 'definition':
      return ''
    case 'code':
      return indentLines(node.value ?? '', `${indent}    `)
    case 'thematicBreak':
      return `${indent}* * *`
    case 'blockquote':
      return indentLines(renderBlocks(children, addresses, width - indent.length - 2, ''), `${indent}> `)
    case 'list':
      return children
        .map((item, index) => {
          const mark = node.ordered ? `${(node.start ?? 1) + index}. ` : '- '
          const deeper = indent + ' '.repeat(mark.length)
          return renderBlocks(item.children ?? [], addresses, width, deeper).replace(deeper, `${indent}${mark}`)
        })
        .join('\n')
    case 'table':
      return [
        ...children.map((row) =>
          wrapText((row.children ?? []).map(inlineText).join(' | '), width, `${indent}  `, indent),
        ),
        ...listLinks(node, addresses, indent),
      ].join('\n')
    default:
      return [wrapText(inlineText(node), width, indent), ...listLinks(node, addresses, indent)].join('\n')
  }
}

/** A line for each address that a block leads to, once, but for those that its words show whole. */
function listLinks(node: Node, addresses: Addresses, indent: string): string[] {
  const shown = new Set(inlineText(node).split(/\s+/))
  return [...new Set(collectLinks(node, addresses))]
    .filter((url) => !shown.has(url) && !shown.has(url.replace(/^mailto:/i, '')))
    .map((url) => `${indent}${url}`)
}

const indentLines = (text: string, indent: string) =>
  text
    .split('\n')
    .map((line) => `${indent}${line}`.trimEnd())
    .join('\n')

function inlineText(node: Node): string {
  if (node.type === 'html' || node.type === 'image') return ''
  if (node.type === 'break') return '\n'
  // A line break inside a paragraph of markdown is a space; code keeps its marks, since there is no other type here.
  if (node.type === 'inlineCode') return `\`${node.value ?? ''}\``
  if (node.value !== undefined) return node.value.replace(/\s*\n\s*/g, ' ')
  return (node.children ?? []).map(inlineText).join('')
}

function collectLinks(node: Node, { page, defined }: Addresses): string[] {
  const target = node.type === 'linkReference' ? defined.get(node.identifier ?? '') : node.url
  const own = (node.type === 'link' || node.type === 'linkReference') && target !== undefined ? [target] : []
  const urls = own
    .filter((url) => URL.canParse(url, page))
    .map((url) => (/^[a-z][a-z0-9+.-]*:/i.test(url) ? url : new URL(url, page).href))
    .filter((url) => /^(https?|mailto):/i.test(url))
  return [...urls, ...(node.children ?? []).flatMap((child) => collectLinks(child, { page, defined }))]
}
