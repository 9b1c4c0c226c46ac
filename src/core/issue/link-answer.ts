/** What became of asking for a link. A reason is said after its address: `answered 403 Forbidden`. */
export type LinkAnswer =
  /** The page is there; `movedTo` is where permanent redirects (301, 308) say it lives now. */
  | { readonly outcome: 'there'; readonly movedTo?: string }
  /** 404 or 410. */
  | { readonly outcome: 'gone'; readonly status: number }
  /** Somebody answered, and said no: 403, 429, 5xx, a broken certificate, redirects without end. */
  | { readonly outcome: 'refused'; readonly reason: string }
  /** Nobody answered; `unreached` where the host has no address, or none that can be reached from here. */
  | { readonly outcome: 'silent'; readonly reason: string; readonly unreached: boolean }
  /** It leads into a network that is closed to us, and so was not asked. */
  | { readonly outcome: 'closed'; readonly reason: string }
