import { z } from 'astro/zod'
import { cveSchema } from '../advisory/cve.ts'
import { authorSchema, itemIdSchema } from '../item/item.ts'
import { kindSchema } from '../source/source.ts'
import { lineSchema, proseSchema, wordsSchema } from '../text/line.ts'
import { daySchema, momentSchema } from '../text/moment.ts'
import { sectionIdSchema } from '../text/section-settings.ts'
import { webUrlSchema } from '../text/web-url.ts'
import { weekSchema } from '../text/week.ts'
import { generatedSchema } from './generated-sections.ts'
import { personIdSchema } from './person-id.ts'
import type { WithSections } from './section.ts'

export const STATUSES = ['draft', 'ready', 'published'] as const
export const ACCESS = ['free', 'registration', 'paywall'] as const
export const AI_DISCLOSURES = ['unknown', 'none', 'assisted', 'generated'] as const

/** Another place where the same stands. */
export const coverageSchema = z.strictObject({ source: wordsSchema, url: webUrlSchema })

/** Picks that an issue is to have, where nobody says otherwise. */
export const TARGET_PICKS = 20

/** An item that an editor chose, complete in itself: that the item's file is gone is no error. */
export const pickSchema = z.strictObject({
  id: itemIdSchema,
  section: sectionIdSchema,
  /** Ours; the original stays in `originalTitle`. */
  title: wordsSchema,
  originalTitle: lineSchema.optional(),
  /** Absent only where an archival link is not known; a link is never invented. */
  url: webUrlSchema.optional(),
  source: wordsSchema,
  authors: z.array(authorSchema).default([]),
  /** When what is linked to was published. */
  published: momentSchema.optional(),
  kind: kindSchema.default('blog'),
  minutes: z.int().min(1).optional(),
  access: z.enum(ACCESS).default('free'),
  language: z.string().default('en'),
  ai: z.enum(AI_DISCLOSURES).default('unknown'),
  /** Inline markdown, ours. Empty until somebody has written it. */
  blurb: proseSchema.default(''),
  /** True while the blurb is the program's own filling-in, which publishing refuses. */
  unedited: z.boolean().optional(),
  also: z.array(coverageSchema).default([]),
  /** What the advisory is about that it leads to; absent where it leads to none. */
  cves: z.array(cveSchema).min(1).optional(),
  /** Why something runs that ran before. */
  again: lineSchema.optional(),
  /** The name of the reader who suggested it, where they gave one. */
  suggestedBy: wordsSchema.optional(),
})

export const correctionSchema = z.strictObject({
  date: daySchema,
  pick: itemIdSchema.optional(),
  text: proseSchema.min(1),
})

/** A correction of an earlier issue, as a later one tells it: complete in itself. */
export const toldCorrectionSchema = z.strictObject({
  /** Key and number of the issue that was corrected. */
  issue: wordsSchema,
  number: z.int().min(1),
  date: daySchema,
  /** Id and title of the pick that it is about; none where it is about the issue as a whole. */
  pick: itemIdSchema.optional(),
  title: lineSchema.optional(),
  text: proseSchema.min(1),
})

/** Where an issue comes from that was not made here; rules that did not hold then are not asked of it. */
const importedSchema = z.strictObject({
  /** The file it was read from, as its archive has it. */
  from: wordsSchema,
  /** Fingerprint of the issue as it was written: one that was changed since is nobody's to overwrite. */
  written: z.string().regex(/^[0-9a-f]{16}$/, { error: 'expected sixteen hexadecimal digits' }),
})

/** Front matter of one file of `content/issues/`; the file's name is the first week or the slug. */
export const issueSchema = z
  .strictObject({
    /** Counts issues from 1, in the order of publication. */
    number: z.int().min(1),
    title: lineSchema.default(''),
    /** Subject line of the mail, and the line that mail programs show after it. */
    subject: lineSchema.default(''),
    preheader: lineSchema.default(''),
    status: z.enum(STATUSES),
    /** Day of publication. */
    date: daySchema,
    /** Of a finished issue: the moment before which it is not published. */
    publishAt: momentSchema.optional(),
    /** ISO weeks that the issue is about; two for a double issue, none for a special one. */
    weeks: z.array(weekSchema).max(3).default([]),
    slug: z
      .string()
      .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
      .optional(),
    /** What was first seen in this stretch is the pool: after `from`, up to and including `to`. */
    covers: z.strictObject({ from: momentSchema, to: momentSchema }),
    editors: z.array(wordsSchema).default([]),
    /** Who brought out what it tells anew, where it does. */
    postedBy: personIdSchema.optional(),
    /** How many candidates the editors chose from; written when the issue is published. */
    candidates: z.int().min(0).optional(),
    /** Of one that another newsletter sent, and `import-issues` read: the file it stood in, and what was made of it. */
    imported: importedSchema.optional(),
    /** Of the sections of the body that the program wrote: what it wrote, as a fingerprint. */
    generated: generatedSchema.optional(),
    picks: z.array(pickSchema).default([]),
    corrections: z.array(correctionSchema).default([]),
    /** What this issue tells its readers of earlier ones; written when it is published. */
    corrects: z.array(toldCorrectionSchema).default([]),
  })
  .refine((issue) => issue.weeks.length > 0 || issue.slug !== undefined, {
    error: 'expected a week, or a slug for a special issue',
    path: ['weeks'],
  })
  .refine(({ covers }) => Date.parse(covers.from) <= Date.parse(covers.to), {
    error: 'expected `from` to be no later than `to`',
    path: ['covers'],
  })

export type Correction = z.infer<typeof correctionSchema>
export type ToldCorrection = z.infer<typeof toldCorrectionSchema>
export type Pick = z.infer<typeof pickSchema>
type IssueFrontMatter = z.infer<typeof issueSchema>

/**
 * An issue as the program uses it: its key (the file's name without `.md`), the editor's words, and which sections there
 * are, which no issue writes down.
 */
export type Issue = IssueFrontMatter & WithSections & { readonly key: string; readonly body: string }
