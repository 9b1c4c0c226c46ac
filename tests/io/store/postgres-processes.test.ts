import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import net from 'node:net'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { describe, test } from 'node:test'
import { openPostgresStore } from '../../../src/io/postgres-store.ts'
import { startPostgres } from '../../postgres-server.ts'
import { until } from '../../until.ts'
import { startWriter } from './start-writer.ts'
import { makeServiceMail, makeSignup, makeSubscription, moment } from './store-builders.ts'

const WITHOUT_SIGNALS = { skip: process.platform === 'win32' ? 'needs signals of Unix' : false }

/** Two stores of one database, as two processes have them. */
async function openTwo() {
  const url = await (await startPostgres()).createDatabase()
  const one = await openPostgresStore(url, { connections: 4 })
  const other = await openPostgresStore(url, { connections: 4 })
  return {
    ...{ one, other, either: (index: number) => (index % 2 === 0 ? one : other) },
    async [Symbol.asyncDispose]() {
      await Promise.all([one.close(), other.close()])
    },
  }
}

describe('a database that several processes share', () => {
  test('has every sign-up that any of them was told is in it before it was killed', WITHOUT_SIGNALS, async () => {
    const url = await (await startPostgres()).createDatabase()
    const told: string[] = []
    const environment = `DATABASE_URL='${url}'; export DATABASE_URL`
    for (const at of [1, 60]) {
      const writers = ['one', 'other'].map((name) => startWriter('', `${name}-${at}`, 1_000_000, environment))
      await Promise.all(writers.map(({ reaches }) => reaches(at)))
      for (const { child } of writers) child.kill('SIGKILL')
      await Promise.all(writers.map(({ ended }) => ended))
      told.push(...writers.flatMap(({ lines }) => lines))
    }
    assert.ok(told.length >= 122)
    const store = await openPostgresStore(url)
    const kept = new Set<string>()
    const settle = () => store.settleSignup(({ address }) => (kept.add(address), {}))
    while ((await Promise.all(Array.from({ length: 64 }, settle))).every(Boolean));
    assert.deepEqual(
      told.filter((address) => !kept.has(address)),
      [],
    )
    await store.close()
  })

  test('has each sign-up decided once, knowing of all that the other has decided', async () => {
    await using stores = await openTwo()
    const { one, either } = stores
    await Promise.all(Array.from({ length: 200 }, () => one.addSignup(makeSignup())))
    let isNew = 0
    const counts: number[] = []
    const settled = await Promise.all(
      Array.from({ length: 220 }, (_, index) =>
        either(index).settleSignup(({ address }, { subscription, mails }) => {
          counts.push(mails.address[1] ?? 0)
          if (subscription !== undefined) return {}
          isNew += 1
          const write = makeSubscription({ address })
          return { write, mail: makeServiceMail({ to: address, subscriptionId: write.id }) }
        }),
      ),
    )
    assert.equal(settled.filter(Boolean).length, 200)
    assert.equal(isNew, 1)
    assert.deepEqual(counts, [0, ...Array.from({ length: 199 }, () => 1)])
  })

  test('has changes of one subscription made one after the other, whoever makes them', async () => {
    await using stores = await openTwo()
    const { one, either } = stores
    const subscription = makeSubscription({ consent: { wording: '0' } })
    await one.change({ id: subscription.id }, () => ({ write: subscription }))
    await Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        either(index).change(index % 4 < 2 ? { id: subscription.id } : { address: subscription.address }, (facts) => {
          const wording = `${Number(facts.subscription?.consent.wording) + 1}`
          return { write: { ...subscription, consent: { wording } } }
        }),
      ),
    )
    assert.equal((await one.find({ id: subscription.id })).subscription?.consent.wording, '40')
  })

  test('has an address that is new to it made by one of those who change it at once', async () => {
    await using stores = await openTwo()
    const { address } = makeSubscription()
    let made = 0
    await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        stores.either(index).change({ address }, ({ subscription }) => {
          if (subscription !== undefined) return {}
          made += 1
          return { write: makeSubscription() }
        }),
      ),
    )
    assert.equal(made, 1)
  })

  test('forgets an address that signs up at the same moment, whichever comes first', async () => {
    await using stores = await openTwo()
    const { one, other } = stores
    const { address, id } = makeSubscription()
    for (let round = 0; round < 15; round += 1) {
      await one.addSignup(makeSignup())
      await Promise.all([
        one.settleSignup(() => ({ write: makeSubscription() })),
        other.change({ address }, ({ subscription }) => ({
          ...(subscription === undefined ? {} : { remove: id }),
          forget: address,
        })),
      ])
      assert.equal((await one.find({ address })).subscription, undefined)
      assert.equal((await one.countTraces(address)).signups, 0)
    }
  })

  test('gives each mail to one of those who lease', async () => {
    await using stores = await openTwo()
    const { one, either } = stores
    for (let index = 0; index < 40; index += 1) {
      await one.change({ id: 'nobody' }, () => ({ mail: makeServiceMail({ id: `mail-${index}` }) }))
    }
    const lease = { limit: 3, now: moment(), until: moment(5) }
    const leased = await Promise.all(Array.from({ length: 30 }, (_, index) => either(index).leaseMails(lease)))
    const ids = leased.flatMap((mails) => mails.map(({ id }) => id))
    assert.equal(ids.length, 40)
    assert.equal(new Set(ids).size, 40)
  })

  test('keeps a suggestion while there is room, however many bring them', async () => {
    await using stores = await openTwo()
    const caps = { since: moment(), network: 12, all: 100 }
    const outcomes = await Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        stores
          .either(index)
          .addSuggestion(
            { id: `link-${index}`, url: 'https://harbour.example/', at: moment(), network: '192.0.2.0/24' },
            caps,
          ),
      ),
    )
    assert.equal(outcomes.filter((outcome) => outcome === undefined).length, 12)
  })
})

describe('the PostgreSQL of a test', () => {
  test('ends with the process that started it, also where that is killed', WITHOUT_SIGNALS, async (context) => {
    const given = process.env.TEST_DATABASE_URL
    const server = path.join(import.meta.dirname, '../../postgres-server.ts')
    const script = `import { startPostgres } from ${JSON.stringify(server)}
      console.log((await startPostgres()).url)
      setInterval(() => undefined, 1000)`
    const { TEST_DATABASE_URL: _, CROWSNEST_TEST_POSTGRES: __, ...environment } = process.env
    const child = spawn(process.execPath, ['--input-type=module-typescript', '--eval', script], {
      ...{ env: environment, stdio: ['ignore', 'pipe', 'inherit'] },
    })
    context.after(() => child.kill('SIGKILL'))
    const [url] = (await once(createInterface({ input: child.stdout }), 'line')) as [string]
    const { port } = new URL(url)
    assert.equal(await isOpen(Number(port)), true)
    child.kill('SIGKILL')
    await until('its server has ended', async () => !(await isOpen(Number(port))))
    if (given) context.diagnostic('TEST_DATABASE_URL is set; this one was started all the same')
  })
})

async function isOpen(port: number): Promise<boolean> {
  const socket = net.connect(port, '127.0.0.1')
  const open = await once(socket, 'connect').then(
    () => true,
    () => false,
  )
  socket.destroy()
  return open
}
