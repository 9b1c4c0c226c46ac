import { compareText } from '../core/text/compare-text.ts'
import type { SiteContent } from './site-content.ts'
import { KIND_GROUPS } from './kinds.ts'
import { itemMoment } from './line.ts'

export interface SearchChoices {
  /** Name of the filter, and of the part of the address that keeps it. */
  readonly name: 'kind' | 'topic' | 'year'
  readonly label: string
  /** What stands for no choice. */
  readonly any: string
  readonly choices: readonly { readonly value: string; readonly text: string }[]
}

type Shelf = Pick<SiteContent, 'items' | 'issues' | 'posts' | 'caseStudies' | 'topics'>

/** What a search can be narrowed to: kinds and topics that there are, and years from which there is something. */
export function searchChoices({ items, issues, posts, caseStudies, topics }: Shelf): SearchChoices[] {
  const years = new Set([
    ...items.map((item) => itemMoment(item).slice(0, 4)),
    ...[...issues, ...posts, ...caseStudies].map(({ date }) => date.slice(0, 4)),
  ])
  const kinds = new Set<string>(items.map(({ kind }) => kind))
  const used = new Set([...items, ...posts, ...caseStudies].flatMap((each) => each.topics))
  if (issues.length > 0) kinds.add('issue')
  if (posts.length > 0) kinds.add('post')
  if (caseStudies.length > 0) kinds.add('case-study')
  const ours: { value: string; text: string }[] = [
    { value: 'issue', text: 'Our issues' },
    { value: 'post', text: 'Our posts' },
  ]
  return [
    {
      name: 'kind',
      label: 'Kind',
      any: 'any',
      choices: [...ours, ...KIND_GROUPS.map(({ kind, title }) => ({ value: kind, text: title }))].filter(({ value }) =>
        kinds.has(value),
      ),
    },
    {
      name: 'topic',
      label: 'Topic',
      any: 'any',
      choices: [...topics.values()]
        .filter(({ id }) => used.has(id))
        .map(({ id, title }) => ({ value: id, text: title }))
        .sort((one, other) => compareText(one.text, other.text)),
    },
    {
      name: 'year',
      label: 'Year',
      any: 'any',
      choices: [...years].sort((one, other) => compareText(other, one)).map((year) => ({ value: year, text: year })),
    },
  ]
}
