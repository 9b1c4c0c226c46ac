import { type ReleaseShelf, type ReleaseView, staleSince, viewRelease } from './release-view.ts'

export interface ReleaseStripView {
  /** What is supported, what comes next, and what ended of late; the newest first. */
  readonly releases: readonly ReleaseView[]
  /** The day of the facts, where they are old. */
  readonly stale: string | undefined
}

/** An end is told so long after it. */
const RECENT_DAYS = 30

/** The strip of the home page: how the minors stand that somebody should run, or plan for. */
export function createReleaseStrip(content: ReleaseShelf): ReleaseStripView {
  const releases = content.releases
    .map((release) => viewRelease(release, content.now))
    .filter(
      ({ support }) => support.state !== 'unknown' && !(support.state === 'ended' && support.daysAgo > RECENT_DAYS),
    )
  return { releases, stale: releases.length > 0 ? staleSince(content) : undefined }
}
