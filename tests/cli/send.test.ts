import assert from 'node:assert/strict'
import fs from 'node:fs'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, test } from 'node:test'
import type { SMTPServerOptions } from 'smtp-server'
import { openSqliteStore } from '../../src/io/sqlite-store.ts'
import { storeFile } from '../../src/io/store-files.ts'
import { makeSubscription } from '../builders.ts'
import { makeTemporaryFolder } from '../io/temporary-folder.ts'
import { makeSigningKey, SEND_NOW, writeSendContent } from '../send-place.ts'
import { startSmtpSink } from '../smtp-sink.ts'
import { until } from '../until.ts'
import { runHere } from './run-here.ts'
import { startScript } from './run-script.ts'

interface Counts {
  readonly sent: number
  readonly failed: number
  readonly unknown: number
  readonly queued: number
  readonly recipients: number
  readonly deliveries: readonly { address: string | null; state: string; code: number | null; reason: string | null }[]
}

/** A mail server, content with an issue, and a state folder with so many readers. */
async function makePlace(readers: number, server: SMTPServerOptions = {}) {
  const folder = makeTemporaryFolder()
  const file = (name: string) => path.join(folder.path, name)
  writeSendContent(file('content'))
  const state = file('state')
  const store = await openSqliteStore(state)
  await store.importSubscriptions(
    Array.from({ length: readers }, (_, index) =>
      makeSubscription({
        id: Buffer.alloc(16, index + 1).toString('base64url'),
        ...{ address: `reader${index}@light.example`, state: 'confirmed' },
      }),
    ),
  )
  await store.close()
  const sink = await startSmtpSink(server)
  const env = {
    ...{ PATH: process.env.PATH ?? '', LANG: 'C.UTF-8', CROWSNEST_NOW: SEND_NOW, SMTP_URL: sink.url },
    ...{ CROWSNEST_CONTENT: file('content'), CROWSNEST_STATE: state },
  }
  const args = ['--issue', '2026-W47', '--rate', '1000']
  return {
    ...{ file, state, sink, env, args },
    got: () => sink.mails.flatMap(({ to }) => to).toSorted(),
    async run(...more: string[]) {
      const ended = await runHere('scripts/send.ts', [...args, ...more], { env, cwd: folder.path })
      assert.doesNotMatch(`${ended.stdout}${ended.stderr}`, /\n\s+at |node:internal|should not have happened/)
      return ended
    },
    async [Symbol.asyncDispose]() {
      await sink.stop()
      folder[Symbol.dispose]()
    },
  }
}

const replaceIn = (file: string, old: string, to: string) => {
  fs.writeFileSync(file, fs.readFileSync(file, 'utf8').replace(old, to))
}
const counts = (stdout: string) => JSON.parse(stdout) as Counts
const everybody = (readers: number) =>
  Array.from({ length: readers }, (_, index) => `reader${index}@light.example`).toSorted()
/** Refuses readers whom the list names. */
const refusing = (list: Map<string, number>): SMTPServerOptions => ({
  onRcptTo({ address }, _, done) {
    const code = list.get(address)
    done(code === undefined ? null : Object.assign(new Error(`${address} is not here`), { responseCode: code }))
  },
})

describe('npm run send, to all readers', () => {
  test('sends everybody one mail with links of their own, and reports', async () => {
    await using place = await makePlace(12)
    const { code, stdout, stderr } = await place.run()
    assert.equal(code, 0, stderr)
    assert.match(stdout, /^2026-W47: 12 of 12 readers sent$/m)
    assert.match(stderr, /to {6}12 readers, at most 1000 a second/)
    assert.deepEqual(place.got(), everybody(12))
    const links = place.sink.mails.map(({ raw }) => /^List-Unsubscribe:\s*<(\S+?)>/m.exec(raw)?.[1])
    assert.equal(new Set(links).size, 12)
    assert.ok(place.sink.mails.every(({ from }) => /^returns\+b1\.[a-z2-7.]+@light\.example$/.test(from)))
  })

  test('is begun once: the second says where it stands, and sends nothing', async () => {
    const list = new Map([['reader1@light.example', 550]])
    await using place = await makePlace(3, refusing(list))
    const first = await place.run('--json')
    assert.equal(first.code, 1)
    const report = counts(first.stdout)
    assert.deepEqual([report.recipients, report.sent, report.failed, report.unknown, report.queued], [3, 2, 1, 0, 0])
    assert.deepEqual(report.deliveries, [
      { address: 'reader1@light.example', state: 'failed', code: 550, reason: 'the server answered 550' },
    ])
    assert.deepEqual(Object.keys(report).slice(0, 6), [
      'issue',
      'recipients',
      'sent',
      'failed',
      'unknown',
      'suppressed',
    ])
    const second = await place.run()
    assert.equal(second.code, 1)
    assert.match(second.stderr, /stands at 2 sent, 1 failed\. .*npm run send -- --issue 2026-W47 --retry-failed/)
    list.clear()
    const retried = await place.run('--retry-failed')
    assert.equal(retried.code, 0, retried.stderr)
    assert.deepEqual(place.got(), everybody(3))
    const third = await place.run()
    assert.equal(third.code, 4)
    assert.match(third.stderr, /stands at 3 sent\. There is nothing left to do/)
    assert.equal((await place.run('--resume')).code, 4)
    assert.equal(place.sink.mails.length, 3)
  })

  test('a dry run says what would go, needs no server, and begins nothing', async () => {
    await using place = await makePlace(4)
    const { code, stdout, stderr } = await place.run('--dry-run')
    assert.equal(code, 0, stderr)
    assert.match(stdout, /Low tide, and a quiet kubelet\n {2}to {6}4 readers/)
    assert.match(stderr, /Nothing was sent, and nothing was frozen/)
    assert.match(stderr, /^Send it: npm run send -- --issue \S+(?: --\w+ \S+)*$/m)
    assert.equal(counts((await place.run('--dry-run', '--json')).stdout).queued, 4)
    assert.equal((await place.run('--resume')).code, 4)
    assert.equal(place.sink.mails.length, 0)
    await place.run()
    const after = await place.run('--resume', '--dry-run', '--json')
    assert.equal(after.code, 0)
    assert.equal(counts(after.stdout).sent, 4)
  })

  for (const what of ['hold', 'retry'] as const) {
    test(`goes on after a SIGKILL; with ${what}, what was under way is ${what === 'hold' ? 'held' : 'sent again'}`, async () => {
      let isStuck = true
      await using place = await makePlace(30, {
        onData(stream, _, done) {
          stream.resume()
          // What it has taken it never says a word about, until it is told to.
          stream.on('end', () => {
            if (!isStuck) done()
          })
        },
      })
      const { child, ended } = startScript('send', [...place.args, '--connections', '2'], place.env)
      const store = await openSqliteStore(place.state)
      const standing = async () => {
        const send = await store.findSend('2026-W47')
        return send && (await store.countRecipients(send.number)).counts
      }
      const isLeased = async () => ((await standing())?.leased ?? 0) > 0 || child.exitCode !== null
      await until('somebody is leased', isLeased)
      child.kill('SIGKILL')
      assert.equal((await ended).signal, 'SIGKILL')
      const leased = (await standing())?.leased ?? 0
      await store.close()
      assert.ok(leased > 0 && leased <= 8, `${leased} leased`)
      isStuck = false
      const more = what === 'retry' ? ['--on-unknown', 'retry'] : []
      const resumed = await place.run('--resume', '--json', ...more)
      const report = counts(resumed.stdout)
      assert.equal(report.sent, what === 'retry' ? 30 : 30 - leased)
      assert.equal(report.deliveries.length, what === 'retry' ? 0 : leased)
      assert.equal(resumed.code, what === 'retry' ? 0 : 1)
      assert.match(resumed.stderr, /were under way when it was ended last/)
    })
  }

  test('SIGTERM lets what is under way arrive, ends with 130, and says how to go on', async () => {
    const { promise: first, resolve: came } = Promise.withResolvers<undefined>()
    const waiting: (() => void)[] = []
    await using place = await makePlace(30, {
      onData(stream, _, done) {
        stream.resume()
        stream.on('end', () => {
          waiting.push(done)
          came(undefined)
        })
      },
    })
    const { child, ended } = startScript('send', [...place.args, '--connections', '1'], place.env)
    await first
    const said = new Promise<void>((resolve) => {
      child.stderr?.on('data', (chunk: Buffer) => {
        if (chunk.toString().includes('Ending')) resolve()
      })
    })
    child.kill('SIGTERM')
    await said
    for (const done of waiting) done()
    const { code, stdout, stderr } = await ended
    assert.equal(code, 130, stderr)
    assert.match(stdout, /1 of 30 readers sent/)
    assert.match(stderr, /Send to the 29 that wait: npm run send -- --issue 2026-W47 --resume --rate 1000/)
  })

  test('sends nothing after --not-after, and goes on when that is put off', async () => {
    await using place = await makePlace(3, refusing(new Map([['reader2@light.example', 450]])))
    const first = await place.run('--not-after', '2026-11-24T10:00:30Z')
    assert.equal(first.code, 1)
    assert.match(first.stderr, /Nothing of it goes after 2026-11-24T10:00:30Z: 1 reader was not sent to/)
    const later = ['--now', '2026-11-24T12:00:00Z']
    const over = await place.run('--resume', ...later)
    assert.equal(over.code, 1)
    assert.match(over.stderr, /nothing of it goes after .*--not-after 2026-11-25T12:00:00Z/)
    const extended = await place.run('--resume', ...later, '--not-after', '2026-11-24T12:00:20Z')
    assert.match(extended.stderr, /to {6}1 reader/)
    assert.equal(place.sink.mails.length, 2)
    assert.equal((await place.run('--not-after', '2020-01-01')).code, 1)
  })

  test('goes on with what was frozen where the issue was edited since, and says so', async () => {
    const list = new Map([['reader1@light.example', 550]])
    await using place = await makePlace(2, refusing(list))
    await place.run()
    const unchanged = await place.run('--retry-failed')
    assert.doesNotMatch(unchanged.stderr, /reads differently/)
    list.clear()
    const file = place.file('content/issues/2026-W47.md')
    fs.writeFileSync(file, fs.readFileSync(file, 'utf8').replace('was calm', 'was rough'))
    const { stderr } = await place.run('--retry-failed')
    assert.match(stderr, /reads differently now .* frozen then/)
    assert.match(place.sink.mails.at(-1)?.raw ?? '', /was calm/)
  })

  test('goes on signed as it began, nowhere without that key, and otherwise where its operator says so', async () => {
    const list = new Map(['reader1', 'reader2'].map((name) => [`${name}@light.example`, 550]))
    await using place = await makePlace(3, refusing(list))
    const [first, other] = [makeSigningKey(place.file('.')), makeSigningKey(place.file('.'), 'lamp2')]
    Object.assign(place.env, first)
    assert.match((await place.run()).stderr, /kB each, signed here, as lamp1\._domainkey\.light\.example/)
    list.delete('reader1@light.example')
    const stand = async () => (await place.run('--resume', '--dry-run', '--json')).stdout
    const before = await stand()
    for (const [settings, said] of [
      [{ DKIM_KEY_FILE: '', DKIM_SELECTOR: '' }, /as lamp1\._domainkey\.light\.example, and no key is set here/],
      [other, /here the key of lamp2\._domainkey\.light\.example is set/],
      [{ ...other, ...{ DKIM_SELECTOR: 'lamp1' } }, /here another key is set by that name/],
    ] as const) {
      Object.assign(place.env, settings)
      const { code, stderr } = await place.run('--retry-failed')
      assert.equal(code, 2, stderr)
      assert.match(stderr, said)
      assert.match(stderr, /Set DKIM_KEY_FILE .*npm run send -- --issue 2026-W47 --resume --sign-anew/)
    }
    assert.deepEqual([place.sink.mails.length, await stand()], [1, before])
    Object.assign(place.env, first)
    assert.equal((await place.run('--retry-failed')).code, 1)
    list.clear()
    Object.assign(place.env, other)
    const anew = await place.run('--retry-failed', '--sign-anew')
    assert.equal(anew.code, 0, anew.stderr)
    assert.match(anew.stderr, /signed here, as lamp2\._domainkey/)
    const signers = place.sink.mails.map(({ raw }) => /^DKIM-Signature:[^;]*;[^:]*? s=(\w+);/m.exec(raw)?.[1])
    assert.deepEqual(signers, ['lamp1', 'lamp1', 'lamp2'])
  })

  test('that an older version began, without a word on its key, is gone on with as it is signed now', async () => {
    const list = new Map([['reader0@light.example', 550]])
    await using place = await makePlace(1, refusing(list))
    await place.run()
    using store = new DatabaseSync(storeFile(place.state))
    store.exec('UPDATE sends SET signing = NULL')
    Object.assign(place.env, makeSigningKey(place.file('.')))
    assert.match((await place.run('--retry-failed')).stderr, /signed here, as lamp1/)
    Object.assign(place.env, { DKIM_KEY_FILE: '', DKIM_SELECTOR: '' })
    assert.match((await place.run('--retry-failed')).stderr, /its mails are signed as lamp1/)
  })
})

describe('npm run send refuses', () => {
  test('a draft, and says how a copy goes', async () => {
    await using place = await makePlace(1)
    replaceIn(place.file('content/issues/2026-W47.md'), 'published', 'draft')
    const { code, stderr } = await place.run()
    assert.equal(code, 1)
    assert.match(stderr, /2026-W47\.md, status: it is draft.*--to me@example\.org/)
  })

  test('a copied state folder, before anything', async () => {
    await using place = await makePlace(2)
    fs.cpSync(place.state, place.file('copy'), { recursive: true })
    for (const more of [[], ['--resume'], ['--dry-run']]) {
      const { code, stderr } = await place.run('--state', place.file('copy'), ...more)
      assert.equal(code, 1)
      assert.match(stderr, /copy.*restore .* --adopt/)
    }
    assert.equal(place.sink.mails.length, 0)
  })

  test('an address of the site without https, and a list without anybody', async () => {
    await using place = await makePlace(0)
    const nobody = await place.run()
    assert.equal(nobody.code, 4)
    assert.match(nobody.stderr, /nobody has confirmed/)
    replaceIn(place.file('content/site.yml'), 'https:', 'http:')
    const open = await place.run()
    assert.equal(open.code, 1)
    assert.match(open.stderr, /url: http:\/\/light\.example is not https:/)
  })

  test('flags that make no sense together, and settings that are wrong', async () => {
    await using place = await makePlace(1)
    const both = await place.run('--to', 'a@b.example', '--resume', '--retry-failed')
    assert.equal(both.code, 2)
    assert.match(both.stderr, /--resume: .*\n.*--retry-failed: /)
    assert.equal((await place.run('--rate', '0')).code, 2)
    const early = await place.run('--sign-anew')
    assert.equal(early.code, 2)
    assert.match(early.stderr, /--sign-anew: .*one that begins is signed with what is set here\. Add --resume/)
    assert.equal((await place.run('--on-unknown', 'guess')).code, 2)
    place.env.SMTP_URL = ''
    assert.equal((await place.run()).code, 2)
    place.env.SMTP_URL = 'smtp://127.0.0.1:1'
    const away = await place.run()
    assert.equal(away.code, 1)
    assert.match(away.stderr, /No mail can be sent through the server: .*ECONNREFUSED/)
    assert.match(away.stderr, /Send to the one that waits: .*--resume/)
  })
})
