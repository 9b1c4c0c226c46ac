import type { Curation } from '../core/issue/curation.ts'
import type { Kind } from '../core/source/source.ts'
import { carrierIds, coverageOf, type Coverage, itemSource } from '../core/story/carriers.ts'
import { diversify } from '../core/story/diversify.ts'
import { rankStories } from '../core/story/rank-stories.ts'

export const VERDICTS = ['picked', 'none'] as const

export interface ListFilter {
  readonly kind?: Kind | undefined
  readonly source?: string | undefined
  readonly topic?: string | undefined
  readonly verdict?: (typeof VERDICTS)[number] | undefined
  readonly limit?: number | undefined
}

export interface ListedStory {
  readonly id: string
  readonly title: string
  readonly url: string
  readonly source: string
  readonly kind: Kind
  readonly score: number
  readonly reasons: readonly string[]
  readonly also: readonly Coverage[]
  readonly verdict: 'picked' | null
  /** Key of the earlier issue that ran it. */
  readonly ranIn: string | null
}

/** The stories that an issue chooses from, best first. */
export function listStories(curation: Curation, filter: ListFilter = {}): ListedStory[] {
  const { stories, sources, now, issue, ranIn } = curation
  const picked = new Set(issue.picks.map(({ id }) => id))
  return diversify(rankStories(stories, { sources, now }), sources)
    .filter(({ lead }) => filter.kind === undefined || lead.kind === filter.kind)
    .filter((story) => filter.source === undefined || carrierIds(story).includes(filter.source))
    .filter(
      ({ items }) => filter.topic === undefined || items.some(({ topics }) => topics.includes(filter.topic ?? '')),
    )
    .filter(({ id }) => filter.verdict === undefined || picked.has(id) === (filter.verdict === 'picked'))
    .slice(0, filter.limit)
    .map((story) => ({
      id: story.id,
      title: story.lead.title,
      url: story.lead.url,
      source: itemSource(story.lead, sources),
      kind: story.lead.kind,
      score: story.score,
      reasons: story.reasons,
      also: coverageOf(story, sources),
      verdict: story.items.some(({ id }) => picked.has(id)) ? 'picked' : null,
      ranIn: story.items.map((item) => ranIn(item)?.key).find((key) => key !== undefined) ?? null,
    }))
}

/** One line a story; the mark is `*` for picked, `=` for what ran before. */
export function formatStories(stories: readonly ListedStory[]): string[] {
  return stories.map(({ id, title, source, score, reasons, verdict, ranIn }) => {
    const mark = verdict === 'picked' ? '*' : ranIn === null ? ' ' : '='
    const chips = [...reasons, ...(ranIn === null ? [] : [`ran in ${ranIn}`])].join(', ')
    return `${id.slice(0, 7)} ${score.toFixed(1).padStart(4)} ${mark} ${title} | ${source} (${chips})`
  })
}
