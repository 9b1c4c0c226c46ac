import { coveredLately } from '../core/issue/covered-lately.ts'
import type { Curation } from '../core/issue/curation.ts'
import { tellingItem } from '../core/issue/fill-blurb.ts'
import { formatAgo } from '../core/issue/last-covered.ts'
import { nameRelease } from '../core/issue/make-pick.ts'
import type { Said } from '../core/issue/story-verdict.ts'
import { suggestSection } from '../core/issue/suggest-section.ts'
import { groupName } from '../core/item/group-name.ts'
import { carrierIds, coverageOf, itemSource } from '../core/story/carriers.ts'
import type { RankedStory } from '../core/story/rank-stories.ts'
import type { Story } from '../core/story/story.ts'
import { markdownToText } from '../core/text/markdown-text.ts'
import type { StoryView } from './protocol.ts'

/** What is known of a story whatever editors say of it. */
export type StoryFacts = Omit<StoryView, 'verdict' | 'by' | 'reason' | 'ranIn' | 'covered' | 'heldFrom'>

/** What was said of a story, here and in earlier issues. */
export type StoryStanding = Pick<StoryView, 'verdict' | 'by' | 'reason' | 'ranIn' | 'covered' | 'heldFrom'>

export function storyFacts(
  story: RankedStory,
  { sources, sections }: Pick<Curation, 'sources' | 'sections'>,
  related: StoryView['related'] = [],
): StoryFacts {
  const { lead, items } = story
  const all = (read: (item: Story['lead']) => readonly string[]) => [
    ...new Set(items.flatMap((item) => [...read(item)])),
  ]
  return {
    id: story.id,
    title: nameRelease(lead, itemSource(lead, sources)),
    url: lead.url,
    source: itemSource(lead, sources),
    kind: lead.kind,
    published: lead.published,
    score: story.score,
    reasons: story.reasons,
    section: suggestSection(lead, sections),
    authors: lead.authors.map(({ name, org }) => (org === undefined ? name : `${name} (${org})`)),
    minutes: lead.minutes,
    language: lead.language,
    excerpt: plainText(tellingItem([lead, ...items]).excerpt),
    topics: all(({ topics }) => topics),
    sourceIds: carrierIds(story),
    tags: [
      ...all(({ versions }) => versions).map((version) => `v${version}`),
      ...all(({ sigs }) => sigs).map(groupName),
      ...all(({ keps }) => keps).map((kep) => `KEP-${kep}`),
      ...all(({ cves }) => cves),
    ],
    items: items.map((item) => ({ ...pickFields(item), source: itemSource(item, sources) })),
    also: coverageOf(story, sources),
    related,
    suggestion: items.map(suggestionWords).find((words) => words !== undefined) ?? null,
  }
}

/** `Ada: worth a look`; who suggested a link may have said nothing of it, and not who they are. */
function suggestionWords({ suggestion }: Story['lead']): string | undefined {
  if (suggestion === undefined) return undefined
  const { by = 'A reader', note } = suggestion
  return note === undefined ? by : `${by}: ${note}`
}

const pickFields = ({ id, title, url }: Story['lead']) => ({ id, title, url })

const texts = new Map<string, string>()

/** A short markdown text as plain text; the same is read once. */
export function plainText(markdown: string): string {
  let text = texts.get(markdown)
  if (text === undefined) {
    if (texts.size > 20_000) texts.clear()
    text = markdownToText(markdown)
    texts.set(markdown, text)
  }
  return text
}

/** Where a story stands with the issue at work; cheap, and so made anew after every command. */
export function storyStanding(
  story: Story,
  curation: Pick<Curation, 'issue' | 'held' | 'ranBefore' | 'earlier' | 'items' | 'now'>,
  { verdict, by, reason }: Said,
  editor: string,
): StoryStanding {
  const { issue, held, ranBefore, now } = curation
  const before = ranBefore(story)
  const heldFrom = story.items.map(({ id }) => held.get(id)).find((key) => key !== undefined)
  return {
    verdict,
    // That it is one's own verdict need not be said.
    ...(by === undefined || by === editor ? {} : { by }),
    ...(reason === undefined ? {} : { reason }),
    ranIn: before === undefined || before.key === issue.key ? null : { key: before.key, number: before.number },
    covered: coveredLately(curation, story).map(({ kind, name, number, date }) => ({
      ...{ kind, name, number, ago: formatAgo(date, now) },
    })),
    heldFrom: heldFrom ?? null,
  }
}
