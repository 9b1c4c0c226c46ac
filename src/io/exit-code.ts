/** How commands end, beside 0, done. What was to be done could not be done. */
export const FAILED = 1
/** The command was called in a way that it does not have. */
export const USAGE = 2
/** What was looked at is not as it has to be. */
export const CHECK_FAILED = 3
/** All is well, and there was nothing to do. */
export const NOTHING_TO_DO = 4
/** Somebody ended it before its end. */
export const INTERRUPTED = 130
/** A service manager ended it, or whoever started it. */
export const TERMINATED = 143
