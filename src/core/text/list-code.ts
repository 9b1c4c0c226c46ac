import type { Nodes, Root } from 'mdast'
import remarkGfm from 'remark-gfm'
import remarkParse from 'remark-parse'
import { unified } from 'unified'

/** A piece of code in a markdown text. */
export interface CodeText {
  readonly text: string
  /** Line of the markdown on which it begins, counted from 1; of a block the first of its own, below the fence. */
  readonly line: number
  readonly isBlock: boolean
  /** The first word behind the fence, in lower case; empty where there is none. */
  readonly language: string
  /** The other words behind the fence: `fragment` in "```yaml fragment". */
  readonly marks: readonly string[]
}

const parser = unified().use(remarkParse).use(remarkGfm)

/** Without any of these there is no code, and no need to read the text. */
const MAY_HAVE_CODE = /`|~~~|(?:^|\n)(?: {4}|\t)/

/** The code of a markdown text, blocks and spans in their order; `tree` is the text as parsed, where that is at hand. */
export function listCode(markdown: string, tree?: Root): CodeText[] {
  if (!MAY_HAVE_CODE.test(markdown)) return []
  const found: CodeText[] = []
  const visit = (node: Nodes) => {
    if (node.type === 'inlineCode' || node.type === 'code') {
      const { start } = node.position ?? {}
      const isFenced = node.type === 'code' && /^(?:```|~~~)/.test(markdown.slice(start?.offset))
      found.push({
        text: node.value,
        line: (start?.line ?? 1) + (isFenced ? 1 : 0),
        isBlock: node.type === 'code',
        language: node.type === 'code' ? (node.lang ?? '').toLowerCase() : '',
        marks: node.type === 'code' ? (node.meta ?? '').split(/\s+/).filter((mark) => mark !== '') : [],
      })
    }
    if ('children' in node) for (const child of node.children) visit(child)
  }
  visit(tree ?? parser.parse(markdown))
  return found
}
