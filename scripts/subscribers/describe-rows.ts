import { countNoun } from '../../src/core/text/count-noun.ts'
import type { StoreCounts } from '../../src/io/store-inspection.ts'

/** `1,200 subscriptions, 3 suppressions, …` */
export const describeRows = (counts: StoreCounts): string =>
  ['subscription', 'suppression', 'signup', 'mail', 'suggestion']
    .map((noun) => countNoun(counts[`${noun}s`] ?? 0, noun.replace('signup', 'sign-up')))
    .join(', ')
