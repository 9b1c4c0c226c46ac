import type { Kind } from '../../core/source/source.ts'
import type { StoryView } from '../protocol.ts'

export const VERDICT_FILTERS = [
  { id: 'open', title: 'open' },
  { id: 'picked', title: 'picked' },
  { id: 'shortlist', title: 'shortlisted' },
  { id: 'skip', title: 'skipped' },
  { id: 'ran', title: 'ran before' },
  { id: 'held', title: 'held over' },
  { id: 'suggested', title: 'suggested by readers' },
] as const

export type VerdictFilter = (typeof VERDICT_FILTERS)[number]['id']

/** What the list of stories is narrowed to; an empty string takes all. */
export interface StoryFilter {
  readonly text: string
  readonly kind: Kind | ''
  readonly source: string
  readonly topic: string
  readonly verdict: VerdictFilter | ''
}

export const NO_FILTER: StoryFilter = { text: '', kind: '', source: '', topic: '', verdict: '' }

export const isFiltered = (filter: StoryFilter): boolean => Object.values(filter).some((value) => value !== '')

/** Whether a story is wanted: each word of the text must occur in its title, sources, authors, tags or excerpt. */
export function matchesFilter(story: StoryView, { text, kind, source, topic, verdict }: StoryFilter): boolean {
  if (kind !== '' && story.kind !== kind) return false
  if (source !== '' && !story.sourceIds.includes(source)) return false
  if (topic !== '' && !story.topics.includes(topic)) return false
  if (verdict !== '' && !HAS_VERDICT[verdict](story)) return false
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return true
  const haystack = [
    ...[story.title, story.source, story.excerpt, ...story.authors, ...story.tags],
    ...story.items.map(({ title }) => title),
    ...story.also.map((each) => each.source),
  ]
    .join('\n')
    .toLowerCase()
  return words.every((word) => haystack.includes(word))
}

const HAS_VERDICT: Readonly<Record<VerdictFilter, (story: StoryView) => boolean>> = {
  open: ({ verdict, ranIn }) => verdict === null && ranIn === null,
  picked: ({ verdict }) => verdict === 'picked',
  shortlist: ({ verdict }) => verdict === 'shortlist',
  skip: ({ verdict }) => verdict === 'skip',
  ran: ({ ranIn }) => ranIn !== null,
  held: ({ heldFrom }) => heldFrom !== null,
  suggested: ({ suggestion }) => suggestion !== null,
}
