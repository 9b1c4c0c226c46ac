import type { Recipient, RecipientOutcome, RecipientState } from '../core/send/send.ts'
import { checkSigning } from '../core/send/signing.ts'
import { ExpectedError } from '../core/text/problem.ts'
import type { RecipientRecord, SendLedger } from '../jobs/send-ledger.ts'
import type { SqliteDatabase } from './sqlite-database.ts'
import { momentOrNone, type Row, text, textOrNone, toTime } from './sqlite-rows.ts'
import type { SqliteChanges } from './sqlite-store-changes.ts'

/** In the order of the numbers that stand for them in the rows. */
export const RECIPIENT_STATES = ['queued', 'leased', 'sent', 'failed', 'unknown', 'suppressed'] as const

/** So many more, or fewer, stand there now. Inside a transaction of somebody else's. */
export type MoveCounts = (send: number, moved: Readonly<Partial<Record<RecipientState, number>>>) => void

/** So many rows are read before others have their turn. */
const SLICE = 1_000
/** The name of a sender who has none. */
export const NOBODY = ''
/** What is kept of what a server said. */
const MOST_OF_REASON = 200

const READER = `
  SELECT reader, attempts, id, address, subscriptions.state AS subscription
  FROM recipients LEFT JOIN subscriptions ON number = reader`

type SqliteRecipients = Pick<
  SendLedger,
  'leaseRecipients' | 'settleRecipients' | 'endLeases' | 'requeueRecipients' | 'listRecipients'
>

/** The readers of a send, on their way from `queued` to what became of them. */
export function createSqliteRecipients(
  database: SqliteDatabase,
  { changes, moveCounts }: { readonly changes: SqliteChanges; readonly moveCounts: MoveCounts },
): SqliteRecipients {
  const numberOf = (state: RecipientState) => RECIPIENT_STATES.indexOf(state)
  const [QUEUED, LEASED, SUPPRESSED] = [numberOf('queued'), numberOf('leased'), numberOf('suppressed')]
  const sendOf = database.prepare('SELECT issue, signing, reached FROM sends WHERE number = ?')
  const setReached = database.prepare('UPDATE sends SET reached = ? WHERE number = ?')
  const putOff = database.prepare(`${READER}
    WHERE send = ? AND recipients.state = ${QUEUED} AND due_at <= ? ORDER BY due_at, reader LIMIT ?`)
  const untried = database.prepare(`${READER} WHERE send = ? AND reader > ? ORDER BY reader LIMIT ?`)
  const lease = database.prepare(`
    UPDATE recipients SET state = ${LEASED}, attempts = attempts + 1, due_at = ?, sender = ?
    WHERE send = ? AND reader = ?`)
  const suppress = database.prepare(`
    UPDATE recipients SET state = ${SUPPRESSED}, due_at = NULL, at = ?, code = NULL, reason = NULL
    WHERE send = ? AND reader = ?`)
  const readerOf = database.prepare('SELECT number FROM subscriptions WHERE id = ?')
  const settle = database.prepare(`
    UPDATE recipients
    SET state = $state, due_at = $due_at, at = $at, code = $code, reason = $reason, attempts = attempts - $uncounted,
      sender = NULL
    WHERE send = $send AND reader = $reader AND state = ${LEASED} AND coalesce(sender, '') = $sender`)
  const endLeases = database.prepare(`
    UPDATE recipients SET state = $state, due_at = $due_at, at = $at, code = NULL, reason = NULL, sender = NULL
    WHERE send = $send AND state = ${LEASED} AND due_at < $before
      AND ($sender IS NULL OR coalesce(sender, '') = $sender)`)
  const requeue = database.prepare(`
    UPDATE recipients SET state = ${QUEUED}, attempts = 0, due_at = $at, at = NULL
    WHERE send = $send AND state = $from`)
  const anySuppression = database.prepare('SELECT 1 FROM suppressions LIMIT 1')
  const suppressionOf = database.prepare('SELECT 1 FROM suppressions WHERE key = ?')
  const page = database.prepare(`
    SELECT recipients.*, id, address FROM recipients LEFT JOIN subscriptions ON number = reader
    WHERE send = $send AND reader > $after AND ($states >> recipients.state) & 1
    ORDER BY reader LIMIT ${SLICE}`)

  /** Who is with this process, by id: what became of one who is erased meanwhile must be written down, too. */
  const leased = new Map<string, number>()

  function mayBeSentTo(row: Row, mayBeSuppressed: boolean): boolean {
    if (row.subscription !== 'confirmed') return false
    return !mayBeSuppressed || suppressionOf.get(changes.keyOf(text(row, 'address'))) === undefined
  }

  return {
    leaseRecipients(send, { limit, now, until, sender = NOBODY, signing }) {
      const [time, end] = [toTime(now), toTime(until)]
      return database.write(() => {
        const row = sendOf.get(send)
        if (row === undefined) return undefined
        assertSigned(row, signing)
        const again = putOff.all(send, time, limit)
        const first = untried.all(send, Number(row.reached), limit - again.length)
        const rows = [...again, ...first]
        if (rows.length === 0) return undefined
        const mayBeSuppressed = anySuppression.get() !== undefined
        const recipients: Recipient[] = []
        for (const row of rows) {
          if (!mayBeSentTo(row, mayBeSuppressed)) {
            suppress.run(time, send, Number(row.reader))
            continue
          }
          lease.run(end, sender, send, Number(row.reader))
          const subscriptionId = text(row, 'id')
          leased.set(subscriptionId, Number(row.reader))
          recipients.push({ subscriptionId, address: text(row, 'address'), attempts: Number(row.attempts) + 1 })
        }
        const last = first.at(-1)
        if (last !== undefined) setReached.run(Number(last.reader), send)
        const suppressed = rows.length - recipients.length
        moveCounts(send, { queued: -rows.length, leased: recipients.length, suppressed })
        return recipients
      })
    },
    async settleRecipients(send, settled, sender = NOBODY) {
      const columns = settled.map(({ subscriptionId, outcome }) => ({ subscriptionId, ...columnsOf(outcome) }))
      await database.write(
        () => {
          const moved: Partial<Record<RecipientState, number>> = {}
          for (const { subscriptionId, state, ...values } of columns) {
            const reader = leased.get(subscriptionId) ?? Number(readerOf.get(subscriptionId)?.number ?? 0)
            const isSettled = settle.run({ ...values, state: numberOf(state), send, reader, sender }).changes > 0
            if (!isSettled) continue
            moved[state] = (moved[state] ?? 0) + 1
            moved.leased = (moved.leased ?? 0) - 1
          }
          if (moved.leased !== undefined) moveCounts(send, moved)
        },
        { flush: false },
      )
      for (const { subscriptionId } of settled) leased.delete(subscriptionId)
    },
    endLeases(send, { before, sender = null, to, at }) {
      const time = toTime(at)
      const limit = before === undefined ? Number.MAX_SAFE_INTEGER : toTime(before)
      const moments = to === 'queued' ? { due_at: time, at: null } : { due_at: null, at: time }
      return database.write(() => {
        const ended = Number(endLeases.run({ send, before: limit, sender, state: numberOf(to), ...moments }).changes)
        moveCounts(send, { leased: -ended, [to]: ended })
        return ended
      })
    },
    requeueRecipients: (send, from, at) =>
      database.write(() => {
        const requeued = Number(requeue.run({ send, from: numberOf(from), at: toTime(at) }).changes)
        moveCounts(send, { [from]: -requeued, queued: requeued })
        return requeued
      }),
    async *listRecipients(send, states) {
      const mask = states.reduce((bits, state) => bits | (1 << numberOf(state)), 0)
      for (let after = 0; ;) {
        const from = after
        const rows = await database.read(() => page.all({ send, after: from, states: mask }))
        for (const row of rows) yield readRecord(row)
        const last = rows.at(-1)
        if (last === undefined || rows.length < SLICE) return
        after = Number(last.reader)
      }
    },
  }
}

/** Ends a lease by who signs otherwise than the send, of which `row` is one. */
export function assertSigned(row: Row, signing: string | undefined): void {
  if (signing === undefined) return
  const problem = checkSigning({ issue: text(row, 'issue'), signing: textOrNone(row, 'signing') }, signing)
  if (problem !== undefined) throw new ExpectedError(problem)
}

/** Words of a server may name whom it refuses; an address that is erased must not live on in them. */
const withoutAddresses = (reason: string) =>
  reason.replace(/[^\s<>"'(),;]*@[^\s<>"'(),;]*/g, '…').slice(0, MOST_OF_REASON)

/** What becomes of a recipient, in the columns of its row; `state` by its word. */
export function columnsOf(outcome: RecipientOutcome) {
  const reason = outcome.reason === undefined ? null : withoutAddresses(outcome.reason)
  const said = { state: outcome.state, code: outcome.code ?? null, reason }
  return outcome.state === 'queued'
    ? { ...said, due_at: toTime(outcome.after), at: null, uncounted: outcome.uncounted === true ? 1 : 0 }
    : { ...said, due_at: null, at: toTime(outcome.at), uncounted: 0 }
}

export const readRecord = (row: Row): RecipientRecord => ({
  subscriptionId: textOrNone(row, 'id'),
  address: textOrNone(row, 'address'),
  state: RECIPIENT_STATES[Number(row.state)] ?? 'unknown',
  attempts: Number(row.attempts),
  at: momentOrNone(row, 'at'),
  code: row.code === null ? undefined : Number(row.code),
  reason: textOrNone(row, 'reason'),
})
