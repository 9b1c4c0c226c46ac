import { planShare } from '../core/send/plan-share.ts'
import type { SendEnd } from '../core/send/send-progress.ts'
import type { SendBoard } from '../jobs/send-board.ts'
import type { ShareGrant } from '../jobs/share-rate.ts'
import { take } from '../core/text/problem.ts'
import { USAGE } from './exit-code.ts'
import {
  createPostgresDatabase,
  type PostgresDatabase,
  type PostgresQuery,
  type PostgresRow,
} from './postgres-database.ts'
import { parseDatabaseUrl } from './postgres-url.ts'
import { firstOf } from './postgres-store-sends.ts'
import { text, toMoment, toTime } from './sqlite-rows.ts'

const CLOCK = '(extract(epoch FROM clock_timestamp()) * 1000)::bigint'

const numberOrNone = (value: PostgresRow[string] | undefined): number | undefined =>
  value === null || value === undefined ? undefined : Number(value)

/** A board with connections of its own, so that no share is late for want of one. */
export function openPostgresSenders(
  url: string,
  shareHeld: number,
): SendBoard & { readonly close: () => Promise<void> } {
  const database = createPostgresDatabase(take(parseDatabaseUrl(url), USAGE), { connections: 2, patience: 5_000 })
  return { ...createPostgresSenders(database, shareHeld), close: database.close }
}

/**
 * What several senders of one send know of each other. Whoever changes something of it holds the row of the send; moments
 * are of the server's clock, so that of no two machines the clocks need agree.
 *
 * @param shareHeld milliseconds for which a share that was granted is nobody else's
 */
export function createPostgresSenders(database: PostgresDatabase, shareHeld: number): SendBoard {
  /** Holds the send, and gives what is known of it, and the time then. */
  async function hold(query: PostgresQuery, send: number): Promise<{ row: PostgresRow; time: number } | undefined> {
    const { rows } = await query('SELECT 1 FROM crowsnest.sends WHERE number = $1 AND rate IS NOT NULL FOR UPDATE', [
      send,
    ])
    if (rows.length === 0) return undefined
    const { rows: found } = await query(`SELECT sends.*, ${CLOCK} AS time FROM crowsnest.sends WHERE number = $1`, [
      send,
    ])
    const [row] = found
    return row && { row, time: Number(row.time) }
  }

  const living = async (query: PostgresQuery, send: number, time: number) => {
    const { rows } = await query(
      `SELECT name, label, permits, held, request FROM crowsnest.senders WHERE send = $1 AND until > $2
      ORDER BY since, name`,
      [send, time],
    )
    return rows
  }

  return {
    renewShare: ({ send, sender, name, number, obeys, slowed }) =>
      database.transaction(
        async (query): Promise<ShareGrant | undefined> => {
          const held = await hold(query, send)
          if (held === undefined) return undefined
          const { row, time } = held
          const senders = await living(query, send, time)
          const known = senders.find((each) => each.name === sender)
          if (known === undefined ? number > 1 : Number(known.request) > number) return undefined
          const holders = senders.map((each) => ({ sender: text(each, 'name'), held: Number(each.held) }))
          if (known === undefined) holders.push({ sender, held: 0 })
          const { permits, fair } = planShare(Number(row.rate), holders, sender)
          await query(
            `INSERT INTO crowsnest.senders (send, name, label, permits, held, since, updated, until, request)
            VALUES ($1, $2, $3, $4, $5, $6, $6, $7, $8)
            ON CONFLICT (send, name) DO UPDATE SET permits = excluded.permits, held = excluded.held,
              updated = excluded.updated, until = excluded.until, request = excluded.request`,
            [send, sender, name, permits, Math.max(permits, obeys), time, time + shareHeld, number],
          )
          let slowDowns = Number(row.slow_downs)
          let [paceRate, paceRest, paceCalm] = [row.pace_rate, row.pace_rest, row.pace_calm].map(numberOrNone)
          if (slowed !== undefined && slowed.after === slowDowns) {
            slowDowns += 1
            ;[paceRate, paceRest, paceCalm] = [slowed.rate, slowed.nextRest, time + Math.round(slowed.restsFor)]
            await query(
              `UPDATE crowsnest.sends SET slow_downs = $2, pace_rate = $3, pace_rest = $4, pace_calm = $5
              WHERE number = $1`,
              [send, slowDowns, paceRate, Math.round(paceRest), paceCalm],
            )
          }
          const pace =
            paceRate === undefined || paceRest === undefined || paceCalm === undefined
              ? undefined
              : { rate: paceRate, nextRest: paceRest, restsFor: paceCalm - time }
          return { rate: Number(row.rate), permits, fair, slowDowns, pace, stopped: readEnd(row) }
        },
        { isRepeatable: true },
      ),
    async leaveShare(send, sender) {
      await database.query('DELETE FROM crowsnest.senders WHERE send = $1 AND name = $2', [send, sender])
    },
    async openSend(send, { rate, onUnknown }) {
      await database.query('UPDATE crowsnest.sends SET rate = $2, on_unknown = $3, stopped = NULL WHERE number = $1', [
        send,
        rate,
        onUnknown,
      ])
    },
    async stopSend(send, end) {
      await database.query('UPDATE crowsnest.sends SET stopped = $2 WHERE number = $1 AND stopped IS NULL', [
        send,
        JSON.stringify(end),
      ])
    },
    async findShared(send) {
      const { rows } = await database.query(
        'SELECT number, issue, rate, on_unknown, not_after, stopped FROM crowsnest.sends WHERE number = $1 AND rate IS NOT NULL',
        [send],
      )
      return rows[0] && readShared(rows[0])
    },
    async listShared(now) {
      const { rows } = await database.query(
        `SELECT number, issue, rate, on_unknown, not_after, stopped FROM crowsnest.sends
        WHERE rate IS NOT NULL AND stopped IS NULL AND not_after > $1
          AND (${firstOf('send = number AND state = 0 AND due_at IS NULL', 'reader')} IS NOT NULL
            OR ${firstOf('send = number AND state = 0 AND due_at IS NOT NULL', 'due_at')} IS NOT NULL
            OR ${firstOf('send = number AND state = 1', 'sender')} IS NOT NULL)
        ORDER BY number`,
        [toTime(now)],
      )
      return rows.map(readShared)
    },
    async listSenders(send) {
      const { rows } = await database.query(`SELECT ${CLOCK} AS time`)
      return (await living(database.query, send, Number(rows[0]?.time))).map((row) => ({
        ...{ sender: text(row, 'name'), name: text(row, 'label'), permits: Number(row.permits) },
      }))
    },
    findDead: (send) =>
      database.transaction(async (query) => {
        const held = await hold(query, send)
        if (held === undefined) return []
        await query('DELETE FROM crowsnest.senders WHERE send = $1 AND until <= $2', [send, held.time])
        const alive = await living(query, send, held.time)
        const { rows } = await query(
          `SELECT DISTINCT sender FROM crowsnest.recipients
          WHERE send = $1 AND state = 1 AND sender IS NOT NULL AND sender <> ALL ($2::text[])`,
          [send, alive.map((row) => text(row, 'name'))],
        )
        return rows.map((row) => text(row, 'sender'))
      }),
  }
}

const readShared = (row: PostgresRow) => ({
  ...{ number: Number(row.number), issue: text(row, 'issue'), rate: Number(row.rate) },
  ...{
    onUnknown: row.on_unknown === 'retry' ? ('retry' as const) : ('hold' as const),
    notAfter: toMoment(row.not_after),
  },
  stopped: readEnd(row),
})

const readEnd = ({ stopped }: PostgresRow): SendEnd | undefined =>
  typeof stopped === 'string' ? (JSON.parse(stopped) as SendEnd) : undefined
