import type { z } from 'astro/zod'
import { proseSchema, wordsSchema } from './line.ts'

/** Characters that no XML may have (XML 1.0, 2.2) and that `proseSchema` lets through. */
const NOT_OF_XML = /[\v\f\ufffe\uffff]/

/**
 * Why a text cannot stand in every file that is made of the settings: a feed, a calendar, a header of a mail, a page whose
 * slots the app fills; undefined where it can.
 */
function describeUnfit(text: string): string | undefined {
  if (!text.isWellFormed() || NOT_OF_XML.test(text)) {
    return 'expected characters that feeds and mails may have; one of these is half a character, U+FFFE, U+FFFF or a form feed'
  }
  if (text.includes('{{')) return 'expected no {{ in it, by which the pages of the app know what to fill in'
  return undefined
}

/** The same text, where it can stand in every file that is made of the settings. */
export const fitting = (schema: z.ZodString) =>
  schema.superRefine((text, context) => {
    const message = describeUnfit(text)
    if (message !== undefined) context.addIssue({ code: 'custom', message })
  })

const seen = (schema: z.ZodString, most: number) =>
  fitting(schema.max(most, { error: `expected at most ${most} characters` })).refine(
    (text) => /[\p{L}\p{N}\p{P}\p{S}]/u.test(text),
    { error: 'expected some text that can be seen' },
  )

/** One line of the settings that readers see, of so many characters at most. */
export const settingLine = (most: number) => seen(wordsSchema, most)

/** The same of any number of lines; markdown, where the field says so. */
export const settingProse = (most: number) => seen(proseSchema.trim().min(1, { error: 'expected some text' }), most)
