import { type CappedBy, type MailCounts, MAIL_CAPS } from '../core/subscription/mail-caps.ts'
import type { Signup } from '../core/subscription/signup.ts'
import type { SignupStore } from '../jobs/subscription-store.ts'
import { ExpectedError } from '../core/text/problem.ts'
import type { SqliteDatabase } from './sqlite-database.ts'
import { count, type Row, text, toMoment, toTime } from './sqlite-rows.ts'
import type { SqliteChanges } from './sqlite-store-changes.ts'

/** The way in. A sign-up that is decided leaves the table in the transaction that carries the decision out. */
export function createSqliteSignups(database: SqliteDatabase, changes: SqliteChanges): SignupStore {
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
    database.prepare(`SELECT count(*) AS count FROM (SELECT 1 FROM mails WHERE ${condition} LIMIT ?)`)
  const countMails = {
    address: counted("key = ? AND at > ? AND kind <> 'suggestion'"),
    network: counted("network = ? AND at > ? AND kind <> 'suggestion'"),
    all: counted("at > ? AND kind <> 'suggestion'"),
  }

  /** How many mails went to anybody, as it was counted for the sign-up before. */
  let last: { readonly turn: number; readonly since: number; readonly mails: number } | undefined

  /** Counting all of an hour for each of thousands that are over the cap would take longer than all else together. */
  function countAll(since: number, most: number): number {
    const turn = database.turn()
    const stands = last !== undefined && last.turn + 1 === turn && last.since === since
    const mails = stands ? last.mails : count(countMails.all.get(since, most))
    last = { turn, since, mails }
    return mails
  }

  function countFor(signup: Signup): MailCounts {
    const key = changes.keyOf(signup.address)
    const by: Record<Exclude<CappedBy, 'all'>, string> = { address: key, network: signup.network }
    const time = toTime(signup.at)
    const counts = (name: keyof typeof by) =>
      MAIL_CAPS[name].map((cap) => count(countMails[name].get(by[name], time - cap.within, cap.count)))
    const all = MAIL_CAPS.all.map((cap) => countAll(time - cap.within, cap.count))
    return { address: counts('address'), network: counts('network'), all }
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

const readSignup = (row: Row): Signup => ({
  address: text(row, 'address'),
  at: toMoment(row.at),
  network: text(row, 'network'),
  wording: text(row, 'wording'),
})
