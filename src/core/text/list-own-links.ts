import type { Nodes } from 'mdast'
import remarkGfm from 'remark-gfm'
import remarkParse from 'remark-parse'
import { unified } from 'unified'

/** A link to a page of the site itself. */
export interface OwnLink {
  /** As written, from the root: `/posts/first-light/#why`. */
  readonly url: string
  /** Line of the markdown, counted from 1. */
  readonly line: number
}

const parser = unified().use(remarkParse).use(remarkGfm)

/** Nearly no short text has such a link, and reading all of them takes long. */
const MAY_LINK = /\]\(\s*<?\/|\]:\s*<?\//

/** The links of a markdown text that start with `/`, in their order. */
export function listOwnLinks(markdown: string): OwnLink[] {
  if (!MAY_LINK.test(markdown)) return []
  const links: OwnLink[] = []
  const visit = (node: Nodes) => {
    const isLink = node.type === 'link' || node.type === 'definition'
    if (isLink && /^\/(?!\/)/.test(node.url)) links.push({ url: node.url, line: node.position?.start.line ?? 1 })
    if ('children' in node) for (const child of node.children) visit(child)
  }
  visit(parser.parse(markdown))
  return links
}
