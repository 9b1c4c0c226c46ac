import fs from 'node:fs'
import path from 'node:path'
import { z } from 'astro/zod'
import type { Source } from '../core/source/source.ts'
import { parseYamlFile } from '../core/text/front-matter.ts'
import { momentSchema } from '../core/text/moment.ts'
import type { Result } from '../core/text/problem.ts'
import type { FetchFeed } from '../jobs/ports.ts'
import { displayPath } from './content-folder.ts'
import { serveSite } from './serve-site.ts'

const samplesSchema = z.strictObject({
  /** The clock of the samples. */
  now: momentSchema,
  since: momentSchema,
  /** File by source id. */
  feeds: z.record(z.string(), z.string()),
  issue: z.strictObject({
    title: z.string(),
    subject: z.string(),
    preheader: z.string(),
    note: z.string(),
    headlines: z.array(z.url()),
  }),
  /** An editor's words by the address of what they are about. */
  blurbs: z.record(z.url(), z.string()),
})

export type Samples = z.infer<typeof samplesSchema>

/** Feeds of the project's own, and what an editor would say of them: `samples.yml` of a folder. */
export function readSamples(folder: string): Result<Samples> {
  const file = path.join(folder, 'samples.yml')
  return parseYamlFile(fs.readFileSync(file, 'utf8'), samplesSchema, displayPath(file))
}

/** Serves sample feeds over loopback, and has a source's feed fetched from there, by the real fetch. */
export async function serveSamples(
  folder: string,
  { feeds }: Samples,
  sources: readonly Source[],
  fetchFeed: FetchFeed,
): Promise<{ fetchFeed: FetchFeed; close: () => Promise<void> }> {
  const server = await serveSite(folder, 0)
  const files = new Map(sources.map(({ id, url }) => [url, feeds[id]]))
  return {
    close: server.close,
    fetchFeed(url, validators) {
      const file = files.get(url)
      return fetchFeed(file === undefined ? url : `${server.origin}/${file}`, validators)
    },
  }
}
