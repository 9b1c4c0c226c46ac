import { once } from 'node:events'
import { createInterface } from 'node:readline'
import pg from 'pg'
import { openPostgresStore } from '../src/io/postgres-store.ts'
import { startScript } from './cli/run-script.ts'
import type { KilledSend } from './kill-send.ts'
import { mostInOneSecond } from './measure-rate.ts'
import { randomNumbers } from './random-numbers.ts'
import { type Arrival, startRecordingPeer } from './recording-peer.ts'
import { makeReaders, makeSendPlace, readerAddress, SENT_ISSUE } from './send-place.ts'
import { until } from './until.ts'

/** Leased at once for each connection, as a sender promises (docs/decisions/0039-a-ledger-of-sends.md). */
const LEASES_EACH = 4
const SLICE = 10_000
const STOPPED_CONNECTIONS = 3
/** Milliseconds that leases of a worker that is stopped may take to end, on a machine that has much else to do, too. */
const PATIENCE = 300_000

export interface WorkedSend {
  readonly readers: number
  readonly arrivals: readonly Arrival[]
  readonly report: KilledSend['report']
  readonly code: number | null
  /** Exit codes of the workers that were ended, not killed. */
  readonly workerCodes: readonly (number | null)[]
  /** Whom each killed one had leased when it died. */
  readonly leased: readonly (readonly string[])[]
  /** The most that killed ones may have had under way, and those that were held up. */
  readonly bound: number
  /**
   * The most that those may have had under way which nobody stopped, and which a machine without memory to spare held up for
   * longer than their share: they say so. 0 where it held up none.
   */
  readonly heldUp: number
  /** Milliseconds from the first mail to the last. */
  readonly took: number
  /** What the workers and the send said. */
  readonly said: string
}

/** A place whose readers are in a database, and the environment of commands on it. */
export async function makeSharedPlace(folder: string, url: string, readers: number) {
  const place = await makeSendPlace(folder, { readers: 0 })
  const store = await openPostgresStore(url)
  for (let from = 0; from < readers; from += SLICE) {
    await store.importSubscriptions(makeReaders(from, Math.min(SLICE, readers - from)))
  }
  await store.close()
  return { ...place, env: { ...place.env, DATABASE_URL: url } }
}

/** Starts `npm run worker`, and waits until it is ready. */
export async function startWorker(name: string, connections: number, env: Record<'DATABASE_URL', string>) {
  const url = new URL(env.DATABASE_URL)
  url.searchParams.set('application_name', name)
  const args = ['--name', name, '--concurrency', `${connections}`]
  const worker = startScript('worker', args, { ...env, DATABASE_URL: url.href })
  if (!worker.child.stdout) throw new Error('a worker without an output')
  const line = await Promise.race([
    once(createInterface(worker.child.stdout), 'line').then(([first]) => String(first)),
    worker.ended.then(({ stderr }) => stderr),
  ])
  if (line !== `ready ${name}`) throw new Error(`a worker did not start: ${line}`)
  return { name, ...worker }
}

/**
 * Sends an issue by workers in processes of their own, to a mail server in another; kills some with SIGKILL at random moments,
 * and starts the first of them again.
 *
 * @param options.rate of all together
 */
export async function sendByWorkers(options: {
  readonly folder: string
  readonly url: string
  readonly seed: number
  readonly readers: number
  readonly rate: number
  readonly workers: number
  readonly kills: number
  readonly connections: number
  readonly onUnknown: 'hold' | 'retry'
  readonly slowness?: number
}): Promise<WorkedSend> {
  const { folder, url, seed, readers, rate, kills, connections, onUnknown, slowness = 10 } = options
  const random = randomNumbers(seed)
  const place = await makeSharedPlace(folder, url, readers)
  const peer = await startRecordingPeer({ seed, slowness })
  const database = await connect(url)
  const env = { ...place.env, SMTP_URL: peer.url }
  const workers: Awaited<ReturnType<typeof startWorker>>[] = []
  const leased: string[][] = []
  try {
    const names = Array.from({ length: options.workers }, (_, index) => `w${index}`)
    workers.push(...(await Promise.all(names.map((name) => startWorker(name, connections, env)))))
    const args = ['--issue', SENT_ISSUE, '--watch', '--rate', `${rate}`, '--on-unknown', onUnknown, '--json']
    const send = startScript('send', args, env)
    for (let kill = 0; kill < kills; kill += 1) {
      const share = (0.15 + (0.5 * (kill + random())) / kills) * readers
      await Promise.race([peer.stored(Math.ceil(share)), once(send.child, 'exit')])
      const [victim] = workers.splice(Math.floor(random() * workers.length), 1)
      if (victim === undefined) throw new Error('no worker is left to be killed')
      await stopWithLease(database, victim)
      victim.child.kill('SIGKILL')
      await victim.ended
      await untilLetGo(database, victim.name)
      leased.push(await leasedBy(database, victim.name))
      if (kill === 0) workers.push(await startWorker(`${victim.name}-again`, connections, env))
    }
    const { code, stdout, stderr } = await send.ended
    const told = await Promise.all(
      workers.map(({ child, ended }) => {
        child.kill('SIGTERM')
        return ended
      }),
    )
    const { arrivals } = await peer.record()
    const times = arrivals.map(({ storedAt }) => storedAt)
    const said = [stderr, ...told.map((each) => each.stderr)].join('\n')
    const heldUp = countLost(said) * connections * LEASES_EACH
    return {
      ...{ readers, arrivals, code, leased, heldUp, bound: kills * connections * LEASES_EACH + heldUp, said },
      report: JSON.parse(stdout || '{}') as KilledSend['report'],
      workerCodes: told.map((each) => each.code),
      took: times.reduce((a, b) => Math.max(a, b), 0) - times.reduce((a, b) => Math.min(a, b), Infinity),
    }
  } finally {
    for (const { child } of workers) child.kill('SIGKILL')
    await Promise.all([peer.stop(), database.end()])
  }
}

/**
 * Sends an issue by two workers, of which one is stopped with SIGSTOP in the middle of what it had leased, until others have
 * ended its leases, and goes on then.
 */
export async function sendByStopped(options: {
  readonly folder: string
  readonly url: string
  readonly readers: number
  readonly rate: number
  readonly onUnknown: 'hold' | 'retry'
}) {
  const { folder, url, readers, rate, onUnknown } = options
  const place = await makeSharedPlace(folder, url, readers)
  // Slow answers, so that there is something on the wire when it is stopped.
  const peer = await startRecordingPeer({ seed: 5, slowness: 200 })
  const database = await connect(url)
  const env = { ...place.env, SMTP_URL: peer.url }
  const workers: Awaited<ReturnType<typeof startWorker>>[] = []
  try {
    const names = ['sleeper', 'waker']
    workers.push(...(await Promise.all(names.map((name) => startWorker(name, STOPPED_CONNECTIONS, env)))))
    const [sleeper] = workers
    if (sleeper === undefined) throw new Error('no worker')
    const args = ['--issue', SENT_ISSUE, '--watch', '--rate', `${rate}`, '--on-unknown', onUnknown, '--json']
    const send = startScript('send', args, env)
    await Promise.race([peer.stored(Math.ceil(readers / 10)), once(send.child, 'exit')])
    await stopWithLease(database, sleeper)
    const leased = await leasedBy(database, sleeper.name)
    const stoppedAt = performance.now()
    const isOver = async () => send.child.exitCode !== null || (await leasedBy(database, sleeper.name)).length === 0
    await until('its leases are ended', isOver, { patience: PATIENCE, pause: 50 })
    const slept = performance.now() - stoppedAt
    const before = (await peer.record()).arrivals
    sleeper.child.kill('SIGCONT')
    const { code, stdout, stderr } = await send.ended
    for (const { child } of workers) child.kill('SIGTERM')
    const told = await Promise.all(workers.map(({ ended }) => ended))
    const { arrivals } = await peer.record()
    const said = [stderr, ...told.map((each) => each.stderr)].join('\n')
    // Of the sleeper it is known what it had when it was stopped.
    const sleeperSaid = told[0]?.stderr ?? ''
    const lost = countLost(said) - Math.min(countLost(sleeperSaid), 1)
    const heldUp = lost * STOPPED_CONNECTIONS * LEASES_EACH
    const worked: WorkedSend = {
      ...{ readers, arrivals, code, leased: [leased], heldUp, bound: leased.length + heldUp, took: NaN, said },
      report: JSON.parse(stdout || '{}') as KilledSend['report'],
      workerCodes: told.map((each) => each.code),
    }
    return { worked, slept, before, sleeperSaid }
  } finally {
    for (const { child } of workers) child.kill('SIGKILL')
    await Promise.all([peer.stop(), database.end()])
  }
}

/**
 * What a sender says that was held up for longer than its share, and begins anew: which of the two it notices first depends on
 * what it waited for meanwhile.
 */
export const SHARE_LOST = /its share is over; begins anew|PostgreSQL .* did not answer in time/

/** How often senders say that they have lost their share in the middle of a part. */
const countLost = (said: string) => said.split(SHARE_LOST).length - 1

/** A kill of a worker that has nothing leased shows nothing: it is waited for, and then stopped in the middle of it. */
async function stopWithLease(
  database: pg.Client,
  { name, child }: Awaited<ReturnType<typeof startWorker>>,
): Promise<void> {
  const isStopped = async () => {
    if ((await leasedBy(database, name)).length === 0) return false
    child.kill('SIGSTOP')
    await untilNone(database, `application_name = $1 AND state = 'active'`, name)
    if ((await leasedBy(database, name)).length > 0) return true
    child.kill('SIGCONT')
    return false
  }
  await until(`${name} is stopped with a lease`, async () => child.exitCode !== null || isStopped(), { pause: 5 })
}

/** A statement of a worker that is dead goes on to its end: what it has leased is known after that. */
async function untilLetGo(database: pg.Client, name: string): Promise<void> {
  await untilNone(database, 'application_name = $1', name)
}

/** Waits until no connection of a worker to its database is such a one. */
async function untilNone(database: pg.Client, which: string, name: string): Promise<void> {
  const statement = `SELECT FROM pg_stat_activity WHERE datname = current_database() AND ${which}`
  await until(`no connection of ${name} is left`, async () => (await database.query(statement, [name])).rowCount === 0)
}

async function leasedBy(database: pg.Client, name: string): Promise<string[]> {
  const { rows } = await database.query<{ address: string }>(
    `SELECT address FROM crowsnest.recipients JOIN crowsnest.subscriptions ON number = reader
    WHERE recipients.state = 1 AND sender LIKE $1 || ' %'`,
    [name],
  )
  return rows.map(({ address }) => address)
}

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  return client
}

/** What the mail server has, beside who should have it. */
export function judgeWorkedSend({ readers, arrivals, leased, report }: WorkedSend) {
  const byReader = Map.groupBy(arrivals, ({ to }) => to)
  const addresses = Array.from({ length: readers }, (_, number) => readerAddress(number))
  const listed = (report.deliveries ?? []).map(({ address }) => String(address)).toSorted()
  const underWay = new Set(leased.flat())
  const sorted = (key: 'begunAt' | 'storedAt') => arrivals.map((each) => each[key]).toSorted((a, b) => a - b)
  return {
    lost: addresses.filter((address) => !byReader.has(address)),
    repeated: arrivals.length - byReader.size,
    ids: new Set(arrivals.map(({ messageId }) => messageId)).size,
    most: Math.max(mostInOneSecond(sorted('begunAt')), mostInOneSecond(sorted('storedAt'))),
    listed,
    /** Listed, and none of what was killed or stopped had it: whoever was held up did. */
    listedBeside: listed.filter((address) => !underWay.has(address)),
    underWay: [...underWay].toSorted(),
    unlisted: [...underWay].filter((address) => !listed.includes(address)),
  }
}
