/** What became of one message. */
export type Delivery =
  | { readonly outcome: 'sent' }
  | {
      readonly outcome: 'failed'
      readonly reason: string
      /** No mail server could be talked to at all, so that the next message would fare no better. */
      readonly unreachable: boolean
      /** What the server answered (RFC 5321 section 4.2.1): from 400 on another try may do, from 500 on none will. */
      readonly code?: number
    }
  /** The server had the whole message and was gone before it answered: it may have been delivered. */
  | { readonly outcome: 'unknown'; readonly reason: string }
