import type { Context, Hono } from 'hono'
import { networkOf } from '../core/subscription/network.ts'
import {
  type FieldProblem,
  parseSuggestion,
  SUGGESTION_FIELDS,
  type SuggestionField,
} from '../core/subscription/parse-suggestion.ts'
import { formatMoment } from '../core/text/moment.ts'
import { SUGGEST_ACTION } from '../core/text/subscribe-form.ts'
import { answer, answerProblem, problemJson, toSentence } from './answer.ts'
import type { AppPorts } from './app-ports.ts'
import { reachStore } from './reach-store.ts'
import { readForm } from './read-form.ts'
import { addRoute } from './routes.ts'

/** Within an hour, from one network and from all: who floods us from many shall not fill the disk. */
const MOST_SUGGESTIONS = { network: 20, all: 1_000 } as const
const HOUR = 3_600_000

/** In bytes: the longest link, note and name there are, each character in nine (`%E7%81%AF`), are under it. */
const LONGEST_BODY = 49_152

const THANKS = 'Thank you: the link is with the editors. If it is picked, we write to you where you left an address.'

/** Of a field, or of none. */
type FormProblem = Omit<FieldProblem, 'where'> & Partial<Pick<FieldProblem, 'where'>>
type Values = Readonly<Partial<Record<SuggestionField, string>>>

/** `POST /suggest` keeps a link for the editors, with what was said of it. `GET` is the form. */
export function addSuggest(app: Hono, ports: AppPorts): void {
  const { store, settings } = ports

  const answerForm = (
    { req }: Context,
    status: number,
    { values, problems }: { readonly values: Values; readonly problems: readonly FormProblem[] },
    headers: Record<string, string> = {},
  ) => {
    const [first] = problems
    const problem = problems.map(({ what, remedy }) => `${toSentence(what)} ${toSentence(remedy)}`).join(' ')
    const { url = '', note = '', by = '', email = '' } = values
    const isInvalid = (field: SuggestionField) => String(problems.some(({ where }) => where === field))
    const invalid = {
      ...{ urlInvalid: isInvalid('url'), noteInvalid: isInvalid('note') },
      ...{ byInvalid: isInvalid('by'), emailInvalid: isInvalid('email') },
    }
    return answer(ports, req.raw, {
      status,
      page: { name: 'suggest', slots: { url, note, by, email, problem, ...invalid } },
      json: first ? problemJson(first) : { message: `POST a url, and a note, to ${SUGGEST_ACTION}` },
      headers,
    })
  }

  const answerThanks = ({ req }: Context) =>
    answer(ports, req.raw, { status: 200, page: { name: 'suggested', slots: {} }, json: { message: THANKS } })

  const suggest = async (context: Context) => {
    const request = context.req.raw
    const form = await readForm(request, LONGEST_BODY)
    if (!form.ok) return answerProblem(ports, request, form.problem)
    const values: Values = Object.fromEntries(SUGGESTION_FIELDS.map((name) => [name, form.fields.get(name) ?? '']))
    const parsed = parseSuggestion(form.fields)
    if (!parsed.ok) return answerForm(context, 400, { values, problems: parsed.problems })
    if ((form.fields.get('website') ?? '') !== '') return answerThanks(context)
    const network = networkOf(ports.clientAddress(request, context.env))
    const now = ports.now()
    const suggestion = { id: ports.randomId(), ...parsed.value, network, at: formatMoment(now) }
    const since = formatMoment(new Date(now.getTime() - HOUR))
    const reached = await reachStore(() => store.addSuggestion(suggestion, { ...MOST_SUGGESTIONS, since }))
    if (reached === undefined) return answerThanks(context)
    const what =
      reached === 'network'
        ? `${MOST_SUGGESTIONS.network} links came from your network within the hour, and this one was not saved`
        : `${settings.name} got more links within the hour than it can take care of, and this one was not saved`
    const full = { what, remedy: 'Send it in an hour' }
    const status = reached === 'network' ? 429 : 503
    return answerForm(context, status, { values, problems: [full] }, { 'retry-after': '3600' })
  }

  addRoute(app, ports, SUGGEST_ACTION, {
    get: (context) => answerForm(context, 200, { values: {}, problems: [] }),
    post: suggest,
  })
}
