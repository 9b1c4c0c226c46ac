import { Parser } from 'htmlparser2'

/** An element of a piece of HTML, or its words; comments are left to who looks for them. */
export interface HtmlElement {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: readonly (HtmlElement | string)[]
}

/** Elements inside one another: what lies deeper is counted to the last. */
const DEEPEST = 60

interface Open {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: (HtmlElement | string)[]
}

/** A piece of HTML as a tree, whatever of it is not closed. */
export function parseHtml(html: string): HtmlElement {
  const root: Open = { name: '', attributes: {}, children: [] }
  const open: Open[] = [root]
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        const element: Open = { name, attributes, children: [] }
        open.at(-1)?.children.push(element)
        if (open.length < DEEPEST || name === 'script' || name === 'style') open.push(element)
      },
      ontext(text) {
        open.at(-1)?.children.push(text)
      },
      onclosetag(name) {
        const at = open.findLastIndex((element, index) => index > 0 && element.name === name)
        if (at !== -1) open.length = at
      },
    },
    { decodeEntities: true, lowerCaseTags: true, lowerCaseAttributeNames: true },
  )
  parser.end(html)
  return root
}
