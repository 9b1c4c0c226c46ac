import fs from 'node:fs'
import path from 'node:path'
import { z } from 'astro/zod'
import { momentSchema } from '../core/text/moment.ts'
import type { LinkMemory, RememberedAnswer } from '../jobs/ports.ts'
import { writeFileAtomic } from './atomic-file.ts'

const rememberedSchema: z.ZodType<RememberedAnswer> = z.object({
  at: momentSchema,
  since: momentSchema.exactOptional(),
  answer: z.discriminatedUnion('outcome', [
    z.object({ outcome: z.literal('there'), movedTo: z.string().exactOptional() }),
    z.object({ outcome: z.literal('gone'), status: z.int() }),
    z.object({ outcome: z.literal('refused'), reason: z.string() }),
    z.object({ outcome: z.literal('silent'), reason: z.string(), unreached: z.boolean() }),
    z.object({ outcome: z.literal('closed'), reason: z.string() }),
  ]),
})

/**
 * What was answered to a check of links, by address: `links.json` in the state folder; that of the archive, which is asked
 * for in turns, has a file of its own.
 */
export function createLinkMemory(state: string, name: 'links.json' | 'archive-links.json' = 'links.json'): LinkMemory {
  const file = path.join(state, name)
  return {
    read() {
      try {
        const stored = Object.entries(JSON.parse(fs.readFileSync(file, 'utf8')) as Record<string, unknown>)
        return new Map(
          stored.flatMap(([address, value]) => {
            const remembered = rememberedSchema.safeParse(value)
            return remembered.success ? [[address, remembered.data] as const] : []
          }),
        )
      } catch {
        // Absent, or not ours: the links are then asked for once more, which loses nothing.
        return new Map()
      }
    },
    write(answers) {
      writeFileAtomic(file, `${JSON.stringify(Object.fromEntries(answers), null, 2)}\n`, { flush: false })
    },
  }
}
