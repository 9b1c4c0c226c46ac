import { z } from 'astro/zod'
import { wordsSchema } from '../text/line.ts'
import { daySchema } from '../text/moment.ts'
import { webUrlSchema } from '../text/web-url.ts'

/** What a source publishes, and so what its items are. Closed: the same words in content, code and pages. */
export const KINDS = [
  'blog',
  'release',
  'security',
  'podcast',
  'video',
  'newsletter',
  'media',
  'community',
  'event',
  'case-study',
] as const

export const kindSchema = z.enum(KINDS)
export type Kind = z.infer<typeof kindSchema>

export const sourceIdSchema = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, { error: 'expected lower-case words joined by hyphens, like kubernetes-blog' })

/** The source of an item that no feed carried: an editor added its link, or a reader suggested it. */
export const ADDED_BY_HAND = 'added'
export const SUGGESTED = 'suggested'
/** Names that no source file may have. */
export const RESERVED_SOURCES: readonly string[] = [ADDED_BY_HAND, SUGGESTED]

/** That a source is followed no more; it stays, and so does what it brought. */
const retirementSchema = z.strictObject({
  /** The day since which its feed is not asked. */
  since: daySchema,
  /** Why, for readers. */
  reason: wordsSchema.optional(),
})

export type Retirement = z.infer<typeof retirementSchema>

/** One file of `content/sources/`: a feed that we follow, or have followed. The id is the file's name. */
export const sourceSchema = z.strictObject({
  title: wordsSchema,
  /** Address of the feed. */
  url: webUrlSchema,
  /** The page that people read. */
  site: webUrlSchema.optional(),
  kind: kindSchema,
  /** Whose voice it is; variety and disclosure count by it. */
  org: wordsSchema.optional(),
  /** 1 (rarely) to 5 (nearly always worth a look); used until there is history to learn from. */
  weight: z.int().min(1).max(5).default(3),
  language: z.string().default('en'),
  /** Hours between two polls, at least. */
  interval: z.int().min(1).max(24).default(1),
  /** For a broad source: words or phrases, one of which an entry must have. Empty: everything is kept. */
  include: z.array(z.string().trim().min(1)).default([]),
  /** Other hosts that are the same site (an old blog host, a short domain). */
  aliases: z.array(z.string().trim().min(1)).default([]),
  retired: retirementSchema.optional(),
})

export type Source = z.infer<typeof sourceSchema> & { readonly id: string }

/** Whether we read its feed; a source that is retired is there for the items that it brought. */
export const isFollowed = ({ retired }: Pick<Source, 'retired'>): boolean => retired === undefined
