import type { Post } from '../core/post/post.ts'
import { formatDay } from '../core/text/moment.ts'
import type { SiteContent } from './site-content.ts'
import { createLongFormView, type LongFormPageView, type LongFormShelf, type PostLink } from './long-form-view.ts'
import { postPath } from './paths.ts'
import { type SeriesView, viewSeries } from './series-view.ts'
import { type PersonView, viewPerson } from './person-view.ts'

export interface PostView extends LongFormPageView {
  readonly series: { readonly view: SeriesView; readonly part: number } | undefined
  readonly closing: { readonly words: string; readonly by: readonly PersonView[] } | undefined
}

type Shelf = LongFormShelf & Pick<SiteContent, 'posts' | 'series'>

/** A post as its page shows it. In a series, its neighbours are the parts beside it; else, and beyond, those in time. */
export function createPostView(post: Post, content: Shelf): PostView {
  const view = post.series && viewSeries(content).get(post.series.id)
  const part = post.series?.part ?? 0
  const series = view && { view, part }
  const at = content.posts.findIndex(({ slug }) => slug === post.slug)
  const isOther = (other: Post) => post.series === undefined || other.series?.id !== post.series.id
  return {
    ...createLongFormView(post, content),
    series,
    closing: post.closing && {
      words: post.closing.words,
      by: post.closing.by.map((id) => viewPerson({ id }, content.people)),
    },
    previous: partLink(view, part - 1) ?? timeLink(content.posts.slice(at + 1).find(isOther)),
    next: partLink(view, part + 1) ?? timeLink(content.posts.slice(0, Math.max(at, 0)).findLast(isOther)),
  }
}

function partLink(view: SeriesView | undefined, part: number): PostLink | undefined {
  const found = view?.parts[part - 1]
  return found?.post && { href: found.post.href, title: found.post.title, label: found.label }
}

const timeLink = (post: Post | undefined): PostLink | undefined =>
  post && { href: postPath(post.slug), title: post.title, label: formatDay(post.date, { weekday: false }) }
