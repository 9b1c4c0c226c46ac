import type { Result } from '../../text/problem.ts'
import type { Subscription, SubscriptionState, SuppressionReason } from '../subscription.ts'

/** The lists that can be brought here, by who wrote the file. */
export type ImportFormatName = 'crowsnest' | 'buttondown' | 'mailchimp' | 'listmonk' | 'plain'

/** One line of an export: what stands in a column, by its `columnName`; '' where there is no such column. */
export type ImportRow = (column: string) => string

/** The file that is read, and what the person who brings it says of it. */
export interface ImportFile {
  /** Without its folder: the segments of Mailchimp are told by it. */
  readonly name: string
  /** As `columnName` writes them. */
  readonly columns: ReadonlySet<string>
  readonly now: Date
  /** What the list is called, for the proof of consent; the file's name where nobody says. */
  readonly list?: string | undefined
  /** What lines are that do not say it themselves. */
  readonly state?: SubscriptionState | undefined
}

/** What a line comes to; a subscription gets its id when it is written, where it has none. */
export type ImportedLine =
  | {
      readonly kind: 'subscription'
      readonly subscription: Omit<Subscription, 'id'> & { readonly id?: string | undefined }
    }
  | {
      readonly kind: 'suppression'
      readonly address: string
      readonly reason: SuppressionReason
      readonly at: string
    }
  /** Nothing that can be taken; the reason has no full stop, and no address in it. */
  | { readonly kind: 'refused'; readonly why: string }

export type RowReader = (row: ImportRow) => ImportedLine

export interface ImportFormat {
  readonly name: ImportFormatName
  /** Whose export it is, as a person says it. */
  readonly title: string
  /** Whether lines may leave open what they are, so that `state` says it. */
  readonly needsState: boolean
  readonly recognises: (columns: ReadonlySet<string>) => boolean
  /** A problem where nothing of the whole file can be taken. */
  readonly open: (file: ImportFile) => Result<RowReader>
}

/** The name of a column, however it is spelled: `Email Address`, `EMAIL_ADDRESS` and `emailAddress` are `email_address`. */
export function columnName(text: string): string {
  return text
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '_')
    .replace(/^_|_$/g, '')
}

export const refused = (why: string): ImportedLine => ({ kind: 'refused', why })
