import type { Context, Hono } from 'hono'
import { addressKey } from '../core/subscription/address-key.ts'
import { describeSubscription } from '../core/subscription/describe-subscription.ts'
import { exportSubscription } from '../core/subscription/export-subscription.ts'
import { verifyLink } from '../core/subscription/link-token.ts'
import { planErasure } from '../core/subscription/plan-erasure.ts'
import { answer, answerJson } from './answer.ts'
import type { AppPorts } from './app-ports.ts'
import { reachStore } from './reach-store.ts'
import { addRoute, answerUnknown } from './routes.ts'

/** `/me/<token>`: what we hold about whoever has the link, to read, to take along (`/export`), to have deleted (`/erase`). */
export function addMe(app: Hono, ports: AppPorts): void {
  const { store } = ports

  const answerErased = ({ req }: Context) =>
    answer(ports, req.raw, {
      status: 200,
      page: { name: 'erased', slots: {} },
      json: { message: 'Nothing is held about you here any more, and nothing is sent to you.' },
    })

  const show = async (context: Context) => {
    const { token, id } = ownerOf(context)
    if (id === undefined) return answerUnknown(ports, context)
    const facts = await reachStore(() => store.find({ id }))
    if (facts.subscription === undefined) return answerErased(context)
    const { address } = facts.subscription
    const slots = { address, lines: describeSubscription(facts, ports.settings.subject), me: `/me/${token}` }
    const json = exportSubscription(facts, ports.now(), ports.settings.subject)
    return answer(ports, context.req.raw, { status: 200, page: { name: 'me', slots }, json })
  }

  const send = async (context: Context) => {
    const { id } = ownerOf(context)
    if (id === undefined) return answerUnknown(ports, context)
    const json = exportSubscription(await reachStore(() => store.find({ id })), ports.now(), ports.settings.subject)
    const headers = { 'content-disposition': 'attachment; filename="subscription.json"' }
    return answerJson(ports, context.req.raw, { status: 200, json, headers })
  }

  const erase = async (context: Context) => {
    const { id } = ownerOf(context)
    if (id === undefined) return answerUnknown(ports, context)
    const keyOf = (address: string) => addressKey(address, store.secret)
    await reachStore(() => store.change({ id }, (facts) => planErasure(facts, { now: ports.now(), keyOf })))
    return answerErased(context)
  }

  const ownerOf = ({ req }: Context) => {
    const token = req.param('token') ?? ''
    return { token, id: verifyLink('me', token, ports.keys) }
  }

  addRoute(app, ports, '/me/:token', { get: show })
  addRoute(app, ports, '/me/:token/export', { post: send })
  addRoute(app, ports, '/me/:token/erase', { post: erase })
}
