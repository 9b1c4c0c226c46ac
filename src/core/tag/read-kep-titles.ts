import { decodeHTML } from 'entities'
import type { KepTitle } from '../item/tags.ts'
import { htmlToText } from '../text/plain-text.ts'
import { distinctTitles, readKepLink } from './kep.ts'

/** Characters of a text that are read, links in it, and titles that are kept: more is a list of everything. */
const LONGEST_TEXT = 200_000
const MOST_LINKS = 2_000
const MOST_TITLES = 20

const LINK =
  /<a\s(?:[^<>]{0,500}\s)?href\s*=\s*(?:"([^"<>]{1,500})"|'([^'<>]{1,500})')[^<>]{0,500}>([^]{1,400}?)<\/a\s*>/gi

/**
 * What links of a text call the proposals that they lead to (`KEP-3619: Fine-grained SupplementalGroups control`), by
 * number, each name once. The text is HTML, and all of it: an excerpt rarely has them.
 */
export function readKepTitles(html: string): KepTitle[] {
  if (!/keps?\b|enhancements/i.test(html)) return []
  const links = [...html.slice(0, LONGEST_TEXT).matchAll(LINK).take(MOST_LINKS)]
  const facts = links.flatMap(([, double, single, words = '']) =>
    readKepLink(decodeHTML(double ?? single ?? ''), htmlToText(words)),
  )
  const byNumber = Map.groupBy(facts, ({ number }) => number)
  return [...byNumber]
    .flatMap(([kep, own]) => distinctTitles(own.flatMap(({ title }) => title ?? [])).map((title) => ({ kep, title })))
    .sort((one, other) => Number(one.kep) - Number(other.kep))
    .slice(0, MOST_TITLES)
}
