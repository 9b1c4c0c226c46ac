import { Parser } from 'htmlparser2'

/** What the HTML of a mail leads to, loads and says. */
export interface MailMarkup {
  readonly links: readonly { readonly href: string; readonly text: string }[]
  readonly images: readonly { readonly src: string; readonly isHidden: boolean }[]
  /** What stands to be read, spaces folded. */
  readonly words: string
}

/** Of a hostile mail, no more of each is looked at. */
const MOST = 5_000
const SILENT = new Set(['style', 'script', 'title', 'head'])
const BREAKS = new Set(['p', 'br', 'td', 'tr', 'div', 'li', 'h1', 'h2', 'h3', 'h4', 'table', 'blockquote', 'pre'])

/** Reads the HTML of a mail, however broken it is. */
export function readMailMarkup(html: string): MailMarkup {
  const links: { href: string; text: string }[] = []
  const images: { src: string; isHidden: boolean }[] = []
  const words: string[] = []
  let link: { href: string; text: string } | undefined
  let silent = 0
  const parser = new Parser({
    onopentag(name, attributes) {
      if (SILENT.has(name)) silent += 1
      if (BREAKS.has(name)) words.push(' ')
      if (name === 'a' && attributes.href !== undefined && links.length < MOST) {
        link = { href: attributes.href.trim(), text: '' }
        links.push(link)
      }
      const { src, width, height, style = '', background } = attributes
      const source = name === 'img' ? src : background
      if (source !== undefined && images.length < MOST) {
        const isSmall = [width, height].some((length) => length !== undefined && Number.parseFloat(length) <= 2)
        const isHidden =
          isSmall || /display\s*:\s*none|visibility\s*:\s*hidden|(width|height)\s*:\s*[012]px/i.test(style)
        images.push({ src: source.trim(), isHidden })
      }
    },
    ontext(text) {
      if (silent > 0) return
      words.push(text)
      if (link !== undefined && link.text.length < 2_000) link.text += text
    },
    onclosetag(name) {
      if (SILENT.has(name)) silent = Math.max(0, silent - 1)
      if (BREAKS.has(name)) words.push(' ')
      if (name === 'a') link = undefined
    },
  })
  parser.end(html)
  return { links, images, words: words.join('').replace(/\s+/g, ' ').trim() }
}
