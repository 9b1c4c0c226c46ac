import { z } from 'astro/zod'
import { personIdSchema } from '../issue/person-id.ts'
import { parseMarkdownFile } from '../text/front-matter.ts'
import { lineSchema } from '../text/line.ts'
import { type Result, success } from '../text/problem.ts'
import { longFormFields } from './long-form.ts'
import { readSlug } from './read-slug.ts'
import { partNumberSchema } from './series.ts'
import { slugSchema } from './slug-id.ts'
import { linesBefore, type Place } from './written-file.ts'

/** Front matter of one file of `content/posts/`; the body is the post, as markdown. */
export const postSchema = z.strictObject({
  ...longFormFields,
  /** The series that it is a part of, and which part, counted from 1. */
  series: z.strictObject({ id: slugSchema, part: partNumberSchema }).optional(),
  /** How it ends: a word of parting, signed by people of `content/authors/`. */
  closing: z
    .strictObject({ words: lineSchema, by: z.array(personIdSchema).min(1, { error: 'expected who signs' }) })
    .optional(),
})

/** The slug is the file's name, and the last part of the post's address. */
export type Post = z.infer<typeof postSchema> & {
  readonly slug: string
  readonly body: string
  /** Where it was read from, to name it in a problem. */
  readonly place?: Place
}

/** Reads `content/posts/<slug>.md`. */
export function parsePost(text: string, slug: string, where: string): Result<Post> {
  const name = readSlug(slug, where)
  if (!name.ok) return name
  const file = parseMarkdownFile(text, postSchema, where)
  if (!file.ok) return file
  const { data, body } = file.value
  return success({ ...data, slug, body, place: { where, bodyLine: linesBefore(text, body) + 1 } })
}
