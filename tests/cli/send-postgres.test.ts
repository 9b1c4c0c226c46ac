import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { describe, test } from 'node:test'
import pg from 'pg'
import type { SMTPServerOptions } from 'smtp-server'
import { openPostgresStore } from '../../src/io/postgres-store.ts'
import { makeSubscription } from '../builders.ts'
import { makeTemporaryFolder } from '../io/temporary-folder.ts'
import { postfix } from '../fixtures/returns/reports.ts'
import { startPostgres } from '../postgres-server.ts'
import { makeSendPlace, SENT_ISSUE } from '../send-place.ts'
import { startSmtpSink } from '../smtp-sink.ts'
import { startScript } from './run-script.ts'

interface Report {
  readonly sent: number
  readonly failed: number
  readonly unknown: number
  readonly queued: number
  readonly leased: number
  readonly deliveries: readonly { readonly address: string | null; readonly state: string }[]
}

const addresses = (readers: number) => Array.from({ length: readers }, (_, index) => `reader${index}@light.example`)

/** A mail server, content with an issue, and a database with so many readers. */
async function makePlace(readers: number, server: SMTPServerOptions = {}) {
  const folder = makeTemporaryFolder()
  const place = await makeSendPlace(folder.path, { readers: 0 })
  const url = await (await startPostgres()).createDatabase()
  const store = await openPostgresStore(url, { connections: 2 })
  await store.importSubscriptions(
    addresses(readers).map((address, index) =>
      makeSubscription({ id: Buffer.alloc(16, index + 1).toString('base64url'), address, state: 'confirmed' }),
    ),
  )
  const sink = await startSmtpSink(server)
  const env = { ...place.env, SMTP_URL: sink.url, DATABASE_URL: url }
  const args = ['--issue', SENT_ISSUE, '--rate', '1000', '--connections', '2']
  const start = (...more: string[]) => startScript('send', [...args, ...more], env)
  return {
    ...{ env, store, sink, start },
    async run(...more: string[]) {
      const ended = await start(...more).ended
      assert.doesNotMatch(`${ended.stdout}${ended.stderr}`, /\n\s+at |node:internal|should not have happened/)
      return ended
    },
    got: () => sink.mails.flatMap(({ to }) => to).toSorted(),
    async [Symbol.asyncDispose]() {
      await sink.stop()
      await store.close()
      folder[Symbol.dispose]()
    },
  }
}

const parse = (stdout: string) => JSON.parse(stdout) as Report

/** A server that has every mail, and says a word of it only when it is told to. */
function makeStuck() {
  const had = Promise.withResolvers<unknown>()
  let isStuck = true
  const server: SMTPServerOptions = {
    onData(stream, _, done) {
      stream.resume()
      stream.on('end', () => {
        had.resolve(true)
        if (!isStuck) done()
      })
    },
  }
  return { server, had: had.promise, release: () => (isStuck = false) }
}

describe('npm run send with DATABASE_URL', { concurrency: true }, () => {
  test('sends everybody one mail, is begun once, goes on, and hears what came back', async () => {
    const refused = new Map([['reader1@light.example', 550]])
    await using place = await makePlace(9, {
      onRcptTo({ address }, _, done) {
        const code = refused.get(address)
        done(code === undefined ? null : Object.assign(new Error(`${address} is not here`), { responseCode: code }))
      },
    })
    const dry = parse((await place.run('--dry-run', '--json')).stdout)
    assert.deepEqual([dry.queued, place.sink.mails.length], [9, 0])
    const first = await place.run('--json')
    assert.equal(first.code, 1, first.stderr)
    const { sent, failed, unknown, queued, leased, deliveries } = parse(first.stdout)
    assert.deepEqual([sent, failed, unknown, queued, leased], [8, 1, 0, 0, 0])
    assert.deepEqual(
      deliveries.map(({ address, state }) => [address, state]),
      [['reader1@light.example', 'failed']],
    )
    const second = await place.run()
    assert.equal(second.code, 1)
    assert.match(second.stderr, /stands at 8 sent, 1 failed\. .*npm run send -- --issue 2026-W47 --retry-failed/)
    refused.clear()
    const retried = await place.run('--retry-failed')
    assert.equal(retried.code, 0, retried.stderr)
    assert.deepEqual(place.got(), addresses(9).toSorted())
    assert.equal((await place.run('--resume')).code, 4)
    assert.equal(place.sink.mails.length, 9)

    const mail = place.sink.mails.find(({ to }) => to.includes('reader3@light.example'))
    assert.ok(mail)
    const returned = postfix({ to: mail.from, recipient: 'reader3@light.example' })
    const script = path.resolve(import.meta.dirname, '../../scripts/subscribers.ts')
    const child = spawn(process.execPath, [script, 'bounces', '--json'], { env: place.env })
    child.stdin.end(returned)
    const [code] = (await once(child, 'exit')) as [number]
    assert.equal(code, 0)
    const { suppression } = await place.store.find({ address: 'reader3@light.example' })
    assert.equal(suppression?.reason, 'bounced')
  })

  test('goes from a database that was adopted; to adopt it once more changes nothing, and is told', async () => {
    await using place = await makePlace(0)
    const adopt = () => startScript('subscribers', ['restore', '--adopt'], place.env).ended
    const client = new pg.Client({ connectionString: place.env.DATABASE_URL })
    await client.connect()
    const marks = async () =>
      (await client.query("SELECT * FROM crowsnest.meta WHERE name IN ('home', 'generation') ORDER BY name")).rows
    const before = await marks()
    const known = await adopt()
    assert.equal(known.code, 4, known.stderr)
    assert.match(known.stdout, /adopted before\. Sends go from it already, and nothing was changed/)
    assert.deepEqual(await marks(), before)
    await client.query("DELETE FROM crowsnest.meta WHERE name = 'home'")
    const { code, stdout } = await adopt()
    assert.deepEqual([code, (await marks()).length], [0, 2])
    assert.match(stdout, /: sends go from it\.\nA server that was started before/)
    await client.end()
  })

  test('is one at a time: who comes while another is at it is told so, and nothing of the other ends', async () => {
    const stuck = makeStuck()
    await using place = await makePlace(3, stuck.server)
    const { child, ended } = place.start()
    await stuck.had
    const second = await place.run('--resume')
    assert.equal(second.code, 1)
    assert.match(second.stderr, /another send from it is under way/)
    assert.ok((await place.store.countRecipients(1)).counts.leased > 0)
    child.kill('SIGKILL')
    await ended
  })

  for (const what of ['hold', 'retry'] as const) {
    test(`goes on after a SIGKILL; with ${what}, what was under way is ${what === 'hold' ? 'held' : 'sent again'}`, async () => {
      const stuck = makeStuck()
      await using place = await makePlace(30, stuck.server)
      const { child, ended } = place.start()
      await stuck.had
      child.kill('SIGKILL')
      assert.equal((await ended).signal, 'SIGKILL')
      const { leased } = (await place.store.countRecipients(1)).counts
      assert.ok(leased > 0 && leased <= 8, `${leased} leased`)
      stuck.release()
      const resumed = await place.run('--resume', '--json', ...(what === 'retry' ? ['--on-unknown', 'retry'] : []))
      const report = parse(resumed.stdout)
      assert.deepEqual([report.sent, report.queued, report.leased], [what === 'retry' ? 30 : 30 - leased, 0, 0])
      assert.deepEqual([report.unknown, report.deliveries.length], what === 'retry' ? [0, 0] : [leased, leased])
      assert.equal(resumed.code, what === 'retry' ? 0 : 1, resumed.stderr)
    })
  }
})
