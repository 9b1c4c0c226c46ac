import { formatJsonLine } from '../text/json-lines.ts'
import type { Subscription } from './subscription.ts'
import { formatCsvLine, guardCell } from './csv-cell.ts'

/** The columns of our own export; the names that it has as JSON beside them. */
const COLUMNS = {
  id: 'id',
  address: 'address',
  state: 'state',
  origin: 'origin',
  requested_at: 'requestedAt',
  confirmed_at: 'confirmedAt',
  unsubscribed_at: 'unsubscribedAt',
  wording: 'wording',
  requested_from: 'requestedFrom',
  confirmed_from: 'confirmedFrom',
} as const

type Flat = Readonly<Record<(typeof COLUMNS)[keyof typeof COLUMNS], string | undefined>>

/** The head of our own export as CSV. */
export const csvHead = (): string => formatCsvLine(Object.keys(COLUMNS))

/** A subscription as a line of CSV that no spreadsheet takes for a formula; `OWN_EXPORT` reads it back. */
export function formatCsvSubscription(subscription: Subscription): string {
  const flat = flatten(subscription)
  return formatCsvLine(Object.values(COLUMNS).map((name) => guardCell(flat[name] ?? '')))
}

/** A subscription as a line of JSON; what is not known is null. `OWN_EXPORT` reads it back. */
export function formatJsonSubscription(subscription: Subscription): string {
  const flat = flatten(subscription)
  return formatJsonLine(
    JSON.stringify(Object.fromEntries(Object.values(COLUMNS).map((name) => [name, flat[name] ?? null]))),
  )
}

function flatten({ consent, ...rest }: Subscription): Flat {
  const { confirmedAt, unsubscribedAt, ...others } = rest
  const { wording, requestedFrom, confirmedFrom } = consent
  return { ...others, confirmedAt, unsubscribedAt, wording, requestedFrom, confirmedFrom }
}
