import assert from 'node:assert/strict'
import { parseDocument } from 'htmlparser2'

type Node = ReturnType<typeof parseDocument>['childNodes'][number]

const KEPT = new Set([
  ...['p', 'br', 'em', 'strong', 'del', 'code', 'pre', 'a', 'ul', 'ol', 'li', 'blockquote', 'hr'],
  ...['h2', 'h3', 'h4', 'table', 'thead', 'tbody', 'tr', 'th', 'td'],
])

/** Holds that HTML shows words and links to the web, and does, fetches and styles nothing. */
export function assertInert(html: string, name: string): void {
  for (const { tag, attributes } of elementsOf(html)) {
    assert.ok(KEPT.has(tag), `${name}: <${tag}> in ${html.slice(0, 200)}`)
    for (const [key, value] of Object.entries(attributes)) {
      assert.ok((tag === 'a' && key === 'href') || (tag === 'ol' && key === 'start'), `${name}: ${key} of <${tag}>`)
      if (key === 'href') assert.match(value, /^(https?:\/\/|mailto:)/, name)
    }
  }
}

/** The elements of a document, in its order. */
export const elementsOf = (html: string): { tag: string; attributes: Record<string, string> }[] =>
  nodesOf(html).flatMap((node) =>
    'name' in node && 'attribs' in node ? [{ tag: node.name, attributes: node.attribs }] : [],
  )

/** The words of a document, on one line; blocks are apart. */
export const wordsOf = (html: string): string =>
  nodesOf(html.replace(/<\/?(p|div|hr|br)\b/g, ' $&'))
    .map((node) => ('data' in node && node.nodeType === 3 ? node.data : ''))
    .join('')
    .replace(/\s+/g, ' ')
    .trim()

function nodesOf(html: string): Node[] {
  const below = (node: Node): Node[] => [node, ...('children' in node ? node.children.flatMap(below) : [])]
  return parseDocument(html).childNodes.flatMap(below)
}
