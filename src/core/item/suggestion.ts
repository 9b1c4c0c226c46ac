import { z } from 'astro/zod'
import { lineSchema } from '../text/line.ts'
import { momentSchema } from '../text/moment.ts'

/**
 * A link that a reader suggested, as the subscription app hands it out. Who that was it keeps to itself: an address of
 * theirs never reaches the content folder, which is public.
 */
export const suggestionSchema = z.strictObject({
  id: z.string().regex(/^[\w-]{1,64}$/, { error: 'expected an id of letters, digits, - and _' }),
  url: z.string(),
  /** What they said of it, and the name that they want to be called by. */
  note: lineSchema.max(1_000).optional(),
  by: lineSchema.max(100).optional(),
  at: momentSchema,
})
export type Suggestion = z.infer<typeof suggestionSchema>

/** What stands of a suggestion in the item that came of it. */
export const itemSuggestionSchema = suggestionSchema.omit({ url: true })
export type ItemSuggestion = z.infer<typeof itemSuggestionSchema>
