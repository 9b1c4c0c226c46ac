import { compareText } from '../text/compare-text.ts'
import { htmlToText } from '../text/plain-text.ts'
import { KINDS, type Source } from './source.ts'

/**
 * A list of sources as OPML 2.0 (opml.org/spec2.opml), one folder a kind, as every feed reader imports it. An import of
 * it (`planSourceImport`) gives the same addresses, and the same titles up to the length that it cuts them to.
 *
 * @param title of the whole list
 */
export function formatOpml(sources: readonly Source[], title: string): string {
  const folders = KINDS.flatMap((kind) => {
    const members = sources
      .filter((source) => source.kind === kind)
      .toSorted((one, other) => compareText(one.title, other.title) || compareText(one.id, other.id))
    if (members.length === 0) return []
    return [`    <outline${attributes({ text: kind, title: kind })}>`, ...members.map(formatSource), '    </outline>']
  })
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<opml version="2.0">',
    `  <head>\n    <title>${escapeXml(title)}</title>\n  </head>`,
    '  <body>',
    ...folders,
    '  </body>',
    '</opml>\n',
  ].join('\n')
}

function formatSource({ title, url, site }: Source): string {
  const name = asHtml(title)
  return `      <outline${attributes({ type: 'rss', text: name, title: name, xmlUrl: url, htmlUrl: site })}/>`
}

/** Readers take a title for HTML, so one that would be read as something else is written as HTML. */
const asHtml = (title: string) =>
  htmlToText(title) === title ? title : title.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

const attributes = (values: Record<string, string | undefined>) =>
  Object.entries(values)
    .map(([name, value]) => (value === undefined ? '' : ` ${name}="${escapeXml(value)}"`))
    .join('')

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' }

/** Text inside XML 1.0, which cannot have all characters: those that it has no way to write are left out. */
const escapeXml = (text: string) =>
  text
    .toWellFormed()
    .replace(/[[\p{Cc}\ufffe\uffff]--[\t\n\r]]/gv, '')
    .replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character)
    .replace(/[\t\n\r]/g, (space) => `&#${space.charCodeAt(0)};`)
