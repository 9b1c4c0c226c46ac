import type { Issue } from '../core/issue/issue.ts'
import type { CaseStudy } from '../core/post/case-study.ts'
import type { Post } from '../core/post/post.ts'
import { compareText } from '../core/text/compare-text.ts'
import { countNoun } from '../core/text/count-noun.ts'
import { issueTitle } from './archive.ts'
import { isCaseStudy, longFormPath } from './long-form-view.ts'
import { issuePath } from './paths.ts'

/** Something that was published here, in a list by date. */
export interface DatedEntry {
  readonly date: string
  readonly title: string
  readonly href: string
  /** `no. 12, 20 picks`, `post` */
  readonly note: string
  /** What keeps it from readers, if anything does. */
  readonly state: string | undefined
}

interface Published {
  readonly issues: readonly Issue[]
  readonly posts: readonly Post[]
  readonly caseStudies: readonly CaseStudy[]
}

/** Issues, posts and case studies in one list, newest first. */
export function listPublished({ issues, posts, caseStudies }: Published): DatedEntry[] {
  const entries = [
    ...issues.map((issue): DatedEntry => ({
      date: issue.date,
      title: issueTitle(issue),
      href: issuePath(issue.key),
      note: `no. ${issue.number}, ${countNoun(issue.picks.length, 'pick')}`,
      state: stateOf(issue.status),
    })),
    ...[...posts, ...caseStudies].map((entry): DatedEntry => ({
      date: entry.date,
      title: entry.title,
      href: longFormPath(entry),
      note: isCaseStudy(entry) ? 'case study' : 'post',
      state: stateOf(entry.status),
    })),
  ]
  return entries.sort((one, other) => compareText(other.date, one.date) || compareText(one.href, other.href))
}

const stateOf = (status: Issue['status']) => (status === 'published' ? undefined : status)
