import { z } from 'astro/zod'
import { formatYaml, parseYamlFile } from '../text/front-matter.ts'
import { wordsSchema } from '../text/line.ts'
import { failure, type Result, success } from '../text/problem.ts'
import { PHRASE } from './phrase-scanner.ts'

const topicIdSchema = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, { error: 'expected lower-case words joined by hyphens, like service-mesh' })

const phraseSchema = z
  .string()
  .max(60, { error: 'expected at most 60 characters' })
  .regex(PHRASE, { error: 'expected letters and digits of ASCII, parted by single spaces, -, /, . or +' })

/** One file of `content/topics/`: something that readers follow, and the words by which it is known. */
const topicSchema = z.strictObject({
  title: wordsSchema,
  /** One sentence, for a reader. */
  description: wordsSchema,
  /** Words and phrases; one with a capital letter is found only as it is written, others in any case. */
  words: z.array(phraseSchema).min(1, { error: 'expected at least one word' }),
  /** Phrases in which these words mean something else. */
  not: z.array(phraseSchema).default([]),
})

/** The id is the file's name. */
export type Topic = z.infer<typeof topicSchema> & { readonly id: string }

/** Reads `content/topics/<id>.yml`. */
export function parseTopic(text: string, id: string, where: string): Result<Topic> {
  const name = topicIdSchema.safeParse(id)
  if (!name.success) {
    return failure({
      where,
      what: `the file's name is the topic's id: ${name.error.issues[0]?.message}`,
      remedy: 'Rename the file',
    })
  }
  const data = parseYamlFile(text, topicSchema, where)
  return data.ok ? success({ id, ...data.value }) : data
}

/** The file of a topic. `parseTopic(formatTopic(x))` equals x. */
export function formatTopic({ title, description, words, not }: Topic): string {
  return formatYaml({ title, description, words, not: not.length > 0 ? not : undefined })
}
