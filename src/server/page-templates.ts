import fs from 'node:fs'
import path from 'node:path'
import { escapeUTF8 } from 'entities'
import { failure, type Problem, type Result, success } from '../core/text/problem.ts'

/**
 * The pages of the app, and what is filled into each: `{{address}}` stands in the built page, in a text or in a quoted
 * attribute. Every slot of a page stands in it at least once, and no other does.
 */
export const TEMPLATE_SLOTS = {
  /**
   * A form that posts `email`, `website` (the honeypot) and `t` to `/subscribe`. `email` and `t` are the values of
   * their fields; `problem` says what was wrong with the address, and is empty at first; `invalid` is `true` where
   * something was, else `false`.
   */
  subscribe: ['email', 't', 'problem', 'invalid'],
  /** Look in your mail. The same for everybody. */
  subscribed: [],
  /** A form with one button, which posts to its own address (no `action`). */
  confirm: ['address'],
  /** `me` is the path of the page with what we hold, `/me/<token>`. */
  confirmed: ['address', 'me'],
  /** The link is too old, or unknown: leads to `/subscribe`. */
  expired: [],
  /** A form with one button, which posts to its own address. */
  unsubscribe: [],
  unsubscribed: [],
  /** `lines` stands in a `<dl>` as `<dt>` and `<dd>`; the forms post to `{{me}}/export` and `{{me}}/erase`. */
  me: ['address', 'lines', 'me'],
  erased: [],
  /**
   * A form that posts `url`, `note`, `by`, `email` and `website` (the honeypot) to `/suggest`: shown where something is
   * wrong with what was sent, with what was sent still in it. The slots are the values of its fields (`note` stands in a
   * `<textarea>`); `problem` says what is wrong, and is empty at first; `urlInvalid` and the like are `true` for the
   * fields that it is about, else `false`.
   */
  suggest: [
    ...(['url', 'note', 'by', 'email', 'problem'] as const),
    ...(['urlInvalid', 'noteInvalid', 'byInvalid', 'emailInvalid'] as const),
  ],
  suggested: [],
  /** What went wrong, in `title` (a heading), `what` and `remedy` (sentences; the remedy may be empty). */
  problem: ['title', 'what', 'remedy'],
} as const

export type TemplateName = keyof typeof TEMPLATE_SLOTS

/** A list of names, and what stands beside each. */
export type SlotLines = readonly (readonly [name: string, value: string])[]

/** What goes into a page; a `lines` takes a list, all others a text. */
export type Slots<Name extends TemplateName> = {
  readonly [Slot in (typeof TEMPLATE_SLOTS)[Name][number]]: Slot extends 'lines' ? SlotLines : string
}

/** A page of the app, by name. */
export interface Page<Name extends TemplateName = TemplateName> {
  readonly name: Name
  readonly slots: Slots<Name>
}

/** Fills a page; whatever comes in is text, and stands in it as that text. */
export type FillPage = <Name extends TemplateName>(name: Name, slots: Slots<Name>) => string

const SLOT = /\{\{([^{}]*)\}\}/

/**
 * Reads the pages of a built site, once.
 *
 * @param folder of the built site: `<folder>/app/<name>/index.html`
 * @returns a problem for each page that is missing, lacks a slot or has one that nothing is known of
 * @throws Error of the disk (`fileProblem`) for one that may not be read
 */
export function readPageTemplates(folder: string): Result<FillPage> {
  const texts: Partial<Record<TemplateName, string>> = {}
  const problems: Problem[] = []
  for (const name of Object.keys(TEMPLATE_SLOTS) as TemplateName[]) {
    const file = path.join(folder, 'app', name, 'index.html')
    if (fs.statSync(file, { throwIfNoEntry: false })) texts[name] = fs.readFileSync(file, 'utf8')
    else problems.push({ where: file, what: 'a page of the app is missing', remedy: 'Run npm run build first' })
  }
  if (problems.length > 0) return failure(...problems)
  return parsePageTemplates(texts as Record<TemplateName, string>)
}

/** Makes of the text of each page a function that fills them; see `readPageTemplates`. */
export function parsePageTemplates(texts: Readonly<Record<TemplateName, string>>): Result<FillPage> {
  const names = Object.keys(TEMPLATE_SLOTS) as TemplateName[]
  const problems = names.flatMap((name) => checkSlots(name, texts[name]))
  if (problems.length > 0) return failure(...problems)
  // Text and names of slots take turns, and nothing of what is filled in is looked at again.
  const parts = new Map(names.map((name) => [name, texts[name].split(SLOT)]))
  return success((name, slots) => {
    const values = new Map<string, string | SlotLines>(Object.entries(slots))
    const page = parts.get(name) ?? []
    return page.map((part, index) => (index % 2 === 0 ? part : fillSlot(values.get(part)))).join('')
  })
}

function checkSlots(name: TemplateName, text: string): Problem[] {
  const expected = new Set<string>(TEMPLATE_SLOTS[name])
  const found = new Set(text.split(SLOT).filter((_, index) => index % 2 === 1))
  const problem = (what: string): Problem => ({
    where: `the page app/${name}`,
    what,
    remedy: `Mend src/pages/app/${name}.astro, and build again`,
  })
  return [
    ...[...expected.difference(found)].map((slot) => problem(`the slot {{${slot}}} is missing`)),
    ...[...found.difference(expected)].map((slot) => problem(`nothing is known of the slot {{${slot}}}`)),
  ]
}

function fillSlot(value: string | SlotLines | undefined): string {
  if (value === undefined) return ''
  if (typeof value === 'string') return escapeUTF8(value)
  return value.map(([name, text]) => `<dt>${escapeUTF8(name)}</dt><dd>${escapeUTF8(text)}</dd>`).join('')
}
