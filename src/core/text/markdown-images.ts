import type { Nodes } from 'mdast'
import remarkGfm from 'remark-gfm'
import remarkParse from 'remark-parse'
import { unified } from 'unified'

export interface MarkdownImage {
  /** Address, or the label of the reference that has it. */
  readonly url: string
  /** What is said in its place to who does not see it; empty where nothing is. */
  readonly alt: string
}

const parser = unified().use(remarkParse).use(remarkGfm)

/** The images of a markdown text in their order, those written as HTML included; not what stands in code. */
export function findImages(markdown: string): MarkdownImage[] {
  const images: MarkdownImage[] = []
  const visit = (node: Nodes) => {
    if (node.type === 'image') images.push({ url: node.url, alt: node.alt?.trim() ?? '' })
    else if (node.type === 'imageReference')
      images.push({ url: node.label ?? node.identifier, alt: node.alt?.trim() ?? '' })
    else if (node.type === 'html') images.push(...findTags(node.value))
    if ('children' in node) for (const child of node.children) visit(child)
  }
  visit(parser.parse(markdown))
  return images
}

function findTags(html: string): MarkdownImage[] {
  return (html.match(/<img\b[^>]*>/gi) ?? []).map((tag) => ({
    url: attribute(tag, 'src'),
    alt: attribute(tag, 'alt').trim(),
  }))
}

function attribute(tag: string, name: string): string {
  const match = new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s"'>]+))`, 'i').exec(tag)
  return match?.[1] ?? match?.[2] ?? match?.[3] ?? ''
}
