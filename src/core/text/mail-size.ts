/** Bytes of HTML at which an editor should know, and at which a mail is refused: Gmail cuts off at about 102,000. */
export const SIZE_WARNING = 80_000
export const SIZE_LIMIT = 100_000

/** Characters of a line of a mail, without its end (RFC 5322 section 2.1.1). */
export const LONGEST_LINE = 998
