import { z } from 'astro/zod'

const address = z.string().regex(/^[^\r\n]+$/, { error: 'expected one line' })

/** `content/site.yml`: name, address and texts, for site, mail and feeds alike. */
export const siteSettingsSchema = z.strictObject({
  name: z.string().trim().min(1),
  /** Address of the built site, without a slash at its end. */
  url: z.url({ protocol: /^https?$/ }).refine((url) => !url.endsWith('/'), { error: 'expected no slash at the end' }),
  /** One line below the name. */
  tagline: z.string().trim().min(1),
  /** A sentence or two, for search engines, feeds and the about page. */
  description: z.string().trim().min(1),
  language: z.string().default('en'),
  mail: z.strictObject({
    /** `Name <address>` */
    from: address,
    replyTo: address.optional(),
    /** Postal address of the sender. */
    address: z.string().optional(),
    /** Of the List-Id header, like `weekly.crowsnest.example`. */
    listId: address.optional(),
  }),
  subscribe: z.strictObject({ action: z.url().optional() }).optional(),
  /** Where the source is kept, and links are suggested. */
  repository: z.url().optional(),
})

export type SiteSettings = z.infer<typeof siteSettingsSchema>
