import type { CaseStudy } from '../core/post/case-study.ts'
import { isOriginalAuthor } from '../core/post/is-original-author.ts'
import type { Post } from '../core/post/post.ts'
import { type LongFormHeading, type LongFormPlace, renderLongForm } from '../core/post/render-long-form.ts'
import type { GroupProfile } from '../core/tag/group-profile.ts'
import { renderInline, renderMarkdown } from '../core/text/markdown.ts'
import { markdownToText } from '../core/text/markdown-text.ts'
import { formatDay } from '../core/text/moment.ts'
import { countWords, readingMinutes } from '../core/text/plain-text.ts'
import type { SiteContent } from './site-content.ts'
import { authorPath, caseStudyPath, postPath } from './paths.ts'
import { listNames, type PersonView, viewPerson } from './person-view.ts'
import { type TagLink, tagLinks } from './tag-links.ts'

/** Somebody with a line on who they are, for the box below what they wrote. */
export interface AuthorBox {
  readonly name: string
  readonly href: string
  /** What they have to do with it: `Author`, `Author of the original`, `Posted it`. */
  readonly relation: string
  /** As HTML; empty where nothing is known. */
  readonly bio: string
  readonly asOf: string | undefined
  readonly url: string | undefined
}

/** What is told anew, and where it stood. */
export interface OriginalView {
  readonly title: string
  readonly authors: string
  readonly site: string | undefined
  /** A day, or a year alone. */
  readonly dateText: string
  readonly url: string | undefined
}

/** What a post and a case study have in common, as their pages show it. */
export interface LongFormView {
  readonly path: string
  readonly title: string
  readonly description: string
  readonly isDraft: boolean
  readonly date: string
  readonly dateText: string
  readonly updated: { readonly date: string; readonly text: string } | undefined
  readonly minutes: number
  readonly byline: readonly PersonView[]
  /** Who wrote what is told anew here, and not these words. */
  readonly originals: readonly PersonView[]
  readonly postedBy: PersonView | undefined
  /** What it tells anew. */
  readonly retold: OriginalView | undefined
  /** The editor's note, as HTML; empty where there is none. */
  readonly note: string
  readonly age: { readonly title: string; readonly html: string } | undefined
  readonly html: string
  /** Its main headings, where they are three or more. */
  readonly contents: readonly LongFormHeading[]
  readonly learnMore: Post['learnMore']
  /** Those of its groups of which more is known than a name. */
  readonly groups: readonly GroupProfile[]
  readonly tags: readonly TagLink[]
  readonly boxes: readonly AuthorBox[]
}

/** A way on from a text, and what it is called: `Day 3`, or its day. */
export interface PostLink {
  readonly href: string
  readonly title: string
  readonly label: string
}

/** A text with those beside it, as a page shows them. */
export interface LongFormPageView extends LongFormView {
  readonly previous: PostLink | undefined
  readonly next: PostLink | undefined
}

export type LongFormShelf = Pick<SiteContent, 'settings' | 'people' | 'groups' | 'topics' | 'pictures'>

const FEWEST_HEADINGS = 3

/** A post or a case study as its page shows it, rendered. */
export function createLongFormView(entry: Post | CaseStudy, content: LongFormShelf): LongFormView {
  const { title, description, status, date, updated } = entry
  const { html, headings } = renderLongForm(entry.body, placeOf(entry, content, 'page'))
  const isOriginal = (id: string) => isOriginalAuthor(id, entry, content.people)
  const main = headings.filter(({ depth }) => depth === 2)
  return {
    path: longFormPath(entry),
    ...{ title, description, date },
    isDraft: status !== 'published',
    dateText: formatDay(date, { weekday: false }),
    updated: updated === undefined ? undefined : { date: updated, text: formatDay(updated, { weekday: false }) },
    minutes: readingMinutes(countWords(markdownToText(entry.body))),
    byline: entry.authors.filter(({ id }) => !isOriginal(id)).map((author) => viewPerson(author, content.people)),
    originals: entry.authors.filter(({ id }) => isOriginal(id)).map((author) => viewPerson(author, content.people)),
    postedBy: entry.postedBy === undefined ? undefined : viewPerson({ id: entry.postedBy }, content.people),
    retold: viewOriginal(entry),
    note: renderMarkdown(entry.note),
    age: viewAge(entry),
    html,
    contents: main.length < FEWEST_HEADINGS ? [] : main,
    learnMore: entry.learnMore,
    groups: entry.sigs.flatMap((id) => content.groups.get(id) ?? []),
    tags: tagLinks(entry, content),
    boxes: createBoxes(entry, content.people),
  }
}

/** Where an entry of either kind stands. */
export const longFormPath = (entry: Post | CaseStudy): string =>
  isCaseStudy(entry) ? caseStudyPath(entry.slug) : postPath(entry.slug)

export const isCaseStudy = (entry: Post | CaseStudy): entry is CaseStudy => 'company' in entry

/** What the renderer has to know of an entry's page. */
export function placeOf(
  entry: Post | CaseStudy,
  { settings, pictures }: Pick<LongFormShelf, 'settings' | 'pictures'>,
  form: LongFormPlace['form'],
): LongFormPlace {
  const folder = isCaseStudy(entry) ? 'case-studies' : 'posts'
  const own = pictures.filter((picture) => picture.folder === folder && picture.slug === entry.slug)
  return {
    form,
    path: longFormPath(entry),
    site: settings.url,
    pictures: entry.pictures,
    sizes: new Map(own.map(({ file, width, height }) => [file, { width, height }])),
  }
}

/** What an entry tells anew, and where that stood; undefined where it tells its own. */
export function viewOriginal({ retold }: Pick<Post, 'retold'>): OriginalView | undefined {
  if (retold === undefined) return undefined
  const { title, authors, site, date, url } = retold
  const dateText = date.length === 4 ? date : formatDay(date, { weekday: false })
  return { title, authors: listNames(authors), site, dateText, url }
}

/** A warning for who would use it today, under `Written for Kubernetes 1.8, in 2017`; nothing where it needs none. */
export function viewAge(entry: Pick<Post, 'age' | 'versions' | 'date' | 'retold'>): LongFormView['age'] {
  const { age, versions, retold } = entry
  if (age === '') return undefined
  const target = versions.length === 0 ? '' : ` for Kubernetes ${listNames(versions)},`
  return { title: `Written${target} in ${(retold ?? entry).date.slice(0, 4)}`, html: renderMarkdown(age) }
}

function createBoxes(entry: Post | CaseStudy, people: SiteContent['people']): AuthorBox[] {
  const relations = new Map(
    entry.authors.map(({ id }) => [id, isOriginalAuthor(id, entry, people) ? 'Author of the original' : 'Author']),
  )
  const { postedBy } = entry
  if (postedBy !== undefined && !relations.has(postedBy)) relations.set(postedBy, 'Posted it')
  return [...relations].flatMap(([id, relation]) => {
    const person = people.get(id)
    if (!person) return []
    const { name, bio, asOf, url } = person
    return { name, relation, href: authorPath(id), bio: renderInline(bio ?? ''), asOf, url }
  })
}
