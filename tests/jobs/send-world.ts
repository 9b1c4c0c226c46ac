import type { OnUnknown } from '../../src/core/send/classify-outcome.ts'
import type { Delivery } from '../../src/core/send/delivery.ts'
import type { SendEnd, SendProgress } from '../../src/core/send/send-progress.ts'
import type { Recipient, RecipientOutcome, RecipientState, Send } from '../../src/core/send/send.ts'
import { sendIssue, type SendPorts } from '../../src/jobs/send-issue.ts'

/** A clock that stands still until nothing else can happen, and then goes to what is next. */
export function createFakeClock(start = '2026-11-24T10:00:00Z') {
  const began = Date.parse(start)
  let time = 0
  let timers: { readonly at: number; readonly fire: () => void }[] = []
  const after = (milliseconds: number, fire: () => void) => {
    const timer = { at: time + milliseconds, fire }
    const place = timers.findIndex(({ at }) => at > timer.at)
    timers.splice(place < 0 ? timers.length : place, 0, timer)
    return () => {
      timers = timers.filter((each) => each !== timer)
    }
  }
  return {
    now: () => new Date(began + time),
    elapsed: () => time,
    after,
    wait: (milliseconds: number, signal?: AbortSignal) =>
      new Promise<void>((resolve) => {
        if (signal?.aborted) {
          resolve()
          return
        }
        const end = () => {
          cancel()
          signal?.removeEventListener('abort', end)
          resolve()
        }
        const cancel = after(milliseconds, end)
        signal?.addEventListener('abort', end)
      }),
    /** Lets time go by until the work is done. */
    async run<T>(work: Promise<T>): Promise<T> {
      let isDone = false
      const done = () => (isDone = true)
      work.then(done, done)
      for (;;) {
        await new Promise((resolve) => setImmediate(resolve))
        if (isDone) return work
        const next = timers.shift()
        if (next === undefined) throw new Error(`nothing will ever happen any more, at ${time} ms`)
        time = Math.max(time, next.at)
        next.fire()
      }
    },
  }
}

export type FakeClock = ReturnType<typeof createFakeClock>

interface Row {
  state: RecipientState
  attempts: number
  due: string
  outcome?: RecipientOutcome
}

/** A ledger in memory, as `SendLedger` says; `gone` have left before their turn. */
export function createFakeLedger(count: number, gone: readonly number[] = []) {
  const rows = new Map<string, Row>()
  for (let index = 0; index < count; index += 1) rows.set(`r${index}`, { state: 'queued', attempts: 0, due: '' })
  const calls: string[] = []
  let mostLeased = 0
  const leased = () => [...rows.values()].filter(({ state }) => state === 'leased').length
  const ledger: SendPorts['ledger'] = {
    leaseRecipients(_, { limit, now }) {
      const due = rows
        .entries()
        .filter(([, { state, due }]) => state === 'queued' && due <= now)
        .take(limit)
        .toArray()
      if (due.length === 0) return Promise.resolve(undefined)
      const taken: Recipient[] = []
      for (const [id, row] of due) {
        row.state = gone.includes(Number(id.slice(1))) ? 'suppressed' : 'leased'
        if (row.state === 'suppressed') continue
        row.attempts += 1
        taken.push({ subscriptionId: id, address: `${id}@light.example`, attempts: row.attempts })
      }
      calls.push(`lease ${taken.length}`)
      mostLeased = Math.max(mostLeased, leased())
      return Promise.resolve(taken)
    },
    settleRecipients(_, settled) {
      calls.push(`settle ${settled.length}`)
      for (const { subscriptionId, outcome } of settled) {
        const row = rows.get(subscriptionId)
        if (row?.state !== 'leased') continue
        row.state = outcome.state
        row.outcome = outcome
        if (outcome.state !== 'queued') continue
        row.due = outcome.after
        if (outcome.uncounted) row.attempts -= 1
      }
      return Promise.resolve()
    },
    countRecipients() {
      const counts = { queued: 0, leased: 0, sent: 0, failed: 0, unknown: 0, suppressed: 0 }
      for (const { state } of rows.values()) counts[state] += 1
      const waiting = [...rows.values()]
        .filter(({ state }) => state === 'queued')
        .map(({ due }) => due || '1970-01-01T00:00:00Z')
      return Promise.resolve({ counts, nextDue: waiting.toSorted()[0] })
    },
  }
  return { ledger, rows, calls, mostLeased: () => mostLeased }
}

export const SEND: Send = {
  ...{ number: 1, issue: '2026-W47', subject: 'Low tide', message: new Uint8Array(), keyId: 'k1' },
  ...{ url: 'https://light.example', from: 'lamp@light.example', bounces: undefined },
  ...{ startedAt: '2026-11-24T10:00:00Z', notAfter: '2026-11-25T10:00:00Z', signing: 'none' },
  recipients: 0,
}

export interface Given {
  readonly recipients?: number
  readonly gone?: readonly number[]
  readonly connections?: number
  readonly rate?: number
  readonly notAfter?: string
  readonly onUnknown?: OnUnknown
  /** What the server says to the try with this number, counted from 0, for this reader, and after how long. */
  readonly answer?: (to: string, index: number, clock: FakeClock) => Delivery
  readonly delay?: (index: number) => number
  /** Milliseconds after which somebody interrupts it. */
  readonly interruptAfter?: number
  readonly prepare?: SendPorts['prepare']
  readonly ledger?: (ledger: SendPorts['ledger']) => SendPorts['ledger']
}

export interface Tried {
  readonly to: string
  readonly startedAt: number
  endedAt: number
}

/** Runs a send against a ledger in memory and a server that answers as it is told. */
export async function runSend(given: Given = {}) {
  const clock = createFakeClock()
  const count = given.recipients ?? 3
  const fake = createFakeLedger(count, given.gone)
  const tries: Tried[] = []
  const told: SendProgress[] = []
  let underWay = 0
  let mostUnderWay = 0
  const interrupt = new AbortController()
  if (given.interruptAfter !== undefined) {
    clock.after(given.interruptAfter, () => {
      interrupt.abort()
    })
  }
  const ports: SendPorts = {
    ledger: given.ledger?.(fake.ledger) ?? fake.ledger,
    prepare:
      given.prepare ?? (({ address }) => ({ envelope: { from: SEND.from, to: address }, message: SEND.message })),
    async deliver({ to }) {
      const index = tries.length
      const tried = { to: to.replace(/@.*/, ''), startedAt: clock.elapsed(), endedAt: NaN }
      tries.push(tried)
      underWay += 1
      mostUnderWay = Math.max(mostUnderWay, underWay)
      await clock.wait(given.delay?.(index) ?? 20)
      underWay -= 1
      tried.endedAt = clock.elapsed()
      return given.answer?.(tried.to, index, clock) ?? { outcome: 'sent' }
    },
    ...{ now: clock.now, elapsed: clock.elapsed, wait: clock.wait },
    onProgress: (progress) => told.push(progress),
  }
  const work = sendIssue({ ...SEND, recipients: count, notAfter: given.notAfter ?? SEND.notAfter }, ports, {
    ...{ connections: given.connections ?? 5, rate: given.rate ?? 1_000, onUnknown: given.onUnknown ?? 'hold' },
    signal: interrupt.signal,
  })
  let end: SendEnd | undefined
  let error: unknown
  try {
    end = await clock.run(work)
  } catch (thrown) {
    error = thrown
  }
  const states = [...fake.rows.values()].map(({ state }) => state)
  const { counts } = await fake.ledger.countRecipients(1)
  return { ...fake, end, error, tries, told, states, counts, mostUnderWay, took: clock.elapsed() }
}
