import { z } from 'astro/zod'
import { wordsSchema } from './line.ts'
import { mailboxSchema } from './mail-address.ts'
import { isWebUrl } from './web-url.ts'

/** A web address without a slash at its end, so that `${url}/issues/` is one. */
const baseUrlSchema = z
  .url({ protocol: /^https?$/, error: 'expected a web address, like https://crowsnest.example' })
  .refine((url) => !URL.canParse(url) || (isWebUrl(url) && !/[?#]/.test(url)), {
    error: 'expected an address without a user name, ? or #',
  })
  .refine((url) => !url.endsWith('/'), { error: 'expected no slash at the end' })

const textSchema = z.string().trim().min(1)

/** `content/site.yml`: what page, feed and mail say about the publication itself. */
export const siteSettingsSchema = z.strictObject({
  name: wordsSchema,
  /** Where the site lives; every absolute link starts with it. */
  url: baseUrlSchema,
  /** One line, beside the name. */
  tagline: wordsSchema,
  /** A sentence or two, for search engines, feeds and the foot of the mail. */
  description: textSchema,
  /** BCP 47, of everything but what a pick links to. */
  language: z
    .string()
    .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, { error: 'expected the code of a language, like en or pt-BR' })
    .default('en'),
  mail: z.strictObject({
    from: mailboxSchema,
    replyTo: mailboxSchema.optional(),
    /** The sender's postal address, which the law of many countries asks for; lines as they shall stand. */
    address: textSchema.optional(),
    /** The list's name for mail programs (RFC 2919), `weekly.crowsnest.example`. */
    listId: z
      .string()
      .regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/, { error: 'expected a name like weekly.crowsnest.example' })
      .optional(),
  }),
  /** A form of the site posts an `email` to `action`; without it, the feed is offered. */
  subscribe: z.strictObject({ action: z.url({ protocol: /^https?$/ }).optional() }).optional(),
  /** Where the project's source lives, and where links are suggested. */
  repository: z.url({ protocol: /^https?$/ }).optional(),
})

export type SiteSettings = z.infer<typeof siteSettingsSchema>
