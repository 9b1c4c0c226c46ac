import { randomInt } from 'node:crypto'
import type { Recipient, RecipientState } from '../core/send/send.ts'
import type { SendLedger } from '../jobs/send-ledger.ts'
import type { PostgresDatabase, PostgresQuery, PostgresRow } from './postgres-database.ts'
import type { PostgresChanges } from './postgres-store-changes.ts'
import { inColumns } from './postgres-store-mails.ts'
import { count, text, toTime } from './sqlite-rows.ts'
import { assertSigned, columnsOf, NOBODY, readRecord, RECIPIENT_STATES } from './sqlite-store-recipients.ts'

/** So many rows are read at once. */
const SLICE = 1_000
/** Places in which processes count, each in two. */
const PLACES = 1_024

const numberOf = (state: RecipientState) => RECIPIENT_STATES.indexOf(state)
const [QUEUED, LEASED, SUPPRESSED] = [numberOf('queued'), numberOf('leased'), numberOf('suppressed')]

const SUMS = RECIPIENT_STATES.map((state) => `${state} = send_counts.${state} + excluded.${state}`).join(', ')

/**
 * Counts what has moved, at the end of a statement: `moved` is a list of rows `(state_from, state_to)` that it has named so.
 *
 * @param send and `place` are the numbers of the statement's values
 */
const countMoves = (send: number, place: number) => `
  INSERT INTO crowsnest.send_counts (send, place, ${RECIPIENT_STATES.join(', ')})
  SELECT $${send}::bigint, $${place}::integer, ${RECIPIENT_STATES.map(
    (_, state) =>
      `count(*) FILTER (WHERE state_to = ${state}) - count(*) FILTER (WHERE state_from = ${state}) AS n${state}`,
  ).join(', ')}
  FROM moved HAVING count(*) > 0
  ON CONFLICT (send, place) DO UPDATE SET ${SUMS}`

/**
 * How many it gives is computed, which the planner takes for a tenth of all, so that it would read every subscription to find
 * a few: the join is told to look for each by itself.
 */
const LEASABLE = `
  WITH again AS MATERIALIZED (
    SELECT reader, attempts, due_at FROM crowsnest.recipients
    WHERE send = $1 AND state = ${QUEUED} AND due_at IS NOT NULL AND due_at <= $2
    ORDER BY due_at, reader LIMIT $3 FOR UPDATE SKIP LOCKED),
  untried AS MATERIALIZED (
    SELECT reader, attempts, NULL::bigint AS due_at FROM crowsnest.recipients
    WHERE send = $1 AND state = ${QUEUED} AND due_at IS NULL AND reader > $4
    ORDER BY reader LIMIT $3 - (SELECT count(*) FROM again) FOR UPDATE SKIP LOCKED)
  SELECT reader, attempts, id, address, subscriptions.state AS subscription,
    (due_at IS NULL)::int AS is_first, (EXISTS (SELECT FROM crowsnest.suppressions))::int AS may_be_suppressed,
    (SELECT issue FROM crowsnest.sends WHERE number = $1) AS issue,
    (SELECT signing FROM crowsnest.sends WHERE number = $1) AS signing
  FROM (SELECT * FROM again UNION ALL SELECT * FROM untried) AS due
  LEFT JOIN LATERAL (SELECT id, address, state FROM crowsnest.subscriptions WHERE number = reader LIMIT 1) AS subscriptions
    ON true
  ORDER BY due_at NULLS LAST, reader`

const LEASE = `
  WITH leased AS (
    UPDATE crowsnest.recipients SET state = ${LEASED}, attempts = attempts + 1, due_at = $4, sender = $5
    WHERE send = $1 AND reader = ANY ($3::bigint[]) RETURNING ${LEASED} AS state_to),
  suppressed AS (
    UPDATE crowsnest.recipients SET state = ${SUPPRESSED}, due_at = NULL, at = $7, code = NULL, reason = NULL
    WHERE send = $1 AND reader = ANY ($6::bigint[]) RETURNING ${SUPPRESSED} AS state_to),
  moved AS (
    SELECT ${QUEUED} AS state_from, state_to FROM leased UNION ALL SELECT ${QUEUED}, state_to FROM suppressed)
  ${countMoves(1, 2)}`

const SETTLE = `
  WITH given AS (
    SELECT coalesce(given.reader, number) AS reader, given.state, due_at, at, code, reason, uncounted
    FROM unnest($3::text[], $4::bigint[], $5::smallint[], $6::bigint[], $7::bigint[], $8::integer[], $9::text[],
      $10::integer[]) AS given (id, reader, state, due_at, at, code, reason, uncounted)
    LEFT JOIN crowsnest.subscriptions ON given.reader IS NULL AND subscriptions.id = given.id COLLATE "C"),
  moved AS (
    UPDATE crowsnest.recipients
    SET state = given.state, due_at = given.due_at, at = given.at, code = given.code, reason = given.reason,
      attempts = attempts - uncounted, sender = NULL
    FROM given
    WHERE send = $1 AND recipients.reader = given.reader AND recipients.state = ${LEASED} AND recipients.sender = $11
    RETURNING ${LEASED} AS state_from, given.state AS state_to)
  ${countMoves(1, 2)}`

const END_LEASES = `
  WITH ended AS (
    SELECT reader FROM crowsnest.recipients
    WHERE send = $1 AND state = ${LEASED} AND due_at < $3 AND ($4::text IS NULL OR sender = $4)
    ORDER BY reader FOR UPDATE),
  moved AS (
    UPDATE crowsnest.recipients SET state = $5, due_at = $6, at = $7, code = NULL, reason = NULL, sender = NULL
    WHERE send = $1 AND reader IN (SELECT reader FROM ended)
    RETURNING ${LEASED} AS state_from, state AS state_to),
  counted AS (${countMoves(1, 2)})
  SELECT count(*) AS count FROM moved`

const REQUEUE = `
  WITH moved AS (
    UPDATE crowsnest.recipients SET state = ${QUEUED}, attempts = 0, due_at = $4, at = NULL
    WHERE send = $1 AND state = $3 AND state IN (3, 4)
    RETURNING $3 AS state_from, state AS state_to),
  counted AS (${countMoves(1, 2)})
  SELECT count(*) AS count FROM moved`

type PostgresRecipients = Pick<
  SendLedger,
  'leaseRecipients' | 'settleRecipients' | 'endLeases' | 'requeueRecipients' | 'listRecipients'
>

/** Who is with a sender of this process. */
interface Held {
  readonly send: number
  readonly sender: string
  readonly reader: string
}

/**
 * The readers of a send, on their way from `queued` to what became of them. Many lease at the same time, each what the
 * others have not; of one process one after the other.
 */
export function createPostgresRecipients(database: PostgresDatabase, changes: PostgresChanges): PostgresRecipients {
  /** Of leases, and of all else, which so do not wait for each other's disk. */
  const [leasing, place] = [randomInt(PLACES), randomInt(PLACES)]
  /** What became of one who is erased meanwhile must be written down, too. */
  const held = new Map<string, Held>()
  const keyOf = (send: number, subscriptionId: string) => `${send} ${subscriptionId}`
  /** Up to here nobody is left of a send who was never tried, or whoever is was in the hands of others. */
  const reached = new Map<number, string>()
  let last: Promise<unknown> = Promise.resolve()

  async function suppressedOf(query: PostgresQuery, rows: readonly PostgresRow[]): Promise<ReadonlySet<string>> {
    if (rows.length === 0 || rows[0]?.may_be_suppressed !== 1) return new Set()
    const { rows: found } = await query('SELECT key FROM crowsnest.suppressions WHERE key = ANY ($1::text[])', [
      rows.map((row) => changes.keyOf(text(row, 'address'))),
    ])
    return new Set(found.map((row) => text(row, 'key')))
  }

  type Lease = Parameters<SendLedger['leaseRecipients']>[1]

  /** @returns the rows that are leased now, or undefined where nobody is due */
  async function lease(query: PostgresQuery, send: number, { limit, now, until, sender = NOBODY, signing }: Lease) {
    const find = async (after: string) => (await query(LEASABLE, [send, toTime(now), limit, after])).rows
    const after = reached.get(send) ?? '0'
    let rows = await find(after)
    if (rows.length === 0 && after !== '0') {
      reached.delete(send)
      rows = await find('0')
    }
    const [row] = rows
    if (row === undefined) return undefined
    assertSigned(row, signing)
    const confirmed = rows.filter((row) => row.subscription === 'confirmed')
    const suppressed = await suppressedOf(query, confirmed)
    const leased = confirmed.filter((row) => !suppressed.has(changes.keyOf(text(row, 'address'))))
    const isLeased = new Set(leased.map(({ reader }) => reader))
    await query(LEASE, [
      ...[send, leasing, [...isLeased], toTime(until), sender],
      ...[rows.map(({ reader }) => reader).filter((reader) => !isLeased.has(reader)), toTime(now)],
    ])
    return { leased, furthest: rows.findLast((row) => row.is_first === 1) }
  }

  /** What an earlier try of the same lease has leased, should it have come through all the same. */
  async function findLost(query: PostgresQuery, send: number, sender: string): Promise<PostgresRow[]> {
    const known = [...held.values()].filter((each) => each.send === send && each.sender === sender)
    const { rows } = await query(
      `SELECT reader, attempts - 1 AS attempts, id, address FROM crowsnest.recipients
      JOIN crowsnest.subscriptions ON number = reader
      WHERE send = $1 AND recipients.state = ${LEASED} AND sender = $2 AND reader <> ALL ($3::bigint[])
      ORDER BY reader`,
      [send, sender, known.map(({ reader }) => reader)],
    )
    return rows
  }

  async function leaseOnce(send: number, options: Lease): Promise<Recipient[] | undefined> {
    const sender = options.sender ?? NOBODY
    let tries = 0
    const outcome = await database.transaction(
      async (query) => {
        tries += 1
        const lost = tries > 1 && sender !== NOBODY ? await findLost(query, send, sender) : []
        return lost.length > 0 ? { leased: lost, furthest: undefined } : lease(query, send, options)
      },
      { isRepeatable: sender !== NOBODY },
    )
    if (outcome === undefined) return undefined
    if (outcome.furthest !== undefined) reached.set(send, text(outcome.furthest, 'reader'))
    return outcome.leased.map((row) => {
      const subscriptionId = text(row, 'id')
      held.set(keyOf(send, subscriptionId), { send, sender, reader: text(row, 'reader') })
      return { subscriptionId, address: text(row, 'address'), attempts: Number(row.attempts) + 1 }
    })
  }

  return {
    leaseRecipients(send, options) {
      const leased = last.then(() => leaseOnce(send, options))
      last = leased.catch(() => undefined)
      return database.during(() => leased)
    },
    async settleRecipients(send, settled, sender = NOBODY) {
      // Of what is said twice of one the first counts.
      const outcomes = new Map(settled.toReversed().map(({ subscriptionId, outcome }) => [subscriptionId, outcome]))
      const rows = [...outcomes].map(([id, outcome]) => {
        const { state, due_at, at, code, reason, uncounted } = columnsOf(outcome)
        const reader = held.get(keyOf(send, id))?.reader ?? null
        return [id, reader, numberOf(state), due_at, at, code, reason, uncounted]
      })
      if (rows.length === 0) return
      await database.transaction((query) => query(SETTLE, [send, place, ...inColumns(rows, 8), sender]), {
        ...{ isRepeatable: true, flush: false },
      })
      for (const id of outcomes.keys()) {
        if (held.get(keyOf(send, id))?.sender === sender) held.delete(keyOf(send, id))
      }
    },
    async endLeases(send, { before, sender = null, to, at }) {
      const time = toTime(at)
      const limit = before === undefined ? Number.MAX_SAFE_INTEGER : toTime(before)
      const moments = to === 'queued' ? [time, null] : [null, time]
      const { rows } = await database.transaction(
        (query) => query(END_LEASES, [send, place, limit, sender, numberOf(to), ...moments]),
        { isRepeatable: true },
      )
      return count(rows[0])
    },
    async requeueRecipients(send, from, at) {
      const { rows } = await database.transaction(
        (query) => query(REQUEUE, [send, place, numberOf(from), toTime(at)]),
        { isRepeatable: true },
      )
      return count(rows[0])
    },
    async *listRecipients(send, states) {
      const page = `
        SELECT page.reader, page.state, attempts, at, code, reason, id, address FROM (
          SELECT * FROM crowsnest.recipients
          WHERE send = $1 AND reader > $2 AND state IN (${states.map(numberOf).join(', ')})
          ORDER BY reader LIMIT ${SLICE}) AS page
        LEFT JOIN crowsnest.subscriptions ON number = reader
        ORDER BY reader`
      for (let after = '0'; states.length > 0;) {
        const { rows } = await database.query(page, [send, after])
        for (const row of rows) yield readRecord(row)
        const final = rows.at(-1)
        if (final === undefined || rows.length < SLICE) return
        after = text(final, 'reader')
      }
    },
  }
}
