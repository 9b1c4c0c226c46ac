import { planBounce, softSince } from '../core/return/plan-bounce.ts'
import type { ReturnReading } from '../core/return/read-return.ts'
import { addressKey } from '../core/subscription/address-key.ts'
import { planUnsubscription } from '../core/subscription/plan-unsubscription.ts'
import type { SubscriptionChange } from '../core/subscription/subscription-change.ts'
import type { SendLedger } from './send-ledger.ts'
import type { ChangeStore, SubscriptionStore } from './subscription-store.ts'

export type ReturnStore = Pick<SendLedger, 'noteBounce'> &
  Pick<ChangeStore, 'find' | 'change'> &
  Pick<SubscriptionStore, 'secret'>

export interface ReturnOptions {
  readonly now: Date
  /** Say what would be done, and do nothing. */
  readonly dryRun: boolean
}

/** What became of one mail. */
export interface SettledReturn {
  readonly outcome: ReturnReading['outcome']
  readonly reason: string
  /** Whether the reader is not written to any more from now on. */
  readonly ended: boolean
  /** Whether nobody needs to look at it. */
  readonly isClear: boolean
}

type Bounced = Extract<ReturnReading, { returned: unknown; at: string }>

/**
 * Does what follows of a mail that came back.
 *
 * @param context.seen what a dry run would have noted by now
 */
export async function settleReturn(
  reading: ReturnReading,
  context: { readonly store: ReturnStore; readonly options: ReturnOptions; readonly seen: Set<string> },
): Promise<SettledReturn> {
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
  { store, options: { now, dryRun } }: { readonly store: ReturnStore; readonly options: ReturnOptions },
): Promise<SettledReturn> {
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
  {
    store,
    options,
    seen,
  }: { readonly store: ReturnStore; readonly options: ReturnOptions; readonly seen: Set<string> },
): Promise<SettledReturn> {
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
const nothing = (reason: string): SettledReturn => ({ outcome: 'ignored', reason, ended: false, isClear: true })

/** Erased, or of another store: a mail that another could read must not be lost for having been read here. */
const GONE: SettledReturn = { ...nothing('about a reader who is not on file'), isClear: false }

/** A plan that was asked, and shall not be carried out: what is thrown in a transaction undoes it. */
class OnlyPlanned extends Error {
  readonly change: SubscriptionChange
  constructor(change: SubscriptionChange) {
    super('a dry run')
    this.change = change
  }
}

async function noteBounce(
  store: ReturnStore,
  {
    note,
    since,
    dryRun,
  }: {
    readonly note: Parameters<ReturnStore['noteBounce']>[0]
    readonly since: string
    readonly dryRun: boolean
  },
  plan: Parameters<ReturnStore['noteBounce']>[2],
): ReturnType<ReturnStore['noteBounce']> {
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
  store: ReturnStore,
  { named, own }: { readonly named: readonly string[]; readonly own: string },
): Promise<boolean> {
  if (named.includes(own.toLowerCase())) return false
  for (const address of named.slice(0, MOST_NAMED)) {
    if ((await store.find({ address })).subscription !== undefined) return true
  }
  return false
}
