import { z } from 'astro/zod'
import { advisorySchema } from '../advisory/advisory.ts'
import { projectReleaseSchema } from '../release/project-release.ts'
import { kindSchema, sourceIdSchema } from '../source/source.ts'
import { wordsSchema } from '../text/line.ts'
import { momentSchema } from '../text/moment.ts'
import { webUrlSchema } from '../text/web-url.ts'
import { itemSuggestionSchema } from './suggestion.ts'
import { kepTitleSchema, tagFields } from './tags.ts'

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

/** A file that comes with an item; the length is in bytes. */
export const enclosureSchema = z.strictObject({
  url: webUrlSchema,
  type: z.string().optional(),
  length: z.int().min(1).optional(),
})
export type Enclosure = z.infer<typeof enclosureSchema>

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
  /** The feed's own words for what it is about. */
  categories: z.array(wordsSchema).default([]),
  /** Recordings and other files that come with it. */
  enclosures: z.array(enclosureSchema).default([]),
  ...tagFields,
  /** What its links call the enhancement proposals that they lead to; they may stand in what the excerpt leaves out. */
  kepTitles: z.array(kepTitleSchema).min(1).optional(),
  /** What it states, where it is an advisory. */
  advisory: advisorySchema.optional(),
  /** What came out, where it announces a release. */
  release: projectReleaseSchema.optional(),
  /** What a reader said who suggested it. */
  suggestion: itemSuggestionSchema.optional(),
  /** Fingerprint of what ingest wrote (`item-fingerprint.ts`); absent in a file that a person wrote. */
  written: z.string().optional(),
})

type ItemFrontMatter = z.infer<typeof itemSchema>
export type Item = ItemFrontMatter & { readonly excerpt: string }
