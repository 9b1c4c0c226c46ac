import { type MailCounts, MAIL_CAPS } from '../core/subscription/mail-caps.ts'
import { recipientKeys } from '../core/subscription/recipient.ts'
import type { Signup } from '../core/subscription/signup.ts'
import type { SignupStore } from '../jobs/subscription-store.ts'
import { ExpectedError } from '../core/text/problem.ts'
import type { SqliteDatabase } from './sqlite-database.ts'
import { count, type Row, text, toMoment, toTime } from './sqlite-rows.ts'
import type { SqliteChanges } from './sqlite-store-changes.ts'

/** What mails are counted by, and in which column that stands. */
const COLUMNS = { address: 'mailbox', domain: 'domain', network: 'network' } as const
/** The caps that are about one mailbox, one domain or one network, in the order in which they are counted. */
const NEAR = (['address', 'domain', 'network'] as const).flatMap((name) =>
  MAIL_CAPS[name].map((cap) => ({ name, cap })),
)

/** The way in. A sign-up that is decided leaves the table in the transaction that carries the decision out. */
export function createSqliteSignups(
  database: SqliteDatabase,
  { changes, secret }: { readonly changes: SqliteChanges; readonly secret: Uint8Array },
): SignupStore {
  const insert = database.prepare('INSERT INTO signups (address, at, network, wording) VALUES (?, ?, ?, ?)')
  const oldest = database.prepare('SELECT * FROM signups ORDER BY number LIMIT 1')
  const remove = database.prepare('DELETE FROM signups WHERE number = ?')
  const putBehind = database.prepare(
    'UPDATE signups SET number = (SELECT max(number) + 1 FROM signups) WHERE number = ?',
  )
  const countWaiting = database.prepare(
    "SELECT (SELECT count(*) FROM signups) + (SELECT count(*) FROM subscriptions WHERE state = 'unconfirmed') AS count",
  )
  const counted = (condition: string) =>
    `(SELECT count(*) FROM mails WHERE ${condition}at > ? AND kind <> 'suggestion')`
  // All that is about one address and one network in one statement, and without LIMIT: there are no more than the caps
  // let through, and a subquery with a bound is ten times as dear.
  const countNear = database.prepare(
    `SELECT ${NEAR.map(({ name }, index) => `${counted(`${COLUMNS[name]} = ? AND `)} AS count${index}`).join(', ')}`,
  )
  const countAny = database.prepare(`SELECT ${counted('')} AS count`)

  /** How many mails went to anybody, as it was counted for the sign-up before. */
  let last: { readonly turn: number; readonly since: number; readonly mails: number } | undefined

  /** Counting all of an hour for each of thousands that are over the cap would take longer than all else together. */
  function countAll(since: number): number {
    const turn = database.turn()
    const before = last !== undefined && last.turn + 1 === turn && last.since === since ? last.mails : undefined
    const mails = before ?? count(countAny.get(since))
    last = { turn, since, mails }
    return mails
  }

  function countFor(signup: Signup): MailCounts {
    const time = toTime(signup.at)
    const { mailbox, domain = null } = recipientKeys(signup.address, secret)
    const by = { address: mailbox, domain, network: signup.network }
    const row = countNear.get(...NEAR.flatMap(({ name, cap }) => [by[name], time - cap.within]))
    const counts = (name: keyof typeof COLUMNS) =>
      NEAR.flatMap(({ name: of, cap }, index) =>
        of === name ? [Math.min(count(row, `count${index}`), cap.count)] : [],
      )
    const all = MAIL_CAPS.all.map((cap) => Math.min(countAll(time - cap.within), cap.count))
    return { address: counts('address'), domain: counts('domain'), network: counts('network'), all }
  }

  return {
    async addSignup({ address, at, network, wording }) {
      const time = toTime(at)
      await database.write(() => insert.run(address, time, network, wording))
    },
    async settleSignup(plan) {
      let taken: Row | undefined
      const settle = () => {
        taken = oldest.get()
        if (taken === undefined) return false
        const signup = readSignup(taken)
        const change = plan(signup, { ...changes.factsOf(signup.address), mails: countFor(signup) })
        changes.apply(change)
        if (change.mail ?? change.remove ?? change.forget) last = undefined
        remove.run(Number(taken.number))
        return true
      }
      try {
        // Lost in a power cut, it is decided again: no mail of it has gone, for taking one waits for the disk.
        return await database.write(settle, { flush: false })
      } catch (error) {
        const number = taken?.number
        // One that cannot be decided stays, and does not keep the others waiting.
        if (number !== undefined && !(error instanceof ExpectedError)) {
          await database.write(() => putBehind.run(number), { flush: false })
        }
        throw error
      }
    },
    countSignups: () => database.read(() => count(countWaiting.get())),
  }
}

export const readSignup = (row: Row): Signup => ({
  address: text(row, 'address'),
  at: toMoment(row.at),
  network: text(row, 'network'),
  wording: text(row, 'wording'),
})
