import type { Context, Hono } from 'hono'
import { CURRENT_CONSENT } from '../core/subscription/consent-text.ts'
import { isFilledTooFast, signFormTime } from '../core/subscription/form-time.ts'
import { networkOf } from '../core/subscription/network.ts'
import { parseMailAddress } from '../core/text/mail-address.ts'
import { formatMoment } from '../core/text/moment.ts'
import { SUBSCRIBE_ACTION } from '../core/text/subscribe-form.ts'
import { answer, answerProblem, problemJson, toSentence } from './answer.ts'
import type { AppPorts } from './app-ports.ts'
import { reachStore } from './reach-store.ts'
import { readForm } from './read-form.ts'
import { addRoute } from './routes.ts'
import { createWaitingRoom } from './waiting-room.ts'

const LOOK_IN_YOUR_MAIL = 'Look in your mail: what is to be done next stands there. Nothing is sent before you say yes.'

const NO_ADDRESS = {
  where: 'email',
  what: 'this is no mail address that we can write to',
  remedy: 'Give one address, like keeper@light.example',
}

/**
 * `POST /subscribe` writes an address down and answers, the same for every address and in the same time: what we know of
 * it is looked up afterwards (docs/decisions/0035). `GET` is the form.
 */
export function addSubscribe(app: Hono, ports: AppPorts): void {
  const { store, settings } = ports
  const room = createWaitingRoom(() => reachStore(() => store.countSignups()), ports.now)

  const answerForm = ({ req }: Context, { status, email }: { status: number; email: string }) => {
    const isInvalid = status !== 200
    const problem = isInvalid ? `${toSentence(NO_ADDRESS.what)} ${toSentence(NO_ADDRESS.remedy)}` : ''
    const t = signFormTime(ports.now(), ports.keys[0])
    const json = isInvalid ? problemJson(NO_ADDRESS) : { message: `POST an email to ${SUBSCRIBE_ACTION}` }
    const slots = { email, t, problem, invalid: String(isInvalid) }
    return answer(ports, req.raw, { status, page: { name: 'subscribe', slots }, json })
  }

  const answerSubscribed = ({ req }: Context) =>
    answer(ports, req.raw, {
      status: 200,
      page: { name: 'subscribed', slots: {} },
      json: { message: LOOK_IN_YOUR_MAIL },
    })

  const subscribe = async (context: Context) => {
    const request = context.req.raw
    const form = await readForm(request)
    if (!form.ok) return answerProblem(ports, request, form.problem)
    const email = form.fields.get('email') ?? ''
    const address = parseMailAddress(email.replace(/^ +| +$/g, ''))
    if (address === undefined) return answerForm(context, { status: 400, email })
    const isTrapped = (form.fields.get('website') ?? '') !== ''
    if (isTrapped || isFilledTooFast(form.fields.get('t'), ports.keys, ports.now())) return answerSubscribed(context)
    if (!(await room.takePlace())) {
      return answerProblem(ports, request, {
        status: 503,
        what: `${settings.name} has more sign-ups than it can take care of at present, and yours was not saved`,
        remedy: 'Try again in an hour',
        headers: { 'retry-after': '3600' },
      })
    }
    const network = networkOf(ports.clientAddress(request, context.env))
    const at = formatMoment(ports.now())
    await reachStore(() => store.addSignup({ address, at, network, wording: CURRENT_CONSENT }))
    ports.onSignup()
    return answerSubscribed(context)
  }

  addRoute(app, ports, SUBSCRIBE_ACTION, {
    get: (context) => answerForm(context, { status: 200, email: '' }),
    post: subscribe,
  })
}
