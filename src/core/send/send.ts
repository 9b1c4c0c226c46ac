/**
 * Where one reader of a send stands. `queued` waits; `leased` is with a sender, and may be under way; `sent` was taken by
 * the mail server, `failed` was not, `unknown` may have been; `suppressed` had left, or may not be written to, when their
 * turn came.
 */
export type RecipientState = 'queued' | 'leased' | 'sent' | 'failed' | 'unknown' | 'suppressed'

export type RecipientCounts = Readonly<Record<RecipientState, number>>

/** What every reader of an issue gets, frozen when its send starts: edits after that reach the page alone. */
export interface FrozenMail {
  /** The issue's key, `2026-W47`. */
  readonly issue: string
  readonly subject: string
  /** The message as composed, with the places of what is one reader's own marked (`message-template.ts`). */
  readonly message: Uint8Array
  /** The key that signs its links: tokens of another may be of another length. */
  readonly keyId: string
  /** What its links into the app begin with. */
  readonly url: string
  /** The address that it is from, and the one that what cannot be delivered comes back to, where there is one. */
  readonly from: string
  readonly bounces: string | undefined
}

/** An issue on its way to everybody who was subscribed when it began. */
export interface Send extends FrozenMail {
  /** Counts from 1 in its store; stands in return paths. */
  readonly number: number
  readonly startedAt: string
  /** After this moment nothing of it is sent any more. */
  readonly notAfter: string
  /** What its mails are signed with (`signing.ts`), which its operator may change; undefined where an older version began it. */
  readonly signing: string | undefined
  /** How many readers it was frozen for. Who they were is kept for a time only, and `message`, empty then, as long. */
  readonly recipients: number
}

/** A reader whose turn it is. */
export interface Recipient {
  readonly subscriptionId: string
  /** As it is stored, and nothing else may stand in the envelope. */
  readonly address: string
  /** Tries so far, this one counted. */
  readonly attempts: number
}

/** What became of one try. `code` is what the server answered, RFC 5321 section 4.2.1; `reason` names no reader. */
export type RecipientOutcome =
  | {
      readonly state: 'sent' | 'failed' | 'unknown'
      readonly at: string
      readonly code?: number
      readonly reason?: string
    }
  /** To be tried again, not before `after`. One that is `uncounted` was no try: it never began, or no server was there. */
  | {
      readonly state: 'queued'
      readonly after: string
      readonly code?: number
      readonly reason: string
      readonly uncounted?: true
    }
