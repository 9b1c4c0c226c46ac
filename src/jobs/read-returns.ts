import type { LinkKey } from '../core/subscription/link-token.ts'
import { readReturn, type ReturnReading } from '../core/return/read-return.ts'
import type { Problem } from '../core/text/problem.ts'
import { type ReturnOptions, type ReturnStore, settleReturn, type SettledReturn } from './settle-return.ts'

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
  readonly store: ReturnStore
  /** Told of each mail, and of what cannot be read. */
  readonly report: (line: ReturnLine | Problem) => void
}

/** What became of one mail. */
export type ReturnLine = Omit<SettledReturn, 'isClear'> & { readonly where: string }

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

interface Options extends ReturnOptions {
  /** The mailbox that mails come back to. */
  readonly mailbox: string
  readonly keys: readonly LinkKey[]
}

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
    const settled = await Promise.all(batch.map(({ reading }) => settleReturn(reading, { store, options, seen })))
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
