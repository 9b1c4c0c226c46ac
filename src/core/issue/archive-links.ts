import { type IssueLink, linksByAddress } from './issue-links.ts'
import type { Issue } from './issue.ts'

/** A link of the archive, at the newest of the places where it stands. */
export interface ArchiveLink {
  readonly address: string
  readonly issue: Pick<Issue, 'key' | 'date'>
  readonly link: IssueLink
}

/** Every link that a published issue has, each address once, those of the newest issues first. */
export function listArchiveLinks(issues: readonly Issue[]): ArchiveLink[] {
  const found = new Map<string, ArchiveLink>()
  const published = issues.filter(({ status }) => status === 'published')
  for (const issue of published.toSorted((one, other) => other.number - one.number)) {
    for (const [address, link] of linksByAddress(issue)) {
      if (!found.has(address)) found.set(address, { address, issue: { key: issue.key, date: issue.date }, link })
    }
  }
  return [...found.values()]
}
