import type { Issue } from '../core/issue/issue.ts'
import type { Person } from '../core/issue/person.ts'
import type { CaseStudy } from '../core/post/case-study.ts'
import { isOriginalAuthor } from '../core/post/is-original-author.ts'
import type { Post } from '../core/post/post.ts'
import type { SiteSettings } from '../core/text/site-settings.ts'
import { issueTitle } from './archive.ts'
import { summarise } from './issue-view.ts'
import { newestOf } from './newest-of.ts'
import {
  authorPath,
  caseStudyPath,
  issueCardPath,
  issuePath,
  ISSUES_PATH,
  postPath,
  SEARCH_PATH,
  seriesPath,
} from './paths.ts'

/** What a page says of itself in the words of schema.org; `Page.astro` writes it into the head. */
export type LinkedData = Readonly<Record<string, unknown>>

interface Known {
  readonly settings: SiteSettings
  readonly people: ReadonlyMap<string, Person>
}

const CONTEXT = { '@context': 'https://schema.org' }
const LICENCE = 'https://creativecommons.org/licenses/by/4.0/'

/** Of the home page: the site, who publishes it, and how to search it. */
export function createSiteData(settings: SiteSettings): LinkedData {
  const { name, url, description, language } = settings
  return {
    ...CONTEXT,
    '@type': 'WebSite',
    '@id': siteId(settings),
    name,
    url: `${url}/`,
    description,
    inLanguage: language,
    publisher: createPublisher(settings),
    potentialAction: {
      '@type': 'SearchAction',
      target: { '@type': 'EntryPoint', urlTemplate: `${url}${SEARCH_PATH}?q={search_term_string}` },
      'query-input': 'required name=search_term_string',
    },
  }
}

/**
 * Of an issue: a number of the periodical, with what it points to as works of their own, each at its own address. A
 * pick is never called an article of ours.
 */
export function createIssueData(issue: Issue, known: Known): LinkedData {
  const { settings } = known
  return {
    ...CONTEXT,
    '@type': 'PublicationIssue',
    ...describe(issuePath(issue.key), issueTitle(issue), summarise(issue), settings),
    issueNumber: String(issue.number),
    datePublished: issue.date,
    dateModified: newestOf(issue.corrections.map(({ date }) => date)),
    image: settings.url + issueCardPath(issue.key),
    editor: list(issue.editors.map((id) => createPerson(id, known))),
    isPartOf: { '@type': 'Periodical', name: settings.name, url: settings.url + ISSUES_PATH },
    publisher: createPublisher(settings),
    hasPart: issue.picks.map(({ title, url, authors, published, language }) => ({
      '@type': 'CreativeWork',
      name: title,
      url,
      author: list(authors.map((author) => ({ '@type': 'Person', name: author.name }))),
      datePublished: published?.slice(0, 10),
      inLanguage: language === settings.language ? undefined : language,
    })),
  }
}

/** Of a post; one that tells another's work anew says which. */
export function createPostData(post: Post, known: Known): LinkedData {
  const { slug, series } = post
  return {
    ...CONTEXT,
    '@type': 'BlogPosting',
    ...describeLongForm(post, postPath(slug), known),
    isPartOf: series && { '@type': 'CreativeWorkSeries', '@id': known.settings.url + seriesPath(series.id) },
    position: series?.part,
  }
}

/** Of a case study; it is about an organisation. */
export function createCaseStudyData(study: CaseStudy, known: Known): LinkedData {
  const { name, url } = study.company
  return {
    ...CONTEXT,
    '@type': 'Article',
    ...describeLongForm(study, caseStudyPath(study.slug), known),
    about: { '@type': 'Organization', name, url },
  }
}

/** Of the page of somebody who edits or writes here. */
export function createProfileData(person: Person, { settings }: Known): LinkedData {
  return {
    ...CONTEXT,
    '@type': 'ProfilePage',
    mainEntity: {
      '@type': person.type === 'organisation' ? 'Organization' : 'Person',
      name: person.name,
      url: settings.url + authorPath(person.id),
      sameAs: person.url,
    },
  }
}

function describeLongForm(text: Post | CaseStudy, path: string, known: Known) {
  const { settings } = known
  const { title, description, authors, date, updated, retold } = text
  // Who wrote the original stands with the original; these words are not theirs.
  const ours = authors.filter(({ id }) => !isOriginalAuthor(id, text, known.people))
  const writers = ours.map(({ id, org }) => createPerson(id, known, org))
  return {
    ...describe(path, title, description, settings),
    headline: title,
    datePublished: date,
    dateModified: updated,
    author: list(writers) ?? createPublisher(settings),
    publisher: createPublisher(settings),
    isBasedOn: retold && {
      '@type': 'CreativeWork',
      name: retold.title,
      url: retold.url,
      author: retold.authors.map((name) => ({ '@type': 'Person', name })),
      datePublished: retold.date,
    },
  }
}

function describe(path: string, name: string, description: string | undefined, settings: SiteSettings) {
  const url = settings.url + path
  return {
    '@id': url,
    url,
    name,
    description: description === '' ? undefined : description,
    inLanguage: settings.language,
    license: LICENCE,
  }
}

function createPerson(id: string, { settings, people }: Known, org?: string): LinkedData {
  const person = people.get(id)
  return {
    '@type': person?.type === 'organisation' ? 'Organization' : 'Person',
    name: person?.name ?? id,
    url: person && settings.url + authorPath(id),
    affiliation: org === undefined ? undefined : { '@type': 'Organization', name: org },
  }
}

const createPublisher = ({ name, url }: SiteSettings): LinkedData => ({
  '@type': 'Organization',
  name,
  url: `${url}/`,
  logo: `${url}/apple-touch-icon.png`,
})

const siteId = ({ url }: SiteSettings) => `${url}/#site`

/** Nothing says more than an empty list. */
const list = (things: readonly LinkedData[]) => (things.length === 0 ? undefined : things)
