import fs from 'node:fs'
import path from 'node:path'
import { parseReleaseSchedule, type ReleaseSchedule } from '../core/release/release-schedule.ts'
import { parseRelease, type Release } from '../core/release/release.ts'
import { compareVersions } from '../core/release/version.ts'
import { type Result, success } from '../core/text/problem.ts'
import { type Collection, displayPath, readCollection } from './content-folder.ts'

const SCHEDULE = 'schedule.yml'

/** All minors of a content folder, the newest first; none where it has no folder of releases. */
export function readReleases(content: string): Collection<Release> {
  const { entries, problems } = readCollection(
    path.join(content, 'releases'),
    '.yml',
    (text, { name, where }): Result<Release | undefined> =>
      name === SCHEDULE ? success(undefined) : parseRelease(text, name.replace(/\.yml$/, ''), where),
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
