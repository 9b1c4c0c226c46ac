import { z } from 'astro/zod'
import { parseYamlFile } from '../text/front-matter.ts'
import { lineSchema, proseSchema, wordsSchema } from '../text/line.ts'
import { type Result, success } from '../text/problem.ts'
import { readSlug } from './read-slug.ts'

/** No series is longer; a number beyond is a slip, and everything up to it would be missing. */
const MOST_PARTS = 200

const tooMany = { error: `expected at most ${MOST_PARTS}` }

/** Which part of a series something is, counted from 1. */
export const partNumberSchema = z.int().min(1).max(MOST_PARTS, tooMany)

/** One file of `content/series/`: posts that belong together, in their order. Which ones, the posts say. */
export const seriesSchema = z.strictObject({
  title: wordsSchema,
  description: lineSchema.default(''),
  /** What a part is called: `Day` gives "Day 2 of 5". */
  unit: wordsSchema.default('Part'),
  /** How many parts there will be, where more are to come than are written; else the posts are counted. */
  parts: z.int().min(2).max(MOST_PARTS, tooMany).optional(),
  /** A paragraph or two above the parts, as markdown. */
  intro: proseSchema.default(''),
})

/** The id is the file's name. */
export type Series = z.infer<typeof seriesSchema> & { readonly id: string }

/** Reads `content/series/<id>.yml`. */
export function parseSeries(text: string, id: string, where: string): Result<Series> {
  const name = readSlug(id, where)
  if (!name.ok) return name
  const data = parseYamlFile(text, seriesSchema, where)
  return data.ok ? success({ id, ...data.value }) : data
}
