import { once } from 'node:events'
import fs from 'node:fs'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as wait } from 'node:timers/promises'
import { identityFile, storeFile } from '../src/io/store-files.ts'
import { startScript } from './cli/run-script.ts'
import { randomNumbers } from './random-numbers.ts'
import { type Arrival, startRecordingPeer } from './recording-peer.ts'
import { makeSendPlace, readerAddress, SENT_ISSUE } from './send-place.ts'

/** Leased at once for each connection, as the sender promises (docs/decisions/0039-a-ledger-of-sends.md). */
const LEASES_EACH = 4

/** Where a send was when it was killed: about to be begun, anywhere, after so many mails, or before an answer. */
type Moment = 'freezing' | 'any' | 'sending' | 'unanswered'

export interface KilledSend {
  readonly addresses: readonly string[]
  readonly kills: readonly { readonly moment: Moment; readonly leased: readonly string[] }[]
  /** In the order in which the server had them. */
  readonly arrivals: readonly Arrival[]
  /** Recipients that the server was named, mails that were cut off included. */
  readonly named: number
  readonly report: {
    readonly recipients: number
    readonly sent: number
    readonly failed: number
    readonly unknown: number
    readonly suppressed: number
    readonly queued: number
    readonly leased: number
    readonly deliveries: readonly { readonly address: string | null; readonly state: string }[]
  }
  readonly code: number | null
  /** The most that may be under way at one moment. */
  readonly inFlight: number
}

/**
 * Sends an issue by `npm run send` to a mail server in another process, kills the sender with SIGKILL at random moments, goes
 * on after each as its operator would, and lets the last one come to its end.
 *
 * @param options.folder empty; for content, state and all
 */
export async function killSend(options: {
  readonly folder: string
  readonly seed: number
  readonly readers: number
  readonly kills: number
  readonly onUnknown: 'hold' | 'retry'
  readonly connections: number
}): Promise<KilledSend> {
  const { folder, seed, readers, kills: wanted, onUnknown, connections } = options
  const random = randomNumbers(seed)
  const place = await makeSendPlace(folder, { readers })
  const peer = await startRecordingPeer({ seed, slowness: 10 })
  const env = { ...place.env, SMTP_URL: peer.url }
  const common = [
    '--issue',
    SENT_ISSUE,
    '--rate',
    '100000',
    '--connections',
    `${connections}`,
    '--on-unknown',
    onUnknown,
  ]
  const start = () => startScript('send', [...common, '--json', ...(isBegun(place.state) ? ['--resume'] : [])], env)
  const kills: { moment: Moment; leased: readonly string[] }[] = []
  /** Half of the readers, in all, so that there is something left to send at the last kill. */
  const share = readers / 2 / wanted
  try {
    while (kills.length < wanted) {
      const moment = chooseMoment(kills.length, wanted, random())
      const stored = (await peer.record()).arrivals.length
      const { child, ended } = start()
      const isDead = once(child, 'exit')
      const reached = {
        freezing: () => untilWritten(identityFile(place.state), random() * 20),
        any: () => wait(random() * 1_500),
        sending: () => peer.stored(stored + 1 + Math.floor(random() * 2 * share)).then(() => wait(random() * 20)),
        unanswered: () => peer.stored(stored + Math.floor(random() * share)).then(peer.hold),
      }[moment]()
      await Promise.race([reached, isDead])
      child.kill('SIGKILL')
      const { signal, stderr } = await ended
      if (signal !== 'SIGKILL') throw new Error(`the send ended before it was killed (${moment}): ${stderr}`)
      kills.push({ moment, leased: leasedIn(place.state) })
    }
    const { code, stdout } = await start().ended
    const report = JSON.parse(stdout) as KilledSend['report']
    const addresses = Array.from({ length: readers }, (_, number) => readerAddress(number))
    return { addresses, kills, ...(await peer.record()), report, code, inFlight: connections * LEASES_EACH }
  } finally {
    await peer.stop()
  }
}

/** Before anything, while it begins, and then wherever chance has it; the last is where it hurts most. */
function chooseMoment(kill: number, kills: number, chance: number): Moment {
  if (kill < 2) return kill === 0 ? 'any' : 'freezing'
  if (kill === kills - 1) return 'unanswered'
  return chance < 0.2 ? 'any' : chance < 0.6 ? 'sending' : 'unanswered'
}

/** A file is replaced, and a few milliseconds are over. */
async function untilWritten(file: string, later: number): Promise<void> {
  const watcher = fs.watch(path.dirname(file))
  for await (const [, name] of asPairs(watcher)) if (name === path.basename(file)) break
  watcher.close()
  await wait(later)
}

async function* asPairs(watcher: fs.FSWatcher): AsyncIterable<readonly [string, string]> {
  for (;;) yield (await once(watcher, 'change')) as [string, string]
}

function ask(state: string, query: string): readonly Readonly<Record<string, unknown>>[] {
  const database = new DatabaseSync(storeFile(state), { timeout: 5_000 })
  try {
    return database.prepare(query).all()
  } finally {
    database.close()
  }
}

const isBegun = (state: string) => ask(state, 'SELECT 1 FROM sends').length > 0

/** Who was under way when the sender died, by the rows themselves. */
const leasedIn = (state: string) =>
  ask(state, 'SELECT address FROM recipients JOIN subscriptions ON number = reader WHERE recipients.state = 1').map(
    ({ address }) => String(address),
  )

/** What a server got of each: nobody may be missing whom nobody tells of, and repeats say so by their Message-ID. */
export function judgeKilledSend({ addresses, arrivals, kills, report, inFlight }: KilledSend) {
  const byReader = Map.groupBy(arrivals, ({ to }) => to)
  const known = new Set(addresses)
  const listed = report.deliveries.map(({ address }) => String(address))
  return {
    lost: addresses.filter((address) => !byReader.has(address)),
    /** Mails that came once more than they should. */
    repeated: arrivals.length - byReader.size,
    bound: kills.length * inFlight,
    strangers: [...byReader.keys()].filter((to) => !known.has(to)),
    /** Readers whose mails differ in their Message-ID, and mails that have that of another's. */
    misnamed: [...byReader.values()].filter((mails) => new Set(mails.map(({ messageId }) => messageId)).size > 1)
      .length,
    ids: new Set(arrivals.map(({ messageId }) => messageId)).size,
    readers: byReader.size,
    listed: listed.toSorted(),
    underWay: [...new Set(kills.flatMap(({ leased }) => leased))].toSorted(),
    mostLeased: Math.max(...kills.map(({ leased }) => leased.length)),
  }
}
