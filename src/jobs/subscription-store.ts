import type {
  Confirmation,
  LinkFacts,
  SubscriptionChange,
  SubscriptionFacts,
} from '../core/subscription/subscription-change.ts'
import type { SubscriptionStats } from '../core/subscription/subscription-stats.ts'
import type { MailCounts } from '../core/subscription/mail-caps.ts'
import type { ReaderSuggestion, SuggestionAnswer, SuggestionCap } from '../core/subscription/reader-suggestion.ts'
import type { ServiceMail } from '../core/subscription/service-mail.ts'
import type { Signup } from '../core/subscription/signup.ts'
import type { AnswerOutcome } from '../core/subscription/suggestion-answers.ts'
import type { Subscription, SubscriptionState, Suppression } from '../core/subscription/subscription.ts'
import type { SendLedger } from './send-ledger.ts'

/** What a subscription is looked up by; a confirmation by its hash. Addresses that differ in case are one. */
export type SubscriptionKey = { readonly id: string } | { readonly address: string } | { readonly confirmation: string }

/** The way in: an address is written down at once, and decided afterwards. */
export interface SignupStore {
  /** Resolves when the sign-up is on the disk: whoever is told so finds it there after a crash. */
  readonly addSignup: (signup: Signup) => Promise<void>
  /**
   * Takes the oldest sign-up that waits, has `plan` decide it, and carries that out, in one transaction; no two at once
   * decide one address, or the same caps. A store may share one transaction among several that are asked for at the same
   * time, and should where that is cheaper. Mails are counted from the sign-up's own moment back, whatever the clock says,
   * and no further than the cap; answers to suggestions are not. Where `plan` throws, so does this, and the sign-up goes
   * behind the others.
   *
   * @returns whether there was one
   */
  readonly settleSignup: (
    plan: (signup: Signup, facts: SubscriptionFacts & { readonly mails: MailCounts }) => SubscriptionChange,
  ) => Promise<boolean>
  /**
   * How many addresses wait, so that an app under attack can say that it is full: sign-ups that nobody has decided yet,
   * and subscriptions that nobody has confirmed.
   */
  readonly countSignups: () => Promise<number>
}

/** What somebody does with a link. */
export interface ChangeStore {
  readonly find: (key: SubscriptionKey) => Promise<LinkFacts>
  /** As `find`; has `plan` decide, and carries that out, in one transaction. Gives what was planned. */
  readonly change: (key: SubscriptionKey, plan: (facts: LinkFacts) => SubscriptionChange) => Promise<SubscriptionChange>
  /** @returns false where the subscription is gone meanwhile, and then there is nothing to confirm, and nothing to send */
  readonly addConfirmation: (confirmation: Confirmation) => Promise<boolean>
}

/** What became of a service mail. */
export type ServiceMailOutcome =
  | { readonly state: 'sent' | 'failed' | 'unknown'; readonly at: string; readonly reason?: string }
  /** To be tried again, not before `after`. */
  | { readonly state: 'queued'; readonly after: string; readonly reason: string }

/**
 * Service mails that wait: whoever leases one sends it, and one whose sender died is free again at the end of its lease.
 * The clock is that of who asks. Clocks of several machines may differ by what a lease is longer than a delivery; more,
 * and a mail that is under way goes twice.
 */
export interface ServiceMailQueue {
  readonly leaseMails: (lease: {
    readonly limit: number
    readonly now: string
    readonly until: string
  }) => Promise<readonly (ServiceMail & { readonly attempts: number })[]>
  readonly settleMail: (id: string, outcome: ServiceMailOutcome) => Promise<void>
}

/** At most so many suggestions since a moment: from the network of one, and from all. */
export interface SuggestionCaps extends Readonly<Record<SuggestionCap, number>> {
  readonly since: string
}

/** Links that readers suggest. */
export interface SuggestionStore {
  /**
   * Keeps one where there is room under the caps, counted and written in one transaction.
   *
   * @returns the narrowest cap that is reached, and then nothing is kept
   */
  readonly addSuggestion: (suggestion: ReaderSuggestion, caps: SuggestionCaps) => Promise<SuggestionCap | undefined>
  readonly findSuggestion: (id: string) => Promise<ReaderSuggestion | undefined>
  /** Those that came since a moment and nobody answered, oldest first; of more than `most` the newest. */
  readonly listSuggestions: (since: string, most: number) => Promise<readonly ReaderSuggestion[]>
  /**
   * Notes what became of one, has `plan` make the mail that says so, and queues that, in one transaction. One that was
   * answered before, or that is not there, is left as it is, and nobody is asked for a mail.
   */
  readonly answerSuggestion: (
    id: string,
    answer: SuggestionAnswer,
    plan: (suggestion: ReaderSuggestion, suppression: Suppression | undefined) => ServiceMail | undefined,
  ) => Promise<AnswerOutcome>
}

export interface ImportCounts {
  readonly added: number
  /** Known already, and left as they are; one who left stays gone. */
  readonly known: number
  readonly suppressed: number
}

/** Moments before which things go. */
export interface RetentionLimits {
  /** Addresses that nobody confirmed. */
  readonly unconfirmed: string
  /** Addresses of those who left: their key goes to the suppressions, as `erased`. */
  readonly unsubscribed: string
  /** Networks of visitors, in consents, mails and suggestions; and the addresses of those who suggested. */
  readonly visitors: string
  /** Suggestions, answered or not. */
  readonly suggestions: string
  /** Who got which issue, by the moment after which nothing of it was sent any more; its counts stay. */
  readonly recipients: string
}

export type RetentionCounts = Readonly<Record<keyof RetentionLimits | 'confirmations' | 'mails', number>>

/** Where an address stands besides in its subscription: in how many of these. */
export interface AddressTraces {
  /** That nobody has decided yet. */
  readonly signups: number
  /** That wait to be sent to it. */
  readonly mails: number
  /** That it was left with, to be answered. */
  readonly suggestions: number
}

/** What the command line does with the whole list. */
export interface SubscriptionList {
  readonly countTraces: (address: string) => Promise<AddressTraces>
  readonly importSubscriptions: (batch: readonly Subscription[]) => Promise<ImportCounts>
  /** Without end in memory, in the order of ids; what is written meanwhile may or may not be in it. */
  readonly list: (state?: SubscriptionState) => AsyncIterable<Subscription>
  readonly listSuppressions: () => AsyncIterable<Suppression>
  readonly stats: (now: string) => Promise<SubscriptionStats>
  readonly retain: (
    limits: RetentionLimits,
    options: { readonly dryRun: boolean; readonly at: string },
  ) => Promise<RetentionCounts>
}

/**
 * One store of subscriptions, for one process or many; a contract suite holds every kind of it to the same. A `plan` is
 * asked inside a transaction: it is synchronous and changes nothing, and where the transaction has to begin anew it is
 * asked again, and the last answer counts.
 */
export interface SubscriptionStore
  extends SignupStore, ChangeStore, ServiceMailQueue, SuggestionStore, SubscriptionList, SendLedger {
  /** 128 random bits in base64url that a store is born with: a copy has the same, another store another. */
  readonly identity: string
  /** 32 random bytes that a store is born with, for `addressKey`. */
  readonly secret: Uint8Array
  /** Rejects where the store is out of reach or cannot be written to. */
  readonly check: () => Promise<void>
  readonly close: () => Promise<void>
}
