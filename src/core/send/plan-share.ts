/** Who has permits of a rate, in the order in which they came. */
export interface RateHolder {
  readonly sender: string
  /** Permits that are taken for it: what it may use, or what it has used and not got back. */
  readonly held: number
}

/** Permits of a rate: so many mails at once and in one second, at most. Below one a second there is one, which rests. */
export const permitsOf = (rate: number): number => Math.max(1, Math.floor(rate))

/** Mails a second that so many of the permits are good for. */
export const rateOf = (permits: number, rate: number): number => (rate * permits) / permitsOf(rate)

/**
 * How many permits a sender may have of those that several share: as many as any other, the first ones one more where it
 * does not come out even, and never more than nobody else has.
 *
 * @param holders all, the sender included
 * @returns `fair` is what it will have when the others have given back what is too much
 */
export function planShare(
  rate: number,
  holders: readonly RateHolder[],
  sender: string,
): { readonly permits: number; readonly fair: number } {
  const all = permitsOf(rate)
  const place = holders.findIndex((holder) => holder.sender === sender)
  if (place < 0) throw new TypeError(`nobody holds permits as ${sender}`)
  const fair = Math.floor(all / holders.length) + (place < all % holders.length ? 1 : 0)
  const taken = holders.reduce((sum, holder) => sum + (holder.sender === sender ? 0 : holder.held), 0)
  return { permits: Math.max(0, Math.min(fair, all - taken)), fair }
}
