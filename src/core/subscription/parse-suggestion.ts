import { cleanUrl } from '../text/canonical-url.ts'
import { isPublicLink } from '../text/is-public-link.ts'
import { parseMailAddress } from '../text/mail-address.ts'
import { foldSpace } from '../text/plain-text.ts'
import type { ReaderSuggestion } from './reader-suggestion.ts'

/** Fields of the form for suggestions. */
export const SUGGESTION_FIELDS = ['url', 'note', 'by', 'email'] as const
export type SuggestionField = (typeof SUGGESTION_FIELDS)[number]

/** Characters; what is longer was not made to be followed. */
const LONGEST_LINK = 2_048
/** Characters, once white space is folded; what becomes of a suggestion takes no more (`suggestionSchema`). */
export const LONGEST_NOTE = 1_000
export const LONGEST_NAME = 100

/** What is wrong with a field, and what to do. */
export interface FieldProblem {
  readonly where: SuggestionField
  readonly what: string
  readonly remedy: string
}

export type ParsedSuggestion =
  | { readonly ok: true; readonly value: Pick<ReaderSuggestion, 'url' | 'note' | 'by' | 'address'> }
  | { readonly ok: false; readonly problems: readonly [FieldProblem, ...FieldProblem[]] }

/**
 * Reads what somebody typed into the form. Words become one line, without what is invisible or turns the writing round;
 * nothing else of them is changed or understood: they are text wherever they stand. Only the link is required.
 *
 * @param fields as they came
 * @returns all that is wrong, in the order of the form
 */
export function parseSuggestion(fields: ReadonlyMap<string, string>): ParsedSuggestion {
  const [given, note, by, email] = SUGGESTION_FIELDS.map((name) => foldSpace(fields.get(name) ?? '')) as [
    ...[string, string, string, string],
  ]
  // Folding drops what is invisible, and an address is taken as it is typed or not at all.
  const typed = (fields.get('url') ?? '').trim()
  const clean = isPublicLink(typed) ? cleanUrl(typed) : undefined
  // Written out in ASCII a link may be longer than it was typed.
  const url = clean !== undefined && clean.length <= LONGEST_LINK ? clean : undefined
  const address = email === '' ? undefined : parseMailAddress((fields.get('email') ?? '').replace(/^ +| +$/g, ''))
  const problems = [
    url === undefined && describeLink(given, typed, clean),
    tooLong('note', 'what you say of it', note, LONGEST_NOTE),
    tooLong('by', 'your name', by, LONGEST_NAME),
    email !== '' && address === undefined && NO_ADDRESS,
  ].filter((problem) => problem !== false)
  const [first, ...others] = problems
  if (first !== undefined || url === undefined) return { ok: false, problems: [first ?? NO_LINK, ...others] }
  const words = { ...(note === '' ? {} : { note }), ...(by === '' ? {} : { by }) }
  return { ok: true, value: { url, ...words, ...(address === undefined ? {} : { address }) } }
}

const LIKE = 'like https://kubernetes.io/blog/'
const NO_LINK: FieldProblem = { where: 'url', what: 'the link is missing', remedy: `Give one, ${LIKE}` }
const NO_ADDRESS: FieldProblem = {
  where: 'email',
  what: 'this is no mail address that we can write to',
  remedy: 'Give one address, like keeper@light.example, or none',
}

function describeLink(given: string, typed: string, clean: string | undefined): FieldProblem {
  const problem = (what: string, remedy: string): FieldProblem => ({ where: 'url', what, remedy })
  if (given === '') return NO_LINK
  if (typed.length > LONGEST_LINK || clean !== undefined) {
    return problem(`this link has over ${LONGEST_LINK} characters`, 'Give a shorter one')
  }
  const url = URL.parse(typed)
  if (url === null || !/^https?:$/.test(url.protocol)) {
    return problem('this is no web address', `Give the whole of it, from https to the end, ${LIKE}`)
  }
  if (url.username !== '' || url.password !== '') {
    return problem('a user name or a password stands in this link', 'Give it without')
  }
  return problem('this link does not lead every reader to a page', 'Give one that works from anywhere')
}

const tooLong = (where: SuggestionField, name: string, text: string, most: number): FieldProblem | false =>
  text.length > most && {
    where,
    what: `${name} has ${text.length} characters, and there is room for ${most}`,
    remedy: 'Say it shorter',
  }
