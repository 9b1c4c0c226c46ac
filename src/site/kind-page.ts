import { isFollowed, type Kind, type Source } from '../core/source/source.ts'
import { compareNames, compareText } from '../core/text/compare-text.ts'
import { isOfKubernetes, type SiteSettings, subjectOf } from '../core/text/site-settings.ts'
import type { SiteContent } from './site-content.ts'
import type { FlagId } from './flags.ts'
import { KIND_GROUPS } from './kinds.ts'
import { groupByDay, type RiverDay } from './river.ts'
import { indexTags, NO_SHELF, type TaggedContent, type TagShelf } from './tag-index.ts'
import { countOlder, type OlderYear } from './tag-view.ts'

/** A kind of items with what there is of it. */
export interface KindPage {
  readonly kind: Kind
  readonly title: string
  readonly flag: FlagId
  /** What it is, in a sentence. */
  readonly description: string
  readonly shelf: TagShelf
  /** Those that we follow, by name. */
  readonly sources: readonly Source[]
}

export interface KindView {
  readonly days: readonly RiverDay[]
  readonly older: readonly OlderYear[]
}

type Shelf = TaggedContent &
  Pick<SiteContent, 'sources'> & { readonly settings?: Pick<SiteContent['settings'], 'subject' | 'kubernetes'> }

const describeKinds = (settings: Pick<SiteSettings, 'subject' | 'kubernetes'>): Readonly<Record<Kind, string>> => ({
  security: isOfKubernetes(settings)
    ? 'Advisories, and what vulnerabilities mean for who runs a cluster.'
    : `Advisories, and what vulnerabilities mean for who runs ${subjectOf(settings)}.`,
  blog: 'What projects, companies and people write of their work.',
  'case-study': `Who runs what on ${subjectOf(settings)}, at what size, and what became of it.`,
  media: 'What the trade press reports.',
  newsletter: `Other weeklies and monthlies about ${subjectOf(settings)} and what stands around it.`,
  community: 'News of the project to its own people, and what they discuss.',
  event: 'Conferences, meetups, and calls for who would speak or take part.',
  video: 'Talks, demonstrations and recorded meetings.',
  podcast: 'Conversations to listen to.',
  release: `New versions of ${subjectOf(settings)} and of the projects around it.`,
})

/** How many stories the page of a kind shows, of the newest. */
const KIND_LINES = 100

/**
 * Every kind, in the order in which lists name them; of a publication about something else than Kubernetes, those of which
 * there is a source or a link.
 */
export function listKindPages(content: Shelf): KindPage[] {
  const { kinds } = indexTags(content)
  const descriptions = describeKinds(content.settings ?? {})
  const hasAll = isOfKubernetes(content.settings ?? {})
  const sources = content.sources
    .filter(isFollowed)
    .toSorted((one, other) => compareNames(one.title, other.title) || compareText(one.id, other.id))
  return KIND_GROUPS.map((group) => ({
    ...group,
    description: descriptions[group.kind],
    shelf: kinds.get(group.kind) ?? NO_SHELF,
    sources: sources.filter(({ kind }) => kind === group.kind),
  })).filter(({ shelf, sources }) => hasAll || shelf.items.length + sources.length > 0)
}

/** What the page of a kind shows: its newest hundred stories by day, and where the others are. */
export function viewKind({ shelf }: KindPage, content: TaggedContent): KindView {
  const { storiesOf, lineOf } = indexTags(content)
  const stories = storiesOf(shelf, KIND_LINES)
  return {
    days: groupByDay(stories.map(lineOf)),
    older: countOlder(shelf, stories),
  }
}
