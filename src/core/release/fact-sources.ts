import { z } from 'astro/zod'
import { parseYamlFile } from '../text/front-matter.ts'
import type { Result } from '../text/problem.ts'
import { webUrlSchema } from '../text/web-url.ts'

/** Who is asked for facts of releases by each ingest, and how their documents are read. */
export const FACT_SOURCE_IDS = ['kubernetes-schedule', 'kubernetes-eol', 'endoflife-date'] as const

export type FactSourceId = (typeof FACT_SOURCE_IDS)[number]

/** `content/releases/sources.yml`: where facts of releases come from; a source without an address is not asked. */
const factSourcesSchema = z.strictObject({
  /** The schedule, in YAML. */
  'kubernetes-schedule': webUrlSchema.optional(),
  /** The list of ended branches, in YAML. */
  'kubernetes-eol': webUrlSchema.optional(),
  /** The product at endoflife.date, by its interface of either version. */
  'endoflife-date': webUrlSchema.optional(),
  /** The page of all releases: items whose links lie below it are releases. Their feed is one of `content/sources/`. */
  'kubernetes-feed': webUrlSchema.optional(),
})

export type FactSources = z.infer<typeof factSourcesSchema>

/** Reads `content/releases/sources.yml`. */
export const parseFactSources = (text: string, where: string): Result<FactSources> =>
  parseYamlFile(text, factSourcesSchema, where)
