/** Minutes of the periods that the syndication module of RSS 1.0 knows. */
const PERIODS: Record<string, number> = {
  hourly: 60,
  daily: 1_440,
  weekly: 10_080,
  monthly: 43_200,
  yearly: 525_600,
}

/** What a feed says of how often to look: RSS 2.0's `ttl`, and `sy:updatePeriod` and `sy:updateFrequency`. */
export interface Rhythm {
  readonly ttl?: string | undefined
  readonly updatePeriod?: string | undefined
  readonly updateFrequency?: string | undefined
}

/** Minutes for which what was read serves: the longer of what a feed says in two ways; undefined where it says neither. */
export function readTtl({ ttl, updatePeriod, updateFrequency }: Rhythm): number | undefined {
  const said = [readCount(ttl), readPeriod(updatePeriod, updateFrequency)].filter((minutes) => minutes !== undefined)
  return said.length === 0 ? undefined : Math.max(...said)
}

/** The module's own defaults: daily, once. */
function readPeriod(period: string | undefined, frequency: string | undefined): number | undefined {
  if (period === undefined && frequency === undefined) return undefined
  const name = (period ?? 'daily').trim().toLowerCase()
  const minutes = Object.hasOwn(PERIODS, name) ? PERIODS[name] : undefined
  return minutes === undefined ? undefined : Math.max(1, Math.round(minutes / (readCount(frequency) ?? 1)))
}

/** A whole number above 0, of at most seven digits. */
const readCount = (text: string | undefined): number | undefined =>
  /^0*[1-9]\d{0,6}$/.test(text?.trim() ?? '') ? Number(text) : undefined
