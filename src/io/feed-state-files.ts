import fs from 'node:fs'
import path from 'node:path'
import type { FeedState, FeedStates } from '../jobs/ports.ts'
import { writeFileAtomic } from './atomic-file.ts'

/** What is remembered of each feed between runs, one file a source in the state folder. */
export function createFeedStates(state: string): FeedStates {
  const fileOf = (sourceId: string) => path.join(state, 'feeds', `${sourceId}.json`)
  return {
    read(sourceId) {
      try {
        return JSON.parse(fs.readFileSync(fileOf(sourceId), 'utf8')) as FeedState
      } catch {
        // Absent, or cut off by a crash: the feed is then fetched as if for the first time, which loses nothing.
        return undefined
      }
    },
    write(sourceId, feed) {
      writeFileAtomic(fileOf(sourceId), `${JSON.stringify(feed, null, 2)}\n`)
    },
  }
}
