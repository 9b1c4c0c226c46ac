import type { Item } from '../item/item.ts'
import { foldItems } from '../story/fold-items.ts'
import type { Sources } from '../story/carriers.ts'
import type { Story } from '../story/story.ts'
import { failure, type Result, success } from '../text/problem.ts'
import type { Issue } from './issue.ts'
import { createIssue, findOpenIssue } from './open-issue.ts'
import { createArchive, earlierIssues, itemsWithin, poolSpan, type Span } from './pool.ts'

/** All that an editor has before them: what was read from the content folder, and the clock. */
export interface Content {
  readonly sources: Sources
  readonly items: readonly Item[]
  readonly issues: readonly Issue[]
  readonly now: Date
}

/** One issue at work, and what it chooses from. */
export interface Curation extends Content {
  readonly issue: Issue
  /** Whether the issue has no file yet. */
  readonly isNew: boolean
  readonly span: Span
  /** The candidates: items, what ran before included. */
  readonly pool: readonly Item[]
  readonly stories: readonly Story[]
  /** The published issues before this one. */
  readonly earlier: readonly Issue[]
  /** The earlier issue that ran an item or a pick, if any did. */
  readonly ranIn: (work: { id: string; url?: string | undefined }) => Issue | undefined
}

/** The issue with a key; without one the open issue, or else a new one. */
export function openCuration(content: Content, key?: string): Result<Curation> {
  const { issues, items, now } = content
  const found = key === undefined ? findOpenIssue(issues) : issues.find((issue) => issue.key === key)
  if (key !== undefined && !found) {
    return failure({
      where: key,
      what: 'there is no such issue',
      remedy:
        issues.length > 0
          ? `The newest are ${newestKeys(issues).join(', ')}`
          : 'Start one with `npm run curate -- draft` or `npm run curate -- new issue`',
    })
  }
  const created = found ? success(found) : createIssue(issues, items, now)
  if (!created.ok) return created
  const issue = created.value
  const last = issues.some(({ status }) => status === 'published')
  const span = found || last ? poolSpan(issue, issues, now) : { from: undefined, to: issue.covers.to }
  const pool = itemsWithin(items, span)
  const earlier = earlierIssues(issue, issues)
  return success({
    ...content,
    ...{ issue, isNew: !found, span, pool, earlier },
    stories: foldItems(pool),
    ranIn: createArchive(earlier),
  })
}

const newestKeys = (issues: readonly Issue[]) =>
  issues
    .toSorted((a, b) => b.number - a.number)
    .slice(0, 5)
    .map(({ key }) => key)
