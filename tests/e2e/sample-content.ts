import fs from 'node:fs'
import path from 'node:path'
import { formatItem, itemPath } from '../../src/core/item/item-file.ts'
import { formatSource } from '../../src/core/source/source-file.ts'
import { KINDS } from '../../src/core/source/source.ts'
import { SECTION_IDS } from '../../src/core/issue/section.ts'
import { formatMarkdownFile } from '../../src/core/text/front-matter.ts'
import type { Item } from '../../src/core/item/item.ts'
import { formatSourceHealth, type SourceHealth } from '../../src/core/source/source-health.ts'
import { idOf, makeItem, makeSource } from '../builders.ts'

export const NOW = '2026-08-24T06:00:00Z'

const SETTINGS = `name: Crowsnest
url: https://crowsnest.example
tagline: The week, for a test
description: A small site that holds every case.
mail:
  from: Crowsnest <weekly@crowsnest.example>
`

const hours = (count: number) => count * 3_600_000
const moment = (time: number) => new Date(time).toISOString().replace('.000Z', 'Z')

/** Titles that somebody wrote to break the page, by the last digits of an item's number. */
const ODD_TITLES: Readonly<Record<number, string>> = {
  7: '"><iframe src="https://elsewhere.example/"></iframe><svg/onload=alert(1)>',
  9: 'unbroken'.repeat(35),
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
      sources: [{ id: `source-${kind}`, url }],
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

/** Writes a content folder with four issues (one a draft, one archival), every section, and items on both sides of the cut-off. */
export function writeSampleContent(folder: string): void {
  const write = (name: string, text: string) => {
    const file = path.join(folder, name)
    fs.mkdirSync(path.dirname(file), { recursive: true })
    fs.writeFileSync(file, text)
  }
  write('site.yml', SETTINGS)
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
  write('sources/index.yml', formatSource(makeSource({ id: 'index', title: 'Index', kind: 'community' })))
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
