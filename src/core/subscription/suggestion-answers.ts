import { z } from 'astro/zod'
import { wordsSchema } from '../text/line.ts'
import { webUrlSchema } from '../text/web-url.ts'

const idSchema = z.string().regex(/^[\w-]{1,64}$/, { error: 'expected an id of letters, digits, - and _' })

/** What became of one suggestion, as editors tell the app. */
const givenAnswerSchema = z.strictObject({
  id: idSchema,
  /** Key of the issue, `2026-W47`. */
  issue: z.string().regex(/^[\w-]{1,80}$/, { error: 'expected the key of an issue, like 2026-W47' }),
  issueUrl: webUrlSchema.max(2_048),
  /** What the link is called there, in our words. */
  title: wordsSchema.max(500),
})
export type GivenAnswer = z.infer<typeof givenAnswerSchema>

/** So many at once. */
export const MOST_ANSWERS = 200

/** What is posted to `/suggestions/answers`. */
export const givenAnswersSchema = z.strictObject({ answers: z.array(givenAnswerSchema).max(MOST_ANSWERS) })

/** `answered` just now; `known`: before; `unknown`: there is no such suggestion. */
const OUTCOMES = ['answered', 'known', 'unknown'] as const
export type AnswerOutcome = (typeof OUTCOMES)[number]

/** What the app says to that, in the same order. */
export const answerOutcomesSchema = z.object({
  answers: z.array(z.object({ id: idSchema, outcome: z.enum(OUTCOMES) })),
})
export type AnswerOutcomes = z.infer<typeof answerOutcomesSchema>['answers']
