import { z } from 'astro/zod'
import { lineSchema } from '../text/line.ts'
import { sectionIdSchema } from '../text/section-settings.ts'
import { GENERATED_SECTION_IDS } from './generated-sections.ts'
import { pickFieldsSchema } from './operation.ts'

const id = z.string().min(1)
/** One story or several at one stroke: it is one line of the log, and taken back as one. */
const stories = { id: id.optional(), ids: z.array(id).min(1).optional() }
const place = { section: sectionIdSchema.optional(), at: z.int().min(1).optional() }
const namesStories: [(command: StoryNames) => boolean, string] = [
  ({ id, ids }) => (id === undefined) !== (ids === undefined),
  'expected id of one story, or ids of several',
]

/** What an editor says, at the desk or on the command line; ids may be the first characters of one. */
export const commandSchema = z.discriminatedUnion('verb', [
  z.strictObject({ verb: z.literal('pick'), id, ...place, again: lineSchema.optional() }),
  z.strictObject({ verb: z.literal('drop'), id }),
  z.strictObject({ verb: z.literal('move'), id, ...place }),
  z.strictObject({ verb: z.literal('blurb'), id, text: z.string() }),
  z.strictObject({ verb: z.literal('title'), id, text: z.string() }),
  z.strictObject({ verb: z.literal('set'), id, fields: pickFieldsSchema }),
  z.strictObject({ verb: z.literal('head'), field: z.enum(['title', 'subject', 'preheader']), text: z.string() }),
  z.strictObject({ verb: z.literal('note'), text: z.string() }),
  z.strictObject({ verb: z.literal('skip'), ...stories, reason: lineSchema.optional() }).refine(...namesStories),
  z.strictObject({ verb: z.literal('shortlist'), ...stories }).refine(...namesStories),
  z.strictObject({ verb: z.literal('clear'), ...stories }).refine(...namesStories),
  z.strictObject({ verb: z.literal('merge'), ids: z.array(id).min(2) }),
  z.strictObject({ verb: z.literal('split'), id }),
  z.strictObject({ verb: z.literal('refresh'), sections: z.array(z.enum(GENERATED_SECTION_IDS)).default([]) }),
  z.strictObject({ verb: z.literal('draft'), count: z.int().min(1).max(200) }),
])

export type Command = z.infer<typeof commandSchema>

interface StoryNames {
  readonly id?: string | undefined
  readonly ids?: readonly string[] | undefined
}

/** The stories that a skip, a shortlist or a clear is about, whichever way they are named. */
export const namedStories = ({ id, ids }: StoryNames): readonly string[] => ids ?? (id === undefined ? [] : [id])
