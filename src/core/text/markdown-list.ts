import type { Link, ListItem, PhrasingContent, Root, Text } from 'mdast'
import remarkStringify from 'remark-stringify'
import { unified } from 'unified'

/** A piece of a line: words as they are, never markup, or a link with such words. */
export type LinePart = string | { readonly text: string; readonly url: string }

/** Links stand as links even where their words are their address, and nothing is a list but by `-`. */
const writer = unified().use(remarkStringify, { bullet: '-', listItemIndent: 'one', resourceLink: true })

/** Lines as a list in markdown that says just these words; '' for none. */
export function writeList(lines: readonly (readonly LinePart[])[]): string {
  if (lines.length === 0) return ''
  const children = lines.map((line): ListItem => ({
    type: 'listItem',
    spread: false,
    children: [{ type: 'paragraph', children: line.map(nodeOf) }],
  }))
  const root: Root = { type: 'root', children: [{ type: 'list', ordered: false, spread: false, children }] }
  return writer.stringify(root).trim()
}

const nodeOf = (part: LinePart): PhrasingContent => (typeof part === 'string' ? textOf(part) : linkOf(part))
const textOf = (value: string): Text => ({ type: 'text', value })
const linkOf = ({ text, url }: { readonly text: string; readonly url: string }): Link => ({
  type: 'link',
  url,
  children: [textOf(text)],
})

/** `A`, `A and B`, `A, B and C`, of pieces that may be links. */
export function joinParts(parts: readonly LinePart[]): LinePart[] {
  return parts.flatMap((part, index) => {
    if (index === 0) return [part]
    return [index === parts.length - 1 ? ' and ' : ', ', part]
  })
}
