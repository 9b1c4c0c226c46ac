import type { Link, List, ListItem, Paragraph, PhrasingContent, Root, RootContent, Text } from 'mdast'
import remarkGfm from 'remark-gfm'
import remarkStringify from 'remark-stringify'
import { unified } from 'unified'

/** A piece of a line: words as they are, never markup, or a link with such words. */
export type LinePart = string | { readonly text: string; readonly url: string }
export type Line = readonly LinePart[]

/** A paragraph, or a list of lines. */
export type Block = { readonly paragraph: Line } | { readonly list: readonly Line[] }

/** Links stand as links even where their words are their address, and nothing is a list but by `-`. */
const writer = unified().use(remarkStringify, { bullet: '-', listItemIndent: 'one', resourceLink: true }).use(remarkGfm)

/** Markdown that says just these words; '' for none. */
export function writeMarkdown(blocks: readonly Block[]): string {
  const children = blocks.flatMap((block): RootContent[] =>
    'paragraph' in block ? [paragraphOf(block.paragraph)] : listOf(block.list),
  )
  return children.length === 0 ? '' : writer.stringify({ type: 'root', children } satisfies Root).trim()
}

function listOf(lines: readonly Line[]): List[] {
  const children = lines.map((line): ListItem => ({ type: 'listItem', spread: false, children: [paragraphOf(line)] }))
  return children.length === 0 ? [] : [{ type: 'list', ordered: false, spread: false, children }]
}

const paragraphOf = (line: Line): Paragraph => ({ type: 'paragraph', children: line.map(nodeOf) })
const nodeOf = (part: LinePart): PhrasingContent => (typeof part === 'string' ? textOf(part) : linkOf(part))
const textOf = (value: string): Text => ({ type: 'text', value })
const linkOf = ({ text, url }: { readonly text: string; readonly url: string }): Link => ({
  type: 'link',
  url,
  children: [textOf(text)],
})

/** `A`, `A and B`, `A, B and C`, of pieces that may be links. */
export function joinParts(parts: Line): LinePart[] {
  return parts.flatMap((part, index) => {
    if (index === 0) return [part]
    return [index === parts.length - 1 ? ' and ' : ', ', part]
  })
}
