import fs from 'node:fs'
import path from 'node:path'
import { formatEvent } from '../../src/core/event/event.ts'
import { formatReleaseSchedule } from '../../src/core/release/release-schedule.ts'
import { formatRelease, type Release } from '../../src/core/release/release.ts'
import { formatItem, itemPath } from '../../src/core/item/item-file.ts'
import { formatSource } from '../../src/core/source/source-file.ts'
import { KINDS } from '../../src/core/source/source.ts'
import { formatTopic } from '../../src/core/tag/topic.ts'
import { formatMarkdownFile, formatYaml } from '../../src/core/text/front-matter.ts'
import type { Item } from '../../src/core/item/item.ts'
import { formatSourceHealth, type SourceHealth } from '../../src/core/source/source-health.ts'
import { idOf, makeEvent, makeItem, makeListing, makeRelease, makeSource, makeTopic, SECTION_IDS } from '../builders.ts'
import { LONG_FORM_FILES } from './sample-long-form.ts'

export const NOW = '2026-08-24T06:00:00Z'

const SETTINGS = `name: Crowsnest
url: https://crowsnest.example
tagline: The week, for a test
description: A small site that holds every case.
mail:
  from: Crowsnest <weekly@crowsnest.example>
subscribe:
  action: /subscribe
`

const hours = (count: number) => count * 3_600_000
const moment = (time: number) => new Date(time).toISOString().replace('.000Z', 'Z')

/** Titles that somebody wrote to break the page, by the last digits of an item's number. */
const ODD_TITLES: Readonly<Record<number, string>> = {
  7: '"><iframe src="https://elsewhere.example/"></iframe><svg/onload=alert(1)>',
  9: 'unbroken'.repeat(35),
}

/** Proposals, projects and releases, named as oddly as they may be: with zeros, with none, with no end. */
function nameWork(index: number): Partial<Item> {
  const excerpt = `See [KEP-1287: ${'unbroken'.repeat(15)}](https://kep.k8s.io/1287) and [1287: Lamps](https://kep.k8s.io/1287).`
  return {
    ...(index % 8 === 0 ? { keps: ['0753', '1287', '0000', '99999'] } : {}),
    ...(index === 48 ? { excerpt } : {}),
    ...(index % 7 === 0 ? { projects: ['cilium', 'left-the-cncf'] } : {}),
    ...(index % 9 === 0 ? { versions: ['1.34', '1.36', '1.99'] } : {}),
    ...(index % 35 === 0 ? { release: { project: 'cilium', version: `v1.9.0-rc.${'1'.repeat(80)}` } } : {}),
  }
}

/** Advisories: one that states nothing, under a hostile title; and ones that state more than a line holds. */
function stateFlaw(index: number): Partial<Item> {
  if (index % 20 !== 7 && index % 20 !== 9) return {}
  const cves = [`CVE-2026-${40_000 + index}`, ...(index === 9 ? ['CVE-2026-50000'] : [])]
  if (index % 20 === 7) return { cves, advisory: { cves, affected: [], fixed: [] } }
  const component = `csi-${'driver'.repeat(20)}`
  return {
    cves,
    advisory: {
      cves,
      severity: 'critical',
      score: 9.8,
      vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
      affected: [{ component, before: '1.2.3' }, { component: 'kubelet', through: '1.36.1' }, {}],
      fixed: [
        { component, version: '1.2.3' },
        { component: 'kubelet', version: '1.36.2' },
      ],
    },
  }
}

/** Items every hour and a half before `NOW`, of every kind in turn; a tenth of them in German. */
function makeItems(count: number): Item[] {
  return Array.from({ length: count }, (_, index) => {
    const kind = KINDS[index % KINDS.length] ?? 'blog'
    const url = `https://harbour.example/posts/${index}/`
    const time = Date.parse(NOW) - hours(1.5 * index + 1)
    return makeItem({
      url,
      title: ODD_TITLES[index % 20] ?? `Light number ${index}, and what the keeper saw from it`,
      kind,
      published: moment(time),
      firstSeen: moment(time + hours(0.5)),
      language: index % 10 === 3 ? 'de' : 'en',
      // Of the topics, one is gone; of the groups, one has no profile.
      topics: index % 4 === 0 ? [] : ['lamps', index % 5 === 0 ? 'fog' : 'tides'],
      sigs: index % 6 === 0 ? ['sig-node', 'sig-on-premise'] : [],
      ...nameWork(index),
      ...stateFlaw(index),
      sources: [{ id: `source-${kind}`, url }, ...(index < 158 ? [] : [{ id: 'old-light', url }])],
    })
  })
}

/** A conference's uploads: all of one source and day. */
function makeFlood(): Item[] {
  return Array.from({ length: 12 }, (_, index) => {
    const url = `https://video.harbour.example/watch/${index}/`
    return makeItem({
      url,
      title: `Talk ${index + 1} of the regatta: ${'steering '.repeat(index + 1)}`,
      kind: 'video',
      published: '2026-08-17T10:00:00Z',
      firstSeen: '2026-08-17T11:00:00Z',
      sources: [{ id: 'source-video', url }],
    })
  })
}

/** How the sources of the kinds are: one is as bad as can be, one was never read, the others are well. */
function healthOf(kind: string): SourceHealth | undefined {
  const well: SourceHealth = { status: 'ok', since: '2026-01-05T06:00:00Z', lastSuccess: '2026-08-23T06:00:00Z' }
  const others: Readonly<Record<string, SourceHealth | undefined>> = {
    security: { ...well, status: 'failing', since: '2026-08-03T06:00:00Z', reason: 'answered 404 Not Found' },
    media: {
      ...{
        status: 'failing',
        since: '2025-12-24T06:00:00Z',
        reason: `"><svg/onload=alert(1)>${'broken'.repeat(30)}`,
      },
      movedTo: `https://media.harbour.example/${'feeds'.repeat(30)}.xml`,
    },
    video: { ...well, status: 'parked', since: '2026-07-01T06:00:00Z', reason: 'answered 410 Gone' },
    podcast: { ...well, movedTo: 'https://podcast.harbour.example/new.xml' },
    event: undefined,
  }
  return kind in others ? others[kind] : well
}

/** How to take part in a group; its meetings have names that are as long as can be. */
function makeProfile(id: string) {
  return {
    title: `The group ${id}`,
    description: 'Looks after the lamps, and after who looks after them.',
    site: `https://harbour.example/groups/${id}`,
    slack: { channel: id, url: `https://chat.harbour.example/${id}` },
    list: `https://lists.harbour.example/${'keepers'.repeat(12)}`,
    meetings: [
      { title: 'Regular meeting', when: 'Mondays at 09:00 UTC, every week', notes: 'https://harbour.example/notes' },
      { title: 'triage'.repeat(15), when: 'Tuesdays at 09:00 UTC', url: 'https://harbour.example/join' },
    ],
    asOf: '2026-08-01',
  }
}

/** Releases in every state, and events of several regions, with names that are as long and as odd as they come. */
function makeCalendarFiles(): [name: string, text: string][] {
  const by = (day: string) => ({ 'kubernetes-schedule': day })
  const empty = { maintenance: {}, endOfLife: {}, patches: [] }
  const releases: Release[] = [
    makeRelease({ ...empty, minor: '1.37', released: {}, planned: { 'release-team': '2026-08-26' } }),
    makeRelease({ name: 'ハル (Haru)', announcement: 'https://harbour.example/haru/' }),
    makeRelease({
      minor: '1.34',
      name: 'unbroken'.repeat(12),
      released: { ...by('2025-08-27'), 'kubernetes-tags': '2025-08-26' },
      maintenance: by('2026-08-20'),
      endOfLife: { ...by('2026-10-27'), 'endoflife-date': '2026-10-28' },
      patches: [],
    }),
    makeRelease({
      minor: '1.33',
      released: by('2025-04-23'),
      maintenance: by('2026-04-28'),
      endOfLife: by('2026-06-28'),
      patches: [{ version: '1.33.13', planned: {}, days: by('2026-06-09') }],
    }),
    makeRelease({ ...empty, minor: '1.0', released: by('2015-07-10'), announcement: 'https://harbour.example/one/' }),
  ]
  const cfp = { url: 'https://fog.example/talks/', closes: '2026-08-31' }
  const events = [
    makeEvent({ listings: [makeListing({ source: 'kubernetes-website', city: 'Utrecht' }), makeListing()] }),
    makeEvent({
      id: 'fog-day-2026',
      name: 'unbroken'.repeat(20),
      kind: 'kcd',
      region: 'asia-pacific',
      language: 'ja',
      listings: [makeListing({ url: 'https://fog.example/', start: '2026-11-30', end: '2026-12-02', cfp })],
    }),
    makeEvent({
      ...{ id: 'calm-2026', name: 'Calm 2026', cancelled: true },
      listings: [makeListing({ url: 'https://calm.example/', start: '2026-10-01', end: '2026-10-01' })],
    }),
    makeEvent({
      ...{ id: 'ebb-2025', name: 'Ebb 2025', remote: true },
      listings: [makeListing({ url: 'https://ebb.example/', start: '2025-05-01', end: '2025-05-03' })],
    }),
  ]
  const schedule = { read: by('2026-08-21'), rounds: [{ cherryPicks: '2026-09-11', target: '2026-09-15' }] }
  return [
    ['releases/schedule.yml', formatReleaseSchedule(schedule)],
    ...releases.map((release): [string, string] => [`releases/${release.minor}.yml`, formatRelease(release)]),
    ...events.map((event): [string, string] => [`events/${event.id}.yml`, formatEvent(event)]),
  ]
}

/** Writes a content folder with four issues (one a draft, one archival), every section, and items on both sides of the cut-off. */
export function writeSampleContent(folder: string): void {
  const write = (name: string, text: string) => {
    const file = path.join(folder, name)
    fs.mkdirSync(path.dirname(file), { recursive: true })
    fs.writeFileSync(file, text)
  }
  write('site.yml', SETTINGS)
  for (const [name, text] of Object.entries(LONG_FORM_FILES)) write(name, text)
  for (const id of ['lamps', 'fog']) {
    write(`topics/${id}.yml`, formatTopic(makeTopic({ id, title: `All about ${id}`, words: [id] })))
  }
  for (const id of ['sig-node', 'wg-batch', 'committee-steering'])
    write(`groups/${id}.yml`, formatYaml(makeProfile(id)))
  for (const kind of KINDS) {
    const health = healthOf(kind)
    if (health) write(`health/source-${kind}.yml`, formatSourceHealth(health))
    write(
      `sources/source-${kind}.yml`,
      formatSource(
        makeSource({
          id: `source-${kind}`,
          title: kind === 'media' ? 'pressofallharbours'.repeat(7) : `The ${kind} of the harbour`,
          url: `https://${kind}.harbour.example/feed.xml`,
          site: `https://${kind}.harbour.example/`,
          kind,
          ...(kind === 'security' ? { org: 'Harbour Watch', include: ['lamp', 'fog bank'], language: 'de' } : {}),
        }),
      ),
    )
  }
  // Its address is that of the page of all sources, but for one word.
  for (const [name, text] of makeCalendarFiles()) write(name, text)
  write('sources/index.yml', formatSource(makeSource({ id: 'index', title: 'Index', kind: 'community' })))
  const retired = { since: '2026-08-03', reason: 'Its keeper has gone ashore, & writes <elsewhere> now.' }
  const health: SourceHealth = { status: 'failing', since: '2026-07-01T06:00:00Z', reason: 'answered 404 Not Found' }
  write('sources/old-light.yml', formatSource(makeSource({ id: 'old-light', title: 'The Old Light', retired })))
  write('health/old-light.yml', formatSourceHealth(health))
  const items = [...makeItems(160), ...makeFlood()]
  for (const item of items) write(`items/${itemPath(item)}`, formatItem(item))

  const cutOff = '2026-08-20T12:00:00Z'
  const pool = items.filter(({ firstSeen }) => firstSeen <= cutOff)
  const picks = SECTION_IDS.flatMap((section, index) =>
    pool.slice(index * 2, index * 2 + 2).map((item) => ({
      id: item.id,
      section,
      title: item.title,
      url: item.url,
      source: 'Harbour Blog',
      authors: [{ name: 'Maren Hafen', org: 'Lighthouse Works' }],
      published: item.published,
      minutes: 6,
      access: index === 2 ? 'paywall' : undefined,
      language: index === 3 ? 'de' : undefined,
      blurb:
        'A lamp that turns needs **one** bearing and `two` keepers; this says which, and [why](https://harbour.example/why).',
      also: index === 0 ? [{ source: 'Planet Harbour', url: 'https://planet.example/1' }] : undefined,
    })),
  )
  const issue = (key: string, data: Record<string, unknown>, body: string) => {
    write(
      `issues/${key}.md`,
      formatMarkdownFile({ subject: 'A subject', preheader: '', editors: ['keeper'], weeks: [key], ...data }, body),
    )
  }
  issue(
    '2026-W34',
    {
      ...{ number: 3, title: 'The lamp is lit, and the fog is leaving', status: 'published', date: '2026-08-20' },
      ...{ covers: { from: '2026-08-13T12:00:00Z', to: cutOff }, candidates: pool.length, picks },
      corrections: [{ date: '2026-08-21', pick: picks[0]?.id, text: 'There are two keepers, not three.' }],
      corrects: [
        {
          ...{ issue: '2026-W33', number: 2, date: '2026-08-14', pick: idOf('https://harbour.example/calm') },
          ...{ title: 'Calm', text: 'It was not calm at all.' },
        },
      ],
    },
    'The note of the *editor*.\n\n## Technical\n\nA word before the links.\n\n## Shoutouts\n\nTo the night watch.\n\n## Tides\n\nHigh at noon.',
  )
  const [skipped, held, merged, other] = pool.slice(30, 34).map(({ id }) => id)
  const entries = [
    { verb: 'skip', ids: [skipped], reason: 'seen <b>before</b>, and better' },
    { verb: 'shortlist', ids: [held] },
    { verb: 'merge', ids: [merged, other] },
  ].map((operation, index) => ({ id: `0000000${index}`, at: '2026-08-19T09:00:00Z', did: [operation] }))
  write('decisions/2026-W34/keeper.jsonl', entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''))
  issue(
    '2026-W33',
    {
      ...{ number: 2, title: 'A week of calm', status: 'published', date: '2026-08-13' },
      covers: { from: '2026-08-06T12:00:00Z', to: '2026-08-13T12:00:00Z' },
      picks: [
        {
          id: idOf('https://harbour.example/calm'),
          section: 'technical',
          title: 'Calm',
          url: 'https://harbour.example/calm',
          source: 'Harbour Blog',
          blurb: 'Nothing moved.',
        },
      ],
    },
    'Little happened.',
  )
  issue(
    '2018-W05',
    {
      ...{ number: 1, title: 'From the archive', status: 'published', date: '2018-02-05' },
      covers: { from: '2018-01-29T00:00:00Z', to: '2018-02-05T00:00:00Z' },
      picks: [
        {
          id: '0123456789',
          section: 'technical',
          title: 'A page whose address is lost',
          source: 'Harbour Blog',
          blurb: 'It was good.',
        },
      ],
    },
    'An old week.',
  )
  issue(
    '2026-W35',
    {
      ...{ number: 4, title: 'Not yet for readers', status: 'draft', date: '2026-08-27' },
      covers: { from: cutOff, to: '2026-08-27T12:00:00Z' },
      picks: [],
    },
    '',
  )
}
