import type { LinkFacts, SubscriptionChange } from '../core/subscription/subscription-change.ts'
import type {
  FrozenMail,
  Recipient,
  RecipientCounts,
  RecipientOutcome,
  RecipientState,
  Send,
} from '../core/send/send.ts'

/** A recipient in a report. */
export interface RecipientRecord {
  /** Both undefined where the reader was erased since. */
  readonly subscriptionId: string | undefined
  readonly address: string | undefined
  readonly state: RecipientState
  readonly attempts: number
  readonly at: string | undefined
  readonly code: number | undefined
  readonly reason: string | undefined
}

/** What was found of a mail that came back. */
export interface BounceNote {
  readonly subscriptionId: string
  /** `Send.number` */
  readonly send: number
  readonly kind: 'hard' | 'soft' | 'complaint'
  readonly at: string
}

/**
 * Who got which issue, beside the subscriptions: a row for each issue and reader, which goes from `queued` to `leased` and
 * on. A lease is on the disk before the mail goes, so whatever dies, nobody whose mail may have gone is `queued`.
 *
 * Of several senders of one issue each has a name that nobody had before, not even in an earlier life of the same process,
 * and leases by it: what is leased by one is not settled by another, and one whose leases were ended by others settles
 * nothing of them. Where there is no name there is one sender at a time.
 */
export interface SendLedger {
  /**
   * Freezes what is sent and who gets it, everybody who is confirmed at one moment; where that is cut off, there is no
   * send. One at a time in a store.
   *
   * @returns undefined where the issue has a send already
   */
  readonly startSend: (
    mail: FrozenMail,
    terms: { readonly at: string; readonly notAfter: string; readonly signing: string },
  ) => Promise<Send | undefined>
  readonly findSend: (issue: string) => Promise<Send | undefined>
  readonly extendSend: (send: number, notAfter: string) => Promise<void>
  /** Has all leases from now on be of those who sign so. */
  readonly changeSigning: (send: number, signing: string) => Promise<void>
  /**
   * The next readers who are due, leased when this resolves, on the disk: those first who were put off and whose time has
   * come, for servers that ask to be tried again forget; then those whom nobody has tried, in the order in which they
   * were frozen. Who has left or may not be written to becomes `suppressed` instead, and is not among them; fewer than
   * `limit`, also none, does not mean that no others are due.
   *
   * @param lease.signing what the mails will be signed with; where it is given, nobody is leased by who signs otherwise
   *   than the send is to be signed at this moment
   * @returns undefined when nobody is due at `now`
   * @throws ExpectedError where the send is signed otherwise, as `checkSigning` says it
   */
  readonly leaseRecipients: (
    send: number,
    lease: {
      readonly limit: number
      readonly now: string
      readonly until: string
      readonly sender?: string
      readonly signing?: string | undefined
    },
  ) => Promise<readonly Recipient[] | undefined>
  /**
   * What became of those that `sender` has leased; of one that is not (any more), nothing. May be lost in a power cut: then
   * they are leased still.
   */
  readonly settleRecipients: (
    send: number,
    settled: readonly { readonly subscriptionId: string; readonly outcome: RecipientOutcome }[],
    sender?: string,
  ) => Promise<void>
  /**
   * Ends leases that were to end before a moment, or all, of senders that are known to be dead: their mails may have gone.
   *
   * @param options.sender whose; without it, those of all
   * @returns how many there were
   */
  readonly endLeases: (
    send: number,
    options: {
      readonly before?: string
      readonly sender?: string
      readonly to: 'unknown' | 'queued'
      readonly at: string
    },
  ) => Promise<number>
  /** Puts those that failed, or of whom nobody knows, back among those who wait, with all tries anew. Gives how many. */
  readonly requeueRecipients: (send: number, from: 'failed' | 'unknown', at: string) => Promise<number>
  /** How many stand where, and when the next of those who wait is due. */
  readonly countRecipients: (
    send: number,
  ) => Promise<{ readonly counts: RecipientCounts; readonly nextDue: string | undefined }>
  /** In the order in which they were frozen, without end in memory. */
  readonly listRecipients: (send: number, states: readonly RecipientState[]) => AsyncIterable<RecipientRecord>
  /**
   * Notes a mail that came back, once however often it is read, has `plan` decide what follows for the subscription, and
   * carries that out, in one transaction. A complaint is harder than a hard bounce, and that than a soft one: of one mail
   * the hardest is noted, and what is harder than what was noted is planned for once more.
   *
   * @param options.softSince from when on soft bounces count; `plan` is told of how many sends there were some, this included
   * @returns what was planned; `noted` where it was before, `unknown` where the reader is gone or the send never had them.
   *   Where `plan` throws, so does this, and nothing is noted
   */
  readonly noteBounce: (
    note: BounceNote,
    options: { readonly softSince: string },
    plan: (facts: LinkFacts & { readonly softBounces: number }) => SubscriptionChange,
  ) => Promise<SubscriptionChange | 'noted' | 'unknown'>
}
