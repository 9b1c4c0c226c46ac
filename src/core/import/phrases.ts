import type { Nodes, PhrasingContent, RootContent } from 'mdast'

/** Words as a phrase; none, where there are none. */
export const textOf = (value: string): PhrasingContent[] => (value === '' ? [] : [{ type: 'text', value }])

/** Without white space and line ends at both ends. */
export function trimPhrases(nodes: readonly PhrasingContent[]): PhrasingContent[] {
  const list = [...nodes]
  for (let first = list[0]; first !== undefined; first = list[0]) {
    const text = first.type === 'text' ? first.value.trimStart() : undefined
    if (first.type === 'text' && text !== '') {
      list[0] = { ...first, value: text ?? '' }
      break
    }
    if (first.type !== 'break' && text !== '') break
    list.shift()
  }
  for (let last = list.at(-1); last !== undefined; last = list.at(-1)) {
    const text = last.type === 'text' ? last.value.trimEnd() : undefined
    if (last.type === 'text' && text !== '') {
      list[list.length - 1] = { ...last, value: text ?? '' }
      break
    }
    if (last.type !== 'break' && text !== '') break
    list.pop()
  }
  return list
}

/** The words of a tree, without marks; a line end is a line end. */
export function plainText(nodes: readonly Nodes[]): string {
  return nodes
    .map((node): string => {
      if (node.type === 'break') return '\n'
      if (node.type === 'html') return ''
      if ('value' in node) return node.value
      if (!('children' in node)) return ''
      return plainText(node.children)
    })
    .join('')
}

/** Blocks as one paragraph: each begins on a line of its own, and an entry of a list with a dash. */
export function flattenBlocks(blocks: readonly RootContent[]): PhrasingContent[] {
  const lines = blocks.flatMap((block) => linesOf(block))
  return lines.flatMap((line, index) => (index === 0 ? line : [{ type: 'break' as const }, ...line]))
}

function linesOf(block: RootContent): PhrasingContent[][] {
  switch (block.type) {
    case 'paragraph':
    case 'heading':
      return [trimPhrases(block.children)]
    case 'code':
      return block.value
        .split('\n')
        .filter((line) => line.trim() !== '')
        .map((line) => [{ type: 'inlineCode', value: line }])
    case 'list':
      return block.children.flatMap((item, index) => {
        const [first = [], ...rest] = item.children.flatMap((child) => linesOf(child))
        const mark = block.ordered === true ? `${(block.start ?? 1) + index}) ` : '– '
        return [[...textOf(mark), ...first], ...rest]
      })
    case 'blockquote':
      return block.children.flatMap((child) => linesOf(child))
    case 'table':
      return block.children.map((row) =>
        row.children.flatMap((cell, index) => (index === 0 ? cell.children : [...textOf(' | '), ...cell.children])),
      )
    default:
      return []
  }
}
