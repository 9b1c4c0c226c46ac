import { z } from 'astro/zod'
import { failure, type Result, success } from '../text/problem.ts'

/** No text of a review is longer: what is longer was not written by this program. */
const text = z.string().max(4_000)

const checkSchema = z.object({
  level: z.enum(['error', 'warning']),
  check: text,
  pick: text.exactOptional(),
  message: text,
  remedy: text,
})

/** What a change would do to readers: the checks of each issue that it touches, and what was built of it to look at. */
const reviewSchema = z.object({
  issues: z
    .array(
      z.object({
        key: z.string().regex(/^[A-Za-z0-9-]{1,60}$/),
        status: z.enum(['draft', 'ready', 'published']),
        checks: z.array(checkSchema).max(1_000),
        /** Files of its mail, with their bytes. */
        mails: z
          .array(z.object({ name: z.string().regex(/^[A-Za-z0-9-]{1,60}\.(html|txt|eml)$/), bytes: z.int().min(0) }))
          .max(3),
      }),
    )
    .max(20),
  /** What kept an issue from being looked at, a paragraph each. */
  problems: z.array(text).max(100),
  /** Pages of the preview; absent where none was built. */
  pages: z.int().min(0).exactOptional(),
})

export type Review = z.infer<typeof reviewSchema>
export type IssueReview = Review['issues'][number]

/**
 * A review as another run wrote it. That run ran code of whoever proposed the change, so nothing in it is believed to be of
 * a shape, a size or an origin that was not looked at.
 */
export function parseReview(json: string, where: string): Result<Review> {
  const remedy = 'Look at the run that wrote it'
  if (json.length > 1_000_000) return failure({ where, what: 'this is too long for a review', remedy })
  let data: unknown
  try {
    data = JSON.parse(json)
  } catch {
    return failure({ where, what: 'this is not JSON', remedy })
  }
  const parsed = reviewSchema.safeParse(data)
  if (parsed.success) return success(parsed.data)
  const [first] = parsed.error.issues
  return failure({ where, field: first?.path.join('.'), what: 'this is no review', remedy })
}
