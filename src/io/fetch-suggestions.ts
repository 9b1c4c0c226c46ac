import { z } from 'astro/zod'
import { type Suggestion, suggestionSchema } from '../core/item/suggestion.ts'
import { checkFields } from '../core/text/check-fields.ts'
import type { Result } from '../core/text/problem.ts'
import { type AppAccess, askApp } from './ask-app.ts'

const answerSchema = z.object({ suggestions: z.array(suggestionSchema) })

/** Asks a running subscription app for what readers suggested and nobody answered yet: `GET <app>/suggestions`. */
export async function fetchSuggestions(access: AppAccess): Promise<Result<readonly Suggestion[]>> {
  const asked = await askApp(access, 'suggestions')
  if (!asked.ok) return asked
  const answer = checkFields(asked.value, answerSchema, `${access.app}, suggestions`, () => undefined)
  return answer.ok ? { ok: true, value: answer.value.suggestions } : answer
}
