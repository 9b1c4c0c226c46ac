import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { describe, test } from 'node:test'
import { formatReturnAddress } from '../../src/core/send/return-address.ts'
import { toBase64Url } from '../../src/core/text/base64url.ts'
import { readLinkKeys } from '../../src/io/link-keys.ts'
import { openSqliteStore } from '../../src/io/sqlite-store.ts'
import { storeFile } from '../../src/io/store-files.ts'
import { connectSqlite } from '../../src/io/sqlite-database.ts'
import { makeSubscription } from '../builders.ts'
import { complaint, originalHead, plainMail, postfix, qmail } from '../fixtures/returns/reports.ts'
import { makeTemporaryFolder } from '../io/temporary-folder.ts'
import { storeContent } from '../store-content.ts'
import { runHere } from './run-here.ts'

const MAILBOX = 'bounces@crowsnest.example'
const NOW = '2026-11-23T09:00:00Z'
/** As `npm run subscribers` starts it. */
const COMPILE_CACHE = new URL('../../scripts/compile-cache.mjs', import.meta.url).href
const SCRIPT = path.resolve(import.meta.dirname, '../../scripts/subscribers.ts')
const idOf = (number: number) => toBase64Url(new Uint8Array(16).fill(number + 1))
const nameOf = (number: number) => `r${number}@light.example`

/** A store whose ten readers got some issues, a Maildir, and the command. */
async function makePlace({ sends = 1 } = {}) {
  const folder = makeTemporaryFolder()
  const [state, maildir] = [path.join(folder.path, 'state'), path.join(folder.path, 'Maildir')]
  const store = await openSqliteStore(state)
  const keys = readLinkKeys({}, state)
  assert.ok(keys.ok)
  const [key] = keys.value
  await store.importSubscriptions(
    Array.from({ length: 10 }, (_, number) => makeSubscription({ id: idOf(number), address: nameOf(number) })),
  )
  for (let number = 1; number <= sends; number += 1) {
    const mail = { issue: `2026-W${10 + number}`, subject: 's', message: new Uint8Array(8), keyId: key.id }
    const from = { url: 'https://crowsnest.example', from: 'weekly@crowsnest.example', bounces: MAILBOX }
    const when = { at: '2026-11-20T09:00:00Z', notAfter: '2026-11-27T09:00:00Z', signing: 'none' }
    assert.equal((await store.startSend({ ...mail, ...from }, when))?.number, number)
  }
  await store.close()
  for (const name of ['new', 'cur', 'tmp']) fs.mkdirSync(path.join(maildir, name), { recursive: true })
  const env = { PATH: process.env.PATH ?? '', CROWSNEST_STATE: state, CROWSNEST_NOW: NOW, MAIL_BOUNCES: MAILBOX }
  return {
    state,
    maildir,
    env,
    address: (number: number, send = 1, purpose: 'bounce' | 'leave' = 'bounce') =>
      formatReturnAddress(MAILBOX, { purpose, send, subscriptionId: idOf(number) }, key),
    put(name: string, text: string | Uint8Array): string {
      fs.writeFileSync(path.join(maildir, name), text)
      return path.join(maildir, name)
    },
    async run(...args: string[]) {
      const ended = await runHere('scripts/subscribers.ts', ['bounces', ...args], { env, cwd: folder.path })
      assert.doesNotMatch(`${ended.stdout}${ended.stderr}`, /\n\s+at |node:internal|should not have happened/)
      return ended
    },
    /** As a mail server does: one mail on stdin. */
    pipe: (text: string, own: Record<string, string> = {}) =>
      new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve, reject) => {
        const args = ['--import', COMPILE_CACHE, SCRIPT, 'bounces']
        const child = spawn(process.execPath, args, { env: { ...env, ...own }, cwd: folder.path })
        let [stdout, stderr] = ['', '']
        child.stdout.on('data', (piece) => (stdout += String(piece)))
        child.stderr.on('data', (piece) => (stderr += String(piece)))
        child.once('error', reject)
        child.once('close', (code) => {
          resolve({ code, stdout, stderr })
        })
        child.stdin.end(text)
      }),
    content: () => storeContent(state),
    [Symbol.dispose]: () => {
      folder[Symbol.dispose]()
    },
  }
}

const countsIn = (stdout: string) => {
  const { read, hard, soft, complaints, left, ignored, forged } = JSON.parse(stdout) as Record<string, number>
  return { read, hard, soft, complaints, left, ignored, forged }
}

/** One of each. */
function fill({ put, address }: Awaited<ReturnType<typeof makePlace>>): void {
  put('new/0-hard', postfix({ to: address(0), recipient: nameOf(0) }))
  put('new/1-soft', postfix({ to: address(1), recipient: nameOf(1), status: '5.2.2', diagnosis: '552 5.2.2 full' }))
  put('new/2-complaint', complaint({ original: originalHead({ returnPath: address(2) }) }))
  put('cur/3-left:2,S', plainMail({ to: address(3, 1, 'leave'), subject: 'unsubscribe' }))
  put('new/4-automatic', plainMail({ to: address(4), fields: ['Auto-Submitted: auto-replied'] }))
  put('new/5-unproven', postfix({ to: MAILBOX, recipient: nameOf(5) }))
  put('new/6-of-another', postfix({ to: address(6), recipient: nameOf(7) }))
  put('new/7-passed-on', postfix({ to: address(7), recipient: 'elsewhere@pier.example' }))
  put('new/8-policy', postfix({ to: address(8), status: '5.7.1', diagnosis: `550 5.7.1 <${nameOf(8)}> blocked` }))
  put('new/9-unknown-send', postfix({ to: address(9, 77), recipient: nameOf(9) }))
  put('new/a-binary', new Uint8Array(100_000).fill(250))
  put('new/b-empty', '')
}
const ONE_OF_EACH = { read: 12, hard: 2, soft: 1, complaints: 1, left: 1, ignored: 4, forged: 2 }

describe('npm run subscribers -- bounces', () => {
  test('does what follows of each mail once, and says first what that would be', async () => {
    using place = await makePlace()
    fill(place)
    const before = place.content()
    const dry = await place.run(place.maildir, '--dry-run', '--json')
    assert.deepEqual([dry.code, countsIn(dry.stdout)], [0, ONE_OF_EACH])
    assert.deepEqual(place.content(), before, 'a dry run changes nothing')
    const first = await place.run(place.maildir, '--json')
    assert.deepEqual([first.code, countsIn(first.stdout)], [0, ONE_OF_EACH])
    assert.match(first.stderr, /new\/8-policy: told, 5\.7\.1, .*550 5\.7\.1 <address> blocked/)
    assert.doesNotMatch(`${first.stdout}${first.stderr}`, /light\.example/, 'no address of a reader')
    const { subscriptions = [], suppressions = [] } = place.content()
    const left = (subscriptions as readonly { address: string; state: string }[]).filter(
      ({ state }) => state !== 'confirmed',
    )
    assert.deepEqual(left.map(({ address }) => address).sort(), [0, 2, 3, 7].map(nameOf))
    const reasons = (suppressions as readonly { reason: string }[]).map(({ reason }) => reason)
    assert.deepEqual(reasons.sort(), ['bounced', 'bounced', 'complained'])
    const after = place.content()
    const second = await place.run(place.maildir, '--json')
    assert.deepEqual(countsIn(second.stdout), {
      read: 12,
      hard: 0,
      soft: 0,
      complaints: 0,
      left: 0,
      ignored: 9,
      forged: 2,
    })
    assert.deepEqual(place.content(), after, 'to read them again changes nothing')
  })

  test('leaves a Maildir as it is, or takes out what nobody needs to look at', async () => {
    using place = await makePlace()
    fill(place)
    const names = () => ['new', 'cur'].flatMap((name) => fs.readdirSync(path.join(place.maildir, name)).sort())
    const all = names()
    await place.run(place.maildir)
    await place.run(place.maildir, '--delete', '--dry-run')
    assert.deepEqual(names(), all)
    assert.equal((await place.run(place.maildir, '--delete')).code, 0)
    assert.deepEqual(names(), ['5-unproven', '6-of-another', '8-policy', '9-unknown-send', 'a-binary', 'b-empty'])
    const { code, stderr } = await place.run(path.join(place.maildir, 'new'), '--delete')
    assert.equal(code, 2)
    assert.match(stderr, /it is no Maildir/)
  })

  test('counts an address as dead after five issues that came back for a while, whatever the order', async () => {
    using place = await makePlace({ sends: 5 })
    for (const send of [4, 2, 5, 1]) {
      place.put(
        `new/${send}`,
        send === 5
          ? qmail({ to: place.address(0, send) })
          : postfix({ to: place.address(0, send), recipient: nameOf(0), status: '4.4.7', diagnosis: '' }),
      )
      place.put(
        `new/${send}-again`,
        postfix({ to: place.address(0, send), recipient: nameOf(0), status: '4.4.7', diagnosis: '' }),
      )
      place.put(
        `new/${send}-old`,
        postfix({
          to: place.address(1, send),
          recipient: nameOf(1),
          status: '4.4.7',
          diagnosis: '',
          date: 'Fri, 1 May 2026 09:00:00 +0000',
        }),
      )
    }
    const four = await place.run(place.maildir, '--json')
    assert.deepEqual([countsIn(four.stdout).soft, (JSON.parse(four.stdout) as { ended: number }).ended], [8, 0])
    place.put('new/3', postfix({ to: place.address(0, 3), recipient: nameOf(0), status: '4.4.7', diagnosis: '' }))
    place.put('new/3-old', postfix({ to: place.address(1, 3), recipient: nameOf(1), status: '4.4.7', diagnosis: '' }))
    const five = await place.run(place.maildir)
    assert.match(five.stdout, /; 1 subscription has ended\./)
    assert.match(five.stderr, /new\/3: soft, .*too many issues/)
    assert.equal((place.content().suppressions ?? []).length, 1)
  })

  test('tells of what it cannot read, and reads the rest', async () => {
    using place = await makePlace()
    const file = place.put('report', postfix({ to: place.address(0), recipient: nameOf(0) }))
    const { code, stdout, stderr } = await place.run('missing.eml', file, '--json')
    assert.deepEqual([code, countsIn(stdout).hard], [1, 1])
    assert.match(stderr, /missing\.eml: there is no such file/)
  })

  test('without a mailbox that mail comes back to says how to name one', async () => {
    using place = await makePlace()
    const settings = 'name: N\nurl: https://n.example\ntagline: T\ndescription: D\nmail: { from: n@n.example }\n'
    fs.writeFileSync(path.join(place.maildir, 'site.yml'), settings)
    const { code, stderr } = await runHere('scripts/subscribers.ts', ['bounces', place.maildir], {
      env: { PATH: place.env.PATH, CROWSNEST_STATE: place.state, CROWSNEST_CONTENT: place.maildir },
      cwd: place.maildir,
    })
    assert.equal(code, 1)
    assert.match(stderr, /mail\.bounces in content\/site\.yml/)
  })
})

describe('npm run subscribers -- bounces, as a mail server calls it', () => {
  test('ends with 0 for a mail on stdin, whatever it was', async () => {
    using place = await makePlace()
    const cases = [
      [`From MAILER-DAEMON Fri Nov 20\n${postfix({ to: place.address(0), recipient: nameOf(0) })}`, 'hard'],
      [plainMail({ to: place.address(1, 1, 'leave') }), 'left'],
      [postfix({ to: MAILBOX }), 'forged'],
      ['', 'ignored'],
    ] as const
    for (const [text, outcome] of cases) {
      const { code, stdout, stderr } = await place.pipe(text)
      assert.equal(code, 0, stderr)
      assert.match(
        `${stdout}${stderr}`,
        outcome === 'ignored' ? /^ {2}ignored +1 {3}nothing follows/m : new RegExp(`stdin: ${outcome}, `),
      )
    }
  })

  test('ends with 75 where the store is not there, or somebody else writes to it for long, and loses nothing', async () => {
    using place = await makePlace()
    const text = postfix({ to: place.address(0), recipient: nameOf(0) })
    const elsewhere = await place.pipe(text, { CROWSNEST_STATE: path.join(place.maildir, 'none') })
    assert.deepEqual([elsewhere.code, /there is no store here yet/.test(elsewhere.stderr)], [75, true])
    const other = connectSqlite(storeFile(place.state))
    other.exec('BEGIN IMMEDIATE')
    const busy = await place.pipe(text)
    other.exec('ROLLBACK')
    other.close()
    assert.deepEqual([busy.code, /another process has been writing/.test(busy.stderr)], [75, true])
    assert.match((await place.pipe(text)).stderr, /stdin: hard/)
  })
})
