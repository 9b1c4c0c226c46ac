import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Issue } from '../../src/core/issue/issue.ts'
import type { LinkAnswer } from '../../src/core/issue/link-answer.ts'
import { checkIssueLinks } from '../../src/jobs/check-issue-links.ts'
import type { LinkMemory, RememberedAnswer } from '../../src/jobs/ports.ts'
import { makeIssue, makePick } from '../builders.ts'

const NOW = Date.parse('2026-08-24T06:00:00Z')
const MINUTE = 60_000
const PAGE = 'https://harbour.example/posts/first-light/'

/** A check of an issue by a web that answers as it is told, and a memory that holds from run to run. */
function makeWeb(answer: LinkAnswer, own: Partial<Issue> = {}) {
  const asked: string[] = []
  const steps: string[] = []
  let stored: ReadonlyMap<string, RememberedAnswer> = new Map()
  let writes = 0
  const memory: LinkMemory = {
    read: () => stored,
    write: (answers) => {
      writes += 1
      stored = new Map(answers)
    },
  }
  const issue = makeIssue({ status: 'draft', picks: [makePick()], ...own })
  const check = async (minutes = 0) => {
    const now = new Date(NOW + minutes * MINUTE)
    const found = await checkIssueLinks(
      { issue, issues: [issue], now },
      {
        memory,
        askLink: (url) => {
          asked.push(url)
          return Promise.resolve(answer)
        },
        startProgress: (total) => ({
          step: (url) => steps.push(url),
          end: () => steps.push(`${total} asked`),
        }),
      },
    )
    return found.map(({ check: name }) => name)
  }
  return { check, asked, steps, stored: () => stored, writes: () => writes }
}

describe('a check of links', () => {
  const cases: [name: string, answer: LinkAnswer, check: string[], minutes: number, times: number][] = [
    ['asks nothing again within a day of what is there', { outcome: 'there' }, [], 23 * 60, 1],
    ['asks again after a day', { outcome: 'there' }, [], 24 * 60, 2],
    ['asks again for what is gone', { outcome: 'gone', status: 404 }, ['link-gone'], 0, 2],
    ['asks nothing again within an hour of a refusal', { outcome: 'refused', reason: 'no' }, ['link-blocked'], 59, 1],
    ['asks again after an hour', { outcome: 'refused', reason: 'no' }, ['link-blocked'], 60, 2],
    [
      'asks nothing again within an hour of silence',
      { outcome: 'silent', reason: 'was late', unreached: false },
      ['link-slow'],
      59,
      1,
    ],
    [
      'asks again where there was no network',
      { outcome: 'silent', reason: 'no', unreached: true },
      ['links-unchecked'],
      0,
      2,
    ],
    ['asks again where an option may open it', { outcome: 'closed', reason: 'no' }, ['link-private'], 0, 2],
    ['asks again where the clock was set back', { outcome: 'there' }, [], -1, 2],
  ]
  for (const [name, answer, expected, minutes, times] of cases) {
    test(name, async () => {
      const web = makeWeb(answer)
      assert.deepEqual(await web.check(), expected)
      assert.deepEqual(await web.check(minutes), expected)
      assert.deepEqual(web.asked, Array<string>(times).fill(PAGE))
    })
  }

  test('says how far it is, and nothing where it has nothing to ask', async () => {
    const web = makeWeb({ outcome: 'there' })
    await web.check()
    await web.check()
    assert.deepEqual(web.steps, [PAGE, '1 asked'])
    assert.equal(web.writes(), 1)
  })

  test('forgets what is too old to be of use', async () => {
    const web = makeWeb({ outcome: 'there' })
    await web.check()
    await web.check(25 * 60)
    assert.deepEqual(
      [...web.stored().values()].map(({ at }) => at),
      ['2026-08-25T07:00:00Z'],
    )
  })

  test('asks for a hundred links and no more, first those of picks, and says so', async () => {
    const picks = Array.from({ length: 60 }, (_, n) =>
      makePick({
        url: `https://h${n}.example/`,
        also: [{ source: 'Planet', url: `https://planet.example/${n}` }],
      }),
    )
    const web = makeWeb({ outcome: 'there' }, { picks })
    assert.deepEqual(await web.check(), ['links-unchecked'])
    assert.equal(web.asked.length, 100)
    assert.deepEqual(
      web.asked.slice(0, 60),
      picks.map(({ url }) => url),
    )
  })
})
