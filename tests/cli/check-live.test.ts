import assert from 'node:assert/strict'
import fs from 'node:fs'
import path from 'node:path'
import { describe, test } from 'node:test'
import { FINGERPRINT_NAME, fingerprintIssue } from '../../src/core/digest/issue-fingerprint.ts'
import { take } from '../../src/core/text/problem.ts'
import { readToldIssue } from '../../src/io/issue-files.ts'
import { readSiteSettings } from '../../src/io/site-settings-file.ts'
import { openSqliteStore } from '../../src/io/sqlite-store.ts'
import { type Answer, answerRedirect, answerStatus, startLoopbackServer } from '../io/loopback-server.ts'
import { makeTemporaryFolder } from '../io/temporary-folder.ts'
import { makeSendPlace, SEND_NOW, SENT_ISSUE } from '../send-place.ts'
import { startSmtpPeer } from '../smtp-peer.ts'
import { runHere } from './run-here.ts'
import { runScript } from './run-script.ts'

const PAGE = `/issues/${SENT_ISSUE}/`

/** Content with a published issue, two readers, the site of it on this machine, and a mail server. */
async function makeHarbour() {
  const site = await startLoopbackServer()
  const peer = await startSmtpPeer()
  const folder = makeTemporaryFolder()
  const place = await makeSendPlace(folder.path, { readers: 2, picks: 2 })
  const file = (name: string) => path.join(place.content, name)
  const change = (name: string, old: string, to: string) => {
    const text = fs.readFileSync(file(name), 'utf8')
    assert.ok(text.includes(old))
    fs.writeFileSync(file(name), text.replace(old, to))
  }
  change('site.yml', 'https://light.example', site.url(''))
  const env = { ...place.env, CROWSNEST_NOW: SEND_NOW, SMTP_URL: peer.url }
  return {
    ...{ place, peer, site, change },
    /** Has the site show the issue as it stands now. */
    build() {
      const settings = take(readSiteSettings(place.content))
      const own = fingerprintIssue(take(readToldIssue(place.content, SENT_ISSUE)), settings)
      const page: Answer = (_, response) => {
        response.end(`<html><head><meta name="${FINGERPRINT_NAME}" content="${own}"></head></html>`)
      }
      site.routes.set(PAGE, page)
    },
    run: (script: string, ...args: string[]) =>
      runHere(`scripts/${script}.ts`, args, {
        env: { ...env, CROWSNEST_CONTENT: place.content, CROWSNEST_STATE: place.state },
        cwd: folder.path,
      }),
    async [Symbol.asyncDispose]() {
      await peer.stop()
      await site[Symbol.asyncDispose]()
      folder[Symbol.dispose]()
    },
  }
}

describe('npm run check:live', () => {
  test('says that readers see what stands here, and what differs where they do not', async () => {
    await using harbour = await makeHarbour()
    const missing = await harbour.run('check-live')
    assert.equal(missing.code, 3)
    assert.match(missing.stderr, /the live page answered 404 Not Found\. It is not built yet/)
    harbour.build()
    const same = await harbour.run('check-live', '--json')
    assert.equal(same.code, 0, same.stderr)
    assert.deepEqual(JSON.parse(same.stdout), { issue: SENT_ISSUE, url: harbour.site.url(PAGE), live: true })
    harbour.change(`issues/${SENT_ISSUE}.md`, 'The harbour was calm.', 'The harbour was rough.')
    const other = await harbour.run('check-live', '--issue', SENT_ISSUE)
    assert.equal(other.code, 3)
    assert.match(other.stderr, /readers see something else there than .*2026-W47\.md says here/)
  })

  test('goes where the site is, and from there into no private network: it says so', async () => {
    await using harbour = await makeHarbour()
    harbour.build()
    const shown = harbour.site.routes.get(PAGE)
    assert.ok(shown)
    for (const [host, code] of [
      ['127.0.0.1', 0],
      ['127.0.0.2', 3],
      ['localhost', 3],
      ['[::1]', 3],
    ] as const) {
      harbour.site.routes.set(PAGE, answerRedirect(302, harbour.site.url('/elsewhere/', host)))
      harbour.site.routes.set('/elsewhere/', shown)
      const run = await harbour.run('check-live')
      assert.equal(run.code, code, `${host}: ${run.stderr}`)
      if (code !== 0)
        assert.match(run.stderr, /the live page leads to .* an address of a private network\. Mend the site/)
    }
    assert.equal(harbour.site.requests.filter(({ path }) => path === '/elsewhere/').length, 1)
  })

  test('ends with 4 where nothing is published, and with 1 for a week that is none', async () => {
    await using harbour = await makeHarbour()
    assert.equal((await harbour.run('check-live', '--issue', '2026-W01')).code, 1)
    harbour.change(`issues/${SENT_ISSUE}.md`, 'status: published', 'status: draft')
    assert.equal((await harbour.run('check-live')).code, 4)
    const draft = await harbour.run('check-live', '--issue', SENT_ISSUE, '--wait', '5')
    assert.equal(draft.code, 3)
    assert.match(draft.stderr, /it is draft, so it has no page for readers/)
  })

  test('shows its help as a process of its own', async () => {
    const { code, stdout } = await runScript('check-live', ['--help'])
    assert.equal(code, 0)
    assert.match(stdout, /npm run check:live -- --wait 15/)
  })
})

describe('npm run send -- --check-live', () => {
  test('begins no send, and shows none, while readers would find another page', async () => {
    await using harbour = await makeHarbour()
    for (const [answer, what] of [
      [answerStatus(404), /the live page answered 404/],
      [answerStatus(200), /does not say what it was built of/],
    ] as const) {
      harbour.site.routes.set(PAGE, answer)
      for (const more of [['--dry-run'], ['--yes']]) {
        const { code, stderr } = await harbour.run('send', '--issue', SENT_ISSUE, '--check-live', ...more)
        assert.equal(code, 3)
        assert.match(stderr, what)
      }
    }
    assert.deepEqual(harbour.peer.mails, [])
    const store = await openSqliteStore(harbour.place.state)
    assert.equal(await store.findSend(SENT_ISSUE), undefined)
    await store.close()
  })

  test('begins no send where the page changes between the first look and the last moment', async () => {
    await using harbour = await makeHarbour()
    harbour.build()
    const shown = harbour.site.routes.get(PAGE)
    assert.ok(shown)
    let looks = 0
    harbour.site.routes.set(PAGE, (request, response) => {
      looks += 1
      ;(looks === 1 ? shown : answerStatus(404))(request, response)
    })
    const { code, stderr } = await harbour.run('send', '--issue', SENT_ISSUE, '--check-live', '--yes')
    assert.deepEqual([code, looks], [3, 2])
    assert.match(stderr, /the live page answered 404/)
    assert.deepEqual(harbour.peer.mails, [])
    const store = await openSqliteStore(harbour.place.state)
    assert.equal(await store.findSend(SENT_ISSUE), undefined)
    await store.close()
  })

  test('sends what the site shows', async () => {
    await using harbour = await makeHarbour()
    harbour.build()
    const { code, stderr } = await harbour.run('send', '--issue', SENT_ISSUE, '--check-live', '--yes')
    assert.equal(code, 0, stderr)
    assert.equal(harbour.peer.mails.length, 2)
  })

  for (const misplaced of [['--resume'], ['--retry-failed'], ['--to', 'me@light.example']]) {
    test(`is refused beside ${misplaced[0]}`, async () => {
      await using harbour = await makeHarbour()
      const { code, stderr } = await harbour.run('send', '--issue', SENT_ISSUE, '--check-live', ...misplaced)
      assert.equal(code, 2)
      assert.match(stderr, /--check-live: it is about a send/)
    })
  }
})
