import { addressKey } from '../core/subscription/address-key.ts'
import type { LinkKey } from '../core/subscription/link-token.ts'
import { planUnsubscription } from '../core/subscription/plan-unsubscription.ts'
import type { SubscriptionChange } from '../core/subscription/subscription-change.ts'
import { planBounce, softSince } from '../core/return/plan-bounce.ts'
import { readReturn, type ReturnReading } from '../core/return/read-return.ts'
import type { Problem } from '../core/text/problem.ts'
import type { SendLedger } from './send-ledger.ts'
import type { ChangeStore, SubscriptionStore } from './subscription-store.ts'

/** A mail as it lies somewhere. */
export interface ReturnedMail {
  /** Where, as a person would look it up. */
  readonly where: string
  /** All of it, or the first megabytes. */
  readonly bytes: Uint8Array
  /** Takes it away, where that was asked for; only of what nobody needs to look at. */
  readonly discard?: () => void
}

export interface ReturnPorts {
  /** One by one; a problem stands for what cannot be read. */
  readonly mails: AsyncIterable<ReturnedMail | Problem> | Iterable<ReturnedMail | Problem>
  readonly store: Pick<SendLedger, 'noteBounce'> &
    Pick<ChangeStore, 'find' | 'change'> &
    Pick<SubscriptionStore, 'secret'>
  /** Told of each mail, and of what cannot be read. */
  readonly report: (line: ReturnLine | Problem) => void
}

/** What became of one mail. */
export interface ReturnLine {
  readonly where: string
  readonly outcome: ReturnReading['outcome']
  readonly reason: string
  /** Whether the reader is not written to any more from now on. */
  readonly ended: boolean
}

/** How many mails were what. */
export interface ReturnCounts {
  readonly read: number
  readonly hard: number
  readonly soft: number
  readonly complaints: number
  readonly left: number
  readonly ignored: number
  readonly forged: number
  /** That say something about us: nothing follows for the reader. */
  readonly told: number
  /** Readers who are not written to any more: hard, complaints, who left, and of the soft ones those that were too many. */
  readonly ended: number
  readonly unreadable: number
}

interface Options {
  /** The mailbox that mails come back to. */
  readonly mailbox: string
  readonly keys: readonly LinkKey[]
  readonly now: Date
  /** Say what would be done, and do nothing. */
  readonly dryRun: boolean
}

type Store = ReturnPorts['store']
type Bounced = Extract<ReturnReading, { returned: unknown; at: string }>

const COUNTED = {
  ...{ hard: 'hard', soft: 'soft', complaint: 'complaints', left: 'left' },
  ...{ told: 'told', ignored: 'ignored', forged: 'forged' },
} as const satisfies Record<ReturnReading['outcome'], keyof ReturnCounts>

/** Reads mails that came back, and does what follows of each; one that was read before changes nothing. */
export async function readReturns({ mails, store, report }: ReturnPorts, options: Options): Promise<ReturnCounts> {
  const counts = { read: 0, hard: 0, soft: 0, complaints: 0, left: 0, ignored: 0, forged: 0, told: 0, ended: 0 }
  const seen = new Set<string>()
  let unreadable = 0
  let batch: { readonly mail: Pick<ReturnedMail, 'where' | 'discard'>; readonly reading: ReturnReading }[] = []
  // What is asked of a store at once, it can put on the disk at once.
  const settleBatch = async () => {
    const settled = await Promise.all(batch.map(({ reading }) => settle(reading, { store, options, seen })))
    for (const [index, { isClear, ...line }] of settled.entries()) {
      const mail = batch[index]?.mail
      counts.read += 1
      counts[COUNTED[line.outcome]] += 1
      if (line.ended) counts.ended += 1
      report({ where: mail?.where ?? '', ...line })
      if (isClear && !options.dryRun) mail?.discard?.()
    }
    batch = []
  }
  for await (const mail of mails) {
    if ('bytes' in mail) {
      const { bytes, ...rest } = mail
      batch.push({ mail: rest, reading: readReturn(bytes, options) })
      if (batch.length >= AT_ONCE) await settleBatch()
    } else {
      unreadable += 1
      report(mail)
    }
  }
  await settleBatch()
  return { ...counts, unreadable }
}

/** So many mails are settled at once. */
const AT_ONCE = 100

type Settled = Omit<ReturnLine, 'where'> & { readonly isClear: boolean }

/** @param context.seen what a dry run would have noted by now */
async function settle(
  reading: ReturnReading,
  context: { readonly store: Store; readonly options: Options; readonly seen: Set<string> },
): Promise<Settled> {
  switch (reading.outcome) {
    case 'told':
    case 'forged':
      return { outcome: reading.outcome, reason: reading.reason, ended: false, isClear: false }
    case 'ignored':
      return { outcome: reading.outcome, reason: reading.reason, ended: false, isClear: reading.isClear }
    case 'left':
      return settleLeaving(reading, context)
    case 'hard':
    case 'soft':
    case 'complaint':
      return settleBounce(reading, context)
  }
}

async function settleLeaving(
  { outcome, returned, reason }: Extract<ReturnReading, { outcome: 'left' }>,
  { store, options: { now, dryRun } }: { readonly store: Store; readonly options: Options },
): Promise<Settled> {
  const key = { id: returned.subscriptionId }
  const facts = await store.find(key)
  if (facts.subscription === undefined) return GONE
  const change = dryRun
    ? planUnsubscription(facts, now)
    : await store.change(key, (found) => planUnsubscription(found, now))
  if (change.write !== undefined) return { outcome, reason, ended: true, isClear: true }
  return { outcome: 'ignored', reason: 'of one who has left already', ended: false, isClear: true }
}

async function settleBounce(
  reading: Bounced,
  { store, options, seen }: { readonly store: Store; readonly options: Options; readonly seen: Set<string> },
): Promise<Settled> {
  const { outcome, returned, reason, at, named } = reading
  const { subscription } = await store.find({ id: returned.subscriptionId })
  if (subscription === undefined) return GONE
  if (await isAboutAnother(store, { named, own: subscription.address })) {
    return {
      outcome: 'forged',
      reason: 'it came to the address of one reader, and is about another',
      ended: false,
      isClear: false,
    }
  }
  const mark = `${returned.subscriptionId} ${returned.send} ${outcome}`
  if (options.dryRun && seen.has(mark)) return nothing(NOTED)
  if (options.dryRun) seen.add(mark)
  const { now } = options
  const keyOf = (address: string) => addressKey(address, store.secret)
  const note = { subscriptionId: returned.subscriptionId, send: returned.send, kind: outcome, at }
  const change = await noteBounce(store, { note, since: softSince(now), dryRun: options.dryRun }, (facts) =>
    planBounce(facts, { kind: outcome, now, keyOf }),
  )
  if (change === 'noted') return nothing(NOTED)
  if (change === 'unknown')
    return { ...nothing('of a send that is not known here, or did not have them'), isClear: false }
  const ended = (change.write ?? change.suppress) !== undefined
  const more = ended && outcome === 'soft' ? `${reason}; so it was after too many issues` : reason
  return { outcome, reason: more, ended, isClear: true }
}

const NOTED = 'noted before'
const nothing = (reason: string): Settled => ({ outcome: 'ignored', reason, ended: false, isClear: true })

/** Erased, or of another store: a mail that another could read must not be lost for having been read here. */
const GONE: Settled = { ...nothing('about a reader who is not on file'), isClear: false }

/** A plan that was asked, and shall not be carried out: what is thrown in a transaction undoes it. */
class OnlyPlanned extends Error {
  readonly change: SubscriptionChange
  constructor(change: SubscriptionChange) {
    super('a dry run')
    this.change = change
  }
}

async function noteBounce(
  store: Store,
  {
    note,
    since,
    dryRun,
  }: {
    readonly note: Parameters<Store['noteBounce']>[0]
    readonly since: string
    readonly dryRun: boolean
  },
  plan: Parameters<Store['noteBounce']>[2],
): ReturnType<Store['noteBounce']> {
  if (!dryRun) return store.noteBounce(note, { softSince: since }, plan)
  try {
    return await store.noteBounce(note, { softSince: since }, (facts) => {
      throw new OnlyPlanned(plan(facts))
    })
  } catch (error) {
    if (error instanceof OnlyPlanned) return error.change
    throw error
  }
}

/** More than the reports of one mail name. */
const MOST_NAMED = 10

/**
 * Whether a report names another reader of ours, and not the one whom it came back for. A mail that was passed on names
 * an address that we do not know, and that is all right.
 */
async function isAboutAnother(
  store: Store,
  { named, own }: { readonly named: readonly string[]; readonly own: string },
): Promise<boolean> {
  if (named.includes(own.toLowerCase())) return false
  for (const address of named.slice(0, MOST_NAMED)) {
    if ((await store.find({ address })).subscription !== undefined) return true
  }
  return false
}
