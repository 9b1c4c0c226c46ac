import type { ListItem, Paragraph, Parents, PhrasingContent, RootContent } from 'mdast'
import { type ElementPart, INLINE, type Part, type TagName } from './read-beginning.ts'

/** What parts become: blocks, and what stands in a paragraph. Only what is made here is in it. */
type Content = RootContent

/**
 * Markdown of parts: paragraphs, lists and quotations, with emphasis, code, links and ends of lines in them; as
 * hast-util-to-mdast makes it, in a tenth of its time. An item outside of any list is what stands in it.
 */
export const partsToBlocks = (parts: readonly Part[]): Content[] =>
  toFlow(convertAll(parts)).flatMap((block) => (block.type === 'listItem' ? toFlow(block.children) : [block]))

const convertAll = (parts: readonly Part[]): Content[] => parts.flatMap(convert)

function convert(part: Part): Content[] {
  if ('value' in part) return part.value === '' ? [] : [{ type: 'text', value: part.value }]
  const { tagName, href = '' } = part
  switch (tagName) {
    case 'em':
    case 'i':
      return [{ type: 'emphasis', children: inner(part) }]
    case 'strong':
    case 'b':
      return [{ type: 'strong', children: inner(part) }]
    case 'del':
      return [{ type: 'delete', children: inner(part) }]
    case 'a':
      return [{ type: 'link', url: href, title: null, children: inner(part) }]
    case 'code':
      return [{ type: 'inlineCode', value: textOf(part.children) }]
    case 'br':
      return [{ type: 'break' }]
    case 'p': {
      const children = withoutOuterBreaks(inner(part))
      return children.length === 0 ? [] : [{ type: 'paragraph', children }]
    }
    case 'div':
      return toFlow(convertAll(part.children))
    case 'blockquote':
      return [{ type: 'blockquote', children: toFlow(convertAll(part.children)) as Paragraph[] }]
    case 'ul':
    case 'ol': {
      const children = toItems(convertAll(part.children))
      const spread = children.length > 1 && children.some((item) => item.spread)
      return [{ type: 'list', ordered: tagName === 'ol', start: tagName === 'ol' ? 1 : null, spread, children }]
    }
    case 'li': {
      const children = toFlow(convertAll(part.children)) as Paragraph[]
      return [{ type: 'listItem', spread: isSpread(part), checked: null, children }]
    }
  }
}

/** A block inside of emphasis or a link stays there until `toFlow` takes it apart. */
const inner = (part: ElementPart) => joinTexts(convertAll(part.children)) as PhrasingContent[]

const textOf = (parts: readonly Part[]): string =>
  parts.map((part) => ('value' in part ? part.value : part.tagName === 'br' ? '\n' : textOf(part.children))).join('')

const PHRASING = new Set<Content['type']>(['text', 'emphasis', 'strong', 'delete', 'link', 'inlineCode', 'break'])
const isPhrasing = (node: Content): node is PhrasingContent => PHRASING.has(node.type)
const isBlank = (node: Content) => node.type === 'text' && /^[ \t\n\f\r]*$/.test(node.value)

/** Blocks as they are, and what stands between them in paragraphs. */
const toFlow = (nodes: readonly Content[]): Content[] =>
  inRuns(
    nodes,
    (run) => (run.every(isBlank) ? [] : [{ type: 'paragraph', children: withoutOuterBreaks(run) }]),
    (block) => block,
  )

/** What is not for a list itself goes into the item after it, or at the end into the last. */
function toItems(nodes: readonly Content[]): ListItem[] {
  const items: ListItem[] = []
  let loose: Content[] = []
  for (const node of joinTexts(nodes)) {
    if (node.type === 'listItem') {
      node.children.unshift(...(loose as Paragraph[]))
      loose = []
      items.push(node)
    } else loose.push(node)
  }
  if (loose.length === 0) return items
  const last = items.at(-1)
  if (last === undefined) return [{ type: 'listItem', spread: false, checked: null, children: loose as Paragraph[] }]
  last.children.push(...(loose as Paragraph[]))
  return items
}

const inLine: ReadonlySet<TagName> = new Set([...INLINE, 'br'])

/** Whether blank lines stand between the blocks of an item. */
function isSpread({ children }: ElementPart): boolean {
  let hasBlock = false
  for (const child of children) {
    if ('value' in child || inLine.has(child.tagName)) continue
    if (child.tagName === 'p' || hasBlock || isSpread(child)) return true
    hasBlock = true
  }
  return false
}

/** Runs of what stands in paragraphs, and the blocks between them; links and deletions around blocks go into those. */
function inRuns(
  nodes: readonly Content[],
  onRun: (run: PhrasingContent[]) => Content[],
  onBlock: (block: Content) => Content,
): Content[] {
  const result: Content[] = []
  let run: PhrasingContent[] = []
  const endRun = () => {
    if (run.length > 0) result.push(...onRun(run))
    run = []
  }
  for (const node of joinTexts(nodes).flatMap((each) => (holdsBlocks(each) ? takeApart(each) : [each]))) {
    if (isPhrasing(node)) run.push(node)
    else {
      endRun()
      result.push(onBlock(node))
    }
  }
  endRun()
  return result
}

type Straddler = Extract<Content, { type: 'link' | 'delete' }>

const holdsBlocks = (node: Content): node is Straddler =>
  (node.type === 'link' || node.type === 'delete') && node.children.some(isOrHoldsBlock)

const isOrHoldsBlock = (node: Content): boolean =>
  !isPhrasing(node) || ('children' in node && (node.children as Content[]).some(isOrHoldsBlock))

const takeApart = (node: Straddler): Content[] =>
  inRuns(
    node.children,
    (run) => [{ ...node, children: run }],
    (block) =>
      'children' in block
        ? ({ ...block, children: [{ ...node, children: block.children }] } as Parents as Content)
        : block,
  )

function joinTexts(nodes: readonly Content[]): Content[] {
  const joined: Content[] = []
  for (const node of nodes) {
    const last = joined.at(-1)
    if (node.type === 'text' && last?.type === 'text') last.value += node.value
    else joined.push(node)
  }
  return joined
}

function withoutOuterBreaks(nodes: readonly PhrasingContent[]): PhrasingContent[] {
  const isKept = ({ type }: PhrasingContent) => type !== 'break'
  return nodes.slice(Math.max(0, nodes.findIndex(isKept)), nodes.findLastIndex(isKept) + 1)
}
