import { z } from 'astro/zod'
import { flagLetterSchema } from './flag-letter.ts'
import { settingLine } from './setting-text.ts'

export const sectionIdSchema = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, { error: 'expected lower-case words joined by hyphens, like case-studies' })

/** The most characters, of the plain text, that the blurb of a pick may have where a section says nothing of it. */
const BLURB = 280

/** One of `sections` in `content/site.yml`. */
const sectionSchema = z.strictObject({
  /** Stands in the files of issues and in addresses, and so stays; what readers see is the title. */
  id: sectionIdSchema,
  title: settingLine(100),
  /** The signal flag that marks it, and what that says at sea. Without one it has none. */
  flag: flagLetterSchema.optional(),
  signal: z.union([z.literal(''), settingLine(200)]).default(''),
  /** The most characters that the blurb of a pick in it may have. */
  blurb: z.int().min(40).max(2000).default(BLURB),
  /** Kinds of items that the program proposes it for. */
  takes: z.array(z.string()).default([]),
  /** For the sections that the program writes: that it leaves this one to the editors. */
  byHand: z.boolean().default(false),
})

/** A section of an issue. */
export type Section = Readonly<z.output<typeof sectionSchema>>
/** In the order in which they stand in page, mail and feed; an empty one vanishes. */
export type Sections = readonly Section[]

export const sectionsSchema = z
  .array(sectionSchema)
  .min(1, { error: 'expected at least one section' })
  .superRefine((sections, context) => {
    for (const [index, { id, title }] of sections.entries()) {
      const earlier = sections.slice(0, index)
      const isName = (text: string) =>
        earlier.some((one) => one.id === text.toLowerCase() || one.title.toLowerCase() === text.toLowerCase())
      // A heading in an issue names a section by either.
      for (const [field, text] of [
        ['id', id],
        ['title', title],
      ] as const) {
        if (isName(text)) {
          const message = `an earlier section is called "${text}" already, by its id or its title`
          context.addIssue({ code: 'custom', path: [index, field], message })
        }
      }
    }
  })
