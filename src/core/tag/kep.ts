import { findLinks } from '../text/markdown-links.ts'
import { findLinkedKep } from './find-numbers.ts'

/**
 * The highest number that is taken for one: they are those of the issues of kubernetes/enhancements, which had come to
 * 6,100 in August 2026 and grow by a thousand a year. What has five digits is a slip, or counts something else.
 */
const HIGHEST = 9_999

/** The number of an enhancement proposal as its tag may have it: `0753` is `753`; nothing where it is none. */
export function kepNumber(tag: string): string | undefined {
  if (!/^\d{1,8}$/.test(tag)) return undefined
  const number = Number(tag)
  return number >= 1 && number <= HIGHEST ? String(number) : undefined
}

/** The short link of the project itself: it leads to the proposal's issue. */
export const kepUrl = (number: string): string => `https://kep.k8s.io/${number}`

/** What a text is certain of about a proposal. */
export interface KepFact {
  readonly number: string
  /** `In-place Update of Pod Resources` */
  readonly title?: string
  /** Where the proposal itself stands: its group, and the name of its folder. */
  readonly owner?: { readonly group: string; readonly folder: string }
}

/** `KEP-1287: In-place Update of Pod Resources`, or `1287: …`, and nothing else. */
const NAMED = /^(?:(?:KEP|enhancement)[-\u2010-\u2013 #]{0,3})?#?(\d{1,5})\s?[:\u2013\u2014-]\s+(\S.{3,150})$/i
const FOLDER = /\/keps\/((?:sig|wg)-[a-z-]{2,40})\/(\d{1,5}-[a-z0-9-]{2,100})(?=[/?#]|$)/

/**
 * What the links of a text say of proposals: a link to a proposal whose own words are its number and a title gives the
 * title, one into the folder of a proposal its group. What a sentence says about one is not taken for its title.
 */
export function findKepFacts(markdown: string): KepFact[] {
  if (!/\d/.test(markdown) || !/keps?|enhancements/i.test(markdown)) return []
  return findLinks(markdown).flatMap(({ url, text }) => readKepLink(url, text))
}

/** What one link says of the proposal that it leads to. */
export function readKepLink(url: string, text: string): KepFact[] {
  const number = findLinkedKep(url)?.tag
  if (number === undefined || kepNumber(number) === undefined) return []
  const [, named = '', title = ''] = NAMED.exec(text.replace(/\s+/g, ' ').trim()) ?? []
  const [, group, folder] = FOLDER.exec(url) ?? []
  // One that leads to a heading inside may be named after that.
  const isItsTitle = kepNumber(named) === number && !url.includes('#') && /\p{L}{2}/u.test(title)
  const owner = group !== undefined && folder !== undefined ? { group, folder } : undefined
  if (!isItsTitle && owner === undefined) return []
  return [{ number, ...(isItsTitle ? { title: title.replace(/[\s.]+$/, '') } : {}), ...(owner ? { owner } : {}) }]
}

/** Titles that are the same but for case, hyphens and marks, as the first of them has it; in their order. */
export function distinctTitles(titles: readonly string[]): string[] {
  const known = new Map<string, string>()
  for (const title of titles) {
    const key = title.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '')
    if (!known.has(key)) known.set(key, title)
  }
  return [...known.values()]
}
