import type { Root as MdastRoot } from 'mdast'
import { parseMarkdown } from './parse-markdown.ts'
import { plainParagraphs } from './plain-paragraphs.ts'

type Node = MdastRoot | MdastRoot['children'][number] | { type: string; value?: string; children?: Node[] }

/** The words of a markdown text, without its marks; paragraphs are parted by a blank line. */
export function markdownToText(markdown: string): string {
  if (plainParagraphs(markdown) !== undefined) return markdown
  const blocks = parseMarkdown(markdown).children.map((block) => nodeText(block))
  return blocks.filter((text) => text !== '').join('\n\n')
}

function nodeText(node: Node): string {
  if (node.type === 'html') return ''
  if (node.type === 'break') return '\n'
  if ('value' in node && typeof node.value === 'string') return node.value
  if (!('children' in node) || !node.children) return ''
  const separator = ['list', 'blockquote', 'table', 'listItem'].includes(node.type) ? '\n' : ''
  return (node.children as Node[]).map(nodeText).join(separator)
}
