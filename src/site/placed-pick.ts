import type { Issue, Pick as IssuePick } from '../core/issue/issue.ts'
import type { Line } from './line.ts'
import { pickPath } from './paths.ts'

/** What an editor picked, by its place in a published issue. */
export interface PlacedPick {
  readonly pick: IssuePick
  readonly issue: Issue
}

/** Picks of published issues, the newest issue first, each issue's in its own order. */
export function placePicks(issues: readonly Issue[]): PlacedPick[] {
  return issues
    .filter(({ status }) => status === 'published')
    .toSorted((one, other) => other.number - one.number)
    .flatMap((issue) => issue.picks.map((pick) => ({ pick, issue })))
}

/**
 * A pick as a line that leads to its place in the issue.
 *
 * @param source what stands for its source
 */
export function createPickLine({ pick, issue }: PlacedPick, source: string): Line {
  return createOwnLine(issue.date, {
    id: pick.id,
    title: pick.title,
    url: pickPath(issue.key, pick.id),
    source,
    language: pick.language,
  })
}

/** A line that leads to a page of this site. */
export function createOwnLine(day: string, own: Pick<Line, 'id' | 'title' | 'url' | 'source' | 'language'>): Line {
  return { ...own, also: [], day, time: undefined, moment: `${day}T00:00:00Z` }
}
