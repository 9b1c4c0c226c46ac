import { z } from 'astro/zod'
import { hasControls } from './plain-text.ts'

/** A title, a name: one line of text, without what could move a cursor or turn the writing round. */
export const lineSchema = z
  .string()
  .trim()
  .refine((text) => !hasControls(text) && !/[\t\n\v\f\r\u2028\u2029]/.test(text), {
    error: 'expected one line of text, without control characters',
  })

/** Markdown, of any number of lines. */
export const proseSchema = z
  .string()
  .refine((text) => !hasControls(text), { error: 'expected text without control characters' })

/** As `lineSchema`, and not empty. */
export const wordsSchema = lineSchema.min(1, { error: 'expected some text' })
