// node tests/recording-peer.ts, forked: a mail server in a process of its own that writes down what it is sent, so that it
// goes on when the sender dies, and no sender waits for a test.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import { randomNumbers } from './random-numbers.ts'
import { startSmtpPeer } from './smtp-peer.ts'

/** A mail of which the peer has every byte, whether or not it could say so. Times are milliseconds of its clock. */
export interface Arrival {
  readonly to: string
  readonly messageId: string
  readonly begunAt: number
  readonly storedAt: number
}

export interface PeerRecord {
  readonly arrivals: readonly Arrival[]
  /** Recipients that were named, whatever came of it: those of mails that were cut off, too. */
  readonly named: number
  /** When it said that it was busy, where it was to. */
  readonly busyAt: number | undefined
}

interface Peering {
  readonly seed: number
  /** Milliseconds that an answer to a mail takes at most. */
  readonly slowness: number
  /** The mail, counted from 1, to which it says once that it is busy (421), and hangs up. */
  readonly busyWith?: number
}

type Question = 'record' | { readonly stored: number } | 'held'

export interface RecordingPeer {
  readonly url: string
  readonly record: () => Promise<PeerRecord>
  /** Resolves when it has so many mails. */
  readonly stored: (count: number) => Promise<void>
  /** Keeps the next mail, and says nothing; resolves when it has all of it. */
  readonly hold: () => Promise<void>
  readonly stop: () => Promise<void>
}

export async function startRecordingPeer(options: Peering): Promise<RecordingPeer> {
  const child = fork(import.meta.filename, [JSON.stringify(options)], { execArgv: [], serialization: 'advanced' })
  const [url] = (await once(child, 'message')) as [string]
  let asked = 0
  const ask = <Answer>(question: Question) =>
    new Promise<Answer>((resolve) => {
      const id = (asked += 1)
      const listen = (answer: { readonly id: number; readonly value: Answer }) => {
        if (answer.id !== id) return
        child.off('message', listen)
        resolve(answer.value)
      }
      child.on('message', listen)
      child.send({ id, question })
    })
  return {
    url,
    record: () => ask<PeerRecord>('record'),
    stored: (count) => ask<undefined>({ stored: count }),
    hold: () => ask<undefined>('held'),
    async stop() {
      const gone = once(child, 'close')
      child.kill('SIGKILL')
      await gone
    },
  }
}

async function serve({ seed, slowness, busyWith }: Peering): Promise<void> {
  const random = randomNumbers(seed)
  let isHolding = false
  let named = 0
  let busyAt: number | undefined
  let held: string | undefined
  const peer = await startSmtpPeer({
    keep: 'start',
    script(to) {
      named += 1
      if (named === busyWith) {
        busyAt = performance.now()
        return { do: 'refuse', at: 'data', code: 421 }
      }
      if (!isHolding) return { do: 'slow', at: 'data', for: random() * slowness }
      isHolding = false
      held = to
      return { do: 'silent' }
    },
  })
  const answer = async (question: Question): Promise<unknown> => {
    if (question === 'record') {
      const arrivals = peer.mails.map(({ to, raw, begunAt, storedAt }): Arrival => {
        const messageId = /^Message-ID:\s*(\S+)\r$/im.exec(raw.toString('latin1'))?.[1] ?? ''
        return { to, messageId, begunAt, storedAt }
      })
      return { arrivals, named: peer.attempts.length, busyAt } satisfies PeerRecord
    }
    if (question !== 'held') return peer.stored(question.stored)
    const before = peer.mails.length
    held = undefined
    isHolding = true
    const isThere = () => held !== undefined && peer.mails.slice(before).some(({ to }) => to === held)
    while (!isThere()) await peer.stored(peer.mails.length + 1)
    return undefined
  }
  process.on('message', ({ id, question }: { readonly id: number; readonly question: Question }) => {
    void answer(question).then((value) => process.send?.({ id, value }))
  })
  process.once('disconnect', () => process.exit())
  process.send?.(peer.url)
  await wait(0)
}

if (import.meta.main) await serve(JSON.parse(process.argv[2] ?? '') as Peering)
