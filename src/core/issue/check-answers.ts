import { cleanUrl } from '../text/canonical-url.ts'
import { countNoun } from '../text/count-noun.ts'
import { type Check, curateCommand } from './check.ts'
import type { Curation } from './curation.ts'
import { describePlace, type IssueLink, linksByAddress } from './issue-links.ts'
import type { LinkAnswer } from './link-answer.ts'

/** From so many silent hosts on, and none that answers, it is the network here that is away. */
const SILENT_HOSTS = 3
/** More hosts than these that have no address are told of in one line. */
const LOST_HOSTS = 3

/**
 * What the answers of the web say of the links of an issue. A page that is gone is an error; one that could not be
 * looked at is a warning; where nobody answers at all there is one warning in place of one a link.
 *
 * @param answers by the address that was asked (`linksByAddress`); links without an answer were not asked
 */
export function checkAnswers(
  curation: Pick<Curation, 'issue' | 'issues'>,
  answers: ReadonlyMap<string, LinkAnswer>,
): Check[] {
  const links = linksByAddress(curation.issue)
  const asked = [...links].flatMap(([address, link]) => {
    const answer = answers.get(address)
    return answer === undefined ? [] : [{ link, answer }]
  })
  const unasked = links.size - asked.length
  const lost = findLost(asked)
  return [
    ...(lost.length > 0 ? [notChecked(lost, lost.length === asked.length)] : []),
    ...(unasked > 0 ? [tooMany(asked.length, links.size)] : []),
    ...asked.filter((one) => !lost.includes(one)).flatMap(({ link, answer }) => checkAnswer(link, answer, curation)),
  ]
}

interface Asked {
  readonly link: IssueLink
  readonly answer: LinkAnswer
}

/** The links of which nothing is known because there is no network, or half a one. */
function findLost(asked: readonly Asked[]): readonly Asked[] {
  const silent = asked.filter(({ answer }) => answer.outcome === 'silent')
  const unreached = silent.filter(({ answer }) => answer.outcome === 'silent' && answer.unreached)
  if (silent.length === asked.length) {
    return unreached.length === silent.length || hostsOf(silent).length >= SILENT_HOSTS ? silent : []
  }
  return hostsOf(unreached).length > LOST_HOSTS ? unreached : []
}

const hostsOf = (asked: readonly Asked[]) => [...new Set(asked.map(({ link }) => new URL(link.url).host))]

function notChecked(lost: readonly Asked[], isAll: boolean): Check {
  const hosts = hostsOf(lost)
  const names = [...hosts.slice(0, 3), ...(hosts.length > 3 ? [`${hosts.length - 3} more`] : [])].join(', ')
  const message = isAll
    ? `The links were not checked: no host could be reached (${names})`
    : `${countNoun(lost.length, 'link')} could not be checked: their hosts cannot be reached from here (${names})`
  const remedy = 'Check again with a network, or open the links in a browser'
  return { level: 'warning', check: 'links-unchecked', message, remedy }
}

const tooMany = (asked: number, all: number): Check => ({
  ...{ level: 'warning', check: 'links-unchecked' },
  message: `${countNoun(asked, 'link')} of ${all} were checked; that is the most for one issue`,
  remedy: 'Open the others in a browser; those under `also` come last',
})

function checkAnswer(link: IssueLink, answer: LinkAnswer, curation: Pick<Curation, 'issue' | 'issues'>): Check[] {
  const { url, pick } = link
  const start = `${describePlace(link)} ${url}`
  const found = (level: Check['level'], check: string, message: string, remedy: string): Check[] => [
    { level, check, ...(pick === undefined ? {} : { pick: pick.id }), message, remedy },
  ]
  switch (answer.outcome) {
    case 'there': {
      const moved = answer.movedTo === undefined ? undefined : cleanUrl(answer.movedTo)
      if (moved === undefined || siteOf(moved) === siteOf(url)) return []
      const remedy = `In ${curation.issue.key}.md put ${moved} in its place`
      return found('warning', 'link-moved', `${start}, which has moved for good to ${new URL(moved).host}`, remedy)
    }
    case 'gone':
      return found('error', 'link-gone', `${start}, which is gone (${answer.status})`, mend(link, curation))
    case 'refused':
      return found('warning', 'link-blocked', `${start}, which ${answer.reason}`, 'See in a browser that it is there')
    case 'silent': {
      const remedy = 'See in a browser that it is there, or check again later'
      return found('warning', 'link-slow', `${start}, which ${answer.reason}`, remedy)
    }
    case 'closed': {
      const remedy = 'Put a link there that all readers can open, or open the range with --allow-network'
      return found('warning', 'link-private', `${start}, which ${answer.reason}`, remedy)
    }
  }
}

/** How a link that is gone is got rid of, where it stands. */
function mend({ place, pick }: IssueLink, curation: Pick<Curation, 'issue' | 'issues'>): string {
  const curate = curateCommand(curation)
  const file = `${curation.issue.key}.md`
  if (pick === undefined) return `Take the link out, or mend it, in ${file}`
  switch (place) {
    case 'pick':
      return `${curate} drop ${pick.id}, or put its new address into \`url\` of the pick in ${file}`
    case 'blurb':
      return `Write it without that link: ${curate} blurb ${pick.id} TEXT`
    default:
      return `Take it out of \`also\` of the pick ${pick.id} in ${file}`
  }
}

const siteOf = (url: string) => new URL(url).host.replace(/^www\./, '')
