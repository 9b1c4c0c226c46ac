import fs from 'node:fs'
import path from 'node:path'
import { type FactSources, parseFactSources } from '../core/release/fact-sources.ts'
import type { ReleasePlan } from '../core/release/plan-release-facts.ts'
import { formatReleaseSchedule, parseReleaseSchedule, type ReleaseSchedule } from '../core/release/release-schedule.ts'
import { formatRelease, parseRelease, type Release } from '../core/release/release.ts'
import { compareVersions } from '../core/release/version.ts'
import { type Result, success } from '../core/text/problem.ts'
import { removeTemporaries, writeFileAtomic } from './atomic-file.ts'
import { type Collection, displayPath, readCollection } from './content-folder.ts'

const SCHEDULE = 'schedule.yml'
const SOURCES = 'sources.yml'

/** All minors of a content folder, the newest first; none where it has no folder of releases. */
export function readReleases(content: string): Collection<Release> {
  const { entries, problems } = readCollection(
    path.join(content, 'releases'),
    '.yml',
    (text, { name, where }): Result<Release | undefined> =>
      name === SCHEDULE || name === SOURCES
        ? success(undefined)
        : parseRelease(text, name.replace(/\.yml$/, ''), where),
  )
  const releases = entries.filter((release) => release !== undefined)
  return { entries: releases.sort((one, other) => compareVersions(other.minor, one.minor)), problems }
}

/** `releases/schedule.yml` of a content folder; an empty one where there is no such file. */
export function readReleaseSchedule(content: string): Result<ReleaseSchedule> {
  const file = path.join(content, 'releases', SCHEDULE)
  if (!fs.existsSync(file)) return success({ read: {}, rounds: [] })
  return parseReleaseSchedule(fs.readFileSync(file, 'utf8'), displayPath(file))
}

/** `releases/sources.yml` of a content folder; nobody to ask where there is no such file. */
export function readFactSources(content: string): Result<FactSources> {
  const file = path.join(content, 'releases', SOURCES)
  if (!fs.existsSync(file)) return success({})
  return parseFactSources(fs.readFileSync(file, 'utf8'), displayPath(file))
}

/**
 * Writes what a plan changes: minors first, and that their sources were read when they are there. A run that is cut off
 * leaves each file as it was or as it is to be, and the next plans what is missing.
 */
export function writeReleasePlan(content: string, { releases, schedule }: ReleasePlan): void {
  const folder = path.join(content, 'releases')
  removeTemporaries(folder)
  for (const release of releases) writeFileAtomic(path.join(folder, `${release.minor}.yml`), formatRelease(release))
  if (schedule) writeFileAtomic(path.join(folder, SCHEDULE), formatReleaseSchedule(schedule))
}
