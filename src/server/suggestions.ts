import { createHash, timingSafeEqual } from 'node:crypto'
import type { Context, Hono } from 'hono'
import type { Suggestion } from '../core/item/suggestion.ts'
import { addressKey } from '../core/subscription/address-key.ts'
import { planSuggestionMail } from '../core/subscription/plan-suggestion-mail.ts'
import { planRetention } from '../core/subscription/plan-retention.ts'
import type { ReaderSuggestion } from '../core/subscription/reader-suggestion.ts'
import { recipientOf } from '../core/subscription/recipient.ts'
import type { ServiceMail } from '../core/subscription/service-mail.ts'
import {
  type AnswerOutcome,
  type AnswerOutcomes,
  type GivenAnswer,
  givenAnswersSchema,
} from '../core/subscription/suggestion-answers.ts'
import { checkFields } from '../core/text/check-fields.ts'
import { parseJson } from '../core/text/json-lines.ts'
import { formatMoment } from '../core/text/moment.ts'
import { answerJson, problemJson, type RequestProblem } from './answer.ts'
import type { AppPorts } from './app-ports.ts'
import { readBody } from './read-body.ts'
import { reachStore } from './reach-store.ts'
import { addRoute, answerUnknown } from './routes.ts'

/** Of more, the newest: an editor can read no more, and whoever floods us shall not fill their pool. */
const MOST_LISTED = 1_000
/** In bytes. */
const LONGEST_ANSWERS = 1_000_000

/**
 * For editors, who have the token: `GET /suggestions` gives what readers suggested and nobody answered yet, without an
 * address; `POST /suggestions/answers` says what became of it, once each, and queues a mail to who left an address.
 * Where no token is set there is no such page.
 */
export function addSuggestions(app: Hono, ports: AppPorts): void {
  const { store } = ports

  const refuse = ({ req }: Context, { status, headers = {}, ...problem }: RequestProblem) =>
    answerJson(ports, req.raw, { status, json: problemJson(problem), headers })

  /** Lets in whoever has the token. */
  const guard = (handle: (context: Context) => Promise<Response>) => (context: Context) => {
    if (!ports.token) return answerUnknown(ports, context)
    if (isBearer(context.req.header('authorization'), ports.token)) return handle(context)
    return refuse(context, {
      status: 401,
      where: 'Authorization',
      what: 'this is for editors, and the token is missing or another',
      remedy: 'Send the one that the app was started with (CROWSNEST_TOKEN), as Authorization: Bearer <token>',
      headers: { 'www-authenticate': 'Bearer realm="suggestions"' },
    })
  }

  const list = async ({ req }: Context) => {
    const since = planRetention(ports.now()).suggestions
    const waiting = await reachStore(() => store.listSuggestions(since, MOST_LISTED))
    return answerJson(ports, req.raw, { status: 200, json: { suggestions: waiting.map(toSuggestion) } })
  }

  const takeAnswers = async (context: Context) => {
    const request = context.req.raw
    const bytes = await readBody(request, LONGEST_ANSWERS)
    if (bytes === 'too long') {
      return refuse(context, { status: 413, where: 'body', what: `this has over ${LONGEST_ANSWERS} bytes` })
    }
    if (bytes === 'broken off') return refuse(context, { status: 400, where: 'body', what: 'what was sent broke off' })
    const value = parseJson(new TextDecoder().decode(bytes))
    const checked = checkFields(value, givenAnswersSchema, 'body', () => undefined)
    if (!checked.ok) {
      const [{ where = 'body', field, what = 'this is no list of answers' } = {}] = checked.problems
      const remedy = 'Send { "answers": [{ "id", "issue", "issueUrl", "title" }] } as JSON; nothing was taken'
      return refuse(context, { status: 400, where: field ?? where, what, remedy })
    }
    const answers: { id: string; outcome: AnswerOutcome }[] = []
    const told: string[] = []
    for (const given of checked.value.answers) {
      answers.push({ id: given.id, outcome: await reachStore(() => take(given, told)) })
    }
    if (told.length > 0) ports.onMail?.()
    return answerJson(ports, request, { status: 200, json: { answers: answers satisfies AnswerOutcomes } })
  }

  /** @param told the mailboxes that mails of this list go to; a mail that is queued adds its own */
  const take = async ({ id, ...given }: GivenAnswer, told: string[]): Promise<AnswerOutcome> => {
    const at = formatMoment(ports.now())
    let mail: ServiceMail | undefined
    const outcome = await store.answerSuggestion(id, { at, ...given }, (suggestion, suppression) => {
      const key = addressKey(suggestion.address ?? '', store.secret)
      mail = planSuggestionMail(suggestion, { suppression, told }, { id: ports.randomId(), key, at })
      return mail
    })
    if (outcome === 'answered' && mail !== undefined) told.push(recipientOf(mail.to).mailbox)
    return outcome
  }

  addRoute(app, ports, '/suggestions', { get: guard(list) })
  addRoute(app, ports, '/suggestions/answers', { post: guard(takeAnswers) })
}

/** What editors see of a suggestion; the address and the network stay here. */
const toSuggestion = ({ id, url, note, by, at }: ReaderSuggestion): Suggestion => ({
  ...{ id, url, at },
  ...(note === undefined ? {} : { note }),
  ...(by === undefined ? {} : { by }),
})

/** Compares fingerprints, which are of one length, in a time that does not tell where they differ. */
function isBearer(header: string | undefined, token: string): boolean {
  const given = /^Bearer +(\S+)$/i.exec(header ?? '')?.[1] ?? ''
  const hash = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(hash(given), hash(token))
}
