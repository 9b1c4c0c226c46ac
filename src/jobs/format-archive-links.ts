import type { IssueLink } from '../core/issue/issue-links.ts'
import type { LinkAnswer } from '../core/issue/link-answer.ts'
import { countNoun } from '../core/text/count-noun.ts'
import { dayOf } from '../core/text/moment.ts'
import type { ArchiveLinkReport, FoundLink } from './check-archive-links.ts'
import { LONGEST_POST } from './forge.ts'

/** What became of the links of the archive, for a person at a terminal. */
export function formatArchiveLinks(report: ArchiveLinkReport): string[] {
  const list = (title: string, found: readonly FoundLink[]) =>
    found.length === 0
      ? []
      : [title, ...found.map((one) => `  ${one.issue.key}  ${placeOf(one.link)}  ${one.address}  ${tell(one)}`), '']
  return [...list('Gone', report.gone), ...list('Out of reach', report.lost), summarise(report)]
}

/** In characters; the rest is for what stands around. */
const LONGEST_LIST = LONGEST_POST - 5_000

/**
 * The same as markdown, for an issue of a forge; a list to tick off, as long as there is room for it. No text of others is
 * in it but addresses, which stand between angle brackets: no title can call anybody or pose as ours. Empty where there is
 * nothing to do.
 */
export function formatArchiveReport(report: ArchiveLinkReport): string {
  if (report.gone.length + report.lost.length === 0) return ''
  let room = LONGEST_LIST
  const list = (title: string, found: readonly FoundLink[]) => {
    const told: string[] = []
    for (const entry of found.map(listEntry)) {
      room -= entry.length + 1
      if (room < 0) break
      told.push(entry)
    }
    const more = found.length - told.length
    const rest = more === 0 ? [] : [`- and ${more} more: \`npm run curate -- links\` lists all`]
    return found.length === 0 ? [] : ['', `## ${title}`, '', ...told, ...rest]
  }
  return [
    summarise(report),
    ...list('Gone', report.gone),
    ...list('Out of reach for a week or more', report.lost),
    '',
    'In `content/issues/`, put another address in place of one that is gone: where the page lives now, or the copy that an',
    'archive of the web has, if it has one. What should stay as it is, leave as it is.',
    '',
  ].join('\n')
}

/** A URL may hold no space and no angle bracket; what else it holds is its own business. */
const bare = (address: string) => address.replaceAll('<', '%3C').replaceAll('>', '%3E')

function listEntry(found: FoundLink): string {
  const { address, issue, link } = found
  const copy = `https://web.archive.org/web/${issue.date.replaceAll('-', '')}/${address}`
  return `- [ ] \`${issue.key}.md\`, ${placeOf(link)}: <${bare(address)}> ${tell(found)} ([a copy?](<${bare(copy)}>))`
}

function placeOf({ place, pick }: IssueLink): string {
  const name = { pick: 'link of', blurb: 'blurb of', also: '`also` of', body: 'body', correction: 'a correction' }[
    place
  ]
  return pick === undefined || place === 'body' || place === 'correction'
    ? name.replaceAll('`', '')
    : `${name} ${pick.id}`
}

function tell({ answer, since }: FoundLink): string {
  return `${reasonOf(answer)}, since ${dayOf(since)} at least`
}

/** In words of ours: what a server says of itself stays out. */
function reasonOf(answer: LinkAnswer): string {
  switch (answer.outcome) {
    case 'there':
      return 'is there'
    case 'gone':
      return `is gone (${answer.status})`
    case 'closed':
      return 'leads into a private network'
    case 'silent':
      return answer.unreached ? 'has a host that cannot be found' : 'does not answer'
    case 'refused':
      return /^answered \d{3}\b/.exec(answer.reason)?.[0] ?? 'is refused'
  }
}

/** How much there is, and what is the matter with it. */
function summarise({ links, waiting, gone, lost, doubtful }: ArchiveLinkReport): string {
  const rest = [
    ...(doubtful > 0 ? [`${doubtful} did not answer well this time`] : []),
    ...(waiting > 0 ? [`${waiting} are still to be asked for: run it again`] : []),
  ]
  const found = `${gone.length} gone, ${lost.length} out of reach`
  return `${countNoun(links, 'link')} in the archive: ${[found, ...rest].join('; ')}.`
}
