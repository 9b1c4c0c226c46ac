import type { Nodes } from 'mdast'
import remarkGfm from 'remark-gfm'
import remarkParse from 'remark-parse'
import { unified } from 'unified'
import { markdownToText } from './markdown-text.ts'

export interface MarkdownLink {
  readonly url: string
  readonly text: string
}

const parser = unified().use(remarkParse).use(remarkGfm)

/** The links of a markdown text in their order, bare addresses and reference definitions included. */
export function findLinks(markdown: string): MarkdownLink[] {
  const links: MarkdownLink[] = []
  const visit = (node: Nodes) => {
    if (node.type === 'link') {
      const { start, end } = node.position ?? {}
      const source = markdown.slice(start?.offset, end?.offset)
      links.push({ url: node.url, text: markdownToText(source) })
    } else if (node.type === 'definition') links.push({ url: node.url, text: node.label ?? '' })
    if ('children' in node) for (const child of node.children) visit(child)
  }
  visit(parser.parse(markdown))
  return links
}
