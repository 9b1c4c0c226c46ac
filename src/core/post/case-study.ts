import { z } from 'astro/zod'
import { parseMarkdownFile } from '../text/front-matter.ts'
import { lineSchema, wordsSchema } from '../text/line.ts'
import { type Result, success } from '../text/problem.ts'
import { webUrlSchema } from '../text/web-url.ts'
import { longFormFields } from './long-form.ts'
import { readSlug } from './read-slug.ts'
import { linesBefore, type Place } from './written-file.ts'

/** The organisation that a case study is about; facts as of its date. */
const companySchema = z.strictObject({
  name: wordsSchema,
  industry: wordsSchema.optional(),
  location: wordsSchema.optional(),
  founded: z
    .string()
    .regex(/^\d{4}$/, { error: 'expected a year in quotes, like "2006"' })
    .optional(),
  url: webUrlSchema.optional(),
})

/** A figure that the study stands on: `3,000`, `pods, 1,200 of them on Kubernetes`. */
const figureSchema = z.strictObject({ value: wordsSchema, label: wordsSchema })

/** Front matter of one file of `content/case-studies/`; in the body, a quotation ends with a line `— Speaker, role`. */
export const caseStudySchema = z.strictObject({
  ...longFormFields,
  company: companySchema,
  figures: z.array(figureSchema).default([]),
  /** The problem, and what became of it, in a sentence each. */
  challenge: lineSchema.default(''),
  outcome: lineSchema.default(''),
  /** The full study, where it stands elsewhere; a link that is not known is left out. */
  study: webUrlSchema.optional(),
})

/** The slug is the file's name, and the last part of its address. */
export type CaseStudy = z.infer<typeof caseStudySchema> & {
  readonly slug: string
  readonly body: string
  /** Where it was read from, to name it in a problem. */
  readonly place?: Place
}

/** Reads `content/case-studies/<slug>.md`. */
export function parseCaseStudy(text: string, slug: string, where: string): Result<CaseStudy> {
  const name = readSlug(slug, where)
  if (!name.ok) return name
  const file = parseMarkdownFile(text, caseStudySchema, where)
  if (!file.ok) return file
  const { data, body } = file.value
  return success({ ...data, slug, body, place: { where, bodyLine: linesBefore(text, body) + 1 } })
}
