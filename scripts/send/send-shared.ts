import { ExpectedError } from '../../src/core/text/problem.ts'
import type { SendEnd } from '../../src/core/send/send-progress.ts'
import { startPace } from '../../src/core/send/pace.ts'
import type { Send } from '../../src/core/send/send.ts'
import { type CommonOptions, say } from '../../src/io/command-line.ts'
import type { MailServer } from '../../src/io/mail-server.ts'
import type { OpenedStore } from '../../src/io/open-store.ts'
import { createSendMeter } from '../../src/jobs/send-meter.ts'
import { handOut, tendSends, workOnSends } from '../../src/jobs/work-on-sends.ts'
import { openSender } from './open-sender.ts'
import type { SendFlags } from './options.ts'
import { listenForSignals, watchSend } from './watch-send.ts'

/** Milliseconds between two looks at how far it is. */
const LOOK = 500
/** Looks between two at what others have left. */
const TENDING = 6

/**
 * A send that workers on the same PostgreSQL may take part in: hands out its parts, works on them as one of the senders
 * unless it shall watch alone, and tells how far all of them are.
 */
export async function sendShared(
  store: OpenedStore,
  send: Send,
  given: {
    readonly url: string
    readonly server: MailServer
    readonly flags: SendFlags
    readonly around: CommonOptions
  },
): Promise<SendEnd> {
  const { url, server, flags, around } = given
  const { connections, rate } = flags
  const tell = (words: string) => {
    if (!process.stderr.isTTY) say(words)
  }
  using signals = listenForSignals()
  await using sender = await openSender({ url, name: 'send', ledger: store, server, connections, tell }, around)
  const { board, elapsed, wait, now } = sender.ports
  await board.openSend(send.number, { rate, onUnknown: flags.onUnknown ?? 'hold' })
  await handOut(sender.ports, send)
  const over = new AbortController()
  const signal = AbortSignal.any([signals.signal, over.signal])
  const failures: unknown[] = []
  const working = flags.watch
    ? Promise.resolve()
    : workOnSends(sender.ports, { connections, signal }).catch((error: unknown) => {
        failures.push(error)
        over.abort()
      })
  const watch = watchSend(send.recipients)
  const first = await store.countRecipients(send.number)
  const meter = createSendMeter({ recipients: send.recipients, counts: first.counts }, { elapsed, tell: watch.show })

  /** Why it is over for all, if it is. */
  async function look(round: number): Promise<SendEnd | undefined> {
    const { counts } = await store.countRecipients(send.number)
    meter.set(counts)
    meter.show(startPace(rate))
    if (counts.queued + counts.leased === 0) return { why: 'done' }
    const shared = await board.findShared(send.number)
    if (shared?.stopped !== undefined) return shared.stopped
    const isUnderWay = counts.leased > 0 && (await board.listSenders(send.number)).length > 0
    if (now().getTime() >= Date.parse(send.notAfter) && !isUnderWay) return { why: 'expired' }
    if (round % TENDING === 0) await tendSends(sender.ports)
    return undefined
  }

  let end: SendEnd | undefined
  try {
    for (let round = 1; end === undefined && failures.length === 0; round += 1) {
      await wait(LOOK, signals.signal)
      if (signals.signal.aborted) {
        end = { why: 'interrupted' }
        // Who types Ctrl-C means the send; a supervisor that ends this process means this process.
        if (signals.name() === 'SIGINT') await board.stopSend(send.number, end)
        break
      }
      try {
        end = await look(round)
      } catch (error) {
        if (!(error instanceof ExpectedError)) throw error
        tell(error.problems.map(({ where, what }) => `${where}: ${what}`).join('; '))
      }
    }
  } finally {
    over.abort()
    await working
    watch.end()
  }
  if (failures.length > 0) throw failures[0]
  return end ?? { why: 'interrupted' }
}
