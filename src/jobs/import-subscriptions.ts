import { addressKey } from '../core/subscription/address-key.ts'
import type { ImportedLine, ImportRow, RowReader } from '../core/subscription/import/import-format.ts'
import type { SubscriptionFacts } from '../core/subscription/subscription-change.ts'
import type { SubscriptionState } from '../core/subscription/subscription.ts'
import { fingerprint } from '../core/text/fingerprint.ts'
import type { SubscriptionStore } from './subscription-store.ts'

/** One line of a list: `cells` as they stand there, `flaw` where it cannot be read at all. */
export interface ListRow {
  readonly line: number
  readonly cell: ImportRow
  readonly cells: readonly string[]
  readonly flaw?: string
}

/** What became of the lines of a list: `added`, `known`, `suppressed` and `refused` make up `lines`. */
export interface ListImportReport {
  readonly lines: number
  readonly added: number
  /** On file already, and left as they are; who left here stays gone. */
  readonly known: number
  /** Never to be written to: by what the list says (`newSuppressions`), or by what we knew. */
  readonly suppressed: number
  readonly newSuppressions: number
  readonly refused: number
  /** What the list says of those that can be subscribed, known or not. */
  readonly states: Readonly<Record<SubscriptionState, number>>
}

type ListImportStore = Pick<SubscriptionStore, 'importSubscriptions' | 'change' | 'find' | 'secret'>
type Subscribed = Extract<ImportedLine, { kind: 'subscription' }>['subscription']
type Suppressed = Extract<ImportedLine, { kind: 'suppression' }>
type Counts = Pick<ListImportReport, 'added' | 'known' | 'suppressed' | 'newSuppressions'>

/** Takes a batch; who is not to be written to comes first, should both stand in one list. */
export type TakeBatch = (suppressed: readonly Suppressed[], subscribed: readonly Subscribed[]) => Promise<Counts>

export interface ListImportPorts {
  readonly take: TakeBatch
  /** A line that cannot be taken, and why. */
  readonly refuse: (row: ListRow, why: string) => Promise<void> | void
  /** After each batch, when it is on the disk. */
  readonly step: (report: ListImportReport) => void
}

/** So many lines share a transaction of the store, or a few. */
const BATCH = 4_000

/**
 * Brings a list here, batch by batch: what is done is done, wherever it is cut off, and a second run goes on from there.
 * Nobody gets a mail by it.
 */
export async function importSubscriptions(
  rows: AsyncIterable<ListRow>,
  read: RowReader,
  { take, refuse, step }: ListImportPorts,
): Promise<ListImportReport> {
  const states = { unconfirmed: 0, confirmed: 0, unsubscribed: 0 }
  const report = { lines: 0, added: 0, known: 0, suppressed: 0, newSuppressions: 0, refused: 0, states }
  let batch: { suppressed: Suppressed[]; subscribed: Subscribed[] } = { suppressed: [], subscribed: [] }

  async function flush(): Promise<void> {
    const { suppressed, subscribed } = batch
    batch = { suppressed: [], subscribed: [] }
    const counts = await take(suppressed, subscribed)
    for (const name of ['added', 'known', 'suppressed', 'newSuppressions'] as const) report[name] += counts[name]
    for (const { state } of subscribed) states[state] += 1
    step(report)
  }

  async function takeAll(): Promise<void> {
    for await (const row of rows) {
      report.lines += 1
      const line: ImportedLine = row.flaw === undefined ? read(row.cell) : { kind: 'refused', why: row.flaw }
      if (line.kind === 'refused') {
        report.refused += 1
        await refuse(row, line.why)
      } else if (line.kind === 'suppression') batch.suppressed.push(line)
      else batch.subscribed.push(line.subscription)
      if (batch.suppressed.length + batch.subscribed.length >= BATCH) await flush()
    }
  }

  // Where the file breaks off, what was read of it is good.
  await takeAll().finally(flush)
  return report
}

/**
 * Writes batches. Whoever is on file is left as they are, and whoever was erased, bounced or complained here stays out.
 *
 * @param randomId 128 random bits in base64url
 */
export function takeIntoStore(store: ListImportStore, randomId: () => string): TakeBatch {
  const suppress = async ({ address, reason, at }: Suppressed): Promise<'known' | 'before' | 'new'> => {
    let outcome: 'known' | 'before' | 'new' = 'new'
    await store.change({ address }, (facts) => {
      outcome = judgeSuppression(facts)
      return outcome === 'new' ? { suppress: { key: addressKey(address, store.secret), reason, at } } : {}
    })
    return outcome
  }
  return async (suppressed, subscribed) => {
    const outcomes = await Promise.all(suppressed.map(suppress))
    const counts = await store.importSubscriptions(subscribed.map((each) => ({ ...each, id: each.id ?? randomId() })))
    const of = (wanted: string) => outcomes.filter((outcome) => outcome === wanted).length
    return {
      added: counts.added,
      known: counts.known + of('known'),
      suppressed: counts.suppressed + of('before') + of('new'),
      newSuppressions: of('new'),
    }
  }
}

/** Counts what `takeIntoStore` would do, and writes nothing. */
export function countOnly(store: Pick<ListImportStore, 'find'> | undefined): TakeBatch {
  // What the list itself would have added by then, by the start of a hash: a million addresses shall not lie in memory.
  const [added, suppressedNow] = [new Set<number>(), new Set<number>()]
  const look = async (address: string): Promise<{ hash: number; facts: SubscriptionFacts }> => ({
    hash: Number.parseInt(fingerprint(address.toLowerCase(), 13), 16),
    facts: (await store?.find({ address })) ?? { subscription: undefined, suppression: undefined },
  })
  return async (suppressed, subscribed) => {
    const counts = { added: 0, known: 0, suppressed: 0, newSuppressions: 0 }
    for (const { address } of suppressed) {
      const { hash, facts } = await look(address)
      const outcome = added.has(hash) ? 'known' : suppressedNow.has(hash) ? 'before' : judgeSuppression(facts)
      counts[outcome === 'known' ? 'known' : 'suppressed'] += 1
      if (outcome !== 'new') continue
      counts.newSuppressions += 1
      suppressedNow.add(hash)
    }
    for (const { address } of subscribed) {
      const { hash, facts } = await look(address)
      if (facts.subscription !== undefined || added.has(hash)) counts.known += 1
      else if (facts.suppression !== undefined || suppressedNow.has(hash)) counts.suppressed += 1
      else {
        counts.added += 1
        added.add(hash)
      }
    }
    return counts
  }
}

/** Whoever has a subscription here said so here, whatever another list knew of them. */
function judgeSuppression({ subscription, suppression }: SubscriptionFacts): 'known' | 'before' | 'new' {
  if (subscription !== undefined) return 'known'
  return suppression === undefined ? 'new' : 'before'
}
