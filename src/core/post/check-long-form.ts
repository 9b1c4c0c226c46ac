import type { Problem } from '../text/problem.ts'
import type { CaseStudy } from './case-study.ts'
import { checkBody } from './check-body.ts'
import { checkNames, type KnownNames } from './check-names.ts'
import { checkSeries } from './check-series.ts'
import { checkSlugs } from './check-slugs.ts'
import { findMangledCode } from '../text/find-mangled-code.ts'
import type { Post } from './post.ts'
import type { Series } from './series.ts'
import { problemOfField, type WrittenFile } from './written-file.ts'

/** All long form of a content folder, and what it may name. */
export interface Library extends Omit<KnownNames, 'series'> {
  readonly posts: readonly WrittenFile<Post>[]
  readonly caseStudies: readonly WrittenFile<CaseStudy>[]
  readonly series: readonly WrittenFile<Series>[]
  /** Names of files of series, those included that are broken. */
  readonly seriesNames: ReadonlySet<string>
  /** Whether the file of a picture is there, below the folder of posts or of case studies. */
  readonly hasPicture: (folder: LongFormFolder, slug: string, file: string) => boolean
}

export type LongFormFolder = 'posts' | 'case-studies'

/** What the schemas cannot say of posts, case studies and series: all problems at once, file by file. */
export function checkLongForm({ posts, caseStudies, series, hasPicture, seriesNames, ...known }: Library): Problem[] {
  const names = { ...known, series: seriesNames }
  const checkFile = (folder: LongFormFolder) => (file: WrittenFile<Post | CaseStudy>) => {
    const { slug } = file.entry
    return [
      ...checkHead(file, folder),
      ...checkNames(file, names),
      ...checkBody(file, {
        hasPicture: (picture) => hasPicture(folder, slug, picture),
        pictureFolder: `${folder}/${slug}`,
        namesSpeakers: folder === 'case-studies',
      }),
    ]
  }
  return [
    ...checkSlugs(posts),
    ...checkSlugs(caseStudies),
    ...checkSeries(series, posts),
    ...posts.flatMap(checkFile('posts')),
    ...caseStudies.flatMap(checkFile('case-studies')),
    ...series.flatMap((file) =>
      findMangledCode(file.entry.intro).map(({ what, remedy }) => problemOfField(file, ['intro'], what, remedy)),
    ),
  ]
}

/** Nothing here is older than Kubernetes itself; a year with a slip in it would have a page of its own. */
const FIRST_DAY = '2014-01-01'

/** What a text must say of itself before it is published, and what contradicts itself at any time. */
function checkHead(file: WrittenFile<Post | CaseStudy>, folder: LongFormFolder): Problem[] {
  const { status, description, authors, date, updated, postedBy, retold } = file.entry
  const problems: Problem[] = []
  const add = (path: (string | number)[], what: string, remedy: string) => {
    problems.push(problemOfField(file, path, what, remedy))
  }
  if (date < FIRST_DAY) add(['date'], `it is dated ${date}, and the archive begins in 2014`, 'Mend the year')
  if (updated !== undefined && updated < date)
    add(['updated'], `it was updated on ${updated}, before it came out on ${date}`, 'Mend one of the two')
  for (const [index, { id }] of authors.entries()) {
    const isTwin = authors.findIndex((other) => other.id === id) < index
    if (isTwin) add(['authors', index, 'id'], `${id} stands among the authors already`, 'Name everybody once')
  }
  if (status !== 'published') return problems
  if (description === '')
    add(['description'], 'it is published, and no sentence says what it is about', 'Write one, or set `status: draft`')
  // Who wrote a study of somebody else's is not always known; then it says who brought it here.
  const isAnonymous = folder === 'case-studies' && retold !== undefined && postedBy !== undefined
  if (authors.length === 0 && !isAnonymous)
    add(['authors'], 'it is published, and says of nobody that they wrote it', 'Add `- id:` with a person of authors/')
  return problems
}
