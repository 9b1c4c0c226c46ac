import { failure, type Result, success } from '../text/problem.ts'
import { slugSchema } from './slug-id.ts'

/** The slug that a file is named after. */
export function readSlug(name: string, where: string): Result<string> {
  const slug = slugSchema.safeParse(name)
  if (slug.success) return success(slug.data)
  return failure({
    where,
    what: `the file's name becomes its address: ${slug.error.issues[0]?.message}`,
    remedy: 'Rename the file',
  })
}
