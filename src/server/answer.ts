import type { AppPorts } from './app-ports.ts'
import type { Page, TemplateName } from './page-templates.ts'
import { prefersJson } from './prefers-json.ts'

/** One answer, as a page and as JSON. */
export interface Answer<Name extends TemplateName = TemplateName> {
  readonly status: number
  readonly page: Page<Name>
  readonly json: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** What is wrong with a request: `where` is the field, `what` and `remedy` as in every `Problem`. */
export interface RequestProblem {
  readonly status: number
  readonly where?: string
  readonly what: string
  readonly remedy?: string
  readonly headers?: Readonly<Record<string, string>>
}

const TITLES = new Map([
  [400, 'That did not work'],
  [403, 'That did not come from here'],
  [404, 'There is nothing here'],
  [405, 'That is not done here'],
  [413, 'That is too much'],
  [415, 'That cannot be read here'],
  [429, 'That is a lot at once'],
  [500, 'Something broke'],
  [503, 'Not now'],
])

/** Paths that hold a token: where a reader goes from there, nobody shall learn it. */
const TOKEN_PATH = /^\/(?:confirm|unsubscribe|me)\//

/** Whether whoever knows the path of a request has proven by it who they are. */
export const hasToken = (request: Request): boolean => TOKEN_PATH.test(new URL(request.url).pathname)

/** Answers with a page, or with JSON where that is preferred. */
export function answer<Name extends TemplateName>(
  ports: Pick<AppPorts, 'fill' | 'headers'>,
  request: Request,
  { status, page, json, headers = {} }: Answer<Name>,
): Response {
  if (prefersJson(request.headers.get('accept'))) return answerJson(ports, request, { status, json, headers })
  const body = ports.fill(page.name, page.slots)
  return new Response(body, {
    status,
    headers: { ...headersOf(ports, request), 'content-type': 'text/html; charset=utf-8', ...headers },
  })
}

/** Answers with JSON, whatever is preferred. */
export function answerJson(
  ports: Pick<AppPorts, 'headers'>,
  request: Request,
  { status, json, headers = {} }: Pick<Answer, 'status' | 'json' | 'headers'>,
): Response {
  return new Response(`${JSON.stringify(json)}\n`, {
    status,
    headers: { ...headersOf(ports, request), 'content-type': 'application/json; charset=utf-8', ...headers },
  })
}

/** Says what is wrong, and what to do. */
export function answerProblem(
  ports: Pick<AppPorts, 'fill' | 'headers'>,
  request: Request,
  problem: RequestProblem,
): Response {
  const { status, what, remedy, headers = {} } = problem
  const title = TITLES.get(status) ?? 'That did not work'
  const slots = { title, what: toSentence(what), remedy: remedy === undefined ? '' : toSentence(remedy) }
  return answer(ports, request, { status, page: { name: 'problem', slots }, json: problemJson(problem), headers })
}

export const problemJson = ({ where, what, remedy }: Pick<RequestProblem, 'where' | 'what' | 'remedy'>) => ({
  error: { where, what, remedy },
})

/** A problem has no capital and no full stop, so that it can stand after a place; on a page it stands alone. */
export function toSentence(text: string): string {
  const start = text.charAt(0).toUpperCase() + text.slice(1)
  return /[.!?]$/.test(start) ? start : `${start}.`
}

function headersOf({ headers }: Pick<AppPorts, 'headers'>, request: Request): Record<string, string> {
  return {
    ...Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
    'cache-control': 'no-store',
    'x-robots-tag': 'noindex',
    ...(hasToken(request) ? { 'referrer-policy': 'no-referrer' } : {}),
    vary: 'accept',
  }
}
