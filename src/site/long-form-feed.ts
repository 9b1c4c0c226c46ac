import type { CaseStudy } from '../core/post/case-study.ts'
import { isOriginalAuthor } from '../core/post/is-original-author.ts'
import type { Post } from '../core/post/post.ts'
import { renderLongForm } from '../core/post/render-long-form.ts'
import { compareText } from '../core/text/compare-text.ts'
import { renderMarkdown } from '../core/text/markdown.ts'
import { urnOf } from '../core/text/site-settings.ts'
import type { AuthorView, AuthorWork } from './author-view.ts'
import type { SiteContent } from './site-content.ts'
import { isCaseStudy, longFormPath, type LongFormShelf, placeOf, viewAge, viewOriginal } from './long-form-view.ts'
import { newestOf } from './newest-of.ts'
import { authorFeedPath, authorPath, issuePath, POSTS_FEED_PATH, POSTS_PATH } from './paths.ts'
import { absoluteLinks, escapeXml, renderRssChannel, type RssItem } from './rss-channel.ts'
import { issueTitle } from './archive.ts'
import { summarise } from './issue-view.ts'

const NEWEST = 20

type Shelf = LongFormShelf & Pick<SiteContent, 'posts' | 'caseStudies'>

/**
 * RSS 2.0 of the newest posts and case studies, each whole. A GUID is made of kind and slug alone; the dates are those of
 * the texts, never of the build.
 */
export function renderPostsFeed(content: Shelf): string {
  const { settings } = content
  const newest = [...content.posts, ...content.caseStudies]
    .filter(({ status }) => status === 'published')
    .sort((one, other) => compareText(other.date, one.date) || compareText(one.slug, other.slug))
    .slice(0, NEWEST)
  return renderRssChannel({
    title: `Posts · ${settings.name}`,
    link: settings.url + POSTS_PATH,
    self: settings.url + POSTS_FEED_PATH,
    description: `What was written for ${settings.name}: posts and case studies, each whole.`,
    language: settings.language,
    changed: newestChange(newest),
    items: newest.map((entry) => createItem(entry, content)),
  })
}

/** RSS 2.0 of what somebody wrote, posted and edited: posts and case studies whole, issues by their summary. */
export function renderAuthorFeed({ person, works }: AuthorView, content: LongFormShelf): string {
  const { settings } = content
  const newest = works.filter(isPublished).slice(0, NEWEST)
  return renderRssChannel({
    title: `All posts by ${person.name} · ${settings.name}`,
    link: settings.url + authorPath(person.id),
    self: settings.url + authorFeedPath(person.id),
    description: `What ${person.name} wrote, posted or edited at ${settings.name}.`,
    language: settings.language,
    changed: newestChange(newest.map(({ work }) => (work.kind === 'issue' ? work.issue : work.entry))),
    items: newest.map(({ work }) => {
      if (work.kind === 'long-form') return createItem(work.entry, content)
      const { issue } = work
      const title = `${issue.number}: ${issueTitle(issue)}`
      return {
        title,
        link: settings.url + issuePath(issue.key),
        guid: `${urnOf(settings)}:issue:${issue.key}`,
        moment: issue.date,
        creators: issue.editors.map((id) => content.people.get(id)?.name ?? id),
        description: escapeXml(summarise(issue) ?? title),
      }
    }),
  })
}

const isPublished = ({ work }: AuthorWork) =>
  (work.kind === 'issue' ? work.issue.status : work.entry.status) === 'published'

function newestChange(entries: readonly { readonly date: string; readonly updated?: string | undefined }[]) {
  return newestOf(entries.flatMap(({ date, updated }) => [date, updated]))
}

function createItem(entry: Post | CaseStudy, content: LongFormShelf): RssItem {
  const { settings, people } = content
  const page = settings.url + longFormPath(entry)
  return {
    title: entry.title,
    link: page,
    guid: `${urnOf(settings)}:${isCaseStudy(entry) ? 'case-study' : 'post'}:${entry.slug}`,
    moment: entry.date,
    updated: entry.updated,
    creators: entry.authors
      .filter(({ id }) => !isOriginalAuthor(id, entry, people))
      .map(({ id }) => people.get(id)?.name ?? id),
    description: escapeXml(entry.description || entry.title),
    content: renderContent(entry, content, page),
  }
}

function renderContent(entry: Post | CaseStudy, content: LongFormShelf, page: string): string {
  const [retold, age] = [viewOriginal(entry), viewAge(entry)]
  const { html } = renderLongForm(entry.body, placeOf(entry, content, 'feed'))
  const original =
    retold &&
    [
      `Retold from ${retold.url === undefined ? escapeXml(retold.title) : `<a href="${escapeXml(retold.url)}">${escapeXml(retold.title)}</a>`}`,
      `by ${escapeXml(retold.authors)}, ${escapeXml([retold.site, retold.dateText].filter(Boolean).join(', '))}.`,
    ].join(' ')
  const figures = isCaseStudy(entry)
    ? entry.figures.map(({ value, label }) => `<li><b>${escapeXml(value)}</b> ${escapeXml(label)}</li>`).join('')
    : ''
  const closing =
    !isCaseStudy(entry) && entry.closing
      ? `<p><em>${escapeXml(entry.closing.words)}</em></p>\n<p>— ${escapeXml(
          entry.closing.by.map((id) => content.people.get(id)?.name ?? id).join(', '),
        )}</p>`
      : ''
  const more = entry.learnMore.map(({ title, url }) => `<li><a href="${escapeXml(url)}">${escapeXml(title)}</a></li>`)
  return [
    original && `<p><small>${original}</small></p>`,
    absoluteLinks(renderMarkdown(entry.note), page, content.settings.url),
    age && `<p><b>${escapeXml(age.title)}</b></p>\n${absoluteLinks(age.html, page, content.settings.url)}`,
    figures && `<ul>${figures}</ul>`,
    html,
    closing,
    more.length > 0 && `<h2>Learn more</h2>\n<ul>${more.join('')}</ul>`,
  ]
    .filter(Boolean)
    .join('\n')
}
