import { z } from 'astro/zod'
import { cveSchema } from '../advisory/cve.ts'
import { authorSchema, itemIdSchema } from '../item/item.ts'
import { kindSchema } from '../source/source.ts'
import { lineSchema, proseSchema, wordsSchema } from '../text/line.ts'
import { daySchema, momentSchema } from '../text/moment.ts'
import { sectionIdSchema } from '../text/section-settings.ts'
import { webUrlSchema } from '../text/web-url.ts'
import { GENERATED_SECTION_IDS, generatedSchema, markSchema } from './generated-sections.ts'
import {
  ACCESS,
  AI_DISCLOSURES,
  correctionSchema,
  coverageSchema,
  pickSchema,
  STATUSES,
  toldCorrectionSchema,
} from './issue.ts'

const placeSchema = z.int().min(1)
const indexSchema = z.int().min(0)
const idsSchema = z.array(itemIdSchema).min(1)

/** Fields of a pick that are set as they stand; null takes one out. The id of a pick never changes. */
export const pickFieldsSchema = z.strictObject({
  section: sectionIdSchema.optional(),
  title: wordsSchema.optional(),
  originalTitle: lineSchema.nullish(),
  url: webUrlSchema.nullish(),
  source: wordsSchema.optional(),
  authors: z.array(authorSchema).optional(),
  published: momentSchema.nullish(),
  kind: kindSchema.optional(),
  minutes: z.int().min(1).nullish(),
  access: z.enum(ACCESS).optional(),
  language: z.string().optional(),
  ai: z.enum(AI_DISCLOSURES).optional(),
  blurb: proseSchema.optional(),
  unedited: z.boolean().nullish(),
  also: z.array(coverageSchema).optional(),
  cves: z.array(cveSchema).min(1).nullish(),
  again: lineSchema.nullish(),
  suggestedBy: wordsSchema.nullish(),
})

/** Fields of an issue that are set as they stand; null takes one out. Picks and what tells the issue apart have verbs of their own. */
const issueFieldsSchema = z.strictObject({
  number: z.int().min(1).optional(),
  title: lineSchema.optional(),
  subject: lineSchema.optional(),
  preheader: lineSchema.optional(),
  status: z.enum(STATUSES).optional(),
  date: daySchema.optional(),
  publishAt: momentSchema.nullish(),
  covers: z.strictObject({ from: momentSchema, to: momentSchema }).optional(),
  editors: z.array(wordsSchema).optional(),
  candidates: z.int().min(0).nullish(),
  corrections: z.array(correctionSchema).optional(),
  corrects: z.array(toldCorrectionSchema).optional(),
  generated: generatedSchema.nullish(),
  body: z.string().optional(),
})

const verdictFields = { ids: idsSchema }
const storyEditSchema = z.strictObject({ verb: z.enum(['merge', 'split']), ids: idsSchema })

/**
 * One change to an issue, or to what its editors said of stories; a line of a log holds several. Positions (`at`) count
 * from 1 within a section, `index` from 0 in the whole list; texts are inline markdown, `note` is markdown.
 */
export const operationSchema = z.discriminatedUnion('verb', [
  z.strictObject({
    verb: z.literal('pick'),
    pick: pickSchema,
    at: placeSchema.optional(),
    index: indexSchema.optional(),
  }),
  z.strictObject({ verb: z.literal('drop'), id: itemIdSchema }),
  z.strictObject({
    verb: z.literal('move'),
    id: itemIdSchema,
    section: sectionIdSchema.optional(),
    at: placeSchema.optional(),
    index: indexSchema.optional(),
  }),
  z.strictObject({ verb: z.literal('blurb'), id: itemIdSchema, text: z.string() }),
  z.strictObject({ verb: z.literal('title'), id: itemIdSchema, text: z.string() }),
  z.strictObject({ verb: z.literal('set'), id: itemIdSchema, fields: pickFieldsSchema }),
  z.strictObject({ verb: z.literal('head'), field: z.enum(['title', 'subject', 'preheader']), text: z.string() }),
  /** `exact`: the text as it stands, with the blank lines that part it from what follows. */
  z.strictObject({ verb: z.literal('note'), text: z.string(), exact: z.literal(true).optional() }),
  /** The program's own words in a section of the body, as markdown; '' for none. */
  z.strictObject({ verb: z.literal('generate'), section: z.enum(GENERATED_SECTION_IDS), text: z.string() }),
  /** Words of a section and their mark as they stand; null for no heading, and for no mark. */
  z.strictObject({
    verb: z.literal('section'),
    section: z.enum(GENERATED_SECTION_IDS),
    text: z.string().nullable(),
    mark: markSchema.nullable(),
  }),
  z.strictObject({ verb: z.literal('restore'), fields: issueFieldsSchema }),
  z.strictObject({
    verb: z.literal('publish'),
    from: momentSchema,
    at: momentSchema,
    /** The cut-off, where that is not the moment of publication. */
    to: momentSchema.optional(),
    candidates: z.int().min(0).optional(),
    /** Where another issue has taken the number that this one had as a draft. */
    number: z.int().min(1).optional(),
    corrects: z.array(toldCorrectionSchema).optional(),
  }),
  /** The issue is finished, covers this stretch, and waits: for `until`, or for somebody to publish it. */
  z.strictObject({
    verb: z.literal('hold'),
    from: momentSchema,
    to: momentSchema,
    date: daySchema,
    candidates: z.int().min(0).optional(),
    until: momentSchema.optional(),
  }),
  z.strictObject({ verb: z.literal('correct'), correction: correctionSchema }),
  /** Takes a correction out that says just this. */
  z.strictObject({ verb: z.literal('retract'), correction: correctionSchema }),
  z.strictObject({ verb: z.literal('skip'), ...verdictFields, reason: lineSchema.optional() }),
  z.strictObject({ verb: z.literal('shortlist'), ...verdictFields }),
  /** Takes the verdict back. */
  z.strictObject({ verb: z.literal('clear'), ...verdictFields }),
  z.strictObject({ verb: z.literal('merge'), ids: idsSchema.min(2) }),
  z.strictObject({ verb: z.literal('split'), ids: idsSchema.min(2) }),
  /** Takes the latest merge or split of just these back. */
  z.strictObject({ verb: z.literal('forget'), edit: storyEditSchema }),
])

export type Operation = z.infer<typeof operationSchema>
export type IssueFields = z.infer<typeof issueFieldsSchema>
export type PickFields = z.infer<typeof pickFieldsSchema>
