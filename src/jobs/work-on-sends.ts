import type { SendEnd } from '../core/send/send-progress.ts'
import type { Send } from '../core/send/send.ts'
import { countNoun } from '../core/text/count-noun.ts'
import { formatMoment } from '../core/text/moment.ts'
import { ExpectedError, formatProblem } from '../core/text/problem.ts'
import type { SendBoard, SendJob, SendQueue, SharedSend } from './send-board.ts'
import { sendIssue, type SendPorts } from './send-issue.ts'
import type { SendLedger } from './send-ledger.ts'
import type { SharedThrottle } from './share-rate.ts'

/** What one sender of several wants of the world. */
export interface WorkPorts extends Pick<SendPorts, 'deliver' | 'now' | 'elapsed' | 'wait'> {
  readonly ledger: Pick<
    SendLedger,
    'findSend' | 'leaseRecipients' | 'settleRecipients' | 'countRecipients' | 'endLeases'
  >
  readonly board: SendBoard
  readonly queue: SendQueue
  /** Takes part in a send under a name that nobody had before; undefined where that cannot be just now. */
  readonly join: (
    shared: SharedSend,
  ) => Promise<{ readonly sender: string; readonly throttle: SharedThrottle } | undefined>
  /** The messages of a send; an `ExpectedError` where they cannot be made. */
  readonly prepare: (send: Send) => SendPorts['prepare']
  /** Told in words what it does. */
  readonly tell: (words: string) => void
}

export interface WorkOptions {
  /** Mails under way at once, at most. */
  readonly connections: number
  /** Ends it: what is under way is finished and settled, and the rest given back. */
  readonly signal: AbortSignal
}

/** Recipients of a part. */
export const PART = 500
/** So many parts are handed out at once: a million readers. */
const MOST_PARTS = 2_000
const SECOND = 1_000
/** Milliseconds between two looks for a part. */
const LOOK = SECOND / 2
/** Milliseconds between two looks after the others. */
const TENDING = 3 * SECOND
/** Milliseconds between two words that a part is being worked on. */
const BEAT = 10 * SECOND
/** Milliseconds after something went wrong that may mend itself. */
const PAUSE = 5 * SECOND
/** Milliseconds after which a mail server that was not there is tried again. */
const REST = 30 * SECOND

type TendPorts = Pick<WorkPorts, 'board' | 'queue' | 'now' | 'tell'> & {
  readonly ledger: Pick<SendLedger, 'countRecipients' | 'endLeases'>
}

/** Hands out parts of a send for all who wait. */
export async function handOut(
  { ledger, queue }: Pick<TendPorts, 'ledger' | 'queue'>,
  shared: Pick<SharedSend, 'number' | 'issue'>,
): Promise<void> {
  const { counts } = await ledger.countRecipients(shared.number)
  await queue.addJobs(shared, Math.min(MOST_PARTS, Math.ceil(counts.queued / PART)))
}

/** Ends what dead senders had leased, as the send says, so that nobody waits for them. */
async function endDeadLeases({ board, ledger, now, tell }: TendPorts): Promise<void> {
  for (const { number, issue, onUnknown } of await board.listShared(formatMoment(now()))) {
    for (const sender of await board.findDead(number)) {
      const to = onUnknown === 'retry' ? 'queued' : 'unknown'
      const ended = await ledger.endLeases(number, { sender, to, at: formatMoment(now()) })
      if (ended === 0) continue
      const what = to === 'queued' ? 'they are sent again' : 'they are unknown now, and not sent again'
      tell(`${issue}: a sender is gone, and ${countNoun(ended, 'mail')} of it may have arrived: ${what}`)
    }
  }
}

/** Hands out anew what is due and in no part: of those who were put off, of dead senders, of parts that were lost. */
async function handOutDue(ports: TendPorts): Promise<void> {
  const at = formatMoment(ports.now())
  for (const shared of await ports.board.listShared(at)) {
    const { nextDue } = await ports.ledger.countRecipients(shared.number)
    if (nextDue !== undefined && nextDue <= at) await handOut(ports, shared)
  }
}

/** What whoever looks after sends does now and then, sender or not. */
export async function tendSends(ports: TendPorts): Promise<void> {
  await endDeadLeases(ports)
  await handOutDue(ports)
}

interface Part {
  readonly shared: SharedSend
  readonly send: Send
  readonly prepare: SendPorts['prepare']
  readonly sender: string
  readonly throttle: SharedThrottle
}

/** Works on sends, part by part, as one of several senders, until it is ended. */
export async function workOnSends(ports: WorkPorts, { connections, signal }: WorkOptions): Promise<void> {
  const { ledger, board, queue, elapsed, wait, tell } = ports
  let part: Part | undefined
  let tendedAt = -Infinity
  let isIdle = false
  /** What was told last of what keeps it from working, and is not told again while it does. */
  let trouble: string | undefined

  async function leave(): Promise<void> {
    const left = part
    part = undefined
    await left?.throttle.leave()
  }

  async function tend(): Promise<void> {
    if (elapsed() - tendedAt < TENDING) return
    tendedAt = elapsed()
    await endDeadLeases(ports)
  }

  /** Takes part in the send of a job; undefined where nothing is to be done, or nothing can be just now. */
  async function open(job: SendJob): Promise<Part | 'over' | 'later'> {
    if (part?.send.number === job.send && !part.throttle.over.aborted) return part
    await leave()
    const shared = await board.findShared(job.send)
    if (shared === undefined || shared.stopped !== undefined || Date.parse(shared.notAfter) <= ports.now().getTime()) {
      return 'over'
    }
    const send = await ledger.findSend(job.issue)
    if (send === undefined || send.message.length === 0) return 'over'
    const prepare = ports.prepare(send)
    const joined = await ports.join(shared)
    if (joined === undefined) return 'later'
    tell(`${job.issue}: takes part, of at most ${shared.rate} mails a second`)
    trouble = undefined
    part = { shared, send: { ...send, notAfter: shared.notAfter }, prepare, ...joined }
    return part
  }

  /** @returns how the part ended */
  async function workOn(job: SendJob, { send, shared, prepare, sender, throttle }: Part): Promise<SendEnd> {
    const beats = new AbortController()
    const beating = keepBeating(job, beats.signal)
    let left = PART
    try {
      return await sendIssue(
        send,
        {
          ...{ prepare, deliver: ports.deliver, now: ports.now, elapsed, wait },
          ledger: {
            async leaseRecipients(number, lease) {
              if (left <= 0) return undefined
              const leased = await ledger.leaseRecipients(number, {
                ...{ ...lease, sender, limit: Math.min(left, lease.limit) },
              })
              left -= leased?.length ?? 0
              return leased
            },
            settleRecipients: (number, settled) => ledger.settleRecipients(number, settled, sender),
            // Who is due later is of another part.
            countRecipients: async (number) => ({ ...(await ledger.countRecipients(number)), nextDue: undefined }),
          },
        },
        {
          ...{ connections, rate: throttle, onUnknown: shared.onUnknown },
          signal: AbortSignal.any([signal, throttle.over]),
        },
      )
    } finally {
      beats.abort()
      await beating
    }
  }

  async function keepBeating(job: SendJob, over: AbortSignal): Promise<void> {
    for (;;) {
      await wait(BEAT, over)
      if (over.aborted) return
      await queue.touchJob(job).catch(() => undefined)
    }
  }

  async function finish(job: SendJob, end: SendEnd): Promise<void> {
    if (end.why === 'refused') await board.stopSend(job.send, end)
    if (end.why !== 'interrupted' && end.why !== 'unreachable') {
      await queue.finishJob(job)
      return
    }
    await queue.returnJob(job)
    if (end.why === 'unreachable') {
      tell(`${job.issue}: no mail can be sent through the server: ${end.reason}; tries again in ${REST / SECOND} s`)
      await leave()
      await wait(REST, signal)
    } else if (part?.throttle.over.aborted && !signal.aborted) {
      tell(`${job.issue}: ${part.throttle.stopped() === undefined ? 'its share is over; begins anew' : 'was stopped'}`)
      await leave()
    }
  }

  async function step(): Promise<void> {
    await tend()
    const job = await queue.takeJob()
    if (job === undefined) {
      if (isIdle) await leave()
      isIdle = true
      await handOutDue(ports)
      await wait(LOOK, signal)
      return
    }
    isIdle = false
    let opened: Part | 'over' | 'later'
    try {
      opened = await open(job)
    } catch (error) {
      await queue.returnJob(job)
      throw error
    }
    if (opened === 'over') await queue.finishJob(job)
    else if (opened === 'later') {
      await queue.returnJob(job)
      await wait(PAUSE, signal)
    } else await finish(job, await workOn(job, opened))
  }

  try {
    while (!signal.aborted) {
      try {
        await step()
      } catch (error) {
        if (!(error instanceof ExpectedError)) throw error
        const words = error.problems.map(formatProblem).join('\n')
        if (words !== trouble) tell(words)
        trouble = words
        await leave()
        await wait(PAUSE, signal)
      }
    }
  } finally {
    await leave()
  }
}
