import { z } from 'astro/zod'
import { wordsSchema } from './line.ts'
import { isLoopbackHost } from './loopback-host.ts'
import { mailboxSchema, returnMailboxSchema } from './mail-address.ts'
import { isWebUrl } from './web-url.ts'

/** A web address without a slash at its end, so that `${url}/issues/` is one. */
const baseUrlSchema = z
  .url({ protocol: /^https?$/, error: 'expected a web address, like https://crowsnest.example' })
  .refine((url) => !URL.canParse(url) || (isWebUrl(url) && !/[?#]/.test(url)), {
    error: 'expected an address without a user name, ? or #',
  })
  .refine((url) => !url.endsWith('/'), { error: 'expected no slash at the end' })

const textSchema = z.string().trim().min(1)

const OWN_ACTION = /^(\/[\w.~-]+)+$/

/**
 * A path is our own app at the site's address; a web address is the form of a provider. One that is not encrypted is for
 * trying things out on one machine: the site's own policy (`form-action`) keeps a browser from sending anything there.
 */
const actionSchema = z
  .string()
  .refine((action) => OWN_ACTION.test(action) || (action.startsWith('http') && isWebUrl(action)), {
    error: 'expected a path of this site, like /subscribe, or the web address that a form of your provider posts to',
  })
  .refine((action) => !action.startsWith('http:') || !isWebUrl(action) || isLoopbackHost(new URL(action).hostname), {
    error: 'expected an address with https: to any other, browsers do not send what a reader typed here',
  })

const fieldNameSchema = z.string().regex(/^[\w.:[\]-]{1,100}$/, { error: 'expected the name of a field, like email' })

const subscribeSchema = z
  .strictObject({
    action: actionSchema.optional(),
    /** What a provider calls the field with the address, where that is not `email`. */
    field: fieldNameSchema.optional(),
    /** What a provider wants beside it, by name: which list it is for, say. */
    hidden: z.record(fieldNameSchema, z.string().max(1000)).optional(),
  })
  .refine(({ action = '/', field, hidden }) => !action.startsWith('/') || (field ?? hidden) === undefined, {
    error: 'field and hidden are for the form of a provider, whose web address action must be',
  })

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
    /** Where mail that cannot be delivered comes back to: its server takes `bounces+anything` for `bounces`. */
    bounces: returnMailboxSchema.optional(),
    /** The sender's postal address, which the law of many countries asks for; lines as they shall stand. */
    address: textSchema.optional(),
    /** The list's name for mail programs (RFC 2919), `weekly.crowsnest.example`. */
    listId: z
      .string()
      .regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/, { error: 'expected a name like weekly.crowsnest.example' })
      .optional(),
  }),
  /** What the issue is posted under on networks, in words: `cloud native` becomes #CloudNative. */
  hashtags: z.array(wordsSchema).max(5).default([]),
  /** Where a form of the site posts an address to; without it, the feed is offered. See `subscribeForm`. */
  subscribe: subscribeSchema.optional(),
  /** Where the project's source lives, and where links are suggested. */
  repository: z.url({ protocol: /^https?$/ }).optional(),
})

export type SiteSettings = z.infer<typeof siteSettingsSchema>
