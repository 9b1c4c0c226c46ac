import { addressKey } from '../core/subscription/address-key.ts'
import type { LinkFacts, SubscriptionChange } from '../core/subscription/subscription-change.ts'
import type { ServiceMail } from '../core/subscription/service-mail.ts'
import type { Subscription, Suppression } from '../core/subscription/subscription.ts'
import type { ChangeStore, SubscriptionKey } from '../jobs/subscription-store.ts'
import { createTurns, type Turns } from './create-turns.ts'
import type { PostgresDatabase, PostgresQuery } from './postgres-database.ts'
import { inColumns, type PostgresMails } from './postgres-store-mails.ts'
import { toTime } from './sqlite-rows.ts'
import { columnsOf, readConfirmation, readSubscription, readSuppression } from './sqlite-store-changes.ts'

/** What is done inside a transaction of somebody else's. */
export interface PostgresChanges {
  readonly store: ChangeStore
  /** The order of what is decided in this process; single changes go together, and sign-ups alone. */
  readonly turns: Turns
  /** Has something done whenever a change is asked for. */
  readonly beforeChange: (action: () => void) => void
  readonly keyOf: (address: string) => string
  /** What is known by a key, which stays so until the transaction ends. */
  readonly findLocked: (query: PostgresQuery, key: SubscriptionKey) => Promise<LinkFacts>
  /** Does something in a transaction of its own, apart from all that decides sign-ups. */
  readonly during: <T>(change: (query: PostgresQuery) => Promise<T>) => Promise<T>
  readonly suppressionFor: (query: PostgresQuery, address: string | undefined) => Promise<Suppression | undefined>
  readonly apply: (query: PostgresQuery, change: SubscriptionChange) => Promise<void>
  /** Writes several subscriptions, and then mails. */
  readonly write: (
    query: PostgresQuery,
    subscriptions: readonly Subscription[],
    mails: readonly ServiceMail[],
  ) => Promise<void>
}

/** An address in SQL by which its spellings are one: only letters of ASCII have a case here, as in the index. */
export const spellingOf = (place: number): string => `lower($${place}::text COLLATE "C")`

const COLUMNS = `id, address, state, origin, requested_at, confirmed_at, unsubscribed_at, wording, requested_from,
  confirmed_from`
/** Rows of subscriptions that a statement is given in columns, in their order. */
export const GIVEN_SUBSCRIPTIONS = `unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bigint[], $6::bigint[],
  $7::bigint[], $8::text[], $9::text[], $10::text[]) WITH ORDINALITY AS given (${COLUMNS}, place)`
export const INSERT_SUBSCRIPTIONS = `INSERT INTO crowsnest.subscriptions (${COLUMNS}) SELECT ${COLUMNS} FROM`

export const subscriptionColumns = (subscriptions: readonly Subscription[]): unknown[][] =>
  inColumns(
    subscriptions.map((each) => Object.values(columnsOf(each))),
    10,
  )

/** What is known of an address or a link, and what becomes of it. */
export function createPostgresChanges(
  database: PostgresDatabase,
  { secret, mails }: { readonly secret: Uint8Array; readonly mails: PostgresMails },
): PostgresChanges {
  const keyOf = (address: string) => addressKey(address, secret)
  const turns = createTurns()
  const before: (() => void)[] = []

  async function suppressionFor(query: PostgresQuery, address: string | undefined): Promise<Suppression | undefined> {
    if (address === undefined) return undefined
    const { rows } = await query('SELECT * FROM crowsnest.suppressions WHERE key = $1', [keyOf(address)])
    return rows[0] && readSuppression(rows[0])
  }

  /**
   * @param lock whether what is found stays as it is until the transaction ends. A confirmation is used and goes with its
   *   subscription alone, so the lock on that is enough; an address that nobody has yet is locked by its name.
   */
  async function find(query: PostgresQuery, key: SubscriptionKey, lock = ''): Promise<LinkFacts> {
    if ('address' in key) {
      if (lock !== '') await query(`SELECT pg_advisory_xact_lock(hashtextextended(${spellingOf(1)}, 0))`, [key.address])
      const where = `lower(address) = ${spellingOf(1)}`
      const { rows } = await query(`SELECT * FROM crowsnest.subscriptions WHERE ${where} ${lock}`, [key.address])
      const subscription = rows[0] && readSubscription(rows[0])
      return { subscription, suppression: await suppressionFor(query, key.address) }
    }
    const where = 'id' in key ? '$1' : '(SELECT subscription_id FROM crowsnest.confirmations WHERE hash = $1)'
    const { rows } = await query(`SELECT * FROM crowsnest.subscriptions WHERE id = ${where} ${lock}`, [
      'id' in key ? key.id : key.confirmation,
    ])
    const subscription = rows[0] && readSubscription(rows[0])
    const facts = { subscription, suppression: await suppressionFor(query, subscription?.address) }
    if (!('confirmation' in key)) return facts
    const link = await query('SELECT * FROM crowsnest.confirmations WHERE hash = $1', [key.confirmation])
    return link.rows[0] === undefined ? facts : { ...facts, confirmation: readConfirmation(link.rows[0]) }
  }

  async function forget(query: PostgresQuery, address: string): Promise<void> {
    // An answer to a suggestion makes a mail of its address: so first the suggestion, then the mails.
    await query(`UPDATE crowsnest.suggestions SET address = NULL, by = NULL WHERE lower(address) = ${spellingOf(1)}`, [
      address,
    ])
    await query("DELETE FROM crowsnest.mails WHERE key = $1 AND state = 'queued'", [keyOf(address)])
    await query(`DELETE FROM crowsnest.signups WHERE lower(address) = ${spellingOf(1)}`, [address])
  }

  async function write(
    query: PostgresQuery,
    subscriptions: readonly Subscription[],
    added: readonly ServiceMail[],
  ): Promise<void> {
    if (subscriptions.length > 0) {
      await query(
        `${INSERT_SUBSCRIPTIONS} ${GIVEN_SUBSCRIPTIONS} ORDER BY place
        ON CONFLICT (id) DO UPDATE SET address = excluded.address, state = excluded.state, origin = excluded.origin,
          requested_at = excluded.requested_at, confirmed_at = excluded.confirmed_at,
          unsubscribed_at = excluded.unsubscribed_at, wording = excluded.wording,
          requested_from = excluded.requested_from, confirmed_from = excluded.confirmed_from`,
        subscriptionColumns(subscriptions),
      )
    }
    if (added.length > 0) await mails.add(query, added)
  }

  async function apply(query: PostgresQuery, change: SubscriptionChange): Promise<void> {
    if (change.remove !== undefined) {
      await query("DELETE FROM crowsnest.mails WHERE subscription_id = $1 AND state = 'queued'", [change.remove])
      await query('DELETE FROM crowsnest.subscriptions WHERE id = $1', [change.remove])
    }
    if (change.forget !== undefined) await forget(query, change.forget)
    if (change.lift !== undefined) await query('DELETE FROM crowsnest.suppressions WHERE key = $1', [change.lift])
    if (change.suppress !== undefined) {
      const { key, reason, at } = change.suppress
      await query(
        `INSERT INTO crowsnest.suppressions (key, reason, at) VALUES ($1, $2, $3)
        ON CONFLICT (key) DO UPDATE SET reason = excluded.reason, at = excluded.at`,
        [key, reason, toTime(at)],
      )
    }
    await write(query, change.write === undefined ? [] : [change.write], [])
    if (change.use !== undefined) {
      const { hash, at } = change.use
      await query('UPDATE crowsnest.confirmations SET used_at = $2 WHERE hash = $1', [hash, toTime(at)])
    }
    if (change.mail !== undefined) await mails.add(query, [change.mail])
  }

  function during<T>(change: (query: PostgresQuery) => Promise<T>): Promise<T> {
    for (const action of before) action()
    const options = { lock: 'change', isRepeatable: true } as const
    return database.during(() => turns.together(() => database.transaction(change, options)))
  }

  const findLocked = (query: PostgresQuery, key: SubscriptionKey) => find(query, key, 'FOR UPDATE')

  return {
    findLocked,
    during,
    turns,
    beforeChange: (action) => void before.push(action),
    keyOf,
    suppressionFor,
    apply,
    write,
    store: {
      find: (key) => find(database.query, key),
      change: (key, plan) =>
        during(async (query) => {
          const planned = plan(await findLocked(query, key))
          await apply(query, planned)
          return planned
        }),
      async addConfirmation({ hash, subscriptionId, expiresAt, usedAt }) {
        const { count } = await database.query(
          `INSERT INTO crowsnest.confirmations (hash, subscription_id, expires_at, used_at)
          SELECT $1, id, $3, $4 FROM crowsnest.subscriptions WHERE id = $2 FOR KEY SHARE
          ON CONFLICT (hash) DO UPDATE SET expires_at = excluded.expires_at`,
          [hash, subscriptionId, toTime(expiresAt), toTime(usedAt)],
        )
        return count > 0
      },
    },
  }
}
