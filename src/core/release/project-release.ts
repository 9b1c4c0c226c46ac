import { z } from 'astro/zod'
import { wordsSchema } from '../text/line.ts'

/** A release of a project, as its feed announces it; absent from an item whose tag is no version. */
export const projectReleaseSchema = z.strictObject({
  /** How a list names it: `containerd`, `cluster-autoscaler`. */
  project: wordsSchema,
  /** As the project writes it, with its `v` where it has one: `v1.2.3`. */
  version: wordsSchema,
  /** Present where the version is not meant for everybody yet: alpha, beta, a candidate. */
  isPrerelease: z.literal(true).optional(),
  /** What changed, in a line of ours that names it; absent where the notes say nothing that can be named. */
  changes: wordsSchema.optional(),
})

export type ProjectRelease = z.infer<typeof projectReleaseSchema>
