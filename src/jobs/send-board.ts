import type { OnUnknown } from '../core/send/classify-outcome.ts'
import type { SendEnd } from '../core/send/send-progress.ts'
import type { SenderBoard } from './share-rate.ts'

/** A send that several senders work on. */
export interface SharedSend {
  readonly number: number
  readonly issue: string
  /** Mails a second, of all together. */
  readonly rate: number
  readonly onUnknown: OnUnknown
  readonly notAfter: string
  /** Why nobody is to send any more, until somebody goes on with it. */
  readonly stopped: SendEnd | undefined
}

/** Where senders of the same sends know of each other. */
export interface SendBoard extends SenderBoard {
  /** Lets senders work on a send, by what its operator says; also on one that was stopped. */
  readonly openSend: (send: number, options: { readonly rate: number; readonly onUnknown: OnUnknown }) => Promise<void>
  /** Has all senders end with what is under way; the first reason is kept. */
  readonly stopSend: (send: number, end: SendEnd) => Promise<void>
  readonly findShared: (send: number) => Promise<SharedSend | undefined>
  /** Those in which somebody waits, or is leased, and that are neither stopped nor over. */
  readonly listShared: (now: string) => Promise<readonly SharedSend[]>
  /** Those who take part now. */
  readonly listSenders: (
    send: number,
  ) => Promise<readonly { readonly sender: string; readonly name: string; readonly permits: number }[]>
  /** Senders who have leased something, and take no part any more: none of them starts anything. */
  readonly findDead: (send: number) => Promise<readonly string[]>
}

/** A part of a send to be worked on. */
export interface SendJob {
  readonly id: string
  readonly send: number
  readonly issue: string
  /** How often it was begun before. */
  readonly tries: number
}

/** Hands out parts of sends. What is lost, or comes twice, loses and repeats nothing: the ledger knows who is due. */
export interface SendQueue {
  /** Adds parts, each unless it waits already; one that somebody works on, or died with, is none that waits. */
  readonly addJobs: (send: Pick<SharedSend, 'number' | 'issue'>, count: number) => Promise<void>
  readonly takeJob: () => Promise<SendJob | undefined>
  /** It is still being worked on. */
  readonly touchJob: (job: SendJob) => Promise<void>
  readonly finishJob: (job: SendJob) => Promise<void>
  /** For another, now. */
  readonly returnJob: (job: SendJob) => Promise<void>
}
