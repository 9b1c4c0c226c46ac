import rehypeSanitize, { defaultSchema } from 'rehype-sanitize'
import rehypeStringify from 'rehype-stringify'
import remarkGfm from 'remark-gfm'
import remarkParse from 'remark-parse'
import remarkRehype from 'remark-rehype'
import { unified } from 'unified'
import { plainParagraphs } from './plain-paragraphs.ts'

/** What short texts may hold. No picture, no raw HTML, no script, no link but to the web, mail, or this page. */
const SHORT_TEXT = {
  ...defaultSchema,
  tagNames: [
    ...['p', 'br', 'em', 'strong', 'del', 'code', 'pre', 'a', 'ul', 'ol', 'li', 'blockquote', 'hr'],
    ...['h2', 'h3', 'h4', 'table', 'thead', 'tbody', 'tr', 'th', 'td'],
  ],
  attributes: { a: ['href'], ol: ['start'], th: ['align'], td: ['align'] },
  protocols: { href: ['http', 'https', 'mailto'] },
}

const renderer = unified()
  .use(remarkParse)
  .use(remarkGfm)
  .use(remarkRehype)
  .use(rehypeSanitize, SHORT_TEXT)
  .use(rehypeStringify)

/** What was rendered last: a blurb stands on several pages, in the mail and in feeds. */
const rendered = new Map<string, string>()
const MOST_REMEMBERED = 5_000

/** Blurbs, notes and excerpts as HTML: the one renderer behind page, mail and feed, so that they agree. */
export function renderMarkdown(markdown: string): string {
  const plain = plainParagraphs(markdown)
  if (plain !== undefined) return plain.map((text) => `<p>${text}</p>`).join('\n')
  const known = rendered.get(markdown)
  if (known !== undefined) return known
  const html = String(renderer.processSync(markdown)).trim()
  const safe = html.replace(/<a>([^]*?)<\/a>/g, '$1')
  if (rendered.size >= MOST_REMEMBERED) rendered.clear()
  rendered.set(markdown, safe)
  return safe
}

/** As `renderMarkdown`, for text of one paragraph: without the `<p>` around it. */
export function renderInline(markdown: string): string {
  const html = renderMarkdown(markdown)
  const only = /^<p>([^]*)<\/p>$/.exec(html)
  return only?.[1] !== undefined && !only[1].includes('<p>') ? only[1] : html
}
