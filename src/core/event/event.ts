import { z } from 'astro/zod'
import { compareText } from '../text/compare-text.ts'
import { formatYaml, parseYamlFile } from '../text/front-matter.ts'
import { wordsSchema } from '../text/line.ts'
import { daySchema } from '../text/moment.ts'
import { failure, type Result, success } from '../text/problem.ts'
import { webUrlSchema } from '../text/web-url.ts'
import { EVENT_SOURCE_IDS } from './event-source.ts'

const EVENT_KINDS = ['kubecon', 'kcd', 'conference'] as const
export type EventKind = (typeof EVENT_KINDS)[number]

/** Where it is, as readers look for it; `online` is for what has no place at all. */
export const EVENT_REGIONS = [
  'europe',
  'north-america',
  'latin-america',
  'asia-pacific',
  'middle-east-africa',
  'online',
] as const
export type EventRegion = (typeof EVENT_REGIONS)[number]

/** What one source says of an event. */
const listingSchema = z.strictObject({
  source: z.enum(EVENT_SOURCE_IDS),
  /** The day on which it said so. */
  read: daySchema,
  url: webUrlSchema,
  /** The first and the last day, at the place of the event. */
  start: daySchema,
  end: daySchema,
  city: wordsSchema.optional(),
  country: wordsSchema.optional(),
  /** Where talks are handed in, and the last day for it. */
  cfp: z.strictObject({ url: webUrlSchema, closes: daySchema.optional() }).optional(),
})

/** One file of `content/events/`. */
const eventSchema = z
  .strictObject({
    /** With the year where it happens every year. */
    name: wordsSchema,
    kind: z.enum(EVENT_KINDS),
    region: z.enum(EVENT_REGIONS),
    /** Whether one can take part from afar. */
    remote: z.boolean().default(false),
    language: z
      .string()
      .regex(/^[a-z]{2,3}$/, { error: 'expected the code of a language, like en or de' })
      .default('en'),
    cancelled: z.boolean().default(false),
    /** A source each. */
    listings: z.array(listingSchema).min(1, { error: 'expected what at least one source says' }),
  })
  .superRefine(({ listings, region }, context) => {
    const report = (path: (string | number)[], message: string) => {
      context.addIssue({ code: 'custom', path: ['listings', ...path], message })
    }
    const seen = new Set<string>()
    listings.forEach(({ source, start, end, city, country, cfp }, index) => {
      if (seen.has(source)) report([index, 'source'], 'expected each source once')
      seen.add(source)
      if (end < start) report([index, 'end'], `expected the day on which it starts, ${start}, or one after it`)
      if (cfp?.closes !== undefined && cfp.closes > end) {
        report([index, 'cfp', 'closes'], `expected a day before the event ends, ${end}`)
      }
      if (region !== 'online' && city === undefined && country === undefined) {
        report([index, 'city'], 'expected a city or a country, or the region online')
      }
    })
  })

export type Listing = z.infer<typeof listingSchema>

/** An event of the community: the id is the file's name. The listings stand in the order of trust. */
export type CommunityEvent = z.infer<typeof eventSchema> & { readonly id: string }

const eventIdSchema = z
  .string()
  .max(80, { error: 'expected at most 80 characters' })
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, { error: 'expected lower-case words joined by hyphens, like kcd-toronto-2026' })

/** The listing that we go by: that of the most trusted source. */
export function listingOf({ listings }: CommunityEvent): Listing {
  const [first] = listings
  if (first === undefined) throw new TypeError('an event without a listing')
  return first
}

/** By the day on which they start; for `sort`. */
export function earliestEventFirst(one: CommunityEvent, other: CommunityEvent): number {
  return compareText(listingOf(one).start, listingOf(other).start) || compareText(one.id, other.id)
}

/** Where talks are handed in, by the most trusted source that says so. */
export const cfpOf = ({ listings }: CommunityEvent): Listing['cfp'] => listings.find(({ cfp }) => cfp)?.cfp

/** Those who give other days or another place than the one that we go by. */
export function otherListings(event: CommunityEvent): Listing[] {
  const { start, end, city } = listingOf(event)
  return event.listings.filter(
    (other) => other.start !== start || other.end !== end || (other.city ?? city) !== (city ?? other.city),
  )
}

/** Reads `content/events/<id>.yml`. */
export function parseEvent(text: string, id: string, where: string): Result<CommunityEvent> {
  const name = eventIdSchema.safeParse(id)
  if (!name.success) {
    return failure({
      where,
      what: `the file's name is the event's id: ${name.error.issues[0]?.message}`,
      remedy: 'Rename the file',
    })
  }
  const data = parseYamlFile(text, eventSchema, where)
  if (!data.ok) return data
  const rank = ({ source }: Listing) => EVENT_SOURCE_IDS.indexOf(source)
  return success({ id, ...data.value, listings: data.value.listings.toSorted((a, b) => rank(a) - rank(b)) })
}

/** The file of an event. `parseEvent(formatEvent(x))` equals x. */
export function formatEvent({ id: _, remote, language, cancelled, listings, ...rest }: CommunityEvent): string {
  return formatYaml({
    ...rest,
    remote: remote || undefined,
    language: language === 'en' ? undefined : language,
    cancelled: cancelled || undefined,
    listings,
  })
}
