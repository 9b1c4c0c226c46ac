import type { Feed } from '../core/feed/entry.ts'
import type { FeedDocument } from '../core/feed/parse-feed.ts'
import type { LinkAnswer } from '../core/issue/link-answer.ts'
import type { FeedReading } from '../core/feed/read-feed.ts'
import type { PollAdvice } from '../core/source/next-poll.ts'
import type { Delivery } from '../core/send/delivery.ts'
import type { Source } from '../core/source/source.ts'
import type { SourceHealth } from '../core/source/source-health.ts'
import type { Result } from '../core/text/problem.ts'
import type { MailMessage } from '../core/text/mail-message.ts'
import type { StoredItem } from '../core/item/item-file.ts'

/** What a fetch of a feed came to. `unchanged` is a 304. */
export type Fetched =
  | {
      readonly outcome: 'ok'
      readonly body: Uint8Array
      readonly contentType: string | undefined
      /** Address that answered, after redirects. */
      readonly url: string
      /** Where a permanent redirect (301, 308) says the feed lives now. */
      readonly movedTo: string | undefined
      readonly validators: Validators
      readonly advice: PollAdvice
    }
  | {
      readonly outcome: 'unchanged'
      readonly validators: Validators
      readonly movedTo: string | undefined
      readonly advice: PollAdvice
    }
  | {
      readonly outcome: 'failed'
      readonly reason: string
      readonly status: number | undefined
      /** Its host has no address, or none that can be reached: its own fault, or that of the network here. */
      readonly unreached?: boolean
      /** The host that said, with 429 or 503, how long it wants to be left alone. */
      readonly closed?: { readonly host: string; readonly retryAfter: string }
    }
  /** Not asked, for its host has said in this run that it wants to be left alone. */
  | { readonly outcome: 'spared'; readonly host: string }

/** ETag and Last-Modified, byte for byte as they were sent. */
export interface Validators {
  readonly etag?: string | undefined
  readonly lastModified?: string | undefined
}

/** Reads a document as a source's: the entries that are wanted, tamed. */
export type ReadFeed = (document: FeedDocument, source: Source) => Promise<Result<FeedReading>>

/** Reads a document as it stands. */
export type ParseFeed = (document: FeedDocument) => Promise<Result<Feed>>

export type FetchFeed = (url: string, validators: Validators) => Promise<Fetched>

/** What is remembered of a feed between runs. */
export interface FeedState {
  /** The source at that time, as text: one that was edited is read afresh. */
  readonly definition: string
  /** The content folder that the items went to. */
  readonly content: string
  /** From when on entries were taken. */
  readonly since: string
  readonly validators: Validators
  /** The feed is not asked again before this moment. */
  readonly nextPoll: string
  /** When it was last read. */
  readonly lastSuccess?: string | undefined
  /** Minutes for which the feed asks not to be read again. */
  readonly ttl?: number | undefined
  /** How often on end it has failed. */
  readonly failures?: number | undefined
  /** The feed said that it is gone for good (410): it is not asked until its source is edited. */
  readonly parked?: boolean | undefined
  /** The host that wants to be left alone until a moment, with all that it serves. */
  readonly closed?: { readonly host: string; readonly until: string } | undefined
}

/** What is remembered of all feeds, by the ids of their sources. */
export interface FeedStates {
  readonly read: () => ReadonlyMap<string, FeedState>
  readonly write: (states: ReadonlyMap<string, FeedState>) => void
}

/** How sources are, as `content/health/` has it. */
export interface HealthFiles {
  readonly read: (sourceId: string) => SourceHealth | undefined
  readonly write: (sourceId: string, health: SourceHealth) => void
}

/** Asks whether a link leads anywhere; never rejects for what the other side does. */
export type AskLink = (url: string) => Promise<LinkAnswer>

/** An answer, and the moment at which it came. */
export interface RememberedAnswer {
  readonly at: string
  readonly answer: LinkAnswer
  /** Since when it is answered so, where that is kept: of the archive. */
  readonly since?: string
}

/** What was answered before, by address. */
export interface LinkMemory {
  readonly read: () => ReadonlyMap<string, RememberedAnswer>
  readonly write: (answers: ReadonlyMap<string, RememberedAnswer>) => void
}

export interface LinkPorts {
  readonly askLink: AskLink
  readonly memory: LinkMemory
  /** Told how many links will be asked, and of each that was. */
  readonly startProgress?: (total: number) => { readonly step: (what: string) => void; readonly end: () => void }
}

/** Writes items, each at its place. */
export type WriteItems = (stored: readonly StoredItem[]) => void

/** Turns a message into the bytes that go over the wire. */
export type ComposeMessage = (message: MailMessage) => Promise<Uint8Array>

/** Hands one message to a mail server, for exactly the address in the envelope. */
export type DeliverMessage = (
  envelope: { readonly from: string; readonly to: string },
  message: Uint8Array,
) => Promise<Delivery>

/** A message for one reader, ready to go. */
export interface Outgoing {
  readonly envelope: { readonly from: string; readonly to: string }
  readonly message: Uint8Array
}

/** A file of the outbox; `name` has no folder. */
export interface OutboxFile {
  readonly name: string
  readonly content: string | Uint8Array
}
