import type { Element, ElementContent, Nodes, Properties, Text } from 'hast'

export const element = (
  tagName: string,
  properties: Properties = {},
  ...children: readonly (ElementContent | string)[]
): Element => ({
  type: 'element',
  tagName,
  properties,
  children: children.map((child) => (typeof child === 'string' ? text(child) : child)),
})

export const text = (value: string): Text => ({ type: 'text', value })

export const isElement = (node: Nodes | undefined, ...names: readonly string[]): node is Element =>
  node?.type === 'element' && names.includes(node.tagName)

/** What a reader reads of it. */
export function textOf(node: Nodes): string {
  if (node.type === 'text') return node.value
  if (isElement(node, 'img')) return String(node.properties.alt ?? '')
  return 'children' in node ? node.children.map(textOf).join('') : ''
}

/** Whether there is nothing in it but white space. */
export const isBlank = (node: Nodes): boolean => node.type === 'text' && node.value.trim() === ''
