import { countNoun } from '../text/count-noun.ts'
import type { SendEnd, SendProgress } from './send-progress.ts'
import type { RecipientCounts } from './send.ts'

/** A reader who did not get it, or of whom that is not known. */
export interface Missed {
  /** Undefined where it was erased since. */
  readonly address: string | undefined
  readonly state: 'failed' | 'unknown'
  readonly code: number | undefined
  readonly reason: string | undefined
}

/** Where a send stands. */
export interface SendReport {
  readonly issue: string
  readonly recipients: number
  readonly counts: RecipientCounts
  readonly notAfter: string
  /** Those who failed or are unknown, by why, the commonest first. */
  readonly reasons: readonly { readonly state: Missed['state']; readonly reason: string; readonly count: number }[]
  /** The first of them. */
  readonly missed: readonly Missed[]
}

/** A server that words each refusal anew gives a reason for each reader: more than these hide what matters. */
const MOST_REASONS = 10

const number = (count: number) => count.toLocaleString('en')

/** Exit codes: 0 where everybody has it who shall, else 1. */
export const isComplete = ({ failed, unknown, queued, leased }: RecipientCounts): boolean =>
  failed + unknown + queued + leased === 0

/** `998 sent, 2 failed`, without what is none. */
export function describeCounts({ sent, failed, unknown, suppressed, queued, leased }: RecipientCounts): string {
  const rest = { failed, unknown, suppressed, waiting: queued, 'under way': leased }
  const parts = Object.entries(rest).filter(([, count]) => count > 0)
  return [`${number(sent)} sent`, ...parts.map(([what, count]) => `${number(count)} ${what}`)].join(', ')
}

const MEANINGS: Readonly<Record<string, string>> = {
  failed: 'refused, or put off too often',
  unknown: 'the server had the mail and never said whether it took it',
  suppressed: 'had left, or may not be written to, when their turn came',
  waiting: 'not sent yet',
  'under way': 'in the hands of a sender',
}

/** A report in lines: how many, why not, and who. */
export function describeReport({ issue, recipients, counts, reasons, missed }: SendReport): string[] {
  const { sent, failed, unknown, suppressed, queued, leased } = counts
  const rows = Object.entries({ sent, failed, unknown, suppressed, waiting: queued, 'under way': leased }).filter(
    ([what, count]) => count > 0 || !['waiting', 'under way'].includes(what),
  )
  const width = number(recipients).length
  const all = failed + unknown
  const stateWidth = Math.max(0, ...missed.map(({ state }) => state.length))
  const addressWidth = Math.max(0, ...missed.map(({ address }) => (address ?? ERASED).length))
  return [
    `${issue}: ${number(sent)} of ${number(recipients)} ${recipients === 1 ? 'reader' : 'readers'} sent`,
    ...rows.map(([what, count]) =>
      `  ${what.padEnd(10)}  ${number(count).padStart(width)}   ${count > 0 ? (MEANINGS[what] ?? '') : ''}`.trimEnd(),
    ),
    ...(reasons.length > 0 ? ['Why:'] : []),
    ...reasons
      .slice(0, MOST_REASONS)
      .map(({ state, reason, count }) => `  ${number(count).padStart(width)} ${state}: ${reason}`),
    ...(reasons.length > MOST_REASONS
      ? [
          `  and ${number(reasons.length - MOST_REASONS)} more ${reasons.length - MOST_REASONS === 1 ? 'reason' : 'reasons'}`,
        ]
      : []),
    ...(missed.length > 0 ? [missed.length < all ? `Who, the first ${missed.length}:` : 'Who:'] : []),
    ...missed.map(({ address, state, reason = '' }) =>
      `  ${(address ?? ERASED).padEnd(addressWidth)}  ${state.padEnd(stateWidth)}  ${reason}`.trimEnd(),
    ),
    ...(missed.length > 0 && missed.length < all ? [`  and ${number(all - missed.length)} more`] : []),
  ]
}

const ERASED = '(erased since)'

/** A command that goes on from here, and what it does. */
export interface NextCommand {
  readonly does: string
  readonly flags: string
}

/**
 * What goes on from where a send stands, in the order in which one would.
 *
 * @param extended a moment until which it could be allowed to go on, where its time is over
 */
export function nextCommands({ counts, missed }: SendReport, extended: string | undefined): NextCommand[] {
  const { failed, unknown, queued, leased } = counts
  const later = extended === undefined ? '' : ` --not-after ${extended}`
  const waiting = queued + leased
  return [
    ...(waiting > 0
      ? [
          {
            does: waiting === 1 ? 'Send to the one that waits' : `Send to the ${number(waiting)} that wait`,
            flags: `--resume${later}`,
          },
        ]
      : []),
    ...(failed > 0
      ? [
          {
            does: `Try the ${failed === 1 ? 'one' : number(failed)} that failed again`,
            flags: `--retry-failed${later}`,
          },
        ]
      : []),
    ...(unknown > 0
      ? [
          {
            does: `Send to the ${number(unknown)} unknown again, though some may get it more than once`,
            flags: `--resume --on-unknown retry${later}`,
          },
        ]
      : []),
    ...(missed.length < failed + unknown ? [{ does: 'See all of them', flags: '--resume --dry-run --json' }] : []),
  ]
}

/** Why it ended before its end; undefined where nobody waits any more. */
export function describeEnd(end: SendEnd, { counts, notAfter }: SendReport): string | undefined {
  const left = countNoun(counts.queued, 'reader')
  const [wait, were] = counts.queued === 1 ? ['waits', 'was'] : ['wait', 'were']
  switch (end.why) {
    case 'done':
      return undefined
    case 'interrupted':
      return `Interrupted. What was under way has been finished, and ${left} ${wait}.`
    case 'expired':
      return `Nothing of it goes after ${notAfter}: ${left} ${were} not sent to.`
    case 'unreachable':
      return `No mail can be sent through the server: ${end.reason}. ${left} ${wait}, and nobody lost a try by it.`
    case 'refused':
      return `The server refused ${end.count} readers one after the other (${end.reason}), so it is about us: ${left} ${wait}. Find out why before you go on: npm run subscribers -- doctor`
  }
}

/** `1,200 of 10,000, 9.8 a second, 15 min left`. */
export function describeProgress({
  recipients,
  done,
  failed,
  unknown,
  perSecond,
  left,
  rate,
  waits,
}: SendProgress): string {
  const troubles = Object.entries({ failed, unknown }).filter(([, count]) => count > 0)
  const speed = perSecond >= 10 ? number(Math.round(perSecond)) : perSecond.toFixed(1)
  return [
    `${number(done)} of ${number(recipients)}`,
    ...troubles.map(([what, count]) => `${number(count)} ${what}`),
    ...(waits === undefined ? [`${speed} a second`] : [describeWait(waits, rate)]),
    ...(left === undefined ? [] : [`${describeSpan(left)} left`]),
  ].join(', ')
}

function describeWait({ why, milliseconds }: NonNullable<SendProgress['waits']>, rate: number): string {
  const span = describeSpan(milliseconds)
  if (why === 'busy') return `the server wants less: rests ${span}, then ${Number(rate.toFixed(1))} a second`
  return why === 'unreachable' ? `no server there: looks again in ${span}` : `waits ${span} for those who were put off`
}

/** `45 s`, `12 min`, `3 h 20 min`. */
export function describeSpan(milliseconds: number): string {
  const seconds = Math.ceil(milliseconds / 1_000)
  if (seconds < 100) return `${seconds} s`
  const minutes = Math.round(seconds / 60)
  if (minutes < 100) return `${minutes} min`
  const rest = minutes % 60
  return rest === 0 ? `${Math.floor(minutes / 60)} h` : `${Math.floor(minutes / 60)} h ${rest} min`
}
