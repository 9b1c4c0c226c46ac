/** At most so many mails within so many milliseconds. */
export interface Cap {
  readonly count: number
  readonly within: number
}

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/**
 * How many mails sign-ups may cause, against those who enter other people's addresses (list bombing): to one address and
 * its variants, to one domain that belongs to somebody (`recipientOf`), from one network, and in all. Whoever is over a
 * cap gets the same answer, and no mail.
 */
export const MAIL_CAPS = {
  address: [
    { count: 1, within: 10 * MINUTE },
    { count: 3, within: DAY },
  ],
  domain: [
    { count: 30, within: HOUR },
    { count: 100, within: DAY },
  ],
  network: [
    { count: 20, within: HOUR },
    { count: 60, within: DAY },
  ],
  all: [{ count: 600, within: HOUR }],
} as const satisfies Record<string, readonly Cap[]>

export type CappedBy = keyof typeof MAIL_CAPS

/** How many mails there were within the window of each cap, in the order of `MAIL_CAPS`. */
export type MailCounts = Readonly<Record<CappedBy, readonly number[]>>

/** The narrowest cap that is reached, or none. */
export function reachedCap(counts: MailCounts): CappedBy | undefined {
  const names = Object.keys(MAIL_CAPS) as CappedBy[]
  return names.find((name) => MAIL_CAPS[name].some(({ count }, index) => (counts[name][index] ?? 0) >= count))
}
