import { z } from 'astro/zod'
import { personIdSchema } from '../issue/person-id.ts'
import { lineSchema, proseSchema, wordsSchema } from '../text/line.ts'
import { daySchema } from '../text/moment.ts'
import { webUrlSchema } from '../text/web-url.ts'
import { slugSchema } from './slug-id.ts'

/** Somebody who wrote it. Organisation and role are those of the time; who they are stands in `content/authors/`. */
const bylineSchema = z.strictObject({
  id: personIdSchema,
  org: wordsSchema.optional(),
  /** `SIG Auth co-lead` */
  role: wordsSchema.optional(),
})

export type Byline = z.infer<typeof bylineSchema>

/** The work of somebody else that this one tells anew. A link that is not known is left out, never invented. */
const retellingSchema = z.strictObject({
  title: wordsSchema,
  authors: z.array(wordsSchema).min(1, { error: 'expected at least one author' }),
  /** The day, or the year alone where no more is known. */
  date: z.string().refine((text) => /^\d{4}$/.test(text) || daySchema.safeParse(text).success, {
    error: 'expected a day, like 2017-10-24, or a year in quotes, like "2017"',
  }),
  /** Where it stood: `Kubernetes Blog`. */
  site: wordsSchema.optional(),
  url: webUrlSchema.optional(),
})

/** A picture of the body, by the name of its file, which lies in the folder that is called like the post. */
export const pictureSchema = z.strictObject({
  file: z
    .string()
    .regex(/^[a-z0-9]+([-.][a-z0-9]+)*\.(svg|png|jpg|webp|avif)$/, { error: 'expected a name like talk-2016.png' })
    .refine((name) => name !== 'card.png', { error: 'expected another name: card.png is what the site draws itself' }),
  /** Who made it. */
  credit: wordsSchema,
  licence: z.strictObject({ name: wordsSchema, url: webUrlSchema.optional() }).optional(),
  /** Where it was taken from. */
  url: webUrlSchema.optional(),
  /** True where nothing but the caption is left of it. */
  lost: z.boolean().default(false),
})

const furtherLinkSchema = z.strictObject({ title: wordsSchema, url: webUrlSchema })

/** What posts and case studies have in common. */
export const longFormFields = {
  title: wordsSchema,
  /** A sentence or two: for lists, search engines and feeds. */
  description: lineSchema.default(''),
  status: z.enum(['draft', 'published']),
  date: daySchema,
  updated: daySchema.optional(),
  authors: z.array(bylineSchema).default([]),
  /** Who brought it to the site, where that was somebody else. */
  postedBy: personIdSchema.optional(),
  /** Earlier addresses, which lead here: a part of a path, like the file's own name. */
  aliases: z.array(slugSchema).default([]),
  topics: z.array(z.string()).default([]),
  /** Groups of Kubernetes that it is about, whose meeting, channel and list stand under "Get involved". */
  sigs: z.array(z.string()).default([]),
  /** Minor versions of Kubernetes that it was written for, as text. */
  versions: z
    .array(z.string().regex(/^1\.\d{1,3}$/, { error: 'expected a minor version in quotes, like "1.8"' }))
    .default([]),
  projects: z.array(z.string()).default([]),
  /** The editor's note at its head, as markdown. */
  note: proseSchema.default(''),
  /** A warning for who would use it today: what of it is gone. Markdown. */
  age: proseSchema.default(''),
  retold: retellingSchema.optional(),
  pictures: z.array(pictureSchema).default([]),
  learnMore: z.array(furtherLinkSchema).default([]),
}
