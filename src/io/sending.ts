/** One who begins sends, and goes on with them; no other does, until it is disposed of. */
export interface Sending extends AsyncDisposable {
  /** What it leases by: a name that nobody had before. */
  readonly sender: string
  /** To be called before the first mail: a copy of the store that was made before is found out from then on, where it can be. */
  readonly renew: () => Promise<void>
  /** False where another may go on with its sends meanwhile: then no mail may begin. */
  readonly isHeld: () => boolean
  /** Ends the leases of all senders who are dead, as `SendLedger.endLeases`. */
  readonly endDeadLeases: (
    send: number,
    options: { readonly to: 'unknown' | 'queued'; readonly at: string },
  ) => Promise<number>
}
