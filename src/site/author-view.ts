import type { Issue } from '../core/issue/issue.ts'
import type { Person } from '../core/issue/person.ts'
import type { Item } from '../core/item/item.ts'
import type { CaseStudy } from '../core/post/case-study.ts'
import { isOriginalAuthor } from '../core/post/is-original-author.ts'
import type { Post } from '../core/post/post.ts'
import { compareNames, compareText } from '../core/text/compare-text.ts'
import { formatDay } from '../core/text/moment.ts'
import { foldSpace } from '../core/text/plain-text.ts'
import { issueTitle } from './archive.ts'
import type { SiteContent } from './site-content.ts'
import { summarise } from './issue-view.ts'
import { createLine, type Line, newestItemFirst } from './line.ts'
import { bylineMarks, type ListEntry, listLongForm } from './long-form-list.ts'
import { isCaseStudy } from './long-form-view.ts'
import { authorPath, issuePath } from './paths.ts'

/** What somebody has to do with a work. */
export type AuthorPart = 'wrote' | 'original' | 'posted' | 'edited'

export interface AuthorWork {
  readonly date: string
  readonly parts: readonly AuthorPart[]
  readonly work:
    { readonly kind: 'long-form'; readonly entry: Post | CaseStudy } | { readonly kind: 'issue'; readonly issue: Issue }
}

/** Somebody with all that is here by them, newest first. */
export interface AuthorView {
  readonly person: Person
  readonly href: string
  readonly works: readonly AuthorWork[]
  /** The newest of what our sources carried under their name, and how many there are. */
  readonly lines: readonly Line[]
  readonly lineCount: number
}

type Shelf = Pick<SiteContent, 'people' | 'posts' | 'caseStudies' | 'issues' | 'items' | 'sourceNames'>

const NEWEST_LINES = 30

const known = new WeakMap<SiteContent['people'], readonly AuthorView[]>()

/** Everybody with a file in `content/authors/`, by name; worked out once for each content that was read. */
export function viewAuthors(content: Shelf): readonly AuthorView[] {
  const views = known.get(content.people) ?? listAuthors(content)
  known.set(content.people, views)
  return views
}

function listAuthors(content: Shelf): AuthorView[] {
  const works = collectWorks(content)
  const items = collectItems(content)
  return [...content.people.values()]
    .map((person): AuthorView => {
      const own = (items.get(nameKey(person.name)) ?? []).sort(newestItemFirst)
      return {
        person,
        href: authorPath(person.id),
        works: (works.get(person.id) ?? []).sort(newestWorkFirst),
        lines: own
          .slice(0, NEWEST_LINES)
          .map((item) => createLine({ id: item.id, lead: item, items: [item] }, content.sourceNames)),
        lineCount: own.length,
      }
    })
    .sort(({ person: one }, { person: other }) => compareNames(one.name, other.name) || compareText(one.id, other.id))
}

function collectWorks({ posts, caseStudies, issues, people }: Shelf): Map<string, AuthorWork[]> {
  const works = new Map<string, AuthorWork[]>()
  const add = (date: string, work: AuthorWork['work'], whose: readonly (readonly [string, AuthorPart])[]) => {
    for (const [id, parts] of Map.groupBy(whose, ([person]) => person)) {
      const one = { date, work, parts: [...new Set(parts.map(([, part]) => part))] }
      const own = works.get(id)
      if (own) own.push(one)
      else works.set(id, [one])
    }
  }
  for (const entry of [...posts, ...caseStudies]) {
    const { authors, postedBy } = entry
    add(entry.date, { kind: 'long-form', entry }, [
      ...authors.map(({ id }) => [id, isOriginalAuthor(id, entry, people) ? 'original' : 'wrote'] as const),
      ...(postedBy === undefined ? [] : [[postedBy, 'posted'] as const]),
    ])
  }
  for (const issue of issues) {
    add(issue.date, { kind: 'issue', issue }, [
      ...issue.editors.map((id) => [id, 'edited'] as const),
      ...(issue.postedBy === undefined ? [] : [[issue.postedBy, 'posted'] as const]),
    ])
  }
  return works
}

/** Items by the names of those people alone: there are many items, and few people. */
function collectItems({ people, items }: Shelf): Map<string, Item[]> {
  const found = new Map<string, Item[]>([...people.values()].map(({ name }) => [nameKey(name), []]))
  if (found.size === 0) return found
  for (const item of items) {
    for (const name of new Set(item.authors.map((author) => nameKey(author.name)))) found.get(name)?.push(item)
  }
  return found
}

const nameKey = (name: string) => foldSpace(name).toLowerCase()

function newestWorkFirst(one: AuthorWork, other: AuthorWork): number {
  return compareText(other.date, one.date) || compareText(workKey(one), workKey(other))
}

const workKey = ({ work }: AuthorWork) => (work.kind === 'issue' ? work.issue.key : work.entry.slug)

const PART_WORDS: Readonly<Record<AuthorPart, string>> = {
  wrote: 'wrote it',
  original: 'wrote the original',
  posted: 'posted it',
  edited: 'edited it',
}

/** `wrote the original and posted it` */
export const describeParts = (parts: readonly AuthorPart[]): string =>
  new Intl.ListFormat('en-GB').format(parts.map((part) => PART_WORDS[part]))

/** A work as the list of its author's page shows it. */
export function listWork(
  { date, parts, work }: AuthorWork,
  content: Pick<SiteContent, 'people' | 'series'>,
): ListEntry {
  const part = { text: describeParts(parts) }
  if (work.kind === 'long-form') {
    const kind = isCaseStudy(work.entry) ? [{ text: 'case study' }] : []
    const others = parts.every((each) => each === 'posted') ? bylineMarks(work.entry, content.people) : []
    return listLongForm(work.entry, content, [part, ...others, ...kind])
  }
  const { issue } = work
  return {
    href: issuePath(issue.key),
    title: issueTitle(issue),
    date,
    dayText: formatDay(date, { weekday: false, year: false }),
    marks: [part, { text: `issue no. ${issue.number}` }],
    description: summarise(issue) ?? '',
    isDraft: issue.status !== 'published',
  }
}
