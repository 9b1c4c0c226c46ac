import type { Delivery } from '../../src/core/send/delivery.ts'
import type { RecipientCounts, Send } from '../../src/core/send/send.ts'
import { checkSigning } from '../../src/core/send/signing.ts'
import { ExpectedError } from '../../src/core/text/problem.ts'
import type { SendBoard, SendJob, SendQueue, SharedSend } from '../../src/jobs/send-board.ts'
import { shareRate } from '../../src/jobs/share-rate.ts'
import { handOut, type WorkPorts, workOnSends } from '../../src/jobs/work-on-sends.ts'
import { createFakeClock, createFakeLedger, SEND } from './send-world.ts'
import { createFakeBoard } from './share-world.ts'

const HOUR = 3_600_000

export interface MailSent {
  readonly to: string
  readonly by: string
  readonly at: number
}

interface Job extends SendJob {
  readonly key: string
  tries: number
  state: 'waiting' | 'taken' | 'finished'
}

/** A queue in memory, of which what is handed out is seen. */
function createFakeQueue() {
  const jobs: Job[] = []
  const queue: SendQueue = {
    addJobs({ number: send, issue }, count) {
      for (let part = 0; part < count; part += 1) {
        const key = `${send}/${part}`
        if (jobs.some((job) => job.key === key && job.state === 'waiting')) continue
        jobs.push({ id: `j${jobs.length}`, key, send, issue, tries: 0, state: 'waiting' })
      }
      return Promise.resolve()
    },
    takeJob() {
      const job = jobs.find(({ state }) => state === 'waiting')
      if (job !== undefined) job.state = 'taken'
      return Promise.resolve(job && { ...job })
    },
    touchJob: () => Promise.resolve(),
    finishJob({ id, tries }) {
      const job = jobs.find((each) => each.id === id)
      if (job?.tries === tries) job.state = 'finished'
      return Promise.resolve()
    },
    returnJob({ id, tries }) {
      const job = jobs.find((each) => each.id === id)
      if (job?.tries === tries && job.state === 'taken') {
        job.state = 'waiting'
        job.tries += 1
      }
      return Promise.resolve()
    },
  }
  return { queue, jobs }
}

/** The ledger in memory, with the names of who has leased what. */
function createNamedLedger(readers: number, send: Send) {
  const fake = createFakeLedger(readers)
  const holders = new Map<string, string>()
  let { signing } = send
  const ledger: WorkPorts['ledger'] = {
    ...fake.ledger,
    findSend: (issue) => Promise.resolve(issue === send.issue ? { ...send, signing } : undefined),
    async leaseRecipients(number, lease) {
      const otherwise = checkSigning({ issue: send.issue, signing }, lease.signing ?? '')
      if (otherwise !== undefined) throw new ExpectedError(otherwise)
      const leased = await fake.ledger.leaseRecipients(number, lease)
      for (const { subscriptionId } of leased ?? []) holders.set(subscriptionId, lease.sender ?? '')
      return leased
    },
    settleRecipients(number, settled, sender = '') {
      const own = settled.filter(({ subscriptionId }) => holders.get(subscriptionId) === sender)
      for (const { subscriptionId } of own) holders.delete(subscriptionId)
      return fake.ledger.settleRecipients(number, own)
    },
    endLeases(_, { sender, to, at }) {
      const ended = [...holders].filter(([, holder]) => holder === sender)
      for (const [id] of ended) {
        holders.delete(id)
        const row = fake.rows.get(id)
        if (row === undefined) continue
        row.state = to
        row.due = to === 'queued' ? at : ''
      }
      return Promise.resolve(ended.length)
    },
  }
  return { ...fake, ledger, holders, changeSigning: (to: string) => (signing = to) }
}

/** A send, and workers in one process that share it, by a clock that is set by hand. */
export async function makeWork(
  given: {
    readonly readers?: number
    readonly rate?: number
    readonly onUnknown?: 'hold' | 'retry'
    readonly send?: Partial<Send>
    readonly handOut?: boolean
    /** What the mail server says, and after how many milliseconds. */
    readonly answer?: (mail: MailSent, index: number) => Delivery
    readonly takes?: number
  } = {},
) {
  const { readers = 40, rate = 100, onUnknown = 'hold', takes = 20 } = given
  const clock = createFakeClock()
  const send = { ...SEND, message: new Uint8Array([1]), recipients: readers, ...given.send }
  const shares = createFakeBoard(clock, rate)
  const ledger = createNamedLedger(readers, send)
  const { queue, jobs } = createFakeQueue()
  const mails: MailSent[] = []
  const said: string[] = []
  let names = 0

  const shared = (): SharedSend => ({
    ...{ number: 1, issue: send.issue, rate, onUnknown, notAfter: send.notAfter, stopped: shares.state.stopped },
  })
  const alive = () => [...shares.rows].filter(([, { until }]) => until > clock.elapsed() + shares.skew)
  const board: SendBoard = {
    ...shares.board,
    openSend: () => Promise.resolve(),
    stopSend(_, end) {
      shares.state.stopped ??= end
      return Promise.resolve()
    },
    findShared: (number) => Promise.resolve(number === 1 ? shared() : undefined),
    async listShared(now) {
      const { counts } = await ledger.ledger.countRecipients(1)
      const isOn = shares.state.stopped === undefined && send.notAfter > now && counts.queued + counts.leased > 0
      return isOn ? [shared()] : []
    },
    listSenders: () => Promise.resolve(alive().map(([sender, { name }]) => ({ sender, name, permits: 0 }))),
    findDead() {
      const living = new Set(alive().map(([sender]) => sender))
      return Promise.resolve([...new Set(ledger.holders.values())].filter((sender) => !living.has(sender)))
    },
  }

  /** One of several workers; `own` are ports that it has and others have not. */
  function startWorker(name: string, own: (ports: WorkPorts) => Partial<WorkPorts> = () => ({})) {
    const end = new AbortController()
    const is = { dead: false }
    const never = () => new Promise<never>(() => undefined)
    const wait = async (milliseconds: number, signal: AbortSignal) => {
      await clock.wait(milliseconds, signal)
      if (is.dead) await never()
    }
    const ports: WorkPorts = {
      ...{ ledger: ledger.ledger, board, queue, now: clock.now, elapsed: clock.elapsed, wait },
      prepare:
        () =>
        ({ address }) => ({ envelope: { from: send.from, to: address }, message: send.message }),
      async deliver({ to }) {
        const mail = { to: to.replace(/@.*/, ''), by: name, at: clock.elapsed() }
        const index = mails.push(mail) - 1
        await clock.wait(takes)
        return is.dead ? never() : (given.answer?.(mail, index) ?? { outcome: 'sent' })
      },
      async join({ number }) {
        const sender = `${name} ${(names += 1)}`
        const throttle = await shareRate({ send: number, rate, sender, name }, { board, elapsed: clock.elapsed, wait })
        return throttle && { sender, throttle }
      },
      tell: (words) => said.push(`${name}: ${words}`),
    }
    const work = workOnSends({ ...ports, ...own(ports) }, { connections: 5, signal: end.signal })
    work.catch(() => undefined)
    return {
      work,
      /** As SIGTERM does. */
      stop: () => {
        end.abort()
        return work
      },
      /** As SIGKILL does: what it waits for never comes. */
      die: () => (is.dead = true),
    }
  }

  const counts = async (): Promise<RecipientCounts> => (await ledger.ledger.countRecipients(1)).counts
  const untilOver = async (): Promise<void> => {
    for (let left = await counts(); left.queued + left.leased > 0; left = await counts()) {
      if (clock.elapsed() > HOUR) throw new Error(`after an hour ${JSON.stringify(left)} are left: ${said.join('\n')}`)
      await clock.wait(200)
    }
  }
  if (given.handOut !== false) await handOut({ ledger: ledger.ledger, queue }, send)
  return {
    ...{ clock, queue, jobs, mails, said, board, shares, counts, untilOver, startWorker, rows: ledger.rows },
    changeSigning: ledger.changeSigning,
    /** Mails that went to somebody who had one. */
    repeated: () => mails.length - new Set(mails.map(({ to }) => to)).size,
    /** Those who take part, by name. */
    senders: () => [...shares.rows.keys()],
  }
}
