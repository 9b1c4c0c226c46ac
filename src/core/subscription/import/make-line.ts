import { parseMailbox } from '../../text/mail-address.ts'
import { dayOf, formatMoment } from '../../text/moment.ts'
import { cutText, foldSpace } from '../../text/plain-text.ts'
import type { SubscriptionState, SuppressionReason } from '../subscription.ts'
import { type ImportedLine, type ImportFile, type ImportRow, refused } from './import-format.ts'
import { readMoments } from './read-moments.ts'

/** What an export calls its subscribers, in our words: a state, or why nobody may write to them. */
export type Meaning = SubscriptionState | Exclude<SuppressionReason, 'erased'>

/** Where an export has what. Of several columns the first that says something counts. */
export interface LineColumns {
  readonly address: readonly string[]
  readonly requestedAt: readonly string[]
  readonly confirmedAt?: readonly string[]
  readonly unsubscribedAt?: readonly string[]
  readonly suppressedAt?: readonly string[]
}

/**
 * Makes of a line what we keep. Moments that the export does not have stay unknown, save when the address was given to us:
 * at the latest now.
 *
 * @param wording what shows that its owner wanted it (`listWording`)
 */
export function makeLine(
  row: ImportRow,
  meaning: Meaning,
  columns: LineColumns,
  { now, wording }: { readonly now: Date; readonly wording: string },
): ImportedLine {
  const address = readAddress(row, columns.address)
  if (address === undefined) return refused('there is no address in it that mail can be sent to')
  const { requestedAt, confirmedAt = [], unsubscribedAt = [], suppressedAt = [] } = columns
  const read = readMoments(row, { requestedAt, confirmedAt, unsubscribedAt, suppressedAt }, now)
  if (!read.ok) return refused(read.why)
  const { moments } = read
  if (meaning === 'bounced' || meaning === 'complained') {
    return { kind: 'suppression', address, reason: meaning, at: moments.suppressedAt ?? formatMoment(now) }
  }
  return {
    kind: 'subscription',
    subscription: {
      ...{ address, state: meaning, origin: 'import' },
      requestedAt: moments.requestedAt ?? moments.confirmedAt ?? formatMoment(now),
      ...(moments.confirmedAt === undefined || meaning === 'unconfirmed' ? {} : { confirmedAt: moments.confirmedAt }),
      ...(moments.unsubscribedAt === undefined || meaning !== 'unsubscribed'
        ? {}
        : { unsubscribedAt: moments.unsubscribedAt }),
      consent: { wording },
    },
  }
}

function readAddress(row: ImportRow, columns: readonly string[]): string | undefined {
  const text = columns.map((column) => row(column).trim()).find((cell) => cell !== '')
  return text === undefined ? undefined : parseMailbox(text)?.address
}

/** The proof of consent of a list that was brought here: which list, whose, and when. */
export function listWording({ name, list, now }: ImportFile, title: string | undefined): string {
  const called = cutText(foldSpace(list ?? name), 100)
  const whose = title === undefined ? called : `${title} (${called})`
  return `What was asked for at ${whose}, a list that was brought here on ${dayOf(now)}`
}
