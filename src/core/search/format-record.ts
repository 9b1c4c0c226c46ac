import { escapeUTF8 } from 'entities'
import { formatDay } from '../text/moment.ts'
import { packAnchor } from './packed-anchor.ts'
import { filtersOf, type SearchPage, type SearchPart } from './search-page.ts'

/**
 * A page as the indexer takes it: nothing but its words, under headings whose ids say what a part is about
 * (`packAnchor`), with title, date and kind beside it and the values of the filters.
 */
export function formatSearchRecord(page: SearchPage): string {
  const filters = Object.entries(filtersOf(page)).flatMap(([name, values]) =>
    values.map((value) => `<i data-pagefind-filter="${name}:${escapeUTF8(value)}"></i>`),
  )
  return [
    '<!doctype html><html lang="en"><body data-pagefind-body>',
    ...filters,
    `<i data-pagefind-meta="date:${page.date === '' ? '' : formatDay(page.date, { weekday: false })}"></i><i data-pagefind-meta="kind:${page.kind}"></i>`,
    `<h1>${escapeUTF8(page.title)}</h1>`,
    ...page.parts.map(formatPart),
    '</body></html>',
  ].join('\n')
}

function formatPart(part: SearchPart): string {
  const text = part.text === '' ? '' : `<p>${escapeUTF8(part.text)}</p>`
  if (part.id === '') return text
  const heading = `h${part.level}`
  return `<${heading} id="${escapeUTF8(packAnchor(part))}">${escapeUTF8(part.title)}</${heading}>${text}`
}
