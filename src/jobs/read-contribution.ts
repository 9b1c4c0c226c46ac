import type { FilledForm } from '../core/form/read-form.ts'
import type { Suggestion } from '../core/item/suggestion.ts'
import { formSuggestionId } from '../core/item/suggestion.ts'
import type { SourceWishes } from '../core/source/plan-new-source.ts'
import { readAddress } from '../core/source/read-address.ts'
import { type Kind, KINDS } from '../core/source/source.ts'
import { LONGEST_NAME, LONGEST_NOTE, parseSuggestion } from '../core/subscription/parse-suggestion.ts'
import { cleanUrl } from '../core/text/canonical-url.ts'
import { isPublicLink } from '../core/text/is-public-link.ts'
import { formatMoment } from '../core/text/moment.ts'
import { foldSpace } from '../core/text/plain-text.ts'
import { failure, type Problem, type Result, success } from '../core/text/problem.ts'
import { writeMarkdown } from '../core/text/write-markdown.ts'

/** What a filled form asks for. */
export type Contribution =
  | { readonly form: 'suggest-a-link'; readonly suggestion: Suggestion }
  | { readonly form: 'add-a-source'; readonly address: string; readonly wishes: SourceWishes; readonly note: string }
  | {
      readonly form: 'correct-an-entry'
      readonly place: ReportedPlace
      readonly text: string
      readonly markdown: string
    }

/** What of the site somebody reports a mistake in. */
export type ReportedPlace =
  | { readonly kind: 'issue'; readonly issue: string; readonly fragment: string; readonly url: string }
  | { readonly kind: 'page'; readonly path: string; readonly fragment: string; readonly url: string }

/**
 * Says what a filled form asks for, all of it checked and cleaned as what comes from the site's own form is. Nothing that
 * somebody wrote is understood as markdown: a correction has its signs escaped.
 *
 * @param site the address of the site, without a slash at its end
 * @param where what the text of the form is called in problems
 */
export function readContribution(
  form: FilledForm,
  { site, where, now }: { readonly site: string; readonly where: string; readonly now: Date },
): Result<Contribution> {
  switch (form.id) {
    case 'suggest-a-link':
      return readLink(form, where, now)
    case 'add-a-source':
      return readSource(form, where)
    case 'correct-an-entry':
      return readCorrection(form, where, site)
  }
}

function readLink({ answers, labelOf }: FilledForm, where: string, now: Date): Result<Contribution> {
  const fields = new Map(['url', 'note', 'by'].map((id) => [id, answers.get(id) ?? '']))
  const parsed = parseSuggestion(fields)
  if (!parsed.ok) {
    return failure(
      ...parsed.problems.map(({ where: id, what, remedy }) => ({ where, field: labelOf(id), what, remedy })),
    )
  }
  const { url, note, by } = parsed.value
  const id = formSuggestionId([url, note ?? '', by ?? ''].join('\n'))
  const said = { ...(note === undefined ? {} : { note }), ...(by === undefined ? {} : { by }) }
  return success({ form: 'suggest-a-link', suggestion: { id, url, ...said, at: formatMoment(now) } })
}

function readSource({ answers, labelOf }: FilledForm, where: string): Result<Contribution> {
  const typed = (answers.get('url') ?? '').trim()
  const address = readAddress(typed)
  const org = foldSpace(answers.get('org') ?? '')
  const include = (answers.get('include') ?? '').split(',').map(foldSpace).filter(Boolean)
  const note = foldSpace(answers.get('note') ?? '')
  const isUsable = address !== undefined && isPublicLink(address) && cleanUrl(address) !== undefined
  const problems: Problem[] = [
    ...(isUsable ? [] : [{ where, field: labelOf('url'), what: 'this leads no reader to a page', remedy: LIKE }]),
    ...tooLong(where, labelOf('org'), org, LONGEST_NAME),
    ...include.flatMap((words) => tooLong(where, labelOf('include'), words, LONGEST_NAME)),
    ...tooLong(where, labelOf('note'), note, LONGEST_NOTE),
  ]
  if (include.length > MOST_WORDS) {
    const what = `there are ${include.length} words, and there is room for ${MOST_WORDS}`
    problems.push({ where, field: labelOf('include'), what, remedy: 'Name those that matter' })
  }
  if (!isUsable || problems.length > 0) return failure(...problems)
  const kind = KINDS.find((one) => one === answers.get('kind'))
  const wishes: { -readonly [name in keyof SourceWishes]: SourceWishes[name] } & { kind?: Kind | undefined } = { kind }
  if (org !== '') wishes.org = org
  if (include.length > 0) wishes.include = include
  return success({ form: 'add-a-source', address, wishes, note })
}

const LIKE = 'Ask for a whole web address, like https://kubernetes.io/blog/'
/** Words of a broad source. */
const MOST_WORDS = 50

function readCorrection({ answers, labelOf }: FilledForm, where: string, site: string): Result<Contribution> {
  const place = readPlace((answers.get('url') ?? '').trim(), site)
  const text = foldSpace(answers.get('note') ?? '')
  const problems: Problem[] = [
    ...(place
      ? []
      : [{ where, field: labelOf('url'), what: `this is no page of ${site}`, remedy: 'Ask which page it is' }]),
    ...(text === ''
      ? [{ where, field: labelOf('note'), what: 'nothing is said here', remedy: 'Ask what is wrong' }]
      : []),
    ...tooLong(where, labelOf('note'), text, LONGEST_NOTE),
  ]
  if (!place || problems.length > 0) return failure(...problems)
  return success({ form: 'correct-an-entry', place, text, markdown: writeMarkdown([{ paragraph: [text] }]) })
}

function readPlace(typed: string, site: string): ReportedPlace | undefined {
  const url = URL.parse(typed.startsWith('/') ? `${site}${typed}` : typed)
  const base = new URL(site)
  const root = base.pathname.replace(/\/$/, '')
  if (!url || !/^https?:$/.test(url.protocol) || url.host !== base.host || url.username !== '') return undefined
  if (!`${url.pathname}/`.startsWith(`${root}/`)) return undefined
  const path = url.pathname.slice(root.length)
  const fragment = /^#[\w-]{1,100}$/.test(url.hash) ? url.hash.slice(1) : ''
  const issue = /^\/issues\/([A-Za-z0-9-]+)(?:\.txt|\/.*)?$/.exec(path)?.[1]
  const at = { fragment, url: url.href }
  return issue === undefined ? { kind: 'page', path, ...at } : { kind: 'issue', issue, ...at }
}

const tooLong = (where: string, field: string, text: string, most: number): Problem[] =>
  text.length <= most
    ? []
    : [
        {
          where,
          field,
          what: `this has ${text.length} characters, and there is room for ${most}`,
          remedy: 'Say it shorter',
        },
      ]
