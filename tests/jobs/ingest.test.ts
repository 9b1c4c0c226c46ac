import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { readFeed } from '../../src/core/feed/read-feed.ts'
import { itemFingerprint } from '../../src/core/item/item-fingerprint.ts'
import { formatItem, parseItem, type StoredItem } from '../../src/core/item/item-file.ts'
import { NO_TAGS } from '../../src/core/item/tags.ts'
import type { SourceHealth } from '../../src/core/source/source-health.ts'
import type { Source } from '../../src/core/source/source.ts'
import { formatIngestReport } from '../../src/jobs/format-ingest-report.ts'
import { ingest, type IngestInput, type IngestReport } from '../../src/jobs/ingest.ts'
import type { FeedState, Fetched, Validators } from '../../src/jobs/ports.ts'
import { idOf, makeSource, makeStored } from '../builders.ts'

const NOW = new Date('2026-08-20T06:00:00Z')
const LATER = new Date('2026-08-20T08:00:00Z')

interface Told {
  readonly title?: string
  readonly link: string
  readonly date?: string
}

function rss(entries: readonly Told[]): string {
  const items = entries.map(
    ({ title = 'A title', link, date = '2026-08-19' }) =>
      `<item><title>${title}</title><link>${link}</link><pubDate>${date}</pubDate></item>`,
  )
  return `<rss version="2.0"><channel><title>t</title>${items.join('')}</channel></rss>`
}

function answer(body: string, own: Partial<Extract<Fetched, { outcome: 'ok' }>> = {}): Fetched {
  return {
    outcome: 'ok',
    body: new Uint8Array(Buffer.from(body)),
    contentType: 'application/rss+xml',
    url: 'https://harbour.example/feed.xml',
    movedTo: undefined,
    validators: { etag: '"1"' },
    advice: {},
    ...own,
  }
}

const UNCHANGED: Fetched = { outcome: 'unchanged', validators: { etag: '"1"' }, movedTo: undefined, advice: {} }
const DEAD: Fetched = { outcome: 'failed', reason: 'answered 500 Internal Server Error', status: 500 }

/** Ports over memory: what is fetched, remembered and written can be set and seen. */
function makeWorld(own: { sources?: readonly Source[]; answers?: Record<string, Fetched | (() => never)> } = {}) {
  const sources = own.sources ?? [makeSource()]
  const answers = new Map(Object.entries(own.answers ?? {}))
  const states = new Map<string, FeedState>()
  const health = new Map<string, SourceHealth>()
  const files = new Map<string, string>()
  const asked: { url: string; validators: Validators }[] = []
  const told: string[] = []
  const deeds: string[] = []

  const stored = (): StoredItem[] =>
    [...files].map(([path, text]) => {
      const item = parseItem(text, path)
      assert.ok(item.ok, JSON.stringify(item))
      return { path, item: item.value }
    })

  const run = (input: Partial<IngestInput> = {}): Promise<IngestReport> =>
    ingest(
      {
        sources,
        now: NOW,
        since: new Date('2026-07-01T00:00:00Z'),
        force: false,
        dryRun: false,
        content: '/content',
        ...input,
      },
      {
        fetchFeed: (url, validators) => {
          asked.push({ url, validators })
          const found = answers.get(url) ?? DEAD
          return Promise.resolve(typeof found === 'function' ? found() : found)
        },
        readFeed: (document, source) => readFeed(document, source, () => NO_TAGS),
        states: {
          read: () => new Map(states),
          write: (all) => {
            deeds.push(`states ${all.size}`)
            states.clear()
            for (const [id, state] of all) states.set(id, state)
          },
        },
        health: {
          read: (id) => health.get(id),
          write: (id, own) => {
            deeds.push(`health ${id}`)
            health.set(id, own)
          },
        },
        readStored: () => {
          deeds.push('read items')
          return stored()
        },
        writeItems: (items) => {
          for (const { path, item } of items) {
            deeds.push(`item ${path}`)
            files.set(path, formatItem(item))
          }
        },
        onSource: ({ id, status }) => told.push(`${id} ${status}`),
      },
    )
  return { run, answers, states, health, files, asked, told, deeds }
}

const FEED = 'https://harbour.example/feed.xml'
const two = (url: string, id: string) => makeSource({ id, url })

describe('an ingest', () => {
  test('writes an item for each new entry, then what it remembers of the feed, and nothing of it twice', async () => {
    const feed = rss([{ link: 'https://harbour.example/1' }, { link: 'https://harbour.example/2' }])
    const { run, deeds, files } = makeWorld({ answers: { [FEED]: answer(feed) } })
    const report = await run()
    assert.deepEqual(report.items, { new: 2, updated: 0, unchanged: 0, filtered: 0 })
    assert.deepEqual(report.sources, [{ id: 'harbour-blog', status: 'ok', entries: 2, unwanted: 0, filtered: 0 }])
    assert.deepEqual(
      deeds.map((deed) => deed.split(' ')[0]),
      ['read', 'item', 'item', 'health', 'states'],
    )
    const before = new Map(files)
    const again = await run({ force: true })
    assert.deepEqual(again.items, { new: 0, updated: 0, unchanged: 2, filtered: 0 })
    assert.deepEqual(files, before)
  })

  test('goes on when a source fails, and says which and why', async () => {
    const { run, states, told } = makeWorld({
      sources: [two('https://dead.example/', 'dead'), makeSource(), two('https://page.example/', 'page')],
      answers: {
        [FEED]: answer(rss([{ link: 'https://harbour.example/1' }])),
        'https://page.example/': answer('<!doctype html><title>Page</title>'),
      },
    })
    const report = await run()
    assert.equal(report.items.new, 1)
    assert.deepEqual(
      report.sources.map(({ id, status }) => [id, status]),
      [
        ['dead', 'failed'],
        ['harbour-blog', 'ok'],
        ['page', 'failed'],
      ],
    )
    assert.match(report.sources[0]?.error ?? '', /^https:\/\/dead\.example\/ answered 500/)
    assert.match(report.sources[2]?.error ?? '', /this is a web page, not a feed/)
    assert.deepEqual(
      [...states].map(([id, { validators, failures }]) => [id, validators, failures]),
      [
        ['dead', {}, 1],
        ['harbour-blog', { etag: '"1"' }, undefined],
        ['page', {}, 1],
      ],
    )
    assert.equal(told.length, 3)
  })

  test('goes on when a feed takes the reader down', async () => {
    const { run } = makeWorld({
      sources: [two('https://wreck.example/', 'wreck'), makeSource()],
      answers: {
        'https://wreck.example/': () => {
          throw new RangeError('Maximum call stack size exceeded')
        },
        [FEED]: answer(rss([{ link: 'https://harbour.example/1' }])),
      },
    })
    const report = await run()
    assert.equal(report.items.new, 1)
    assert.match(report.sources.find(({ id }) => id === 'wreck')?.error ?? '', /should not have happened: Maximum call/)
  })

  test('leaves alone what it had of a feed that fails now', async () => {
    const { run, answers, files, states } = makeWorld({
      answers: { [FEED]: answer(rss([{ link: 'https://harbour.example/1' }])) },
    })
    await run()
    const before = [new Map(files), new Map(states)]
    for (const wrong of [DEAD, answer(''), answer(rss([])), answer('{}')]) {
      answers.set(FEED, wrong)
      await run({ force: true })
      assert.deepEqual(files, before[0])
    }
    answers.set(FEED, DEAD)
    await run({ force: true })
    assert.deepEqual(states.get('harbour-blog')?.validators, { etag: '"1"' })
  })

  test('folds what two sources carry into one item, whichever answers first', async () => {
    const sources = [two('https://a.example/feed', 'a'), two('https://b.example/feed', 'b')]
    const link = 'https://a.example/story/'
    const answers = {
      'https://a.example/feed': answer(rss([{ title: 'Story', link }])),
      'https://b.example/feed': answer(rss([{ title: 'Copy', link: `http://www.a.example/story?utm_source=b` }])),
    }
    const one = makeWorld({ sources, answers })
    const other = makeWorld({ sources: sources.toReversed(), answers })
    assert.equal((await one.run()).items.new, 1)
    await other.run()
    assert.deepEqual(one.files, other.files)
    const [text] = one.files.values()
    assert.match(text ?? '', /id: a\n[^]*id: b\n/)
  })

  test('of some sources lets nobody take over who would not when all are read', async () => {
    const sources = [
      makeSource({ id: 'heavy', url: 'https://heavy.example/feed', weight: 5 }),
      makeSource({ id: 'light', url: 'https://light.example/feed', weight: 1 }),
    ]
    const told = (title: string) => answer(rss([{ title, link: 'https://elsewhere.example/story/' }]))
    const { run, files } = makeWorld({
      sources,
      answers: { 'https://heavy.example/feed': told('Heavy'), 'https://light.example/feed': told('Light') },
    })
    await run()
    const before = new Map(files)
    assert.match([...files.values()].join(), /title: Heavy/)
    await run({ sources: sources.slice(1), known: sources, force: true })
    assert.deepEqual(files, before)
  })

  test('leaves out what is too old, what is not about its words, and what links nowhere, and counts them', async () => {
    const feed = rss([
      { title: 'Kubernetes, old', link: 'https://harbour.example/old', date: '2026-06-30' },
      { title: 'Kubernetes, new', link: 'https://harbour.example/new', date: '2026-07-01' },
      { title: 'Cooking', link: 'https://harbour.example/cooking' },
      { title: 'Kubernetes, nowhere', link: 'javascript:void(0)' },
      { title: 'Kubernetes, undated', link: 'https://harbour.example/undated', date: '' },
    ])
    const { run, files } = makeWorld({
      sources: [makeSource({ include: ['kubernetes'] })],
      answers: { [FEED]: answer(feed) },
    })
    const report = await run()
    assert.deepEqual(report.items, { new: 2, updated: 0, unchanged: 0, filtered: 3 })
    assert.deepEqual(report.sources[0], { id: 'harbour-blog', status: 'ok', entries: 5, unwanted: 1, filtered: 3 })
    assert.match(formatIngestReport(report, false), /left out: 1 for want of a word [^]*harbour-blog 1 of 5/)
    assert.deepEqual([...files.keys()].map((path) => path.replace(/-[0-9a-f]{6}\.md$/, '')).sort(), [
      '2026-W27/kubernetes-new',
      '2026-W34/kubernetes-undated',
    ])
  })

  test('updates an item that it knows, however old', async () => {
    const old = { link: 'https://harbour.example/1', date: '2026-07-02' }
    const { run, answers } = makeWorld({ answers: { [FEED]: answer(rss([old])) } })
    await run()
    answers.set(FEED, answer(rss([{ ...old, title: 'Corrected' }])))
    const report = await run({ force: true, since: new Date('2026-08-01T00:00:00Z') })
    assert.deepEqual(report.items, { new: 0, updated: 1, unchanged: 0, filtered: 0 })
    assert.equal(report.plan.changed[0]?.item.id, idOf(old.link))
  })

  test('that is a dry run plans the same, and writes nothing', async () => {
    const { run, deeds } = makeWorld({ answers: { [FEED]: answer(rss([{ link: 'https://harbour.example/1' }])) } })
    const report = await run({ dryRun: true })
    assert.equal(report.items.new, 1)
    assert.deepEqual(deeds, ['read items'])
    assert.match(formatIngestReport(report, true), /Nothing was written[^]*new {5}2026-W34\/a-title-/)
    const none = await makeWorld().run({ dryRun: true })
    assert.match(formatIngestReport(none, true), /Nothing was written, and no item would be\.$/)
  })
})

describe('what an ingest remembers of a feed', () => {
  const feed = answer(rss([{ link: 'https://harbour.example/1' }]))

  test('are its validators, sent back when the hour has passed, and not before', async () => {
    const { run, asked, answers } = makeWorld({ answers: { [FEED]: feed } })
    await run()
    assert.deepEqual(asked, [{ url: FEED, validators: {} }])
    const early = await run({ now: new Date('2026-08-20T06:59:59Z') })
    assert.equal(early.sources[0]?.status, 'not-due')
    assert.equal(asked.length, 1)
    answers.set(FEED, UNCHANGED)
    const due = await run({ now: LATER })
    assert.deepEqual(due.sources, [{ id: 'harbour-blog', status: 'unchanged', entries: 0, unwanted: 0, filtered: 0 }])
    assert.deepEqual(asked[1], { url: FEED, validators: { etag: '"1"' } })
  })

  test('does not keep --force from asking, with validators all the same', async () => {
    const { run, asked } = makeWorld({ answers: { [FEED]: feed } })
    await run()
    await run({ force: true })
    assert.deepEqual(asked[1], { url: FEED, validators: { etag: '"1"' } })
  })

  for (const [name, change] of [
    ['its source was edited', { sources: [makeSource({ include: ['pods'] })] }],
    ['the items go to another folder', { content: '/elsewhere' }],
    ['older entries are wanted than before', { since: new Date('2020-01-01T00:00:00Z') }],
  ] as const) {
    test(`is forgotten where ${name}: the feed is read afresh`, async () => {
      const { run, asked } = makeWorld({ answers: { [FEED]: feed } })
      await run()
      await run({ force: true, ...change })
      assert.deepEqual(asked[1]?.validators, {})
    })
  }

  test('holds from the oldest span that was read in full, not from the newest run', async () => {
    const { run, asked } = makeWorld({ answers: { [FEED]: feed } })
    await run({ since: new Date('2026-01-01T00:00:00Z') })
    await run({ force: true, since: new Date('2026-08-01T00:00:00Z') })
    await run({ force: true, since: new Date('2026-02-01T00:00:00Z') })
    assert.deepEqual(
      asked.map(({ validators }) => validators),
      [{}, { etag: '"1"' }, { etag: '"1"' }],
    )
  })

  test('tells that it has moved, and rewrites nothing', async () => {
    const movedTo = 'https://new.harbour.example/feed.xml'
    const { run, states, answers } = makeWorld({ answers: { [FEED]: { ...feed, movedTo } as Fetched } })
    const report = await run()
    assert.equal(report.sources[0]?.movedTo, movedTo)
    assert.match(formatIngestReport(report, false), /moved {3}harbour-blog: now at https:\/\/new\.harbour\.example/)
    assert.match(states.get('harbour-blog')?.definition ?? '', /"url":"https:\/\/harbour\.example\/feed\.xml"/)
    answers.set(FEED, { ...UNCHANGED, movedTo })
    assert.equal((await run({ force: true })).sources[0]?.movedTo, movedTo)
  })
})

describe('a source that is retired', () => {
  const retired = { since: '2026-08-01', reason: 'it has ended' }
  const feed = answer(rss([{ link: 'https://harbour.example/1' }]))

  test('is not asked, however much else is asked for, and is no part of the report', async () => {
    const sources = [makeSource({ retired }), two('https://b.example/feed', 'b')]
    const world = makeWorld({ sources, answers: { [FEED]: feed, 'https://b.example/feed': feed } })
    const { sources: reported } = await world.run({ force: true, retag: true })
    assert.deepEqual(
      world.asked.map(({ url }) => url),
      ['https://b.example/feed'],
    )
    assert.deepEqual([reported.map(({ id }) => id), world.told], [['b'], ['b ok']])
    assert.deepEqual([...world.health.keys()], ['b'])
  })

  test('has the memory of its feed taken away, and is read afresh when it is followed again', async () => {
    const others = [two('https://b.example/feed', 'b')]
    const world = makeWorld({ answers: { [FEED]: feed, 'https://b.example/feed': feed } })
    await world.run({ sources: [makeSource(), ...others] })
    assert.deepEqual([...world.states.keys()].sort(), ['b', 'harbour-blog'])
    await world.run({ sources: [makeSource({ retired }), ...others], now: LATER })
    assert.deepEqual([...world.states.keys()], ['b'])
    world.asked.splice(0)
    await world.run({ sources: [makeSource(), ...others], now: LATER })
    assert.deepEqual(world.asked, [{ url: FEED, validators: {} }])
  })

  test('goes on telling what it brought, beside who carries it still', async () => {
    const light = makeSource({ id: 'light', url: 'https://light.example/feed', weight: 1 })
    const heavy = makeSource({ weight: 5 })
    const entry = { link: 'https://harbour.example/1' }
    const answers = {
      [FEED]: answer(rss([{ ...entry, title: 'Heavy' }])),
      'https://light.example/feed': answer(rss([{ ...entry, title: 'Light' }])),
    }
    const world = makeWorld({ answers })
    await world.run({ sources: [heavy, light] })
    const before = new Map(world.files)
    assert.match([...before.values()].join(), /title: Heavy/)
    await world.run({ sources: [{ ...heavy, retired }, light], force: true })
    assert.deepEqual(world.files, before)
  })
})

describe('a feed that wants to be left alone', () => {
  const feed = answer(rss([{ link: 'https://harbour.example/1' }]))
  const at = (hour: number) => new Date(NOW.getTime() + hour * 3_600_000)
  const statuses = ({ sources }: IngestReport) => sources.map(({ status }) => status)

  for (const [name, own, hours] of [
    ['by max-age', { advice: { cacheControl: 'max-age=10800' } }, 3],
    ['by Retry-After', { advice: { retryAfter: '7200' } }, 2],
    ['by its ttl', { body: new Uint8Array(Buffer.from(rss([]).replace('<title>', '<ttl>300</ttl><title>'))) }, 5],
    ['for a year, and is left alone a day', { advice: { cacheControl: 'max-age=31536000' } }, 24],
  ] as const) {
    test(`${name} is not asked before`, async () => {
      const { run, asked } = makeWorld({ answers: { [FEED]: { ...feed, ...own } } })
      await run()
      assert.deepEqual(statuses(await run({ now: at(hours - 0.01) })), ['not-due'])
      assert.deepEqual(statuses(await run({ now: at(hours) })), ['ok'])
      assert.equal(asked.length, 2)
    })
  }

  test('keeps its ttl while it does not change', async () => {
    const slow = answer(rss([]).replace('<title>', '<ttl>300</ttl><title>'))
    const { run, answers } = makeWorld({ answers: { [FEED]: slow } })
    await run()
    answers.set(FEED, UNCHANGED)
    await run({ now: at(5) })
    assert.deepEqual(statuses(await run({ now: at(9) })), ['not-due'])
  })

  test('is asked by its source’s interval', async () => {
    const { run } = makeWorld({ sources: [makeSource({ interval: 6 })], answers: { [FEED]: feed } })
    await run()
    assert.deepEqual(statuses(await run({ now: at(5) })), ['not-due'])
    assert.deepEqual(statuses(await run({ now: at(6) })), ['ok'])
  })

  test('by 429 closes its host to all feeds there, until the moment that it named; --force asks all the same', async () => {
    const busy: Fetched = {
      outcome: 'failed',
      reason: 'answered 429 Too Many Requests',
      status: 429,
      closed: { host: 'busy.example', retryAfter: '14400' },
    }
    const sources = [two('https://busy.example/a', 'a'), two('https://busy.example/b', 'b'), makeSource()]
    const world = makeWorld({ sources, answers: { 'https://busy.example/a': busy, [FEED]: feed } })
    world.answers.set('https://busy.example/b', { outcome: 'spared', host: 'busy.example' })
    assert.deepEqual(statuses(await world.run()), ['failed', 'not-due', 'ok'])
    world.answers.set('https://busy.example/a', feed).set('https://busy.example/b', feed)
    assert.deepEqual(statuses(await world.run({ now: at(3.9) })), ['not-due', 'not-due', 'ok'])
    assert.deepEqual(statuses(await world.run({ now: at(3.9), sources: sources.slice(1, 2), known: sources })), [
      'not-due',
    ])
    assert.deepEqual(
      statuses(await world.run({ now: at(3.9), sources: sources.slice(1, 2), known: sources, force: true })),
      ['ok'],
    )
    assert.deepEqual(statuses(await world.run({ now: at(4) })), ['ok', 'not-due', 'not-due'])
  })
})

describe('a feed that fails', () => {
  const at = (hour: number) => new Date(NOW.getTime() + hour * 3_600_000)
  const one = async (report: Promise<IngestReport>) => (await report).sources[0]

  test('is asked after an hour, then after two, four and eight; once it answers, hourly again', async () => {
    const { run, answers } = makeWorld()
    const seen: number[] = []
    for (let hour = 0; hour <= 16; hour += 0.5)
      if ((await one(run({ now: at(hour) })))?.status === 'failed') seen.push(hour)
    assert.deepEqual(seen, [0, 1, 3, 7, 15])
    answers.set(FEED, answer(rss([])))
    assert.equal((await one(run({ now: at(31) })))?.status, 'ok')
    assert.equal((await one(run({ now: at(32) })))?.status, 'ok')
  })

  test('is asked at once when its source was edited', async () => {
    const { run } = makeWorld()
    await run()
    const edited = makeSource({ title: 'Harbour Log' })
    assert.equal((await one(run({ sources: [edited], now: at(0.5) })))?.status, 'failed')
  })

  test('with 410 is parked, until its source is edited or --force asks', async () => {
    const gone: Fetched = { outcome: 'failed', reason: 'answered 410 Gone', status: 410 }
    const { run, health, answers } = makeWorld({ answers: { [FEED]: gone } })
    assert.equal((await one(run()))?.status, 'failed')
    assert.equal(health.get('harbour-blog')?.status, 'parked')
    const report = await run({ now: at(1000) })
    assert.match(formatIngestReport(report, false), /0 not due, 1 parked, 0 failed\n[^]*\nparked {2}harbour-blog: /)
    const [later] = report.sources
    assert.equal(later?.status, 'parked')
    assert.match(later?.error ?? '', /gone for good \(410\), and is not asked again until its source is edited/)
    answers.set(FEED, answer(rss([])))
    assert.equal((await one(run({ now: at(1001), force: true })))?.status, 'ok')
    assert.equal(health.get('harbour-blog')?.status, 'ok')
    assert.equal((await one(run({ now: at(1002) })))?.status, 'ok')
  })

  const NOWHERE: Fetched = {
    outcome: 'failed',
    reason: 'has a host that cannot be found',
    status: undefined,
    unreached: true,
  }

  test('for want of a network here is neither ill nor left alone: no host could be reached', async () => {
    const { run, states, health, deeds } = makeWorld({
      sources: [makeSource(), two('https://other.example/', 'other')],
      answers: { [FEED]: NOWHERE, 'https://other.example/': NOWHERE },
    })
    const report = await run()
    assert.equal(report.isOffline, true)
    assert.match(formatIngestReport(report, false), /\nNo source could be reached\. Is there a network\?/)
    assert.deepEqual([states.size, health.size, deeds], [0, 0, []])
    assert.equal((await one(run()))?.status, 'failed')
  })

  test('for want of an address is ill, where others could be reached', async () => {
    const { run, health } = makeWorld({
      sources: [makeSource(), two('https://other.example/', 'other')],
      answers: { [FEED]: NOWHERE, 'https://other.example/': DEAD },
    })
    assert.equal((await run()).isOffline, false)
    assert.equal(health.get('harbour-blog')?.reason, 'has a host that cannot be found')
  })

  test('keeps its validators for when it is well again', async () => {
    const { run, answers, asked } = makeWorld({ answers: { [FEED]: answer(rss([])) } })
    await run()
    answers.set(FEED, DEAD)
    await run({ now: at(1) })
    answers.set(FEED, UNCHANGED)
    await run({ now: at(2) })
    assert.deepEqual(asked.at(-1)?.validators, { etag: '"1"' })
  })
})

describe('the health of sources', () => {
  const at = (hour: number) => new Date(NOW.getTime() + hour * 3_600_000)

  test('is written when it comes to mean something else, and not before', async () => {
    const { run, answers, health, deeds } = makeWorld({ answers: { [FEED]: answer(rss([])) } })
    const writes = () => deeds.filter((deed) => deed.startsWith('health')).length
    await run()
    for (let hour = 1; hour < 100; hour++) await run({ now: at(hour) })
    assert.equal(writes(), 1)
    answers.set(FEED, DEAD)
    await run({ now: at(100) })
    await run({ now: at(101) })
    assert.equal(writes(), 2)
    assert.deepEqual(health.get('harbour-blog'), {
      status: 'failing',
      since: '2026-08-24T10:00:00Z',
      lastSuccess: '2026-08-24T09:00:00Z',
      reason: 'answered 500 Internal Server Error',
    })
  })

  test('says why what was sent is no feed, and where a feed has moved', async () => {
    const { run, health } = makeWorld({
      sources: [makeSource(), two('https://moved.example/', 'moved')],
      answers: {
        [FEED]: answer('<!doctype html><title>Page</title>'),
        'https://moved.example/': answer(rss([]), { movedTo: 'https://new.example/feed' }),
      },
    })
    await run()
    assert.equal(health.get('harbour-blog')?.reason, 'this is a web page, not a feed')
    assert.equal(health.get('moved')?.movedTo, 'https://new.example/feed')
  })
})

test('an ingest that tags anew reads feeds whole that are not due, but none that is parked or fails', async () => {
  const { run, asked, deeds } = makeWorld({
    sources: [makeSource(), two('https://gone.example/', 'gone'), two('https://dead.example/', 'dead')],
    answers: {
      [FEED]: answer(rss([{ link: 'https://harbour.example/1' }])),
      'https://gone.example/': { outcome: 'failed', reason: 'answered 410 Gone', status: 410 },
    },
  })
  await run()
  const report = await run({ retag: true })
  assert.deepEqual(
    report.sources.map(({ status }) => status),
    ['not-due', 'parked', 'ok'],
  )
  assert.deepEqual(asked.at(-1), { url: FEED, validators: {} })
  assert.equal(deeds.filter((deed) => deed.startsWith('item')).length, 1)
})

test('an ingest that tags anew reads out of stored items what they state, without a network too, once, and no other does', async () => {
  const unreached: Fetched = { outcome: 'failed', reason: 'is out of reach', status: undefined, unreached: true }
  const { run, answers, files, states } = makeWorld({ answers: { [FEED]: unreached } })
  const stored = makeStored({ title: 'v1.2.3', url: 'https://github.com/harbour/pilot/releases/tag/v1.2.3' })
  const edited = makeStored({ title: 'v1.2.4', url: 'https://github.com/harbour/pilot/releases/tag/v1.2.4' })
  const before = { ...stored.item, written: itemFingerprint(stored.item) }
  files.set(stored.path, formatItem(before))
  files.set(edited.path, formatItem(edited.item))
  await run({ force: true })
  assert.doesNotMatch([...files.values()].join(''), /release:/)
  await run({ retag: true, dryRun: true })
  assert.doesNotMatch([...files.values()].join(''), /release:/)
  assert.equal((await run({ retag: true })).items.updated, 2)
  assert.match(files.get(stored.path) ?? '', /release:\n {2}project: pilot\n {2}version: v1\.2\.3\n/)
  assert.match(files.get(edited.path) ?? '', /version: v1\.2\.4\n/)
  assert.equal(states.size, 0)
  assert.equal((await run({ retag: true })).items.updated, 0)
  const told = [...files]
  answers.set(FEED, answer(rss([{ title: 'v1.2.3', link: stored.item.url, date: '2026-08-18T09:00:00Z' }])))
  const { items } = await run({ force: true })
  assert.equal(items.new, 0)
  assert.match(files.get(stored.path) ?? '', /project: pilot/)
  assert.equal(files.get(edited.path), new Map(told).get(edited.path))
})

test('an ingest reads no item where no feed has anything to say', async () => {
  const { run, deeds } = makeWorld({ answers: { [FEED]: UNCHANGED } })
  await run()
  assert.deepEqual(deeds, ['health harbour-blog', 'states 1'])
})

test('a report for people counts sources and items, and names each failure', async () => {
  const { run } = makeWorld({
    sources: [two('https://dead.example/', 'dead'), makeSource()],
    answers: { [FEED]: answer(rss([{ link: 'https://harbour.example/1' }])) },
  })
  assert.deepEqual(formatIngestReport(await run(), false).split('\n'), [
    '2 sources: 1 read, 0 unchanged, 0 not due, 1 failed',
    'items: 1 new, 0 updated, 0 unchanged; 0 entries left out',
    'failed  dead: https://dead.example/ answered 500 Internal Server Error',
  ])
})

test('a report says which feeds are not asked because they failed, and how to ask them at once', async () => {
  const { run } = makeWorld({
    sources: [two('https://dead.example/', 'dead'), makeSource()],
    answers: { [FEED]: answer(rss([{ link: 'https://harbour.example/1' }])) },
  })
  await run()
  const again = await run()
  assert.deepEqual(formatIngestReport(again, false).split('\n').slice(2), [
    'waits   dead: failed when last asked, and left alone for a while; --force asks at once',
  ])
  assert.doesNotMatch(formatIngestReport(await run({ force: true }), false), /waits/)
})

test('a report says how to ask feeds that answered a moment ago', async () => {
  const { run } = makeWorld({ answers: { [FEED]: answer(rss([])) } })
  await run()
  assert.match(formatIngestReport(await run(), false), /^No feed is due yet; --force asks them all the same\.$/m)
})
