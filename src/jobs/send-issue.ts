import { classifyOutcome, type OnUnknown } from '../core/send/classify-outcome.ts'
import type { Delivery } from '../core/send/delivery.ts'
import { connectionsAt, foundAgain, lose, recover, slowDown } from '../core/send/pace.ts'
import type { SendEnd, SendProgress } from '../core/send/send-progress.ts'
import type { Recipient, RecipientOutcome, Send } from '../core/send/send.ts'
import { formatMoment } from '../core/text/moment.ts'
import { ExpectedError } from '../core/text/problem.ts'
import type { DeliverMessage, Outgoing } from './ports.ts'
import type { SendLedger } from './send-ledger.ts'
import { createSendMeter } from './send-meter.ts'
import { createThrottle, type Throttle } from './throttle.ts'

/** What sending an issue wants of the world. */
export interface SendPorts {
  readonly ledger: Pick<SendLedger, 'leaseRecipients' | 'settleRecipients' | 'countRecipients'>
  /** The message for one reader. An `ExpectedError` that it throws is about that one; anything else ends the send. */
  readonly prepare: (recipient: Recipient) => Outgoing
  readonly deliver: DeliverMessage
  /** The wall clock, for what is written down and for `notAfter`. */
  readonly now: () => Date
  /** Milliseconds of a clock that never goes back. */
  readonly elapsed: () => number
  /** Resolves after so many milliseconds, or as soon as the signal is aborted. */
  readonly wait: (milliseconds: number, signal: AbortSignal) => Promise<void>
  readonly onProgress?: (progress: SendProgress) => void
}

export interface SendOptions {
  /** Mails under way at once, at most. */
  readonly connections: number
  /** Mails a second, at most; or what says so of one sender of many, and goes on when this is over. */
  readonly rate: number | Throttle
  readonly onUnknown: OnUnknown
  /** Ends it: what is under way is finished, and settled. */
  readonly signal: AbortSignal
}

const SECOND = 1_000
/** Leased at once for each connection, what is under way included: so much is unknown when the process dies. */
const LEASES_EACH = 4
/** Longer than any mail server is waited for. */
const LEASE = 900 * SECOND
/** Who was leased so long ago and has not begun is asked about anew: they may have left since. */
const STALE = 2 * SECOND
/** A server that was there is waited for so long. */
const PATIENCE = 600 * SECOND
/** So many readers refused one after the other, and none taken: it is about us, and goes on being so. */
const MOST_REFUSED = 100
/** Milliseconds between two looks at the clock while nothing happens. */
const LOOK = SECOND

const asleep = () => undefined

/**
 * Sends an issue to all who wait for it, as fast as rate, server and connections allow, and waits for those who were put
 * off. Whatever happens, nobody is left leased who could be settled.
 */
export async function sendIssue(send: Send, ports: SendPorts, options: SendOptions): Promise<SendEnd> {
  const { ledger, now, elapsed } = ports
  const { connections, onUnknown, signal } = options
  const notAfter = Date.parse(send.notAfter)
  const throttle = typeof options.rate === 'number' ? createThrottle(options.rate) : options.rate
  const ready: { readonly recipient: Recipient; readonly leasedAt: number }[] = []
  let settled: { readonly subscriptionId: string; readonly outcome: RecipientOutcome }[] = []
  let underWay = 0
  let end: SendEnd | undefined
  let failure: { readonly error: unknown } | undefined
  /** Nobody was due when the ledger was last asked. */
  let isDry = false
  let isFound = false
  let refused = 0
  /** What is just being written to the ledger, and read from it; mails start meanwhile. */
  let writing: Promise<void> | undefined
  let wake: () => void = asleep
  const { counts } = await ledger.countRecipients(send.number)
  const meter = createSendMeter({ recipients: send.recipients, counts }, { elapsed, tell: ports.onProgress })

  const isOver = () => end !== undefined || failure !== undefined

  function stop(why: SendEnd): void {
    end ??= why
  }

  function fail(error: unknown): void {
    failure ??= { error }
  }

  /** Whether it has to stop for a reason of its own, not of a mail's. */
  function checkEnd(): void {
    if (signal.aborted) stop({ why: 'interrupted' })
    else if (now().getTime() >= notAfter) stop({ why: 'expired' })
  }

  const isStale = (at: number) => ready[0] !== undefined && at - ready[0].leasedAt >= STALE

  function startAll(): void {
    if (isOver()) return
    const slots = connectionsAt(throttle.pace(), connections)
    while (ready.length > 0 && underWay < slots) {
      checkEnd()
      const at = elapsed()
      if (isOver() || isStale(at) || at < throttle.pace().startAt || throttle.delay(at) > 0) return
      const next = ready.shift()
      if (next !== undefined) start(next, at)
    }
  }

  function start(next: (typeof ready)[number], startedAt: number): void {
    const { recipient } = next
    let outgoing: Outgoing
    try {
      outgoing = ports.prepare(recipient)
    } catch (error) {
      if (error instanceof ExpectedError) {
        const reason = error.problems.map(({ what }) => what).join('; ')
        settle(recipient, { state: 'failed', at: formatMoment(now()), reason })
      } else {
        fail(error)
        ready.unshift(next)
      }
      return
    }
    throttle.start(startedAt)
    underWay += 1
    ports.deliver(outgoing.envelope, outgoing.message).then(
      (delivery) => {
        finish(recipient, startedAt, delivery)
      },
      (error: unknown) => {
        fail(error)
        finish(recipient, startedAt, { outcome: 'unknown', reason: 'the program failed' })
      },
    )
  }

  function settle({ subscriptionId }: Recipient, outcome: RecipientOutcome): void {
    settled.push({ subscriptionId, outcome })
    meter.count(outcome.state)
    if (outcome.state === 'queued') isDry = false
  }

  function finish(recipient: Recipient, startedAt: number, delivery: Delivery): void {
    const at = elapsed()
    throttle.done(at)
    underWay -= 1
    const { outcome, trouble } = classifyOutcome(delivery, { attempts: recipient.attempts, now: now(), onUnknown })
    settle(recipient, outcome)
    if (outcome.state === 'sent') refused = 0
    if (outcome.state === 'failed') refused += 1
    const reason = outcome.state === 'sent' ? '' : (outcome.reason ?? '')
    let pace = throttle.pace()
    if (trouble === 'busy') pace = slowDown(pace, { at, startedAt })
    else if (trouble === undefined) pace = foundAgain(pace)
    else {
      pace = lose(pace, { at, startedAt })
      const isLost = !isFound || at - (pace.lostSince ?? at) >= PATIENCE
      if (trouble === 'closed' || isLost) stop({ why: 'unreachable', reason })
    }
    isFound ||= trouble !== 'unreachable' && trouble !== 'closed'
    if (refused >= MOST_REFUSED) stop({ why: 'refused', reason, count: refused })
    throttle.setPace(pace)
    startAll()
    meter.show(pace)
    if (underWay === 0 || ready.length < connections || isOver() || isStale(at) || trouble !== undefined) wake()
  }

  /** Those whose turn does not come soon are nobody's lease. */
  function giveBack(): void {
    const after = formatMoment(now())
    for (const { recipient } of ready.splice(0)) {
      settle(recipient, { state: 'queued', after, reason: 'its turn had not come', uncounted: true })
    }
  }

  /** Writes what is settled, and leases so many more, in one go to the disk. */
  async function writeLedger(leases: number): Promise<void> {
    const batch = settled
    settled = []
    const at = now()
    const until = formatMoment(new Date(at.getTime() + LEASE))
    const lease = { limit: leases, now: formatMoment(at), until, signing: send.signing }
    const [written, leased] = await Promise.allSettled([
      batch.length > 0 ? ledger.settleRecipients(send.number, batch) : undefined,
      leases > 0 ? ledger.leaseRecipients(send.number, lease) : undefined,
    ])
    if (leased.status === 'fulfilled') {
      const leasedAt = elapsed()
      if (leased.value !== undefined) ready.push(...leased.value.map((recipient) => ({ recipient, leasedAt })))
      else if (leases > 0) isDry = batch.every(({ outcome }) => outcome.state !== 'queued') && settled.length === 0
    } else fail(leased.reason)
    if (written.status === 'rejected') {
      settled = [...batch, ...settled]
      fail(written.reason)
    }
  }

  /** How many to lease now: what may start soon, and no more than may be unknown when the process dies. */
  function leasesWanted(): number {
    const at = elapsed()
    const pace = throttle.pace()
    if (isDry || at + throttle.ahead < pace.startAt || ready.length >= connectionsAt(pace, connections)) return 0
    const room = connectionsAt(pace, connections) * LEASES_EACH - underWay - ready.length
    return Math.max(0, Math.min(room, throttle.allowance(at, throttle.ahead) - ready.length))
  }

  async function rest(milliseconds: number): Promise<void> {
    const over = new AbortController()
    wake = () => {
      over.abort()
    }
    signal.addEventListener('abort', wake)
    if (!signal.aborted) await ports.wait(Math.max(1, Math.min(milliseconds, LOOK)), over.signal)
    signal.removeEventListener('abort', wake)
    wake = asleep
  }

  async function untilDone(): Promise<void> {
    for (;;) {
      if (underWay === 0) return
      await new Promise<void>((resolve) => {
        wake = resolve
      })
    }
  }

  /** Nobody is due, and nothing is under way: waits for whoever is due next. */
  async function waitForNext(): Promise<void> {
    const { counts, nextDue } = await ledger.countRecipients(send.number)
    meter.set(counts)
    if (nextDue === undefined) {
      stop({ why: 'done' })
      return
    }
    const due = Date.parse(nextDue)
    if (due >= notAfter) stop({ why: 'expired' })
    isDry = false
    while (!isOver() && now().getTime() < due) {
      meter.show(throttle.pace(), due - now().getTime())
      await rest(due - now().getTime())
      checkEnd()
    }
  }

  for (;;) {
    checkEnd()
    if (isOver()) break
    const pace = recover(throttle.pace(), elapsed())
    throttle.setPace(pace)
    if (elapsed() + throttle.ahead < pace.startAt || isStale(elapsed())) giveBack()
    startAll()
    const leases = leasesWanted()
    const isIdle = underWay < connectionsAt(pace, connections)
    if (writing === undefined && (leases > 0 || (settled.length > 0 && isIdle))) {
      writing = writeLedger(leases)
        .catch(fail)
        .finally(() => {
          writing = undefined
          wake()
        })
    }
    if (writing === undefined && isDry && underWay === 0 && ready.length === 0) {
      await waitForNext()
      continue
    }
    const at = elapsed()
    const delay = Math.max(throttle.delay(at), throttle.pace().startAt - at)
    meter.show(pace)
    if (ready.length > 0 && isIdle) await rest(delay)
    else await rest(writing !== undefined || isDry || !isIdle ? LOOK : delay - throttle.ahead)
  }
  await writing
  await untilDone()
  giveBack()
  if (settled.length > 0) await writeLedger(0)
  if (failure !== undefined) throw failure.error
  return end ?? { why: 'done' }
}
