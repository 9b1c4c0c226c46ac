import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { openCuration } from '../../src/core/issue/curation.ts'
import type { Issue } from '../../src/core/issue/issue.ts'
import type { SiteSettings } from '../../src/core/text/site-settings.ts'
import { type CheckSupport, checkWholeIssue } from '../../src/jobs/check-whole-issue.ts'
import { makeIssue, makePick, makeSource } from '../builders.ts'

const SETTINGS: SiteSettings = {
  name: 'Lookout',
  url: 'https://lookout.example',
  tagline: 'From up high',
  description: 'What is seen from up high.',
  language: 'en',
  mail: { from: 'Lookout <weekly@lookout.example>' },
}

/** The findings, as level and name, for a sound issue but for what is given. */
async function check(own: Partial<Issue>, support: Partial<CheckSupport>): Promise<string[]> {
  const ports = Array.from({ length: 4 }, (_, n) =>
    makePick({ url: `https://port-${n}.example/`, source: `Port ${n}` }),
  )
  const issue = makeIssue({ status: 'draft', picks: [makePick(), ...ports], ...own })
  const sources = new Map([['harbour-blog', makeSource({ org: 'Harbour' })]])
  const curation = openCuration({ sources, items: [], issues: [issue], now: new Date('2026-08-21T09:00:00Z') })
  assert.ok(curation.ok)
  const found = await checkWholeIssue(curation.value, { people: [], settings: SETTINGS, ...support })
  return found.map(({ level, check: name }) => `${level} ${name}`)
}

const HEAVY = 'A'.repeat(102_000)

describe('the check of a whole issue', () => {
  test('finds nothing in a sound one', async () => {
    assert.deepEqual(await check({}, {}), [])
  })

  test('weighs the mail, and says where it cannot', async () => {
    assert.deepEqual(await check({ body: HEAVY }, {}), ['error mail-size'])
    assert.deepEqual(await check({ body: HEAVY }, { settings: undefined }), ['warning mail-unchecked'])
  })

  test("knows the editors' employers", async () => {
    const harbour = [makePick(), makePick({ url: 'https://harbour.example/2' })]
    const people = [{ id: 'lookout', name: 'Lo Okout', org: 'Harbour' }]
    assert.deepEqual(await check({ picks: harbour }, { people }), ['warning organisation', 'warning employer'])
  })

  test('asks for the links where it may, and puts what is gone before all warnings', async () => {
    const links = {
      askLink: (url: string) =>
        Promise.resolve(
          url.includes('port-3')
            ? { outcome: 'gone' as const, status: 404 }
            : { outcome: 'refused' as const, reason: 'answered 403 Forbidden' },
        ),
      memory: { read: () => new Map(), write: () => undefined },
    }
    assert.deepEqual(await check({ body: 'Look [here](https://x.example/).' }, { links }), [
      'error link-gone',
      ...['warning link-text', 'warning link-blocked', ...Array<string>(4).fill('warning link-blocked')],
    ])
  })
})
