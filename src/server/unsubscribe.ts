import type { Context, Hono } from 'hono'
import { verifyLink } from '../core/subscription/link-token.ts'
import { planUnsubscription } from '../core/subscription/plan-unsubscription.ts'
import { answer } from './answer.ts'
import type { AppPorts } from './app-ports.ts'
import { reachStore } from './reach-store.ts'
import { addRoute, answerUnknown } from './routes.ts'

/**
 * `/unsubscribe/<token>`: a page with a button; the button, or a mail program on its own (RFC 8058), ends the
 * subscription. What is posted is not read, nor who posts it: the link alone says who leaves, and leaving never fails
 * because it was done before.
 */
export function addUnsubscribe(app: Hono, ports: AppPorts): void {
  const show = (context: Context) => {
    if (subscriptionOf(context) === undefined) return answerUnknown(ports, context)
    return answer(ports, context.req.raw, {
      status: 200,
      page: { name: 'unsubscribe', slots: {} },
      json: { message: 'POST to this address to unsubscribe.' },
    })
  }

  const unsubscribe = async (context: Context) => {
    const id = subscriptionOf(context)
    if (id === undefined) return answerUnknown(ports, context)
    const { store, now, settings } = ports
    await reachStore(() => store.change({ id }, (facts) => planUnsubscription(facts, now())))
    return answer(ports, context.req.raw, {
      status: 200,
      page: { name: 'unsubscribed', slots: {} },
      json: { message: `You are unsubscribed: ${settings.name} sends you nothing more.` },
    })
  }

  const subscriptionOf = ({ req }: Context) => verifyLink('unsubscribe', req.param('token') ?? '', ports.keys)

  addRoute(app, ports, '/unsubscribe/:token', { get: show, post: unsubscribe, takesForeignForms: true })
}
