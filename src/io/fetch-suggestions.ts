import { z } from 'astro/zod'
import { type Suggestion, suggestionSchema } from '../core/item/suggestion.ts'
import { checkFields } from '../core/text/check-fields.ts'
import { parseJson } from '../core/text/json-lines.ts'
import { failure, type Result } from '../core/text/problem.ts'

const LIMIT = 5_000_000
const PATIENCE = 20_000
const answerSchema = z.object({ suggestions: z.array(suggestionSchema) })

/**
 * Asks a running subscription app for what readers suggested: `GET <app>/suggestions`, with the token as a bearer's.
 *
 * @param app its address; `http:` only on this machine, for the token goes with it
 */
export async function fetchSuggestions(
  app: string,
  { token, userAgent }: { readonly token: string; readonly userAgent: string },
): Promise<Result<readonly Suggestion[]>> {
  const url = URL.parse('suggestions', app.endsWith('/') ? app : `${app}/`)
  const where = 'CROWSNEST_APP'
  if (url === null || !/^https?:$/.test(url.protocol)) {
    return failure({
      where,
      what: `"${app}" is no web address`,
      remedy: 'Say where the app runs, like https://crowsnest.example',
    })
  }
  if (url.protocol === 'http:' && !/^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(url.hostname)) {
    return failure({
      where,
      what: `${app} is not encrypted, and the token would go there in the open`,
      remedy: 'Use https',
    })
  }
  try {
    const response = await fetch(url, {
      headers: { authorization: `Bearer ${token}`, accept: 'application/json', 'user-agent': userAgent },
      redirect: 'error',
      signal: AbortSignal.timeout(PATIENCE),
    })
    if (response.status === 401 || response.status === 403) {
      return failure({
        where: 'CROWSNEST_TOKEN',
        what: `${url.origin} does not take this token`,
        remedy: 'Set the one that the app was started with',
      })
    }
    if (!response.ok)
      return failure({ where: url.href, what: `answered ${response.status} ${response.statusText}`.trim() })
    const text = await response.text()
    if (text.length > LIMIT) return failure({ where: url.href, what: `answered with more than ${LIMIT / 1e6} MB` })
    const answer = checkFields(parseJson(text), answerSchema, url.href, () => undefined)
    return answer.ok ? { ok: true, value: answer.value.suggestions } : answer
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
    const reason =
      error instanceof Error && error.name === 'TimeoutError'
        ? `did not answer within ${PATIENCE / 1_000} s`
        : String(cause)
    return failure({ where: url.href, what: reason, remedy: 'Is the app running there? CROWSNEST_APP says where' })
  }
}
