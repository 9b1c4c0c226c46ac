import { type CoveredSubject, coveredLately } from '../core/issue/covered-lately.ts'
import type { Curation } from '../core/issue/curation.ts'
import { formatAgo } from '../core/issue/last-covered.ts'
import { rankCuration } from '../core/issue/rank-curation.ts'
import { createVerdictReader, type Said, type StoryVerdict } from '../core/issue/story-verdict.ts'
import type { SectionId } from '../core/issue/section.ts'
import type { Kind } from '../core/source/source.ts'
import type { RankedStory } from '../core/story/rank-stories.ts'
import { carrierIds, coverageOf, type Coverage, itemSource } from '../core/story/carriers.ts'

/** `none`: nobody has decided. */
export const VERDICTS = ['picked', 'skip', 'shortlist', 'none'] as const

export interface ListFilter {
  readonly kind?: Kind | undefined
  readonly source?: string | undefined
  readonly topic?: string | undefined
  readonly verdict?: (typeof VERDICTS)[number] | undefined
  readonly limit?: number | undefined
}

export interface ListedStory extends Said {
  readonly id: string
  readonly title: string
  readonly url: string
  readonly source: string
  readonly kind: Kind
  readonly score: number
  readonly reasons: readonly string[]
  readonly also: readonly Coverage[]
  /** The section of its pick, where it is picked. */
  readonly section: SectionId | null
  /** Key of the earlier issue that ran it. */
  readonly ranIn: string | null
  /** Enhancement proposals, then projects, that it is about and that an earlier issue covered within half a year. */
  readonly covered: readonly (CoveredSubject & { readonly ago: string })[]
}

/** The stories that an issue chooses from, best first. */
export function listStories(curation: Curation, filter: ListFilter = {}): ListedStory[] {
  const { sources } = curation
  const verdictOf = createVerdictReader(curation)
  return rankCuration(curation)
    .map((story) => ({ story, said: verdictOf(story) }))
    .filter(({ story: { lead } }) => filter.kind === undefined || lead.kind === filter.kind)
    .filter(({ story }) => filter.source === undefined || carrierIds(story).includes(filter.source))
    .filter(
      ({ story }) =>
        filter.topic === undefined || story.items.some(({ topics }) => topics.includes(filter.topic ?? '')),
    )
    .filter(({ said }) => filter.verdict === undefined || (said.verdict ?? 'none') === filter.verdict)
    .slice(0, filter.limit)
    .map(({ story, said }) => ({
      id: story.id,
      title: story.lead.title,
      url: story.lead.url,
      source: itemSource(story.lead, sources),
      kind: story.lead.kind,
      score: story.score,
      reasons: story.reasons,
      also: coverageOf(story, sources),
      ...said,
      section: sectionOf(curation, story),
      ranIn: curation.ranBefore(story)?.key ?? null,
      covered: coveredLately(curation, story).map((each) => ({ ...each, ago: formatAgo(each.date, curation.now) })),
    }))
}

const sectionOf = ({ issue }: Pick<Curation, 'issue'>, { items }: RankedStory): SectionId | null =>
  issue.picks.find(({ id }) => items.some((item) => item.id === id))?.section ?? null

const MARKS: Readonly<Record<StoryVerdict, string>> = { picked: '*', skip: '-', shortlist: '+' }

/** One line a story; the mark is `*` for picked, `-` skipped, `+` shortlisted, and else `=` for what ran before. */
export function formatStories(stories: readonly ListedStory[]): string[] {
  return stories.map(({ id, title, source, score, reasons, verdict, by, reason, section, ranIn, covered }) => {
    const mark = verdict === null ? (ranIn === null ? ' ' : '=') : MARKS[verdict]
    const said = [by && `by ${by}`, reason].filter(Boolean).join(': ')
    const last =
      ranIn === null
        ? covered.map(({ name, number, ago }) => `${name} last in #${number}, ${ago}`)
        : [`ran in ${ranIn}`]
    const place = section === null ? [] : [`in ${section}`]
    const chips = [...place, ...reasons, ...last, ...(said ? [said] : [])].join(', ')
    return `${id.slice(0, 7)} ${score.toFixed(0).padStart(3)} ${mark} ${title} | ${source} (${chips})`
  })
}
