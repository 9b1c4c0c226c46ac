import { z } from 'astro/zod'

/** What addresses of long form are made of, and their files are called. */
export const slugSchema = z
  .string()
  .max(80, { error: 'expected at most 80 characters' })
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, { error: 'expected lower-case words joined by hyphens, like five-days-of-1-8' })
