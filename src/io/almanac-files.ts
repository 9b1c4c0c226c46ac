import type { Almanac } from '../core/issue/curation.ts'
import type { Problem } from '../core/text/problem.ts'
import { readEvents } from './event-files.ts'
import { readReleases, readReleaseSchedule } from './release-files.ts'

/** Releases, their schedule and events of a content folder; a file that cannot be read is left out, and told. */
export function readAlmanac(content: string): { readonly almanac: Almanac; readonly problems: readonly Problem[] } {
  const releases = readReleases(content)
  const schedule = readReleaseSchedule(content)
  const events = readEvents(content)
  return {
    almanac: {
      releases: releases.entries,
      schedule: schedule.ok ? schedule.value : { read: {}, rounds: [] },
      events: events.entries,
    },
    problems: [...releases.problems, ...(schedule.ok ? [] : schedule.problems), ...events.problems],
  }
}
