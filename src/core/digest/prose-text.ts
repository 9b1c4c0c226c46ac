import type { RootContent } from 'mdast'
import { parseMarkdown } from '../text/parse-markdown.ts'
import { plainParagraphs } from '../text/plain-paragraphs.ts'
import { wrapText } from '../text/wrap-text.ts'

interface Node {
  readonly type: string
  readonly value?: string
  readonly url?: string
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
  return renderBlocks(readBlocks(markdown), page, width, indent)
}

function readBlocks(markdown: string): readonly Node[] {
  const plain = plainParagraphs(markdown)
  if (plain === undefined) return parseMarkdown(markdown).children as readonly Node[]
  return plain.map((value) => ({ type: 'paragraph', children: [{ type: 'text', value }] }))
}

function renderBlocks(nodes: readonly Node[], page: string, width: number, indent: string): string {
  return nodes
    .map((node) => renderBlock(node, page, width, indent))
    .filter((text) => text !== '')
    .join('\n\n')
}

function renderBlock(node: Node, page: string, width: number, indent: string): string {
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
      return indentLines(renderBlocks(children, page, width - indent.length - 2, ''), `${indent}> `)
    case 'list':
      return children
        .map((item, index) => {
          const mark = node.ordered ? `${(node.start ?? 1) + index}. ` : '- '
          const deeper = indent + ' '.repeat(mark.length)
          return renderBlocks(item.children ?? [], page, width, deeper).replace(deeper, `${indent}${mark}`)
        })
        .join('\n')
    case 'table':
      return children
        .map((row) =>
          wrapText((row.children ?? []).map((cell) => inlineText(cell)).join(' | '), width, `${indent}  `, indent),
        )
        .join('\n')
    default: {
      const links = collectLinks(node, page).map((url) => `${indent}${url}`)
      return [wrapText(inlineText(node), width, indent), ...links].join('\n')
    }
  }
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

/** Addresses of the links of a block, once each; none where the text of the link is the address itself. */
function collectLinks(node: Node, page: string): string[] {
  const own = node.type === 'link' && node.url !== undefined ? [node.url] : []
  const text = inlineText(node)
  const urls = own
    .filter((url) => url !== text && url !== `mailto:${text}` && URL.canParse(url, page))
    .map((url) => (/^[a-z][a-z0-9+.-]*:/i.test(url) ? url : new URL(url, page).href))
    .filter((url) => /^(https?|mailto):/i.test(url))
  return [...new Set([...urls, ...(node.children ?? []).flatMap((child) => collectLinks(child, page))])]
}
