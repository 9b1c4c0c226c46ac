/** Why a send has ended. */
export type SendEnd =
  /** Nobody waits any more; somebody has ended it; `notAfter` has come, or comes before whoever is due next. */
  | { readonly why: 'done' | 'interrupted' | 'expired' }
  /** No mail can be sent through the server. */
  | { readonly why: 'unreachable'; readonly reason: string }
  /** So many readers were refused on end. */
  | { readonly why: 'refused'; readonly reason: string; readonly count: number }

/** How far a send is. */
export interface SendProgress {
  readonly recipients: number
  /** Of whom it is known what became of them. */
  readonly done: number
  readonly failed: number
  readonly unknown: number
  /** Mails a second, of late. */
  readonly perSecond: number
  /** Milliseconds until all are done, where that can be told. */
  readonly left: number | undefined
  /** Mails a second, as allowed just now. */
  readonly rate: number
  /** What nothing goes for now, and for how many milliseconds. */
  readonly waits: { readonly why: 'busy' | 'unreachable' | 'later'; readonly milliseconds: number } | undefined
}
