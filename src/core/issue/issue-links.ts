import { findLinks } from '../text/markdown-links.ts'
import { isWebUrl } from '../text/web-url.ts'
import { shorten } from './check.ts'
import type { Issue, Pick as IssuePick } from './issue.ts'

/** A link of an issue, and where it stands. */
export interface IssueLink {
  readonly url: string
  readonly text: string
  readonly place: 'pick' | 'blurb' | 'also' | 'body' | 'correction'
  /** The pick that it belongs to; of the body there is none. */
  readonly pick?: IssuePick
}

/** All links of an issue: those of the body, then of each pick its own, those of its blurb, and who else has it. */
export function listLinks({ body, corrections, picks }: Pick<Issue, 'body' | 'corrections' | 'picks'>): IssueLink[] {
  const within = (markdown: string, rest: Omit<IssueLink, 'url' | 'text'>) =>
    findLinks(markdown).map(({ url, text }) => ({ url, text, ...rest }))
  return [
    ...within(body, { place: 'body' }),
    ...corrections.flatMap(({ text }) => within(text, { place: 'correction' })),
    ...picks.flatMap((pick): IssueLink[] => [
      ...(pick.url === undefined ? [] : [{ url: pick.url, text: pick.title, place: 'pick' as const, pick }]),
      ...within(pick.blurb, { place: 'blurb', pick }),
      ...pick.also.map(({ source, url }) => ({ url, text: source, place: 'also' as const, pick })),
    ]),
  ]
}

/** The start of a sentence about a link, up to its address: `The blurb of "First light" links to`. */
export function describePlace({ place, pick }: IssueLink): string {
  const name = pick === undefined ? 'the issue' : `"${shorten(pick.title)}"`
  switch (place) {
    case 'pick':
      return `${name} leads to`
    case 'blurb':
      return `The blurb of ${name} links to`
    case 'also':
      return `${name} says that it is also at`
    case 'body':
      return 'The body links to'
    case 'correction':
      return 'A correction links to'
  }
}

const ORDER: readonly IssueLink['place'][] = ['pick', 'blurb', 'body', 'correction', 'also']

/** The links that can be asked for, each address once with the place that matters most, these first. */
export function linksByAddress(issue: Pick<Issue, 'body' | 'corrections' | 'picks'>): Map<string, IssueLink> {
  const found = new Map<string, IssueLink>()
  for (const link of listLinks(issue).toSorted((a, b) => ORDER.indexOf(a.place) - ORDER.indexOf(b.place))) {
    const address = addressOf(link.url)
    if (address !== undefined && !found.has(address)) found.set(address, link)
  }
  return found
}

/** The address that a server is asked for, without the fragment, which is the browser's; undefined for no web link. */
function addressOf(url: string): string | undefined {
  if (!isWebUrl(url)) return undefined
  const address = new URL(url)
  address.hash = ''
  return address.href
}
