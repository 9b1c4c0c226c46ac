import { setTimeout as wait } from 'node:timers/promises'
import { ExpectedError, type Problem } from '../core/text/problem.ts'
import type { SendLedger } from '../jobs/send-ledger.ts'
import type { PostgresDatabase, PostgresQuery } from './postgres-database.ts'
import type { Sending } from './sending.ts'
import { text } from './sqlite-rows.ts'
import { makeStoreId } from './store-identity.ts'

/** Milliseconds for which one who begins sends is taken for alive without another word of it. */
const HELD = 10_000
/** Milliseconds between two such words. */
const RENEWAL = 2_000
/** Milliseconds between two looks at another who may be dead. */
const LOOK = 250

const CLOCK = '(extract(epoch FROM clock_timestamp()) * 1000)::bigint'

export interface SendingOptions {
  readonly held?: number
  readonly renewal?: number
}

/**
 * Takes the place of the one who begins sends and goes on with them. It is a row that says until when it is held, by the
 * server's clock, and is written anew again and again: it goes with a process that is killed, and is lost to one that cannot
 * reach the database, or was stopped for too long, which then knows so by its own clock.
 *
 * @param where the database, without a password
 * @throws ExpectedError where another holds it, and lives
 */
export async function beginPostgresSending(
  { transaction, query }: Pick<PostgresDatabase, 'transaction' | 'query'>,
  { where, endLeases }: { readonly where: string; readonly endLeases: SendLedger['endLeases'] },
  { held = HELD, renewal = RENEWAL }: SendingOptions = {},
): Promise<Sending> {
  const sender = makeStoreId()
  let heldUntil = 0
  let isOver = false

  /** @returns undefined where it is ours now, else who has it, and when they last said so */
  const takeOrFind = () =>
    transaction(
      async (ask) => {
        await ask(`DELETE FROM crowsnest.senders WHERE send = 0 AND until <= ${CLOCK}`)
        const { rows } = await ask('SELECT name, updated FROM crowsnest.senders WHERE send = 0 AND name <> $1', [
          sender,
        ])
        const [other] = rows
        if (other !== undefined) return `${text(other, 'name')} ${text(other, 'updated')}`
        await write(ask)
        return undefined
      },
      { lock: 'send', isRepeatable: true },
    )

  async function write(ask: PostgresQuery): Promise<void> {
    const asked = performance.now()
    await ask(
      `INSERT INTO crowsnest.senders (send, name, since, updated, until) VALUES (0, $1, ${CLOCK}, ${CLOCK}, ${CLOCK} + $2)
      ON CONFLICT (send, name) DO UPDATE SET updated = excluded.updated, until = excluded.until`,
      [sender, held],
    )
    heldUntil = asked + held
  }

  const first = await takeOrFind()
  for (let found = first; found !== undefined; found = await takeOrFind()) {
    if (found !== first) throw new ExpectedError(isTaken(where))
    await wait(LOOK)
  }

  let renewing: Promise<void> = Promise.resolve()
  const timer = setInterval(() => {
    renewing = renewing.then(renew)
  }, renewal)
  timer.unref()

  /** What cannot be reached now may be in a moment; what another has taken is theirs. */
  async function renew(): Promise<void> {
    if (isOver) return
    const asked = performance.now()
    try {
      const { count } = await query(
        `UPDATE crowsnest.senders SET updated = ${CLOCK}, until = ${CLOCK} + $2
        WHERE send = 0 AND name = $1 AND until > ${CLOCK}`,
        [sender, held],
      )
      if (count > 0) heldUntil = asked + held
      else isOver = true
    } catch {
      // It is over at `heldUntil`, should that go on.
    }
  }

  return {
    sender,
    renew: () => Promise.resolve(),
    isHeld: () => !isOver && performance.now() < heldUntil,
    async endDeadLeases(send, options) {
      const { rows } = await query(
        `SELECT DISTINCT sender FROM crowsnest.recipients
        WHERE send = $1 AND state = 1 AND sender <> $2
          AND NOT EXISTS (SELECT FROM crowsnest.senders WHERE name = sender AND until > ${CLOCK})`,
        [send, sender],
      )
      let ended = 0
      for (const row of rows) ended += await endLeases(send, { ...options, sender: text(row, 'sender') })
      return ended
    },
    async [Symbol.asyncDispose]() {
      clearInterval(timer)
      isOver = true
      await renewing
      await query('DELETE FROM crowsnest.senders WHERE send = 0 AND name = $1', [sender]).catch(() => undefined)
    },
  }
}

const isTaken = (where: string): Problem => ({
  where: `PostgreSQL ${where}`,
  what: 'another send from it is under way',
  remedy: 'Wait for that to end, or end it (Ctrl-C); what it has not sent, the next one does',
})
