import { z } from 'astro/zod'
import { kindSchema, sourceIdSchema } from '../source/source.ts'
import { wordsSchema } from '../text/line.ts'
import { momentSchema } from '../text/moment.ts'
import { webUrlSchema } from '../text/web-url.ts'

/** Somebody who wrote, spoke or made what an item links to; the organisation is that of the time. */
export const authorSchema = z.strictObject({ name: wordsSchema, org: wordsSchema.optional() })
export type Author = z.infer<typeof authorSchema>

/** One source that carried an item: the link as it stood there, and the id that the feed gave. */
export const carrierSchema = z.strictObject({
  id: sourceIdSchema,
  url: webUrlSchema,
  guid: z.string().optional(),
})
export type Carrier = z.infer<typeof carrierSchema>

/** The first ten hexadecimal digits of the SHA-256 of the canonical URL. */
export const itemIdSchema = z.string().regex(/^[0-9a-f]{10}$/, { error: 'expected ten hexadecimal digits' })

/** Front matter of one file of `content/items/`; the body is the excerpt, as markdown. Written by ingest alone. */
export const itemSchema = z.strictObject({
  id: itemIdSchema,
  title: wordsSchema,
  url: webUrlSchema,
  /** Absent where the feed gave none that can be read. */
  published: momentSchema.optional(),
  updated: momentSchema.optional(),
  firstSeen: momentSchema,
  kind: kindSchema,
  authors: z.array(authorSchema).default([]),
  sources: z.array(carrierSchema).min(1),
  language: z.string().default('en'),
  /** Minutes of reading, from the words of the full text; absent where the feed gave only a summary. */
  minutes: z.int().min(1).optional(),
  topics: z.array(z.string()).default([]),
  sigs: z.array(z.string()).default([]),
  versions: z.array(z.string()).default([]),
  keps: z.array(z.string()).default([]),
  cves: z.array(z.string()).default([]),
})

type ItemFrontMatter = z.infer<typeof itemSchema>
export type Item = ItemFrontMatter & { readonly excerpt: string }
