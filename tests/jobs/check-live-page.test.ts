import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { FINGERPRINT_NAME, fingerprintIssue } from '../../src/core/digest/issue-fingerprint.ts'
import { type LocalIssue, waitForLivePage } from '../../src/jobs/check-live-page.ts'
import type { FetchFeed } from '../../src/jobs/ports.ts'
import { makeIssue } from '../builders.ts'
import { makeSettings } from '../core/digest/digest-builders.ts'

const local: LocalIssue = {
  issue: makeIssue({ status: 'published' }),
  settings: makeSettings(),
  where: 'content/issues/2026-W34.md',
}
const pageOf = ({ issue, settings }: LocalIssue) =>
  `<html><head><meta name="${FINGERPRINT_NAME}" content="${fingerprintIssue(issue, settings)}"></head>`
const old = pageOf({ ...local, issue: { ...local.issue, title: 'As it was' } })

/** Waits for a site that shows one page after the other, the last one for good; a number is the status of an error. */
async function waitFor(pages: readonly (string | number)[], minutes: number, own = local) {
  const asked: string[] = []
  const told: string[] = []
  let time = 0
  const fetchPage: FetchFeed = (url) => {
    const page = pages[Math.min(asked.length, pages.length - 1)] ?? ''
    asked.push(url)
    return Promise.resolve(
      typeof page === 'number'
        ? { outcome: 'failed', reason: `answered ${page}`, status: page }
        : {
            ...{ outcome: 'ok', body: new TextEncoder().encode(page), contentType: 'text/html', url },
            ...{ movedTo: undefined, validators: {}, advice: {} },
          },
    )
  }
  const problem = await waitForLivePage(own, minutes * 60_000, {
    fetchPage,
    wait: (milliseconds) => Promise.resolve((time += milliseconds)),
    elapsed: () => time,
    tell: ({ what }) => told.push(what),
  })
  return { problem, asked, told, time }
}

describe('the page that readers see', () => {
  test('is the one of the issue where it carries its fingerprint, and is asked for once', async () => {
    const { problem, asked } = await waitFor([pageOf(local)], 15)
    assert.equal(problem, undefined)
    assert.deepEqual(asked, [`https://light.example/issues/${local.issue.key}/`])
  })

  const cases: readonly (readonly [name: string, page: string | number, what: RegExp, remedy: RegExp])[] = [
    ['is not there', 404, /live page answered 404/, /not built yet/],
    ['is out of order', 500, /live page answered 500/, /Mend the site/],
    ['says nothing of what it was built of', '<html></html>', /does not say what it was built of/, /Build the site/],
    ['was built of other words', old, /readers see something else/, /Push what is only here/],
  ]
  for (const [name, page, what, remedy] of cases) {
    test(`is told of where it ${name}`, async () => {
      const { problem, asked } = await waitFor([page], 0)
      assert.match(problem?.what ?? '', what)
      assert.match(problem?.remedy ?? '', remedy)
      assert.equal(problem?.where, `https://light.example/issues/${local.issue.key}/`)
      assert.equal(asked.length, 1, 'without patience nobody waits')
    })
  }

  test('is waited for, and why is said once', async () => {
    const { problem, asked, told } = await waitFor([404, 404, old, old, pageOf(local)], 15)
    assert.equal(problem, undefined)
    assert.equal(asked.length, 5)
    assert.equal(told.length, 2)
  })

  test('is waited for no longer than one wants', async () => {
    const { problem, time } = await waitFor([404], 2)
    assert.match(problem?.what ?? '', /404/)
    assert.ok(time <= 120_000 && time > 90_000)
  })

  test('of an issue that is not published is not asked for', async () => {
    const draft = { ...local, issue: makeIssue({ status: 'draft' }) }
    const { problem, asked } = await waitFor([pageOf(draft)], 15, draft)
    assert.match(problem?.what ?? '', /it is draft/)
    assert.deepEqual(asked, [])
  })
})
