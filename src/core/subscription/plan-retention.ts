import { formatMoment } from '../text/moment.ts'

const DAY = 86_400_000

/**
 * How long what we hold is held, in days. The privacy page says the same.
 *
 * - `unconfirmed`: twice as long as the link of the mail works, so that who asks again finds their place
 * - `unsubscribed`: to show, if somebody asks, that mail they got was wanted; then the address goes, its key stays
 * - `visitors`: networks, longer than the longest cap counts, so that who floods us can be told from who does not
 * - `suggestions`: what nobody has picked in so many, nobody will
 * - `recipients`: which issues went to whom, to know what came back, and to answer who missed one
 */
export const RETENTION_DAYS = {
  unconfirmed: 14,
  unsubscribed: 180,
  visitors: 30,
  suggestions: 90,
  recipients: 180,
} as const

/** The moments before which things go. */
export function planRetention(now: Date): Record<keyof typeof RETENTION_DAYS, string> {
  const before = (days: number) => formatMoment(new Date(now.getTime() - days * DAY))
  return {
    unconfirmed: before(RETENTION_DAYS.unconfirmed),
    unsubscribed: before(RETENTION_DAYS.unsubscribed),
    visitors: before(RETENTION_DAYS.visitors),
    suggestions: before(RETENTION_DAYS.suggestions),
    recipients: before(RETENTION_DAYS.recipients),
  }
}
