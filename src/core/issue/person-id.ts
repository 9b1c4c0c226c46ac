import { z } from 'astro/zod'

/** As a person is called in `editors` of an issue: their name at the host of the project's source. */
export const personIdSchema = z
  .string()
  .regex(/^[A-Za-z0-9]+([-_][A-Za-z0-9]+)*$/, { error: 'expected letters and digits joined by hyphens, like ada-quay' })
