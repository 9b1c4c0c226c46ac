/** How many addresses may wait, undecided or unconfirmed, before no more are taken from anybody. */
export const MOST_WAITING = 200_000

/**
 * How many may wait before those that get no mail are left out, so that a flood of addresses, most of which the caps keep
 * from being written to, cannot close the form.
 */
export const CROWDED = MOST_WAITING / 2
