import { dayOf } from '../text/moment.ts'
import type { MinorFacts, PatchFact, ReleaseFacts } from './release-facts.ts'
import { minorOf, patchVersionSchema } from './version.ts'

/** What is known of an item that may be the release of a version. */
export interface AnnouncedTag {
  readonly url: string
  /** When its feed says that it came out; absent where it does not. */
  readonly published?: string | undefined
}

/**
 * What the feed of releases says: each version that has a page below `releases`, and its day in UTC, where it gives one.
 * Candidates (`v1.37.0-rc.1`), what is no version, and what lies ahead of `now` are left out.
 *
 * @param releases the page of all releases: `https://github.com/kubernetes/kubernetes/releases`
 */
export function readReleaseTags(tags: readonly AnnouncedTag[], releases: string, now: Date): ReleaseFacts {
  const start = `${releases.replace(/\/+$/, '')}/tag/v`.toLowerCase()
  const days = new Map<string, string | undefined>()
  for (const { url, published } of tags) {
    const version = url.toLowerCase().startsWith(start) ? url.slice(start.length).replace(/[/?#].*$/, '') : ''
    if (published !== undefined && Date.parse(published) > now.getTime()) continue
    if (!patchVersionSchema.safeParse(version).success) continue
    const day = published === undefined ? undefined : dayOf(published)
    const known = days.get(version)
    // Two items of one tag: it was there on the earlier day.
    if (known === undefined || (day !== undefined && day < known)) days.set(version, day)
  }
  const patches = [...days].map(([version, day]): PatchFact => ({ version, day }))
  const minors = [...Map.groupBy(patches, ({ version }) => minorOf(version))].map(([minor, own]): MinorFacts => ({
    minor,
    released: days.get(`${minor}.0`),
    patches: own,
  }))
  return { source: 'kubernetes-feed', minors, problems: [] }
}
