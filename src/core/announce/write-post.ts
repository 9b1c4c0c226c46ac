import { failure, type Result, success } from '../text/problem.ts'
import type { Announcement, AnnouncedStory } from './assemble-announcement.ts'
import { fitWords } from './fit-words.ts'
import { type Facet, listFacets } from './list-facets.ts'
import { littleText } from './little-text.ts'
import { countGraphemes, fitsNetwork, measurePost } from './measure-post.ts'
import { LIMITS, type Network } from './network.ts'
import { slackLink, slackText } from './slack-text.ts'

/** One post, to be pasted as it is. */
export interface Post {
  readonly network: Network
  readonly text: string
  /** How much of what the network takes, in its unit. */
  readonly length: number
  readonly most: number
  readonly unit: string
  /** For a program that posts to Bluesky: which bytes of the text are links and hashtags. */
  readonly facets?: readonly Facet[]
  /** For a program that posts to LinkedIn: the same with its reserved characters escaped. */
  readonly commentary?: string
}

/** What of an announcement a post says; the link always. */
interface Room {
  readonly stories: number
  readonly summary: boolean
  readonly facts: boolean
  readonly hashtags: boolean
}

/**
 * The post of an announcement on one network: as much of it as there is room for. What goes first is who made it, then
 * one story after the other, then the hashtags; at last the heading is cut between two words.
 */
export function writePost(announcement: Announcement, network: Network): Result<Post> {
  const told = { ...announcement, heading: `${announcement.draft ? '[DRAFT] ' : ''}${announcement.heading}` }
  const fits = (text: string) => fitsNetwork(network, text)
  const whole = listRooms(told, network)
    .map((room) => layOut(told, network, room))
    .find(fits)
  if (whole !== undefined) return success(finish(whole, told, network))
  const least = { stories: 0, summary: false, facts: false, hashtags: false }
  const cut = (heading: string) => layOut({ ...told, heading }, network, least)
  const heading = fitWords(told.heading, (text) => fits(cut(text)))
  if (fits(cut(heading))) return success(finish(cut(heading), told, network))
  const { most, unit } = LIMITS[network]
  return failure({
    where: announcement.issue,
    what: `its address alone takes ${measurePost(network, announcement.url)} of the ${most} ${unit} of a post on ${network}`,
    remedy: 'Post the address of the site by hand, or choose other networks with --network',
  })
}

/** From the most that is worth saying to the least. */
function listRooms({ stories, hashtags }: Announcement, network: Network): Room[] {
  const isLong = network === 'linkedin' || network === 'slack'
  const room = (count: number, facts: boolean, tags: boolean): Room => ({
    ...{ stories: count, facts, hashtags: tags && hashtags.length > 0 },
    // A short post tells the stories, and that is its summary.
    summary: isLong || count === 0,
  })
  const counts = Array.from({ length: stories.length }, (_, index) => stories.length - index)
  return [
    ...counts.flatMap((count) => [room(count, true, true), room(count, false, true)]),
    ...counts.slice(-1).map((count) => room(count, false, false)),
    ...[room(0, true, true), room(0, false, true), { ...room(0, false, true), summary: false }],
  ]
}

function layOut(told: Announcement, network: Network, room: Room): string {
  const { heading, url } = told
  const isSlack = network === 'slack'
  const words = isSlack ? quietSlackText : quiet
  const tell = network === 'linkedin' ? tellWithBlurb : isSlack ? tellOnSlack : tellShort
  const stories = told.stories.slice(0, room.stories).map(tell)
  const parts = [
    isSlack ? `*${slackLink(url, quiet(heading))}*` : quiet(heading),
    room.summary ? words(told.summary) : '',
    stories.join(network === 'linkedin' ? '\n\n' : '\n'),
    room.facts ? words(told.facts) : '',
    isSlack ? '' : url,
    // Slack has no hashtags, and makes a channel of what looks like one.
    room.hashtags && !isSlack ? told.hashtags.join(' ') : '',
  ]
  return parts.filter((part) => part !== '').join('\n\n')
}

/** Graphemes of a title in a short post. */
const LONGEST_TITLE = 120

const tellShort = ({ title, source }: AnnouncedStory) =>
  quiet(`• ${fitWords(title, (text) => countGraphemes(text) <= LONGEST_TITLE) || title} (${source})`)

const tellWithBlurb = ({ title, source, blurb }: AnnouncedStory) =>
  quiet(`• ${title} (${source})${blurb === '' ? '' : `\n${blurb}`}`)

const tellOnSlack = ({ title, source, url }: AnnouncedStory) =>
  `• ${url === undefined ? quietSlackText(title) : slackLink(url, quiet(title))} (${quietSlackText(source)})`

/** Nobody is called by a name that stands in a title: `@kubernetes/client` is a package. U+200B, which is not seen. */
const quiet = (text: string) => text.replace(/(?<![\p{L}\p{N}])@(?=[\p{L}\p{N}_])/gu, '@\u200b')

/** Slack makes calls of what is pasted, too: `@channel` is everybody. */
const quietSlackText = (text: string) => slackText(quiet(text))

function finish(text: string, { url, hashtags }: Announcement, network: Network): Post {
  return {
    ...{ network, text, length: measurePost(network, text) },
    ...LIMITS[network],
    ...(network === 'bluesky' ? { facets: listFacets(text, url, hashtags) } : {}),
    ...(network === 'linkedin' ? { commentary: littleText(text, hashtags) } : {}),
  }
}
