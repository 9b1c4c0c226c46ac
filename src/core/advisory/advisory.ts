import { z } from 'astro/zod'
import { wordsSchema } from '../text/line.ts'
import { cveSchema } from './cve.ts'

const SEVERITIES = ['low', 'medium', 'high', 'critical'] as const
export type Severity = (typeof SEVERITIES)[number]

/** A version as an advisory states it, without its `v`: `1.27.1`; `1.27` where it names no patch. */
const statedVersionSchema = z.string().regex(/^\d{1,4}(\.\d{1,4}){1,2}(-[0-9A-Za-z.-]{1,40})?$/, {
  error: 'expected a version, like 1.27.1',
})

/**
 * Versions that have the flaw: from `from` (none: from the first) up to and including `through`, or up to and without
 * `before`; with neither, all that followed. One version alone has the same `from` and `through`.
 */
const affectedRangeSchema = z.strictObject({
  /** The part that has it, in the words of the advisory; none where it speaks of Kubernetes as a whole. */
  component: wordsSchema.optional(),
  from: statedVersionSchema.optional(),
  through: statedVersionSchema.optional(),
  before: statedVersionSchema.optional(),
})

const fixedVersionSchema = z.strictObject({
  component: wordsSchema.optional(),
  version: statedVersionSchema,
})

/** Files have decimals as text, so that 1.20 stays what it is. */
const scoreSchema = z
  .union(
    [
      z.number(),
      z
        .string()
        .regex(/^\d{1,2}(\.\d{1,2})?$/)
        .transform(Number),
    ],
    {
      error: 'expected a CVSS score, like 6.5',
    },
  )
  .pipe(z.number().min(0).max(10))

/** What an advisory states, as far as it can be read; what is absent is unknown, never "none". */
export const advisorySchema = z.strictObject({
  /** What it is about; the tags of the item also have those that it only names. */
  cves: z.array(cveSchema).default([]),
  severity: z.enum(SEVERITIES).optional(),
  /** CVSS base score, 0 to 10, and the vector it follows from. */
  score: scoreSchema.optional(),
  vector: z.string().max(200).optional(),
  affected: z.array(affectedRangeSchema).default([]),
  fixed: z.array(fixedVersionSchema).default([]),
})

export type Advisory = z.infer<typeof advisorySchema>
export type AffectedRange = z.infer<typeof affectedRangeSchema>
