import type { RecipientState, Send } from '../core/send/send.ts'
import type { SendLedger } from '../jobs/send-ledger.ts'
import type { SqliteDatabase } from './sqlite-database.ts'
import { count, type Row, text, textOrNone, toMoment, toTime } from './sqlite-rows.ts'
import { createSqliteBounces } from './sqlite-store-bounces.ts'
import type { SqliteChanges } from './sqlite-store-changes.ts'
import { createSqliteFreeze } from './sqlite-store-freeze.ts'
import { createSqliteRecipients, type MoveCounts, RECIPIENT_STATES } from './sqlite-store-recipients.ts'

/** Who got which issue (docs/decisions/0039-a-ledger-of-sends.md). */
export function createSqliteSends(database: SqliteDatabase, changes: SqliteChanges): SendLedger {
  const freeze = createSqliteFreeze(database)
  const byIssue = database.prepare(
    'SELECT sends.*, message FROM sends LEFT JOIN send_messages ON send = number WHERE issue = ?',
  )
  const extend = database.prepare('UPDATE sends SET not_after = ? WHERE number = ?')
  const sign = database.prepare('UPDATE sends SET signing = ? WHERE number = ?')
  const move = database.prepare(`
    UPDATE sends SET ${RECIPIENT_STATES.map((state) => `${state} = ${state} + $${state}`).join(', ')}
    WHERE number = $send`)
  const nothing = Object.fromEntries(RECIPIENT_STATES.map((state) => [state, 0]))
  const counted = database.prepare(`
    SELECT sends.*,
      (SELECT min(due_at) FROM recipients WHERE send = $send AND state = 0 AND due_at IS NOT NULL) AS put_off,
      EXISTS (SELECT 1 FROM recipients WHERE send = $send AND reader > reached) AS has_untried
    FROM sends WHERE number = $send`)

  const moveCounts: MoveCounts = (send, moved) => void move.run({ ...nothing, ...moved, send })

  function find(issue: string): Send | undefined {
    const row = byIssue.get(issue)
    return row && readSend(row)
  }

  return {
    startSend: async (mail, terms) => ((await freeze(mail, terms)) ? database.read(() => find(mail.issue)) : undefined),
    findSend: (issue) => database.read(() => find(issue)),
    async extendSend(send, notAfter) {
      await database.write(() => extend.run(toTime(notAfter), send))
    },
    async changeSigning(send, signing) {
      await database.write(() => sign.run(signing, send))
    },
    countRecipients: (send) =>
      database.read(() => {
        const row = counted.get({ send })
        if (row === undefined) throw new RangeError(`no send ${send}`)
        const counts = Object.fromEntries(RECIPIENT_STATES.map((state) => [state, count(row, state)]))
        const due = [...(row.has_untried === 1 ? [row.started_at] : []), ...(row.put_off === null ? [] : [row.put_off])]
        const nextDue = due.length === 0 ? undefined : toMoment(Math.min(...due.map(Number)))
        return { counts: counts as Record<RecipientState, number>, nextDue }
      }),
    ...createSqliteRecipients(database, { changes, moveCounts }),
    noteBounce: createSqliteBounces(database, changes),
  }
}

/** A row of a send, with its message where that is kept still. */
export const readSend = (row: Row): Send => ({
  number: Number(row.number),
  issue: text(row, 'issue'),
  subject: text(row, 'subject'),
  message: row.message instanceof Uint8Array ? new Uint8Array(row.message) : new Uint8Array(),
  keyId: text(row, 'key_id'),
  url: text(row, 'url'),
  from: text(row, 'sender'),
  bounces: textOrNone(row, 'bounces'),
  startedAt: toMoment(row.started_at),
  notAfter: toMoment(row.not_after),
  signing: textOrNone(row, 'signing'),
  recipients: Number(row.recipients),
})
