import type { CaseStudy } from '../core/post/case-study.ts'
import { listHeadingIds } from '../core/post/list-heading-ids.ts'
import type { Post } from '../core/post/post.ts'
import { KINDS } from '../core/source/source.ts'
import { GROUPS } from '../core/tag/groups.ts'
import { decodeUri } from '../core/text/decode-uri.ts'
import { listOwnLinks } from '../core/text/list-own-links.ts'
import type { Problem } from '../core/text/problem.ts'
import { indexAdvisories } from './advisory-index.ts'
import type { SiteContent } from './site-content.ts'
import { itemMoment } from './line.ts'
import { listLenses } from './lens-page.ts'
import type { MinorContent } from './minor-page.ts'
import * as paths from './paths.ts'
import { indexTags } from './tag-index.ts'

/** What links are looked for in, and what they may lead to. */
export type LinkedContent = MinorContent & Pick<SiteContent, 'sources' | 'groups' | 'people' | 'series'>

/** A text of the content, and where it stands. */
interface Text {
  readonly markdown: string
  readonly where: string
  readonly field?: string
  /** Line of the file on which it begins, where that is known. */
  readonly line?: number | undefined
}

/**
 * Links of what is published that start with `/` and lead to no page of the site, or to no heading of a post. Drafts may
 * link to what is still to come.
 *
 * @param folder the content folder, as a person would look it up
 */
export function checkContent(content: LinkedContent, folder = 'content'): Problem[] {
  let hasPage: ReturnType<typeof createPageTest> | undefined
  return listTexts(content, folder).flatMap(({ markdown, where, field, line }) =>
    listOwnLinks(markdown).flatMap((link): Problem[] => {
      hasPage ??= createPageTest(content)
      const fault = findFault(link.url, hasPage)
      const place = line === undefined ? undefined : line + link.line - 1
      return fault === undefined ? [] : [{ where, field, line: place, ...fault }]
    }),
  )
}

function listTexts({ posts, caseStudies, series, people, issues }: LinkedContent, folder: string): Text[] {
  const longForm = (of: readonly (Post | CaseStudy)[], name: string) =>
    of
      .filter(({ status }) => status === 'published')
      .flatMap(({ slug, body, note, age, place }): Text[] => {
        const where = place?.where ?? `${folder}/${name}/${slug}.md`
        return [
          { markdown: body, where, line: place?.bodyLine },
          { markdown: note, where, field: 'note' },
          { markdown: age, where, field: 'age' },
        ]
      })
  return [
    ...longForm(posts, 'posts'),
    ...longForm(caseStudies, 'case-studies'),
    ...[...series.values()].map(({ id, intro }) => ({
      markdown: intro,
      where: `${folder}/series/${id}.yml`,
      field: 'intro',
    })),
    ...[...people.values()].map(({ id, bio = '' }) => ({
      markdown: bio,
      where: `${folder}/authors/${id}.yml`,
      field: 'bio',
    })),
    ...issues
      .filter(({ status }) => status === 'published')
      .flatMap(({ key, body, picks, corrections }): Text[] => {
        const where = `${folder}/issues/${key}.md`
        return [
          { markdown: body, where },
          ...picks.map(({ blurb }, index) => ({ markdown: blurb, where, field: `picks[${index}].blurb` })),
          ...corrections.map(({ text }, index) => ({ markdown: text, where, field: `corrections[${index}].text` })),
        ]
      }),
  ]
}

/** `fragment` is what stands behind `#`. */
type PageTest = (path: string, fragment: string | undefined) => 'page' | 'no fragment' | 'no page'

function findFault(url: string, test: PageTest): Pick<Problem, 'what' | 'remedy'> | undefined {
  const [, path = '', fragment] = /^([^?#]*)(?:\?[^#]*)?(?:#(.*))?$/.exec(url) ?? []
  const found = test(decodeUri(path), fragment === undefined ? undefined : decodeUri(fragment))
  if (found === 'page') return undefined
  if (found === 'no fragment')
    return { what: `${path} has no place called #${fragment}`, remedy: 'Take the name from the address of its heading' }
  const slashed = `${path}/`
  const what = `the site has no page ${path}`
  return test(slashed, undefined) === 'page'
    ? { what, remedy: `Write ${slashed}, as its addresses end` }
    : { what, remedy: 'Mend the address, or take the link out' }
}

/** Every address that does not depend on the content; those with a parameter are functions. */
const FIXED = Object.values(paths).filter((value) => typeof value === 'string')

/** Tells which pages the content makes. What has an address that moves, like page 3 of the river, is none to link to. */
function createPageTest(content: LinkedContent): PageTest {
  const { posts, caseStudies, items } = content
  const bodies = new Map<string, string>()
  const pages = new Set<string>(['/', ...FIXED, ...[4, 8].map(paths.catchUpPath), ...KINDS.map(paths.kindPath)])
  const add = (ids: Iterable<string>, ...toPaths: ((id: string) => string)[]) => {
    for (const id of ids) for (const toPath of toPaths) pages.add(toPath(id))
  }
  const keys = content.issues.map(({ key }) => key)
  add(keys, paths.issuePath, paths.issueMailPath, paths.issueTextPath, paths.issueCardPath, paths.candidatesPath)
  add(KINDS, paths.kindFeedPath)
  add(
    content.sources.map(({ id }) => id),
    paths.sourcePath,
    paths.sourceFeedPath,
  )
  add(content.topics.keys(), paths.topicPath, paths.topicFeedPath)
  add([...GROUPS.map(({ id }) => id), ...content.groups.keys()], paths.sigPath, paths.sigFeedPath)
  const { keps, projects } = indexTags(content)
  add(keps.keys(), paths.kepPath, paths.kepFeedPath)
  add(projects.keys(), paths.projectPath, paths.projectFeedPath)
  const minors = content.releases.map(({ minor }) => minor)
  add(minors, paths.minorPath, paths.minorFeedPath)
  add(
    listLenses(content).map(({ release }) => release.minor),
    paths.lensPath,
  )
  add(indexAdvisories(content).cves.keys(), paths.cvePath)
  add(content.people.keys(), paths.authorPath, paths.authorFeedPath)
  add(content.series.keys(), paths.seriesPath)
  const shelve = (of: readonly (Post | CaseStudy)[], toPath: (slug: string) => string) => {
    for (const { slug, aliases, pictures, body } of of) {
      bodies.set(toPath(slug), body)
      add([slug, ...aliases], toPath)
      add(
        pictures.filter(({ lost }) => !lost).map(({ file }) => file),
        (file) => `${toPath(slug)}${file}`,
      )
    }
  }
  shelve(posts, paths.postPath)
  shelve(caseStudies, paths.caseStudyPath)
  const days = new Map<string, Set<string>>()
  for (const item of items) {
    const day = itemMoment(item).slice(0, 10)
    const path = paths.dayPath(day)
    const ids = days.get(path) ?? new Set()
    ids.add(item.id)
    days.set(path, ids)
    add([day.slice(0, 7)], paths.monthPath)
    add([day.slice(0, 4)], paths.yearPath)
  }
  for (const { date } of [...content.issues, ...posts, ...caseStudies]) {
    add([date.slice(0, 7)], paths.monthPath)
    add([date.slice(0, 4)], paths.yearPath)
  }
  return (path, fragment) => {
    const ids = days.get(path)
    if (ids !== undefined) return fragment === undefined || ids.has(fragment) ? 'page' : 'no fragment'
    if (!pages.has(path)) return 'no page'
    const body = bodies.get(path)
    if (body === undefined || fragment === undefined) return 'page'
    return listHeadingIds(body).includes(fragment) ? 'page' : 'no fragment'
  }
}
