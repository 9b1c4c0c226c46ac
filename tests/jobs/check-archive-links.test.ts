import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Issue } from '../../src/core/issue/issue.ts'
import type { LinkAnswer } from '../../src/core/issue/link-answer.ts'
import { type ArchiveLinkReport, checkArchiveLinks } from '../../src/jobs/check-archive-links.ts'
import { formatArchiveLinks, formatArchiveReport } from '../../src/jobs/format-archive-links.ts'
import type { RememberedAnswer } from '../../src/jobs/ports.ts'
import { makeIssue, makePick } from '../builders.ts'

const START = Date.parse('2026-08-24T06:00:00Z')
const DAY = 86_400_000
const THERE: LinkAnswer = { outcome: 'there' }
const GONE: LinkAnswer = { outcome: 'gone', status: 404 }
const SILENT: LinkAnswer = { outcome: 'silent', reason: 'has a host that cannot be found', unreached: true }
const REFUSED: LinkAnswer = { outcome: 'refused', reason: 'answered 403 Forbidden, says @nobody' }
const page = (number: number) => `https://harbour.example/${number}/`

/** Published issues of so many picks each, a page a pick, numbered through. */
const makeArchive = (...sizes: number[]): Issue[] => {
  let last = 0
  return sizes.map((size, index) =>
    makeIssue({
      ...{ key: `2026-W${30 + index}`, number: index + 1, weeks: [`2026-W${30 + index}`], status: 'published' },
      picks: Array.from({ length: size }, () => {
        last += 1
        return makePick({ id: `a${last}`.padEnd(10, '0'), url: page(last), blurb: 'Calm.', also: [] })
      }),
    }),
  )
}

/** A web whose pages answer as told, else are there, and a memory from run to run. */
function makeWeb(issues: readonly Issue[], answers: Record<string, LinkAnswer> = {}) {
  let stored: ReadonlyMap<string, RememberedAnswer> = new Map()
  const asked: string[] = []
  let writes = 0
  return {
    ...{ asked, answers },
    stored: () => stored,
    writes: () => writes,
    async run(days = 0, limit = 500) {
      asked.length = 0
      return checkArchiveLinks(
        { issues, now: new Date(START + days * DAY), limit },
        {
          askLink: (url) => {
            asked.push(url)
            return Promise.resolve(answers[url] ?? THERE)
          },
          memory: {
            read: () => stored,
            write: (known) => {
              writes += 1
              stored = new Map(known)
            },
          },
        },
      )
    },
  }
}

describe('the check of links of the archive', () => {
  test('asks for every link of what is published once, and for none of a draft', async () => {
    const draft = makeIssue({ key: '2026-W40', number: 9, picks: [makePick({ url: page(99) })] })
    const web = makeWeb([...makeArchive(2, 1), makeIssue({ ...draft, status: 'draft' })])
    const { links, asked, waiting, gone } = await web.run()
    assert.deepEqual({ links, asked, waiting, gone }, { links: 3, asked: 3, waiting: 0, gone: [] })
    assert.deepEqual(web.asked, [page(3), page(1), page(2)], 'the newest issue first')
  })

  test('goes on where it ended: who never was asked comes first, then who has waited longest', async () => {
    const web = makeWeb(makeArchive(2, 2))
    assert.equal((await web.run(0, 3)).waiting, 1)
    await web.run(1, 3)
    assert.deepEqual(web.asked, [page(2)], 'what was asked for yesterday is not asked for again')
    await web.run(6, 2)
    assert.deepEqual(web.asked, [page(3), page(4)])
    await web.run(7, 9)
    assert.deepEqual(web.asked, [page(1), page(2)])
  })

  test('tells of a page that is gone at once, and on until it is back', async () => {
    const web = makeWeb(makeArchive(1), { [page(1)]: GONE })
    assert.deepEqual(
      (await web.run()).gone.map(({ address }) => address),
      [page(1)],
    )
    assert.equal((await web.run(1)).gone.length, 1, 'also where it is not asked for again')
    web.answers[page(1)] = THERE
    assert.equal((await web.run(7)).gone.length, 0)
  })

  for (const [what, answer] of Object.entries({ silent: SILENT, refused: REFUSED })) {
    test(`tells of what is ${what} only when it was so a week before`, async () => {
      const web = makeWeb(makeArchive(2), { [page(1)]: answer })
      const first = await web.run()
      assert.deepEqual([first.lost.length, first.doubtful], [0, 1])
      assert.deepEqual((await web.run(1)).lost, [])
      const second = await web.run(7)
      assert.deepEqual([second.lost.length, second.doubtful], [1, 0])
      assert.equal(second.lost[0]?.since, '2026-08-24T06:00:00Z')
      web.answers[page(1)] = THERE
      assert.deepEqual((await web.run(14)).lost, [])
      web.answers[page(1)] = answer
      assert.deepEqual((await web.run(21)).lost, [], 'a new trouble begins anew')
    })
  }

  test('writes nothing down where there is no network, and says so', async () => {
    const web = makeWeb(makeArchive(2), { [page(1)]: SILENT, [page(2)]: SILENT })
    assert.equal((await web.run()).isOffline, true)
    assert.equal(web.writes(), 0)
    assert.equal((await makeWeb(makeArchive(0)).run()).isOffline, false, 'of nothing, nobody answers')
  })

  test('writes down what was answered every fifty links, and forgets links that nobody has any more', async () => {
    const web = makeWeb(makeArchive(120))
    await web.run()
    assert.equal(web.writes(), 3)
    assert.equal(web.stored().size, 120)
    const less = makeWeb(makeArchive(1))
    await less.run()
    assert.equal(less.stored().size, 1)
  })
})

describe('the report of links', () => {
  const report = async () => {
    const web = makeWeb(makeArchive(3), { [page(1)]: GONE, [page(2)]: REFUSED })
    await web.run()
    return web.run(7)
  }

  test('names issue, place, address and since when', async () => {
    const text = formatArchiveLinks(await report()).join('\n')
    assert.match(
      text,
      /Gone\n {2}2026-W30 {2}link of a100000000 {2}https:\/\/harbour\.example\/1\/ {2}is gone \(404\), since/,
    )
    assert.match(text, /Out of reach\n.*\/2\/ {2}answered 403, since 2026-08-24/)
    assert.match(text, /3 links in the archive: 1 gone, 1 out of reach\.$/)
  })

  test('is a list to tick off as markdown, and calls nobody', async () => {
    const text = formatArchiveReport(await report())
    assert.match(
      text,
      /^- \[ \] `2026-W30\.md`, link of a100000000: <https:\/\/harbour\.example\/1\/> is gone \(404\)/m,
    )
    assert.match(text, /\[a copy\?\]\(<https:\/\/web\.archive\.org\/web\/\d{8}\/https:\/\/harbour\.example\/1\/>\)/)
    assert.doesNotMatch(text, /@/)
  })

  test('is as long as an issue of the forge may be, and says how many more there are', async () => {
    const issues = makeArchive(400, 400)
    const long = (number: number) => `${page(number)}${'x'.repeat(100)}`
    const found = Array.from({ length: 800 }, (_, index) => {
      const issue = issues[Math.floor(index / 400)]
      const link = { place: 'pick', pick: issue?.picks[index % 400] }
      return { address: long(index), issue, link, answer: GONE, since: '2026-08-24T06:00:00Z' }
    }) as unknown as ArchiveLinkReport['gone']
    const whole = { links: 800, waiting: 0, gone: found.slice(0, 500), lost: found.slice(500), doubtful: 0 }
    const text = formatArchiveReport({ ...(await report()), ...whole })
    assert.ok(text.length < 65_436, `${text.length}`)
    const listed = text.match(/^- \[ \]/gm)?.length ?? 0
    const more = [...text.matchAll(/^- and (\d+) more/gm)].map(([, number]) => Number(number))
    assert.ok(listed > 100)
    assert.deepEqual([listed + more.reduce((sum, number) => sum + number, 0), more.length], [800, 2])
  })
})
