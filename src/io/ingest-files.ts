import fs from 'node:fs'
import path from 'node:path'
import { sourceIdSchema } from '../core/source/source.ts'
import type { SourceHealth } from '../core/source/source-health.ts'
import { ExpectedError } from '../core/text/problem.ts'
import type { IngestPorts } from '../jobs/ingest.ts'
import { removeTemporaries } from './atomic-file.ts'
import { listFiles } from './content-folder.ts'
import { createFeedStates } from './feed-state-files.ts'
import { readHealth, writeHealth } from './health-files.ts'
import { readItems, removeLeftovers, writeItems } from './item-files.ts'

/** Where an ingest reads and writes: items and health in a content folder, what it remembers in a state folder. */
export function createIngestFiles(
  content: string,
  state: string,
): Pick<IngestPorts, 'states' | 'health' | 'readStored' | 'writeItems'> {
  let known: Map<string, SourceHealth> | undefined
  // A file that cannot be read counts as none: it is written anew.
  const health = () => (known ??= new Map(readHealth(content).entries.map((entry) => [entry.id, entry.health])))
  return {
    states: createFeedStates(state),
    health: {
      read: (id) => health().get(id),
      write: (id, own) => {
        writeHealth(content, id, own)
      },
    },
    readStored() {
      const { entries, problems } = readItems(content)
      if (problems.length > 0) throw new ExpectedError(problems)
      return entries
    },
    writeItems(items) {
      // What a run left that was cut off while it wrote items, the next has to write, and so knows to look for.
      if (items.length > 0) removeLeftovers(content)
      for (const folder of [state, ...['items', 'health'].map((name) => path.join(content, name))]) {
        removeTemporaries(folder)
      }
      writeItems(content, items, { flush: false })
    },
  }
}

/** Takes away the health of sources that are followed no more. */
export function removeOtherHealth(content: string, followed: ReadonlySet<string>): void {
  const folder = path.join(content, 'health')
  for (const name of listFiles(folder, '.yml')) {
    const id = sourceIdSchema.safeParse(name.replace(/\.yml$/, '')).data
    if (id !== undefined && !followed.has(id)) fs.rmSync(path.join(folder, name), { force: true })
  }
}
