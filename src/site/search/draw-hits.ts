import type { PageHit, PartHit, Run } from './arrange-hits.ts'

/** What the kinds of pages are called beside a result; a day's title says that it is one. */
const KIND_WORDS: Readonly<Record<string, string>> = { issue: 'Issue', post: 'Post', 'case-study': 'Case study' }

/** A result as an entry of the list of results. */
export function drawHit(hit: PageHit): HTMLLIElement {
  const entry = document.createElement('li')
  const link = make('a', ...drawRuns(hit.title))
  link.href = hit.href
  entry.append(make('h2', link))
  const facts = hit.kind in KIND_WORDS ? [KIND_WORDS[hit.kind], hit.date] : []
  if (facts.length > 0) entry.append(withClass(make('p', facts.filter(Boolean).join(' · ')), 'meta'))
  if (hit.excerpt.length > 0) entry.append(withClass(make('p', ...drawRuns(hit.excerpt)), 'excerpt'))
  if (hit.parts.length > 0) entry.append(make('ul', ...hit.parts.map(drawPart)))
  if (hit.others > 0) entry.append(withClass(make('p', `${hit.others} more on this page`), 'meta'))
  return entry
}

function drawPart({ href, title, excerpt }: PartHit): HTMLLIElement {
  const link = make('a', ...drawRuns(title))
  link.href = href
  const entry = make('li', link)
  if (excerpt.length > 0) entry.append(withClass(make('p', ...drawRuns(excerpt)), 'excerpt'))
  return entry
}

const drawRuns = (runs: readonly Run[]): (Node | string)[] =>
  runs.map(({ text, isMarked }) => (isMarked ? make('mark', text) : text))

function make<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name)
  element.append(...children)
  return element
}

function withClass<Kind extends HTMLElement>(element: Kind, name: string): Kind {
  element.className = name
  return element
}
