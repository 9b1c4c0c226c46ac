import { z } from 'astro/zod'
import { fingerprint } from '../text/fingerprint.ts'
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

const FORM = 'form-'

/** The id of a suggestion that came by a form at the host of the project's source: the same words have the same. */
export const formSuggestionId = (words: string): string => `${FORM}${fingerprint(words, 16)}`

/** Whether a suggestion came by such a form, of which the app knows nothing; its own ids are 22 characters long. */
export const isOfForm = ({ id }: { readonly id: string }): boolean => id.startsWith(FORM) && id.length === 21
