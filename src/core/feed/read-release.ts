import { boilNotes } from '../release/boil-notes.ts'
import type { ProjectRelease } from '../release/project-release.ts'
import { readProjectRelease } from '../release/read-project-release.ts'
import { readReleaseAddress } from '../release/release-address.ts'
import type { Source } from '../source/source.ts'

interface Announcement {
  readonly title: string
  readonly url: string
  /** The notes, as HTML. */
  readonly body: string
}

/**
 * The release that an entry announces: in a feed of releases, or anywhere by the address of a release. Only a feed of
 * releases holds its notes; what others write about it are not the project's words.
 */
export function readRelease({ title, url, body }: Announcement, source: Source): ProjectRelease | undefined {
  const isFeed = source.kind === 'release'
  if (!isFeed && readReleaseAddress(url) === undefined) return undefined
  const read = readProjectRelease({ title, url, ...(isFeed ? { feed: source.title } : {}) })
  if (read === undefined || !isFeed) return read
  const changes = boilNotes(body, read.project)
  return { ...read, ...(changes === undefined ? {} : { changes }) }
}
