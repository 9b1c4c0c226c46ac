import type { Issue } from '../core/issue/issue.ts'
import { compareText } from '../core/text/compare-text.ts'
import { renderInline } from '../core/text/markdown.ts'
import { issueTitle } from './archive.ts'
import { issuePath, pickPath } from './paths.ts'

/** A correction in the list of all. */
export interface ListedCorrection {
  readonly date: string
  readonly html: string
  /** The pick that it is about, or the issue as a whole. */
  readonly about: { readonly text: string; readonly href: string }
  readonly number: number
  readonly issue: string
}

export interface CorrectionYear {
  readonly year: string
  readonly corrections: readonly ListedCorrection[]
}

/** Every correction of every published issue by the year in which it was made, newest first. */
export function listCorrections(issues: readonly Issue[]): CorrectionYear[] {
  const all = issues
    .filter(({ status }) => status === 'published')
    .flatMap((issue) => issue.corrections.map(({ date, text, pick }) => listOne(issue, { date, text, pick })))
    .sort(
      (one, other) =>
        compareText(other.date, one.date) || other.number - one.number || compareText(one.about.href, other.about.href),
    )
  return [...Map.groupBy(all, ({ date }) => date.slice(0, 4))].map(([year, corrections]) => ({ year, corrections }))
}

function listOne(
  issue: Issue,
  { date, text, pick }: { date: string; text: string; pick: string | undefined },
): ListedCorrection {
  const about = issue.picks.find(({ id }) => id === pick)
  const page = issuePath(issue.key)
  return {
    date,
    html: renderInline(text),
    about: about ? { text: about.title, href: pickPath(issue.key, about.id) } : { text: issueTitle(issue), href: page },
    number: issue.number,
    issue: page,
  }
}
