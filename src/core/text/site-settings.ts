import { z } from 'astro/zod'
import { isLoopbackHost } from './loopback-host.ts'
import { mailboxSchema, returnMailboxSchema } from './mail-address.ts'
import { flagLetterSchema } from './flag-letter.ts'
import { coloursSchema, type Palette, STANDARD_PALETTE } from './palette.ts'
import { sectionsSchema } from './section-settings.ts'
import { fitting, settingLine, settingProse } from './setting-text.ts'
import { slugOf } from './slug.ts'
import { isWebUrl } from './web-url.ts'

/** Whether an address is written as browsers send it: what is in no need of it is not escaped, and nothing else is bare. */
const isAsSent = (url: string): boolean => !URL.canParse(url) || [url, `${url}/`].includes(new URL(url).href)

const AS_SENT = 'expected it as browsers send it: the host in lower case and ASCII (xn--…), no quotation marks, < or >'

/** A web address without a slash at its end, so that `${url}/issues/` is one. */
const baseUrlSchema = z
  .url({ protocol: /^https?$/, error: 'expected a web address, like https://crowsnest.example' })
  .refine((url) => !URL.canParse(url) || (isWebUrl(url) && !/[?#]/.test(url)), {
    error: 'expected an address without a user name, ? or #',
    abort: true,
  })
  .refine((url) => !url.endsWith('/'), { error: 'expected no slash at the end' })
  .max(200, { error: 'expected at most 200 characters' })
  .refine(isAsSent, { error: AS_SENT })

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
    hidden: z.record(fieldNameSchema, fitting(z.string().max(1000))).optional(),
  })
  .refine(({ action = '/', field, hidden }) => !action.startsWith('/') || (field ?? hidden) === undefined, {
    error: 'field and hidden are for the form of a provider, whose web address action must be',
  })

/** A mailbox whose name is no longer than a header should be. */
const senderSchema = fitting(z.string().max(320, { error: 'expected at most 320 characters' })).pipe(mailboxSchema)

/** Words that stand on the pages about the publication; short markdown. */
const textsSchema = z.strictObject({
  /** Why it is called so; without it, the page About does not say. */
  name: settingProse(5000).optional(),
  /** Who would read it, for `Why … should read it`, and `when … would do something differently after reading it`. */
  reader: settingLine(200).optional(),
  builder: settingLine(200).optional(),
  /** Whose it is not, beside the licence. */
  standing: settingProse(2000).optional(),
})

/** `content/site.yml`: all that makes this publication this one, and not another that the same program brings out. */
const fieldsSchema = z.strictObject({
  name: settingLine(100),
  /**
   * What begins the names of entries in feeds and calendars, `urn:crowsnest:issue:2026-W47`: it stays when the name
   * changes, or every reader would get everything again. Without it, it is made of the name.
   */
  id: z
    .string()
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, { error: 'expected lower-case words joined by hyphens' })
    .optional(),
  /** What it is about, as it is named in the middle of a sentence. */
  subject: settingLine(100).default('Kubernetes'),
  /** False where it is about something else: no tags and no pages of releases, groups, proposals and projects. */
  kubernetes: z.boolean().default(true),
  /** Where the site lives; every absolute link starts with it. */
  url: baseUrlSchema,
  /** One line, beside the name. */
  tagline: settingLine(200),
  /** A sentence or two, for search engines, feeds and the foot of the mail. */
  description: settingProse(1000),
  /** BCP 47, of everything but what a pick links to. */
  language: z
    .string()
    .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, { error: 'expected the code of a language, like en or pt-BR' })
    .default('en'),
  mail: z.strictObject({
    from: senderSchema,
    replyTo: senderSchema.optional(),
    /** Where mail that cannot be delivered comes back to: its server takes `bounces+anything` for `bounces`. */
    bounces: returnMailboxSchema.optional(),
    /** The sender's postal address, which the law of many countries asks for; lines as they shall stand. */
    address: settingProse(500).optional(),
    /** The list's name for mail programs (RFC 2919), `weekly.crowsnest.example`. */
    listId: z
      .string()
      .regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/, { error: 'expected a name like weekly.crowsnest.example' })
      .optional(),
  }),
  /** What the issue is posted under on networks, in words: `cloud native` becomes #CloudNative. */
  hashtags: z.array(settingLine(100)).max(5).default([]),
  /** Where a form of the site posts an address to; without it, the feed is offered. See `subscribeForm`. */
  subscribe: subscribeSchema.optional(),
  /** Where the project's source lives, and where links are suggested. */
  repository: z
    .string()
    .refine(isWebUrl, {
      error: 'expected a web address, like https://github.com/kubernetes/kubernetes',
      abort: true,
    })
    .max(500, { error: 'expected at most 500 characters' })
    .refine(isAsSent, { error: AS_SENT })
    .optional(),
  texts: textsSchema.optional(),
  /** The signal flags beside the name, and what each is said to say there; empty for none. */
  hoist: z
    .array(z.strictObject({ flag: flagLetterSchema, says: settingLine(200) }))
    .max(6)
    .optional(),
  sections: sectionsSchema.optional(),
  colours: coloursSchema.optional(),
})

export const siteSettingsSchema = fieldsSchema.refine(
  ({ kubernetes, subject }) => kubernetes || subject !== 'Kubernetes',
  { error: 'expected what it is about, where that is not Kubernetes', path: ['subject'] },
)

type Fields = z.infer<typeof fieldsSchema>

type Assumed = 'subject' | 'kubernetes' | 'hashtags'

/** Settings as the program uses them. What has a default may be missing in those that no file was read for. */
export type SiteSettings = Omit<Fields, Assumed> & Partial<Pick<Fields, Assumed>>

type Some<Name extends keyof SiteSettings> = Pick<SiteSettings, Name>

/** The beginning of names in feeds and calendars, `urn:crowsnest`. */
export const urnOf = ({ id, name }: Some<'id' | 'name'>): string => `urn:${id ?? (slugOf(name) || 'publication')}`

export const subjectOf = ({ subject = 'Kubernetes' }: Some<'subject'>): string => subject

/** For whom things are chosen: what stands in "Why … should read it". */
export const readerOf = (settings: Some<'subject' | 'kubernetes' | 'texts'>): string =>
  settings.texts?.reader ?? `somebody who works with ${subjectOf(settings)}`

/** Who would do something differently after reading a link that is worth it. */
export const builderOf = (settings: Some<'subject' | 'kubernetes' | 'texts'>): string =>
  settings.texts?.builder ?? `somebody who builds or runs ${subjectOf(settings)}`

/** Whether what the program knows of Kubernetes has a place in it. */
export const isOfKubernetes = ({ kubernetes = true }: Some<'kubernetes'>): boolean => kubernetes

export const paletteOf = ({ colours }: Some<'colours'>): Palette => colours ?? STANDARD_PALETTE

/** The hoist of a publication about Kubernetes whose settings name none: KUBE. */
const STANDARD_HOIST = [
  { flag: 'K', says: 'there is something to tell' },
  { flag: 'U', says: 'there is something to beware of' },
  { flag: 'B', says: 'there are containers on board' },
  { flag: 'E', says: 'somebody has moved the helm' },
] as const satisfies Fields['hoist']

/** The flags beside the name, and what each says there. */
export const hoistWords = (settings: Some<'hoist' | 'kubernetes'>): NonNullable<Fields['hoist']> =>
  settings.hoist ?? (isOfKubernetes(settings) ? [...STANDARD_HOIST] : [])

/** The flags beside the name. */
export const hoistOf = (settings: Some<'hoist' | 'kubernetes'>) => hoistWords(settings).map(({ flag }) => flag)
