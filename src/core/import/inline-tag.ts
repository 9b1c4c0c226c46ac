import type { PhrasingContent } from 'mdast'

/** Elements that have no end. */
const VOID = new Set(['br', 'img', 'hr', 'wbr', 'input', 'embed', 'source', 'track', 'meta', 'link'])

/** A tag of HTML in a line of markdown, which is a piece of its own there. */
export interface InlineTag {
  readonly name: string
  readonly is: 'begin' | 'end' | 'whole'
}

/** The tag that a piece of inline HTML is, if it is one. */
export function tagOf(node: PhrasingContent): InlineTag | undefined {
  if (node.type !== 'html') return undefined
  const [, slash, written = ''] = /^<(\/?)([a-z][\w-]*)/i.exec(node.value) ?? []
  const name = written.toLowerCase()
  if (name === '') return undefined
  if (slash === '/') return { name, is: 'end' }
  return { name, is: VOID.has(name) || /^[^>]*\/>/.test(node.value) ? 'whole' : 'begin' }
}

/** Where the element ends that a tag begins: the index of its last piece; its own where it has no end. */
export function endOfElement(tags: readonly (InlineTag | undefined)[], start: number): number {
  const open = tags[start]
  if (open?.is !== 'begin') return start
  let depth = 0
  for (let index = start; index < tags.length; index++) {
    const tag = tags[index]
    if (tag?.name !== open.name) continue
    if (tag.is === 'begin') depth++
    if (tag.is === 'end' && --depth === 0) return index
  }
  return start
}
