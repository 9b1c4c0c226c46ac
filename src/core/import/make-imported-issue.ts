import { issueRecord } from '../issue/format-issue.ts'
import type { Issue } from '../issue/issue.ts'
import { canonicalUrl } from '../text/canonical-url.ts'
import { fingerprint } from '../text/fingerprint.ts'
import { isEqual } from '../text/is-equal.ts'
import type { OldPlace } from './place-old-issues.ts'
import type { OldBody } from './read-old-body.ts'
import type { OldHead } from './read-old-head.ts'
import type { Leftover } from './strip-templates.ts'
import type { ResolveLink } from './tame-markdown.ts'

/** One person of `content/authors/`, as far as a name can find them. */
export interface Named {
  readonly id: string
  readonly name: string
}

/** An issue of ours that says what an old one said; its subject is its title. */
export function makeImportedIssue(head: OldHead, place: OldPlace, old: OldBody, people: readonly Named[]): Issue {
  const { key, number, weeks, slug, covers } = place
  const byName = new Map(people.map(({ id, name }) => [name.toLowerCase(), id]))
  const issue: Issue = {
    ...{ key, number, title: head.title, subject: head.title, preheader: head.preheader },
    status: 'published',
    date: head.date.day,
    weeks: [...weeks],
    ...(slug === undefined ? {} : { slug }),
    covers: { ...covers },
    editors: head.editors.map((name) => byName.get(name.toLowerCase()) ?? name),
    imported: { from: head.from, written: UNWRITTEN },
    picks: [...old.picks],
    ...{ corrections: [], corrects: [] },
    body: old.body,
  }
  return { ...issue, imported: { from: head.from, written: markOf(issue) } }
}

const UNWRITTEN = '0'.repeat(16)

/** A fingerprint of all that an imported issue says, but for the fingerprint in it. */
function markOf(issue: Issue): string {
  const imported = issue.imported && { ...issue.imported, written: UNWRITTEN }
  return fingerprint(JSON.stringify([issueRecord({ ...issue, imported }), issue.body.trim()]), 16)
}

/** Whether two issues have the same file. */
export const isSameIssue = (one: Issue, other: Issue): boolean =>
  isEqual(issueRecord(one), issueRecord(other)) && one.body.trim() === other.body.trim()

/** Whether an imported issue stands as it was imported, however its file is laid out. */
export const isUntouched = (issue: Issue): boolean => issue.imported?.written === markOf(issue)

const ADDRESS = /https?:\/\/[^\s<>"`\\]+/gi

/** Addresses in a text, as keys by which two are one; what may be the mark of a link, and not of its address, is cut. */
function keysOf(text: string): Map<string, { address: string; offset: number }> {
  const keys = new Map<string, { address: string; offset: number }>()
  for (const { 0: match, index } of text.matchAll(ADDRESS)) {
    const address = match.replace(/\)[^/?#&=]*$/, '').replace(/[)\]}.,;:!?*_'|]+$/, '')
    const key = canonicalUrl(address.replaceAll('&amp;', '&'))
    if (key !== undefined && !keys.has(key)) keys.set(key, { address, offset: index })
  }
  return keys
}

/**
 * Addresses of an old body that neither the issue holds nor anything that was told. There should be none: this is the
 * second look, which knows nothing of how the first went.
 */
export function findLostLinks(
  source: string,
  bodyLine: number,
  issue: Pick<Issue, 'picks' | 'body'>,
  told: readonly Leftover[],
  resolve: ResolveLink,
): Leftover[] {
  const texts = [issue.body, ...issue.picks.flatMap(({ url = '', title, blurb }) => [url, title, blurb])]
  const text = texts.join('\n').replaceAll(/\\([&_*()[\]])/g, '$1')
  const held = keysOf(`${text}\n${told.map((one) => one.text).join('\n')}`)
  const all = [...held.keys()].join('\n')
  return [...keysOf(source)].flatMap(([key, { address, offset }]): Leftover[] => {
    if (held.has(key) || all.includes(key) || resolve(address)?.startsWith('/') === true) return []
    const line = bodyLine + source.slice(0, offset).split('\n').length - 1
    return [{ line, what: 'an address that found no place', text: address }]
  })
}
