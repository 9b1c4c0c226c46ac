import assert from 'node:assert/strict'
import fs from 'node:fs'
import path from 'node:path'
import { describe, test } from 'node:test'
import { identityFile, storeFile } from '../../src/io/store-files.ts'
import { makeTemporaryFolder } from '../io/temporary-folder.ts'
import { makeSendPlace, readerAddress, SENT_ISSUE } from '../send-place.ts'
import { startSmtpSink } from '../smtp-sink.ts'
import { runHere } from './run-here.ts'

const READERS = 3
const EVERYBODY = Array.from({ length: READERS }, (_, number) => readerAddress(number))

/** A place whose issue has gone to all, its store as it was before (`before`), and both commands. */
async function makePlace() {
  const folder = makeTemporaryFolder()
  const place = await makeSendPlace(folder.path, { readers: READERS })
  const sink = await startSmtpSink()
  const file = (name: string) => path.join(folder.path, name)
  const run = async (script: string, args: readonly string[], state = place.state) => {
    const env = { ...place.env, CROWSNEST_STATE: state, SMTP_URL: sink.url }
    const ended = await runHere(`scripts/${script}.ts`, args, { env, cwd: folder.path })
    assert.doesNotMatch(`${ended.stdout}${ended.stderr}`, /\n\s+at |node:internal|should not have happened/)
    return ended
  }
  const send = (state: string, ...more: string[]) =>
    run('send', ['--issue', SENT_ISSUE, '--rate', '1000', ...more], state)
  const restore = (state: string, from: string, ...more: string[]) =>
    run('subscribers', ['restore', from, ...more], state)
  fs.cpSync(place.state, file('before'), { recursive: true })
  const backup = file('before.sqlite')
  assert.equal((await run('subscribers', ['backup', backup])).code, 0)
  assert.equal((await send(place.state)).code, 0)
  /** Whom the mails of what a test does go to. */
  const got = () => sink.mails.slice(READERS).flatMap(({ to }) => to)
  assert.deepEqual(sink.mails.flatMap(({ to }) => to).toSorted(), EVERYBODY)
  return {
    ...{ state: place.state, backup, file, send, restore, got },
    async [Symbol.asyncDispose]() {
      await sink.stop()
      folder[Symbol.dispose]()
    },
  }
}

type Place = Awaited<ReturnType<typeof makePlace>>

/** Each gives the state folder that nothing may be sent from. */
const COPIES: readonly (readonly [what: string, make: (place: Place) => Promise<string> | string])[] = [
  ['the state folder of before, copied', ({ file }) => file('before')],
  [
    'the state folder, copied since',
    ({ state, file }) => {
      fs.cpSync(state, file('copy'), { recursive: true })
      return file('copy')
    },
  ],
  [
    'the database alone, copied',
    ({ state, file }) => {
      fs.mkdirSync(file('copy'))
      fs.copyFileSync(storeFile(state), storeFile(file('copy')))
      return file('copy')
    },
  ],
  [
    'the database and what is written beside it, copied one by one',
    ({ state, file }) => {
      fs.mkdirSync(file('copy'))
      for (const name of [storeFile, identityFile]) fs.copyFileSync(name(state), name(file('copy')))
      return file('copy')
    },
  ],
  [
    'a file of before the send, put back in the place of the store',
    ({ state, file }) => {
      for (const suffix of ['-wal', '-shm']) fs.rmSync(`${storeFile(state)}${suffix}`, { force: true })
      fs.copyFileSync(storeFile(file('before')), storeFile(state))
      return state
    },
  ],
  [
    'a file of before the send, moved to the place of the store',
    ({ state, file }) => {
      for (const suffix of ['-wal', '-shm']) fs.rmSync(`${storeFile(state)}${suffix}`, { force: true })
      fs.renameSync(storeFile(file('before')), storeFile(state))
      return state
    },
  ],
  [
    'a backup of before the send, restored',
    async ({ state, backup, restore }) => {
      assert.equal((await restore(state, backup)).code, 0)
      return state
    },
  ],
  [
    'a backup, restored on another machine',
    async ({ backup, restore, file }) => {
      assert.equal((await restore(file('elsewhere'), backup)).code, 0)
      return file('elsewhere')
    },
  ],
  [
    'the store without what was written beside it',
    ({ state }) => {
      fs.rmSync(identityFile(state))
      return state
    },
  ],
]

describe('what is not the store that sends went from', () => {
  for (const [what, make] of COPIES) {
    test(`sends nothing and says what to do until it is adopted: ${what}`, async () => {
      await using place = await makePlace()
      const state = await make(place)
      const tries = [[], ['--resume'], ['--retry-failed'], ['--resume', '--on-unknown', 'retry'], ['--dry-run']]
      for (const more of tries) {
        const { code, stdout, stderr } = await place.send(state, ...more)
        assert.deepEqual([code, stdout], [1, ''], more.join(' '))
        assert.match(stderr, /^error: \S*subscribers\.sqlite: .*(copy|backup).* restore \S+ --adopt\.?\n$/)
      }
      assert.deepEqual(place.got(), [])

      assert.equal((await place.restore(state, storeFile(state), '--adopt')).code, 0)
      const { code, stderr } = await place.send(state)
      // One that knows of the send has nothing left to send; one of before sends all of it, as its operator said it may.
      const knows = /nothing left to do/.test(stderr)
      assert.equal(code, knows ? 4 : 0, stderr)
      assert.deepEqual(place.got().toSorted(), knows ? [] : EVERYBODY)
      assert.equal(knows, /since|alone|one by one|without/.test(what))
    })
  }

  test('restores and adopts in one go', async () => {
    await using place = await makePlace()
    assert.equal((await place.restore(place.state, place.backup, '--adopt')).code, 0)
    assert.equal((await place.send(place.state)).code, 0)
    assert.deepEqual(place.got().toSorted(), EVERYBODY)
  })

  test('does not stand in the way of the store that they did go from', async () => {
    await using place = await makePlace()
    fs.cpSync(place.state, place.file('copy'), { recursive: true })
    assert.equal((await place.send(place.state, '--resume')).code, 4)
    const copied = await place.send(place.file('copy'), '--resume')
    assert.equal(copied.code, 1)
    assert.match(copied.stderr, /another file/)
  })
})
