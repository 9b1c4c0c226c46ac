import type { Post } from '../core/post/post.ts'
import type { Series } from '../core/post/series.ts'
import { renderMarkdown } from '../core/text/markdown.ts'
import { formatDay } from '../core/text/moment.ts'
import type { SiteContent } from './site-content.ts'
import { bylineMarks } from './long-form-list.ts'
import { newestOf } from './newest-of.ts'
import { postPath, seriesPath } from './paths.ts'

/** One part of a series; without a post where it is still to come. */
export interface SeriesPart {
  readonly part: number
  /** `Day 2` */
  readonly label: string
  readonly post:
    | {
        readonly slug: string
        readonly title: string
        readonly href: string
        readonly description: string
        readonly date: string
        readonly dateText: string
        /** `after Ada Quay` */
        readonly byline: string
        readonly isDraft: boolean
      }
    | undefined
}

export interface SeriesView {
  readonly id: string
  readonly title: string
  readonly href: string
  readonly description: string
  /** As HTML; empty where there is none. */
  readonly intro: string
  readonly unit: string
  readonly parts: readonly SeriesPart[]
  /** How many of the parts are written. */
  readonly written: number
  /** Day of its newest part; none before the first. */
  readonly newest: string | undefined
}

type Shelf = Pick<SiteContent, 'series' | 'posts' | 'people'>

const known = new WeakMap<SiteContent['posts'], Map<string, SeriesView>>()

/** All series, each with its parts in order, by id; worked out once for each content that was read. */
export function viewSeries(content: Shelf): ReadonlyMap<string, SeriesView> {
  const views = known.get(content.posts) ?? new Map(listSeries(content).map((view) => [view.id, view]))
  known.set(content.posts, views)
  return views
}

function listSeries({ series, posts, people }: Shelf): SeriesView[] {
  const written = Map.groupBy(posts, (post) => post.series?.id)
  return [...series.values()].map((each) => createView(each, written.get(each.id) ?? [], people))
}

function createView(series: Series, posts: readonly Post[], people: SiteContent['people']): SeriesView {
  const { id, title, description, unit } = series
  const byPart = new Map(posts.map((post) => [post.series?.part ?? 0, post]))
  const count = Math.max(series.parts ?? 0, ...byPart.keys())
  return {
    ...{ id, title, description, unit },
    href: seriesPath(id),
    intro: renderMarkdown(series.intro),
    parts: Array.from({ length: count }, (_, index): SeriesPart => {
      const post = byPart.get(index + 1)
      return { part: index + 1, label: `${unit} ${index + 1}`, post: post && viewPart(post, people) }
    }),
    written: byPart.size,
    newest: newestOf(posts.map(({ date }) => date)),
  }
}

function viewPart(post: Post, people: SiteContent['people']) {
  const { slug, title, description, date, status } = post
  return {
    ...{ slug, title, description, date },
    href: postPath(slug),
    dateText: formatDay(date, { weekday: false }),
    byline: bylineMarks(post, people)
      .map((mark) => mark.text)
      .join(', '),
    isDraft: status !== 'published',
  }
}
