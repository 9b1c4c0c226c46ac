import { z } from 'astro/zod'
import { formatYaml, parseYamlFile } from '../text/front-matter.ts'
import { wordsSchema } from '../text/line.ts'
import { momentSchema } from '../text/moment.ts'
import type { Result } from '../text/problem.ts'
import { webUrlSchema } from '../text/web-url.ts'

/** `parked`: the feed said that it is gone for good, and is not asked until its source is edited. */
const HEALTH_STATUSES = ['ok', 'failing', 'parked'] as const

/** One file of `content/health/`: how a source is. Written by ingest alone, and only when it means something else. */
const sourceHealthSchema = z.strictObject({
  status: z.enum(HEALTH_STATUSES),
  /** Since when it is so. */
  since: momentSchema,
  /** The last answer that could be read; while all is well, it is written anew only once a week. */
  lastSuccess: momentSchema.optional(),
  /** Why it fails, for a person. */
  reason: wordsSchema.optional(),
  /** Where a permanent redirect says that the feed lives now. */
  movedTo: webUrlSchema.optional(),
})

export type SourceHealth = z.infer<typeof sourceHealthSchema>

/** Reads `content/health/<id>.yml`. */
export function parseSourceHealth(text: string, where: string): Result<SourceHealth> {
  return parseYamlFile(text, sourceHealthSchema, where)
}

/** The file of a source's health. `parseSourceHealth(formatSourceHealth(x))` equals x. */
export function formatSourceHealth({ status, since, lastSuccess, reason, movedTo }: SourceHealth): string {
  return formatYaml({ status, since, lastSuccess, reason, movedTo })
}

/** Whether two mean the same. */
export function isSameHealth(one: SourceHealth, other: SourceHealth): boolean {
  const fields = Object.keys(sourceHealthSchema.shape) as (keyof SourceHealth)[]
  return fields.every((field) => one[field] === other[field])
}
