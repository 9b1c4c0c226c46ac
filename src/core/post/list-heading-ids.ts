import type { Nodes, Root } from 'mdast'
import remarkGfm from 'remark-gfm'
import remarkParse from 'remark-parse'
import { unified } from 'unified'
import { foldSpace } from '../text/plain-text.ts'
import { createHeadingIds } from './heading-ids.ts'

const parser = unified().use(remarkParse).use(remarkGfm)

/** What a link may name behind `#`: the ids of a text's headings, in their order. */
export function listHeadingIds(body: string | Root): string[] {
  const nameOf = createHeadingIds()
  const ids: string[] = []
  const visit = (node: Nodes) => {
    if (node.type === 'heading') ids.push(nameOf(foldSpace(wordsOf(node))))
    else if ('children' in node) for (const child of node.children) visit(child)
  }
  visit(typeof body === 'string' ? parser.parse(body) : body)
  return ids
}

/** The words of a node, those said in the place of pictures included. */
export function wordsOf(node: Nodes): string {
  if ('alt' in node) return node.alt ?? ''
  if (node.type === 'html' || node.type === 'footnoteReference') return ''
  if ('value' in node) return node.value
  if (node.type === 'break') return ' '
  return 'children' in node ? node.children.map(wordsOf).join('') : ''
}
