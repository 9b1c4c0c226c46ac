import { type MailCounts, MAIL_CAPS } from '../core/subscription/mail-caps.ts'
import { recipientKeys } from '../core/subscription/recipient.ts'
import type { ServiceMail } from '../core/subscription/service-mail.ts'
import type { Signup } from '../core/subscription/signup.ts'
import type { SubscriptionChange } from '../core/subscription/subscription-change.ts'
import type { Subscription, Suppression } from '../core/subscription/subscription.ts'
import type { SignupStore } from '../jobs/subscription-store.ts'
import { ExpectedError } from '../core/text/problem.ts'
import { createTurns } from './create-turns.ts'
import { gatherCalls } from './gather-calls.ts'
import type { PostgresDatabase, PostgresQuery, PostgresRow } from './postgres-database.ts'
import type { PostgresChanges } from './postgres-store-changes.ts'
import { inColumns } from './postgres-store-mails.ts'
import { count, text, toTime } from './sqlite-rows.ts'
import { readSubscription, readSuppression } from './sqlite-store-changes.ts'
import { readSignup } from './sqlite-store-signups.ts'

type Plan = Parameters<SignupStore['settleSignup']>[0]

/** So many sign-ups are written in one statement. */
const MOST_WRITTEN = 1_000
/** So many are decided in one transaction, in which nobody else decides any. */
const MOST_DECIDED = 64

/** What mails are counted by, and in which column that stands. */
const COLUMNS = { address: 'mailbox', domain: 'domain', network: 'network' } as const
type Near = keyof typeof COLUMNS
/** The caps that are about one mailbox, one domain or one network, in the order in which they are counted. */
const NEAR = (['address', 'domain', 'network'] as const).flatMap((name) =>
  MAIL_CAPS[name].map((cap) => ({ name, cap })),
)
const MOST_OF_ALL = Math.max(...MAIL_CAPS.all.map(({ count }) => count))
const LONGEST_OF_ALL = Math.max(...MAIL_CAPS.all.map(({ within }) => within))
const COUNT_NEAR = NEAR.map(
  ({ name, cap }, index) => `(SELECT count(*) FROM (SELECT FROM crowsnest.mails
    WHERE ${COLUMNS[name]} = given.${COLUMNS[name]} AND at > given.time - ${cap.within} AND kind <> 'suggestion'
    LIMIT ${cap.count}) AS found) AS count${index}`,
).join(', ')

/** What a mail counts against, or a sign-up is counted by. */
interface Counted extends Readonly<Record<Near, string | null>> {
  readonly at: number
}

/** A sign-up that waits, and what is on file of its address. */
interface Waiting {
  readonly number: string
  readonly signup: Signup
  readonly by: Counted
  readonly subscription: Subscription | undefined
  readonly suppression: Suppression | undefined
  readonly near: readonly number[]
}

/** Undefined where there was no sign-up; what its plan threw. */
type Outcome = { readonly isSettled: boolean } | { readonly error: unknown }

/**
 * The way in. Sign-ups that come while others are written go together, in one statement; those that are decided at once
 * are looked up together and written together, in one transaction that nobody else's decisions come into.
 */
export function createPostgresSignups(
  database: PostgresDatabase,
  { changes, secret }: { readonly changes: PostgresChanges; readonly secret: Uint8Array },
): SignupStore {
  const insert = gatherCalls(
    async (rows: readonly unknown[][]) => {
      // Written twice where the connection was lost after the first time, it is as if somebody had pressed the button twice.
      await database.query(
        `INSERT INTO crowsnest.signups (address, at, network, wording)
      SELECT address, at, network, wording FROM unnest($1::text[], $2::bigint[], $3::text[], $4::text[])
        WITH ORDINALITY AS given (address, at, network, wording, place) ORDER BY place`,
        inColumns(rows, 4),
      )
      return rows.map(() => undefined)
    },
    { most: MOST_WRITTEN, turns: createTurns() },
  )

  const countedBy = (address: string, network: string, at: string): Counted => {
    const { mailbox, domain = null } = recipientKeys(address, secret)
    return { address: mailbox, domain, network, at: toTime(at) }
  }

  /** Sign-ups that wait, by their numbers, with all that is on file of them. */
  async function look(query: PostgresQuery, rows: readonly PostgresRow[]): Promise<Waiting[]> {
    const signups = rows.map(readSignup)
    const keys = signups.map(({ address }) => changes.keyOf(address))
    const by = signups.map(({ address, network, at }) => countedBy(address, network, at))
    const { rows: found } = await query(
      `SELECT given.place, subscriptions.*, suppressions.key, suppressions.reason, suppressions.at, ${COUNT_NEAR}
      FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::bigint[])
        WITH ORDINALITY AS given (spelling, key, mailbox, domain, network, time, place)
      LEFT JOIN crowsnest.subscriptions ON lower(subscriptions.address) = lower(given.spelling COLLATE "C")
      LEFT JOIN crowsnest.suppressions ON suppressions.key = given.key
      ORDER BY given.place`,
      [
        signups.map(({ address }) => address),
        keys,
        ...(['address', 'domain', 'network', 'at'] as const).map((name) => by.map((each) => each[name])),
      ],
    )
    return signups.map((signup, index) => {
      const facts = found[index] ?? {}
      return {
        number: text(rows[index] ?? {}, 'number'),
        signup,
        by: by[index] ?? countedBy(signup.address, signup.network, signup.at),
        subscription: facts.id === null ? undefined : readSubscription(facts),
        suppression: facts.key === null ? undefined : readSuppression(facts),
        near: NEAR.map((_, place) => count(facts, `count${place}`)),
      }
    })
  }

  /** When mails went to anybody, as many as caps can count, newest first. */
  async function lookAtAll(query: PostgresQuery, waiting: readonly Waiting[]): Promise<number[]> {
    const since = Math.min(...waiting.map(({ by }) => by.at)) - LONGEST_OF_ALL
    const { rows } = await query(
      `SELECT at FROM crowsnest.mails WHERE at > $1 AND kind <> 'suggestion' ORDER BY at DESC LIMIT ${MOST_OF_ALL}`,
      [since],
    )
    return rows.map(({ at }) => Number(at))
  }

  /**
   * Decides sign-ups in their order, until one comes that what was decided before may have changed; writes that down.
   *
   * @returns what became of those that were decided
   */
  async function decide(
    query: PostgresQuery,
    rows: readonly PostgresRow[],
    plans: readonly Plan[],
  ): Promise<Outcome[]> {
    const waiting = await look(query, rows)
    const all = await lookAtAll(query, waiting)
    const outcomes: Outcome[] = []
    const settled: string[] = []
    const behind: string[] = []
    const writes: Subscription[] = []
    const mails: ServiceMail[] = []
    const counted: Counted[] = []
    const touched = new Set<string>()
    let large: SubscriptionChange | undefined
    for (const [index, { number, signup, by, subscription, suppression, near }] of waiting.entries()) {
      const plan = plans[index]
      const spelling = signup.address.toLowerCase()
      if (plan === undefined || large !== undefined || touched.has(spelling)) break
      try {
        const change = plan(signup, { subscription, suppression, mails: countMails(by, { near, all, counted }) })
        if (isOfOne(change, signup)) {
          if (change.write !== undefined) writes.push(change.write)
          if (change.mail !== undefined) {
            mails.push(change.mail)
            const { to, network, at, kind } = change.mail
            if (kind !== 'suggestion') counted.push(countedBy(to, network, at))
          }
          touched.add(spelling)
        } else large = change
        settled.push(number)
        outcomes.push({ isSettled: true })
      } catch (error) {
        outcomes.push({ error })
        // One that cannot be decided stays, and does not keep the others waiting.
        if (!(error instanceof ExpectedError)) behind.push(number)
      }
    }
    await changes.write(query, writes, mails)
    if (large !== undefined) await changes.apply(query, large)
    await query('DELETE FROM crowsnest.signups WHERE number = ANY ($1::bigint[])', [settled])
    if (behind.length > 0) {
      await query(
        `UPDATE crowsnest.signups SET number = nextval(pg_get_serial_sequence('crowsnest.signups', 'number'))
        WHERE number = ANY ($1::bigint[])`,
        [behind],
      )
    }
    return outcomes
  }

  const decideAll = (plans: readonly Plan[]): Promise<Outcome[]> =>
    database.transaction(
      async (query) => {
        const { rows } = await query('SELECT * FROM crowsnest.signups ORDER BY number LIMIT $1', [plans.length])
        const outcomes: Outcome[] = []
        while (outcomes.length < Math.min(rows.length, plans.length)) {
          const done = outcomes.length
          // One that was forgotten by what was decided before it is not there any more.
          const left = done === 0 ? rows : await stillThere(query, rows.slice(done))
          const missing = rows.length - done - left.length
          if (missing > 0) rows.splice(done, rows.length - done, ...left)
          if (left.length > 0) outcomes.push(...(await decide(query, left, plans.slice(done))))
        }
        return plans.map((_, index) => outcomes[index] ?? { isSettled: false })
      },
      // Lost when the server dies, it is decided again: no mail of it has gone, for taking one waits for the disk.
      { lock: 'decide', flush: false, isRepeatable: true },
    )

  async function stillThere(query: PostgresQuery, rows: readonly PostgresRow[]): Promise<PostgresRow[]> {
    const numbers = rows.map(({ number }) => number)
    const answer = await query('SELECT * FROM crowsnest.signups WHERE number = ANY ($1::bigint[]) ORDER BY number', [
      numbers,
    ])
    return answer.rows
  }

  const settle = gatherCalls(
    async (plans: readonly Plan[]): Promise<readonly Outcome[]> => {
      if (plans.length === 1) return decideAll(plans)
      try {
        return await decideAll(plans)
      } catch (error) {
        if (error instanceof ExpectedError) throw error
        // What one of them wants cannot be written: each by itself, so that it spoils no other.
        const outcomes: Outcome[] = []
        for (const plan of plans) {
          outcomes.push(...(await decideAll([plan]).catch((own: unknown) => [{ error: own }])))
        }
        return outcomes
      }
    },
    { most: MOST_DECIDED, turns: changes.turns },
  )
  changes.beforeChange(settle.seal)

  return {
    async addSignup({ address, at, network, wording }) {
      const row = [address, toTime(at), network, wording]
      await database.during(() => insert.call(row))
    },
    async settleSignup(plan) {
      const outcome = await database.during(() => settle.call(plan))
      if ('error' in outcome) throw outcome.error
      return outcome.isSettled
    },
    async countSignups() {
      const { rows } = await database.query(`
        SELECT (SELECT count(*) FROM crowsnest.signups)
          + (SELECT count(*) FROM crowsnest.subscriptions WHERE state = 'unconfirmed') AS count`)
      return count(rows[0])
    },
  }
}

/** Whether a change is about the address that signed up, and about nothing else that another may be decided by. */
function isOfOne(change: SubscriptionChange, { address }: Signup): boolean {
  const spelling = address.toLowerCase()
  const { write, mail, remove, forget, suppress, lift, use } = change
  if ([remove, forget, suppress, lift, use].some((part) => part !== undefined)) return false
  return [write?.address, mail?.to].every((each) => each === undefined || each.toLowerCase() === spelling)
}

/** Mails on file, and those that were decided just before. */
function countMails(
  by: Counted,
  {
    near,
    all,
    counted,
  }: { readonly near: readonly number[]; readonly all: readonly number[]; readonly counted: readonly Counted[] },
): MailCounts {
  const fresh = (within: number, isMeant: (mail: Counted) => boolean) =>
    counted.filter((mail) => mail.at > by.at - within && isMeant(mail)).length
  const counts = (name: Near) =>
    NEAR.flatMap(({ name: of, cap }, index) => {
      if (of !== name) return []
      const known = (near[index] ?? 0) + fresh(cap.within, (mail) => by[name] !== null && mail[name] === by[name])
      return [Math.min(known, cap.count)]
    })
  return {
    address: counts('address'),
    domain: counts('domain'),
    network: counts('network'),
    all: MAIL_CAPS.all.map((cap) => {
      const known = all.filter((at) => at > by.at - cap.within).length
      return Math.min(known + fresh(cap.within, () => true), cap.count)
    }),
  }
}
