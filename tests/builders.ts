import type { BenchRun, Figure } from '../src/core/bench/figure.ts'
import type { CommunityEvent, Listing } from '../src/core/event/event.ts'
import type { CurationState } from '../src/core/issue/curation-state.ts'
import type { Issue, Pick } from '../src/core/issue/issue.ts'
import { SECTIONS } from '../src/core/issue/section.ts'
import type { IncomingItem } from '../src/core/item/incoming-item.ts'
import type { StoredItem } from '../src/core/item/item-file.ts'
import { itemPath } from '../src/core/item/item-file.ts'
import { itemId } from '../src/core/item/item-id.ts'
import type { Item } from '../src/core/item/item.ts'
import { NO_TAGS } from '../src/core/item/tags.ts'
import type { Release } from '../src/core/release/release.ts'
import type { Source } from '../src/core/source/source.ts'
import type { Signup } from '../src/core/subscription/signup.ts'
import type { Subscription } from '../src/core/subscription/subscription.ts'
import type { Topic } from '../src/core/tag/topic.ts'
import { canonicalUrl } from '../src/core/text/canonical-url.ts'

/** Ids of the standard sections, in their order. */
export const SECTION_IDS = SECTIONS.map(({ id }) => id)

/** The id of the item behind a link. */
export function idOf(url: string): string {
  const key = canonicalUrl(url)
  if (key === undefined) throw new TypeError(`not a web address: ${url}`)
  return itemId(key)
}

/** A source that needs nothing more to be valid. */
export function makeSource(own: Partial<Source> = {}): Source {
  return {
    id: 'harbour-blog',
    title: 'Harbour Blog',
    url: 'https://harbour.example/feed.xml',
    kind: 'blog',
    weight: 3,
    language: 'en',
    interval: 1,
    include: [],
    aliases: [],
    ...own,
  }
}

/** A topic that needs nothing more to be valid. */
export function makeTopic(own: Partial<Topic> = {}): Topic {
  return {
    id: 'harbours',
    title: 'Harbours',
    description: 'Where ships come in.',
    words: ['harbour'],
    not: [],
    ...own,
  }
}

/** An item; its id and carrier follow from its link. */
export function makeItem(own: Partial<Item> = {}): Item {
  const url = own.url ?? 'https://harbour.example/posts/first-light/'
  return {
    id: idOf(url),
    title: 'First light',
    url,
    published: '2026-08-18T09:00:00Z',
    firstSeen: '2026-08-18T10:00:00Z',
    kind: 'blog',
    authors: [],
    sources: [{ id: 'harbour-blog', url }],
    language: 'en',
    categories: [],
    enclosures: [],
    ...NO_TAGS,
    excerpt: 'The lamp was lit before the scheduler woke.',
    ...own,
  }
}

/** An item at the place where ingest would write it. */
export function makeStored(own: Partial<Item> = {}): StoredItem {
  const item = makeItem(own)
  return { path: itemPath(item), item }
}

/** What one source says of one item; key and id follow from the link. */
export function makeIncoming(own: Partial<IncomingItem> & { readonly source?: string } = {}): IncomingItem {
  const { source = 'harbour-blog', ...fields } = own
  const url = fields.url ?? 'https://harbour.example/posts/first-light/'
  return {
    key: canonicalUrl(url) ?? url,
    id: idOf(url),
    carrier: { id: source, url },
    title: 'First light',
    url,
    published: new Date('2026-08-18T09:00:00Z'),
    updated: undefined,
    authors: [],
    kind: 'blog',
    language: 'en',
    minutes: undefined,
    categories: [],
    enclosures: [],
    tags: NO_TAGS,
    excerpt: 'The lamp was lit before the scheduler woke.',
    ...fields,
  }
}

/** A pick that an editor has finished. */
export function makePick(own: Partial<Pick> = {}): Pick {
  const url = own.url ?? 'https://harbour.example/posts/first-light/'
  return {
    id: idOf(url),
    section: 'technical',
    title: 'First light',
    url,
    source: 'Harbour Blog',
    authors: [],
    kind: 'blog',
    access: 'free',
    language: 'en',
    ai: 'unknown',
    blurb: 'How a lamp is lit before the scheduler wakes.',
    also: [],
    ...own,
  }
}

/** A published issue of one week, without picks. */
export function makeIssue(own: Partial<Issue> = {}): Issue {
  return {
    key: '2026-W34',
    number: 1,
    title: 'First light',
    subject: 'First light, and a quiet kubelet',
    preheader: 'What the week brought',
    status: 'published',
    date: '2026-08-21',
    weeks: ['2026-W34'],
    covers: { from: '2026-08-14T12:00:00Z', to: '2026-08-21T12:00:00Z' },
    editors: ['lookout'],
    picks: [],
    corrections: [],
    corrects: [],
    body: '',
    ...own,
  }
}

/** What an editor has at work: an issue, and nothing said of any story. */
export function makeState(own: Partial<CurationState> = {}): CurationState {
  return { issue: own.issue ?? makeIssue(), verdicts: own.verdicts ?? new Map(), edits: own.edits ?? [] }
}

/** A minor that is out, with all its days by the schedule of the project. */
export function makeRelease(own: Partial<Release> = {}): Release {
  return {
    minor: '1.36',
    planned: {},
    released: { 'kubernetes-schedule': '2026-04-22' },
    maintenance: { 'kubernetes-schedule': '2027-04-28' },
    endOfLife: { 'kubernetes-schedule': '2027-06-28' },
    latest: {},
    patches: [{ version: '1.36.0', planned: {}, days: { 'kubernetes-tags': '2026-04-22' } }],
    ...own,
  }
}

/** What a source says of an event. */
export function makeListing(own: Partial<Listing> = {}): Listing {
  return {
    source: 'tech-conferences',
    read: '2026-08-22',
    url: 'https://regatta.example/2026/',
    start: '2026-11-09',
    end: '2026-11-12',
    city: 'Rotterdam',
    country: 'Netherlands',
    ...own,
  }
}

/** An event that one source knows. */
export function makeEvent(own: Partial<CommunityEvent> = {}): CommunityEvent {
  return {
    id: 'regatta-2026',
    name: 'Regatta 2026',
    kind: 'conference',
    region: 'europe',
    remote: false,
    language: 'en',
    cancelled: false,
    listings: [makeListing()],
    ...own,
  }
}

/** Somebody gave us an address. */
export function makeSignup(own: Partial<Signup> = {}): Signup {
  return {
    address: 'keeper@light.example',
    at: '2026-11-20T09:00:00Z',
    network: '192.0.2.0/24',
    wording: '2026-11',
    ...own,
  }
}

/** A reader by mail who said yes. */
export function makeSubscription(own: Partial<Subscription> = {}): Subscription {
  return {
    id: 'c3Vic2NyaXB0aW9uLW9uZQ',
    address: 'keeper@light.example',
    state: 'confirmed',
    origin: 'form',
    requestedAt: '2026-11-17T06:10:00Z',
    confirmedAt: '2026-11-17T06:20:00Z',
    consent: { wording: '2026-11', requestedFrom: '198.51.100.0/24', confirmedFrom: '198.51.100.0/24' },
    ...own,
  }
}

/** A measurement of which nothing is asked. */
export function makeFigure(own: Partial<Figure> = {}): Figure {
  return { what: 'reading the lamp', ours: 2, unit: 'ms', peer: 2, peerName: 'a bare lamp', ...own }
}

/** A run of a benchmark on a quiet machine. */
export function makeRun(own: Partial<BenchRun> = {}): BenchRun {
  return {
    ...{ bench: 'ingest', script: 'parse-feeds', long: false, at: '2026-08-24T06:00:00Z', commit: '1234567' },
    machine: { processor: 'Lamp 9000', cores: 2, memory: 8, node: '24.21.0', system: 'Harbour 12' },
    ...{ load: 0.1, seconds: 12, figures: [makeFigure()] },
    ...own,
  }
}
