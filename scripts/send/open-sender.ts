import { setTimeout as timeout } from 'node:timers/promises'
import type { Send } from '../../src/core/send/send.ts'
import { describeSigning } from '../../src/core/send/signing.ts'
import { ExpectedError, take } from '../../src/core/text/problem.ts'
import { type CommonOptions, say } from '../../src/io/command-line.ts'
import { createSigner, readDkimSettings, signingOf } from '../../src/io/dkim.ts'
import { USAGE } from '../../src/io/exit-code.ts'
import { readLinkKeys } from '../../src/io/link-keys.ts'
import { createMailConnections } from '../../src/io/mail-connections.ts'
import type { MailServer } from '../../src/io/mail-server.ts'
import { openPostgresSenders } from '../../src/io/postgres-senders.ts'
import { openSendQueue } from '../../src/io/send-queue.ts'
import { makeStoreId } from '../../src/io/store-identity.ts'
import { prepareMail } from '../../src/jobs/prepare-mail.ts'
import type { SendLedger } from '../../src/jobs/send-ledger.ts'
import { SHARE_HELD, type SharedThrottle, shareRate } from '../../src/jobs/share-rate.ts'
import type { WorkPorts } from '../../src/jobs/work-on-sends.ts'

/** One sender of several, and what it works with. */
export interface OpenedSender extends AsyncDisposable {
  readonly ports: WorkPorts
}

/**
 * Opens what one of several senders on one PostgreSQL needs.
 *
 * @param given.url `DATABASE_URL`
 * @param given.name as its operator calls it
 * @param given.tell told in words what it does
 */
export async function openSender(
  given: {
    readonly url: string
    readonly name: string
    readonly ledger: SendLedger
    readonly server: MailServer
    readonly connections: number
    readonly tell: (words: string) => void
  },
  { now, state }: Pick<CommonOptions, 'now' | 'state'>,
): Promise<OpenedSender> {
  const { url, name, ledger, server, connections, tell } = given
  const board = openPostgresSenders(url, SHARE_HELD)
  const queue = await openSendQueue(url, (error) => {
    if (!(error instanceof ExpectedError)) throw error
    for (const { where, what } of error.problems) say(`${where}: ${what}`)
  }).catch(async (error: unknown) => {
    await board.close()
    throw error
  })
  let share: SharedThrottle | undefined
  const mails = createMailConnections(server, {
    connections,
    mayGo: () => share === undefined || share.mayFinish(),
  })
  // The machine's clock; one that was set (`--now`) goes on from there.
  const ahead = now.getTime() - Date.now()
  const elapsed = () => performance.now()
  const wait = (milliseconds: number, signal: AbortSignal) =>
    timeout(milliseconds, undefined, { signal }).then(
      () => undefined,
      () => undefined,
    )
  return {
    ports: {
      ...{ ledger, board, queue, deliver: mails.deliver, elapsed, wait, tell },
      now: () => new Date(Date.now() + ahead),
      prepare(send: Send) {
        const dkim = take(readDkimSettings(process.env, { address: send.from }), USAGE)
        const prepare = prepareMail(send, take(readLinkKeys(process.env, state)), dkim && createSigner(dkim))
        tell(`${send.issue}: mails are ${describeSigning(signingOf(dkim))}`)
        return prepare
      },
      async join({ number, rate }) {
        const sender = `${name} ${makeStoreId()}`
        const throttle = await shareRate(
          { send: number, rate, sender, name },
          { board, elapsed, lived: () => Date.now(), wait, cut: mails.cut },
        )
        share = throttle
        return throttle && { sender, throttle }
      },
    },
    async [Symbol.asyncDispose]() {
      await mails.close()
      await queue.close()
      await board.close()
    },
  }
}
