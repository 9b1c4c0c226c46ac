import fs from 'node:fs'
import path from 'node:path'
import type { FeedState, FeedStates } from '../jobs/ports.ts'
import { writeFileAtomic } from './atomic-file.ts'

/**
 * What is remembered of the feeds between runs: `feeds.json` in the state folder, by the ids of their sources; what is
 * remembered of others that are asked like feeds has a file of its own.
 */
export function createFeedStates(state: string, name = 'feeds.json'): FeedStates {
  const file = path.join(state, name)
  return {
    read() {
      try {
        const states = Object.entries(JSON.parse(fs.readFileSync(file, 'utf8')) as Record<string, FeedState | null>)
        return new Map(states.filter((entry): entry is [string, FeedState] => typeof entry[1]?.definition === 'string'))
      } catch {
        // Absent, or not ours: the feeds are then fetched as if for the first time, which loses nothing.
        return new Map()
      }
    },
    write(states) {
      writeFileAtomic(file, `${JSON.stringify(Object.fromEntries(states), null, 2)}\n`)
    },
  }
}
