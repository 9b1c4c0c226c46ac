import type { Context, Hono } from 'hono'
import { confirmationHash, isConfirmationToken } from '../core/subscription/confirmation-token.ts'
import { linkPath } from '../core/subscription/link-token.ts'
import { networkOf } from '../core/subscription/network.ts'
import { type ConfirmationPlan, planConfirmation } from '../core/subscription/plan-confirmation.ts'
import type { LinkFacts } from '../core/subscription/subscription-change.ts'
import type { Subscription } from '../core/subscription/subscription.ts'
import { SUBSCRIBE_ACTION } from '../core/text/subscribe-form.ts'
import { answer } from './answer.ts'
import type { AppPorts } from './app-ports.ts'
import { reachStore } from './reach-store.ts'
import { addRoute, answerUnknown } from './routes.ts'

/** `/confirm/<token>`: a page with a button, which anything that opens links may open; the button confirms. */
export function addConfirm(app: Hono, ports: AppPorts): void {
  const { store, keys, settings } = ports

  const answerExpired = ({ req }: Context) =>
    answer(ports, req.raw, {
      status: 410,
      page: { name: 'expired', slots: {} },
      json: {
        error: {
          what: 'this link does not work any more: it is older than a week, was used up, or was never ours',
          remedy: `Subscribe again at ${settings.url}${SUBSCRIBE_ACTION}; a new link comes by mail`,
        },
      },
    })

  const answerConfirmed = ({ req }: Context, { id, address }: Subscription) => {
    const me = linkPath('me', id, keys[0])
    return answer(ports, req.raw, {
      status: 200,
      page: { name: 'confirmed', slots: { address, me } },
      json: { message: `${address} gets ${settings.name} every week.`, me },
    })
  }

  const plan = (facts: LinkFacts, context: Context) => {
    const network = networkOf(ports.clientAddress(context.req.raw, context.env))
    return planConfirmation(facts, { now: ports.now(), network })
  }

  const show = async (context: Context) => {
    const token = context.req.param('token') ?? ''
    if (!isConfirmationToken(token)) return answerUnknown(ports, context)
    const facts = await reachStore(() => store.find({ confirmation: confirmationHash(token) }))
    const planned = plan(facts, context)
    if (planned.outcome === 'expired') return answerExpired(context)
    const { address } = planned.subscription
    return answer(ports, context.req.raw, {
      status: 200,
      page: { name: 'confirm', slots: { address } },
      json: { message: `POST to this address to confirm ${address}.` },
    })
  }

  const confirm = async (context: Context) => {
    const token = context.req.param('token') ?? ''
    if (!isConfirmationToken(token)) return answerUnknown(ports, context)
    let planned: ConfirmationPlan | undefined
    await reachStore(() =>
      store.change({ confirmation: confirmationHash(token) }, (facts) => {
        planned = plan(facts, context)
        return planned.change
      }),
    )
    if (planned === undefined) throw new TypeError('the store changed something without a plan')
    return planned.outcome === 'expired' ? answerExpired(context) : answerConfirmed(context, planned.subscription)
  }

  addRoute(app, ports, '/confirm/:token', { get: show, post: confirm })
}
