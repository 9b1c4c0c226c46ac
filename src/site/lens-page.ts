import type { SiteContent } from './site-content.ts'
import { compareVersions } from '../core/release/version.ts'
import { listMinors, type MinorContent, type MinorPage } from './minor-page.ts'

/** Whether a minor has a lens: it is supported or to come, or something on file speaks of it. */
export function hasLens({ view: { support }, shelf }: MinorPage): boolean {
  if (support.state !== 'ended' && support.state !== 'unknown') return true
  return shelf.items.length > 0 || shelf.picks.length > 0 || shelf.writing.length > 0
}

/** The minors that have a lens, the newest first. */
export const listLenses = (content: MinorContent): MinorPage[] => listMinors(content).filter(hasLens)

/** A list of more is noise. */
const MOST_UNKNOWN = 6

/** Minors later than all on file that items name, the lowest first: nothing is known of their days, and they have no page. */
export function listUnknownMinors({ releases, items }: Pick<SiteContent, 'releases' | 'items'>): string[] {
  const known = releases.map(({ minor }) => minor).toSorted(compareVersions)
  const last = known.at(-1)
  if (last === undefined) return []
  const named = new Set(items.flatMap(({ versions }) => versions))
  return [...named]
    .filter((minor) => compareVersions(minor, last) > 0)
    .sort(compareVersions)
    .slice(0, MOST_UNKNOWN)
}
