import type { Issue, Pick } from '../issue/issue.ts'
import { sectionsOf } from '../issue/section.ts'
import { countNoun } from '../text/count-noun.ts'
import { joinNames } from '../text/join-names.ts'
import { markdownToText } from '../text/markdown-text.ts'
import { formatDay } from '../text/moment.ts'
import { foldSpace } from '../text/plain-text.ts'
import type { SiteSettings } from '../text/site-settings.ts'
import { hashtag } from './hashtag.ts'

/** What there is to say of an issue where its link is posted: text, of which a post takes as much as there is room for. */
export interface Announcement {
  /** The issue's key. */
  readonly issue: string
  readonly draft: boolean
  /** `Crowsnest No. 12: Gateway API 1.5, and a kubelet CVE` */
  readonly heading: string
  /** A sentence on the whole of it, where there is one that the heading does not say; may be empty. */
  readonly summary: string
  /** What matters most: the headlines, or the first picks of an issue without. */
  readonly stories: readonly AnnouncedStory[]
  /** How many picks, of whom, edited by whom. */
  readonly facts: string
  /** The page of the issue, by its canonical address. */
  readonly url: string
  readonly hashtags: readonly string[]
  /** The picture that networks show beside the link, and what it shows in words. */
  readonly picture: { readonly url: string; readonly alt: string }
}

export interface AnnouncedStory {
  readonly title: string
  readonly source: string
  readonly url: string | undefined
  /** Text, without markdown. */
  readonly blurb: string
}

/** So many stories stand in a post at most; the rest is why one opens the link. */
const MOST_STORIES = 3

/**
 * What there is to say of an issue; of a draft, what there is so far.
 *
 * @param people by id, for the names of editors; one whom nobody knows is called by the id
 */
export function assembleAnnouncement(
  issue: Issue,
  settings: SiteSettings,
  people: ReadonlyMap<string, { readonly name: string }> = new Map(),
): Announcement {
  const name = `${settings.name} No. ${issue.number}`
  const [title, subject, preheader] = [issue.title, issue.subject, issue.preheader].map(foldSpace) as [
    ...[string, string, string],
  ]
  const saying = title || subject
  const heading = saying === '' || saying === name ? name : `${name}: ${saying}`
  const url = `${settings.url}/issues/${issue.key}/`
  const picks = countNoun(issue.picks.length, 'pick')
  return {
    issue: issue.key,
    draft: issue.status !== 'published',
    heading,
    summary: [subject, preheader].find((line) => line !== '' && line !== saying) ?? '',
    stories: chooseStories(issue).map(tellStory),
    facts: tellFacts(
      issue,
      issue.editors.map((id) => people.get(id)?.name ?? id),
    ),
    url,
    hashtags: [...new Set((settings.hashtags ?? []).map(hashtag).filter((tag) => tag !== undefined))],
    picture: {
      url: `${url}card.png`,
      alt: `${/[.!?…]$/u.test(heading) ? heading : `${heading}.`} ${formatDay(issue.date, { weekday: false })}, ${picks}.`,
    },
  }
}

function chooseStories(issue: Issue): readonly Pick[] {
  const picks = inOrder(issue)
  const headlines = picks.filter(({ section }) => section === 'headlines')
  return (headlines.length > 0 ? headlines : picks).slice(0, MOST_STORIES)
}

/** The picks as they stand on the page. */
const inOrder = (issue: Issue) =>
  sectionsOf(issue).flatMap(({ id }) => issue.picks.filter(({ section }) => section === id))

const tellStory = ({ title, source, url, blurb }: Pick): AnnouncedStory => ({
  ...{ title: foldSpace(title), source: foldSpace(source), url },
  blurb: foldSpace(markdownToText(blurb)),
})

/** `20 picks, from Kubernetes Blog, LWKD, etcd Blog and 9 more. Edited by Ada.` Sources stand in the order of the issue. */
function tellFacts(issue: Issue, editors: readonly string[]): string {
  const { picks } = issue
  const sources = [...new Set(inOrder(issue).map(tellSource))]
  const sentences = [
    picks.length > 0 && `${countNoun(picks.length, 'pick')}, from ${joinNames(sources)}.`,
    editors.length > 0 && `Edited by ${joinNames(editors)}.`,
  ]
  return sentences.filter(Boolean).join(' ')
}

const tellSource = ({ source }: Pick) => foldSpace(source)
