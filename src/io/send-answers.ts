import {
  type AnswerOutcomes,
  answerOutcomesSchema,
  type GivenAnswer,
  MOST_ANSWERS,
} from '../core/subscription/suggestion-answers.ts'
import { checkFields } from '../core/text/check-fields.ts'
import { failure, type Result, success } from '../core/text/problem.ts'
import { type AppAccess, askApp } from './ask-app.ts'

/**
 * Tells a running subscription app what became of suggestions: `POST <app>/suggestions/answers`. What it was told before
 * it takes as it is, so that the same may be sent again, also after a part of it got lost.
 *
 * @returns what the app made of each; of what it says of others, or of fewer than were sent, nothing is believed
 */
export async function sendAnswers(access: AppAccess, answers: readonly GivenAnswer[]): Promise<Result<AnswerOutcomes>> {
  const outcomes: AnswerOutcomes[number][] = []
  for (let start = 0; start < answers.length; start += MOST_ANSWERS) {
    const some = answers.slice(start, start + MOST_ANSWERS)
    const asked = await askApp(access, 'suggestions/answers', { answers: some })
    if (!asked.ok) return asked
    const where = `${access.app}, suggestions/answers`
    const answer = checkFields(asked.value, answerOutcomesSchema, where, () => undefined)
    if (!answer.ok) return answer
    const ids = answer.value.answers.map(({ id }) => id)
    if (ids.length !== some.length || some.some(({ id }, index) => id !== ids[index])) {
      return failure({ where, what: 'it speaks of other suggestions than it was told of' })
    }
    outcomes.push(...answer.value.answers)
  }
  return success(outcomes)
}
