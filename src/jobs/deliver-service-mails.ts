import { outcomeReason } from '../core/send/outcome-reason.ts'
import { confirmationToken, makeConfirmation } from '../core/subscription/confirmation-token.ts'
import { type LinkKey, linkPath, type LinkPurpose } from '../core/subscription/link-token.ts'
import { planServiceMail, type ServiceMailSubject } from '../core/subscription/plan-service-mail.ts'
import type { ServiceMail } from '../core/subscription/service-mail.ts'
import type { Mailbox } from '../core/text/mail-address.ts'
import { formatMoment } from '../core/text/moment.ts'
import type { Problem } from '../core/text/problem.ts'
import type { SiteSettings } from '../core/text/site-settings.ts'
import type { Delivery } from '../core/send/delivery.ts'
import type { ComposeMessage, DeliverMessage } from './ports.ts'
import type { ServiceMailOutcome, SubscriptionStore } from './subscription-store.ts'

/** What delivering service mails wants of the world. */
export interface DeliveryPorts {
  readonly store: Pick<SubscriptionStore, 'leaseMails' | 'settleMail' | 'find' | 'addConfirmation' | 'findSuggestion'>
  readonly composeMessage: ComposeMessage
  /** Hands over one message; what it is tells those who keep it in a file what to call that. */
  readonly deliver: (mail: ServiceMail, ...given: Parameters<DeliverMessage>) => Promise<Delivery>
  /** Settings of the site, with `url` where readers reach the app. */
  readonly settings: SiteSettings
  readonly from: Mailbox
  readonly replyTo: Mailbox | undefined
  /** The first signs the links. */
  readonly keys: readonly [LinkKey, ...LinkKey[]]
  /** 16 random bytes. */
  readonly randomToken: () => Uint8Array
  readonly now: () => Date
  /** For the operator; no address stands in it. */
  readonly report: (problem: Problem) => void
}

/** How many went which way. */
export type DeliveryCounts = Readonly<Record<ServiceMailOutcome['state'], number>>

const MINUTE = 60_000
/** Minutes to the next try, by how many there were: an outage of a morning costs nobody their mail. */
const BACK_OFF = [1, 5, 30, 120, 360] as const
/** Delivered at the same time. */
const AT_ONCE = 5
/** Longer than a mail server is waited for; after that, a mail whose sender died goes to another. */
const LEASE = 5 * MINUTE

/**
 * Sends the service mails that wait, until none does, or no server can be reached. What a mail says, and the token of a
 * confirmation, is made when it goes, so that none lies about. A mail that a server refuses for now is tried again; one
 * that may have arrived is not.
 *
 * @param isOver asked between mails, so that a program that ends need not wait for the last
 */
export async function deliverServiceMails(
  ports: DeliveryPorts,
  isOver: () => boolean = () => false,
): Promise<DeliveryCounts> {
  const counts = { sent: 0, failed: 0, unknown: 0, queued: 0 }
  while (!isOver()) {
    const now = ports.now()
    const until = formatMoment(new Date(now.getTime() + LEASE))
    const mails = await ports.store.leaseMails({ limit: AT_ONCE, now: formatMoment(now), until })
    if (mails.length === 0) break
    const settled = await Promise.all(mails.map((mail) => deliverOne(ports, mail)))
    for (const { outcome } of settled) counts[outcome.state] += 1
    const problems = new Map(settled.flatMap(({ problem }) => (problem ? [[problem.what, problem] as const] : [])))
    for (const problem of problems.values()) ports.report(problem)
    if (settled.some(({ isOutOfReach }) => isOutOfReach)) break
  }
  return counts
}

interface Settled {
  readonly outcome: ServiceMailOutcome
  readonly problem?: Problem
  /** The next mail would fare no better. */
  readonly isOutOfReach?: boolean
}

async function deliverOne(ports: DeliveryPorts, mail: ServiceMail & { readonly attempts: number }): Promise<Settled> {
  const settled = await tryOne(ports, mail)
  await ports.store.settleMail(mail.id, settled.outcome)
  return settled
}

async function tryOne(ports: DeliveryPorts, mail: ServiceMail & { readonly attempts: number }): Promise<Settled> {
  const { settings, from, replyTo } = ports
  const at = formatMoment(ports.now())
  let delivery: Delivery
  try {
    const about = await findSubject(ports, mail)
    if (about === undefined) return { outcome: { state: 'failed', at, reason: 'there is nothing to say any more' } }
    const message = planServiceMail({ mail, about, settings, from, replyTo, date: ports.now() })
    const bytes = await ports.composeMessage(message)
    delivery = await ports.deliver(mail, { from: from.address, to: mail.to }, bytes)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    delivery = { outcome: 'failed', reason, unreachable: true }
  }
  return settle(delivery, mail.attempts, ports.now())
}

/** What a mail is about; undefined where that is gone, or is not to be said to its owner any more. */
async function findSubject(ports: DeliveryPorts, mail: ServiceMail): Promise<ServiceMailSubject | undefined> {
  const { store, settings, keys, randomToken } = ports
  if (mail.kind === 'suggestion') {
    const answer = mail.suggestionId === undefined ? undefined : (await store.findSuggestion(mail.suggestionId))?.answer
    return answer && { kind: 'suggestion', answer }
  }
  const id = mail.subscriptionId ?? ''
  const { subscription, suppression } = await store.find({ id })
  if (subscription === undefined || (suppression !== undefined && suppression.reason !== 'erased')) return undefined
  if (mail.kind === 'already') {
    if (subscription.state !== 'confirmed') return undefined
    const link = (purpose: LinkPurpose) => settings.url + linkPath(purpose, id, keys[0])
    return { kind: 'already', me: link('me'), unsubscribe: link('unsubscribe') }
  }
  const token = confirmationToken(randomToken())
  const isThere = await store.addConfirmation(makeConfirmation(token, id, ports.now()))
  return isThere ? { kind: 'confirm', link: `${settings.url}/confirm/${token}` } : undefined
}

function settle(delivery: Delivery, attempts: number, now: Date): Settled {
  const at = formatMoment(now)
  if (delivery.outcome === 'sent') return { outcome: { state: 'sent', at } }
  const reason = outcomeReason(delivery)
  if (delivery.outcome === 'unknown') {
    const what = `a mail may have arrived or not, and is not sent again: ${reason}`
    return { outcome: { state: 'unknown', at, reason }, problem: { where: 'mail of the app', what } }
  }
  const minutes = BACK_OFF[attempts - 1]
  const isFinal = !delivery.unreachable && delivery.code !== undefined && delivery.code >= 500
  const isOutOfReach = delivery.unreachable
  if (isFinal || minutes === undefined) {
    const what = isFinal ? `a mail was refused: ${reason}` : `a mail was given up after ${attempts} tries: ${reason}`
    return { outcome: { state: 'failed', at, reason }, problem: { where: 'mail of the app', what }, isOutOfReach }
  }
  const after = formatMoment(new Date(now.getTime() + minutes * MINUTE))
  const what = `${isOutOfReach ? 'no mail can be sent' : 'a mail was put off'}: ${reason}`
  const remedy = isOutOfReach
    ? 'See that the mail server is up and SMTP_URL is right, or that the outbox can be written to; mails wait until then'
    : undefined
  return {
    outcome: { state: 'queued', after, reason },
    problem: { where: 'mail of the app', what, remedy },
    isOutOfReach,
  }
}
