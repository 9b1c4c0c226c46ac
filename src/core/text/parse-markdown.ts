import type { Nodes, Root } from 'mdast'
import remarkGfm from 'remark-gfm'
import remarkParse from 'remark-parse'
import { unified } from 'unified'
import { rememberTexts } from './remember-texts.ts'

const parser = unified().use(remarkParse).use(remarkGfm)

/**
 * The tree of a short text, parsed once for its HTML, its words and its place in a mail: parsing takes longer than all
 * that is made of it. Who asks must leave it as it is. It says nothing of lines and columns, which would weigh more than
 * the text.
 */
export const parseMarkdown: (markdown: string) => Readonly<Root> = rememberTexts((markdown) => {
  const tree = parser.parse(markdown)
  dropPositions(tree)
  return tree
})

function dropPositions(node: Nodes): void {
  delete node.position
  if ('children' in node) for (const child of node.children) dropPositions(child)
}
