import rehypeSanitize, { defaultSchema } from 'rehype-sanitize'
import rehypeStringify from 'rehype-stringify'
import remarkRehype from 'remark-rehype'
import { unified } from 'unified'
import { parseMarkdown } from './parse-markdown.ts'
import { plainParagraphs } from './plain-paragraphs.ts'
import { rememberTexts } from './remember-texts.ts'

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

const renderer = unified().use(remarkRehype).use(rehypeSanitize, SHORT_TEXT).use(rehypeStringify)

/** Blurbs, notes and excerpts as HTML: the one renderer behind page, mail and feed, so that they agree. */
export function renderMarkdown(markdown: string): string {
  return (
    plainParagraphs(markdown)
      ?.map((text) => `<p>${text}</p>`)
      .join('\n') ?? renderMarks(markdown)
  )
}

const renderMarks = rememberTexts((markdown) => {
  const html = renderer.stringify(renderer.runSync(parseMarkdown(markdown))).trim()
  return html.replace(/<a>([^]*?)<\/a>/g, '$1')
})

/** As `renderMarkdown`, for text of one paragraph: without the `<p>` around it. */
export function renderInline(markdown: string): string {
  const html = renderMarkdown(markdown)
  const only = /^<p>([^]*)<\/p>$/.exec(html)
  return only?.[1] !== undefined && !only[1].includes('<p>') ? only[1] : html
}
