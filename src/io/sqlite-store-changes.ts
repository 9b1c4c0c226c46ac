import { addressKey } from '../core/subscription/address-key.ts'
import type {
  Confirmation,
  LinkFacts,
  SubscriptionChange,
  SubscriptionFacts,
} from '../core/subscription/subscription-change.ts'
import type {
  Subscription,
  SubscriptionOrigin,
  SubscriptionState,
  Suppression,
  SuppressionReason,
} from '../core/subscription/subscription.ts'
import type { ChangeStore, SubscriptionKey } from '../jobs/subscription-store.ts'
import type { SqliteDatabase } from './sqlite-database.ts'
import { known, momentOrNone, type Row, text, textOrNone, toMoment, toTime } from './sqlite-rows.ts'
import type { SqliteMails } from './sqlite-store-mails.ts'

/** Stands in `meta` from an erasure until the file was written anew. */
export const ERASED = 'erased'

export const isErasure = ({ remove, forget }: SubscriptionChange) => (remove ?? forget) !== undefined

/** What is done inside a transaction of somebody else's. */
export interface SqliteChanges {
  readonly store: ChangeStore
  readonly keyOf: (address: string) => string
  readonly find: (key: SubscriptionKey) => LinkFacts
  readonly factsOf: (address: string) => SubscriptionFacts
  readonly apply: (change: SubscriptionChange) => void
  /** Writes down that the file has to be written anew. */
  readonly noteErasure: () => void
}

/** What is known of an address or a link, and what becomes of it. */
export function createSqliteChanges(
  database: SqliteDatabase,
  { secret, mails }: { readonly secret: Uint8Array; readonly mails: SqliteMails },
): SqliteChanges {
  const byId = database.prepare('SELECT * FROM subscriptions WHERE id = ?')
  const byAddress = database.prepare('SELECT * FROM subscriptions WHERE address = ?')
  const confirmationOf = database.prepare('SELECT * FROM confirmations WHERE hash = ?')
  const suppressionOf = database.prepare('SELECT * FROM suppressions WHERE key = ?')
  const write = database.prepare(`
    INSERT INTO subscriptions (id, address, state, origin, requested_at, confirmed_at, unsubscribed_at, wording,
      requested_from, confirmed_from)
    VALUES ($id, $address, $state, $origin, $requested_at, $confirmed_at, $unsubscribed_at, $wording,
      $requested_from, $confirmed_from)
    ON CONFLICT (id) DO UPDATE SET address = excluded.address, state = excluded.state, origin = excluded.origin,
      requested_at = excluded.requested_at, confirmed_at = excluded.confirmed_at,
      unsubscribed_at = excluded.unsubscribed_at, wording = excluded.wording,
      requested_from = excluded.requested_from, confirmed_from = excluded.confirmed_from`)
  const removeMails = database.prepare("DELETE FROM mails WHERE subscription_id = ? AND state = 'queued'")
  const remove = database.prepare('DELETE FROM subscriptions WHERE id = ?')
  const suppress = database.prepare(
    'INSERT INTO suppressions (key, reason, at) VALUES (?, ?, ?) ON CONFLICT (key) DO UPDATE SET reason = excluded.reason, at = excluded.at',
  )
  const lift = database.prepare('DELETE FROM suppressions WHERE key = ?')
  const use = database.prepare('UPDATE confirmations SET used_at = ? WHERE hash = ?')
  const addConfirmation = database.prepare(`
    INSERT INTO confirmations (hash, subscription_id, expires_at, used_at)
    SELECT $hash, id, $expires_at, $used_at FROM subscriptions WHERE id = $subscription_id`)
  const forgetSignups = database.prepare('DELETE FROM signups WHERE address = ? COLLATE NOCASE')
  const forgetMails = database.prepare("DELETE FROM mails WHERE key = ? AND state = 'queued'")
  const forgetSuggestions = database.prepare('UPDATE suggestions SET address = NULL, by = NULL WHERE address = ?')

  const noteErasure = database.prepare(`INSERT OR REPLACE INTO meta (name, value) VALUES ('${ERASED}', 1)`)

  let last: { readonly address: string; readonly key: string } | undefined
  /** One address is asked for over and over in a row. */
  function keyOf(address: string): string {
    if (last?.address !== address) last = { address, key: addressKey(address, secret) }
    return last.key
  }

  function suppressionFor(address: string | undefined): Suppression | undefined {
    const row = address === undefined ? undefined : suppressionOf.get(keyOf(address))
    return row && readSuppression(row)
  }

  function factsOf(address: string): SubscriptionFacts {
    const row = byAddress.get(address)
    return { subscription: row && readSubscription(row), suppression: suppressionFor(address) }
  }

  function find(key: SubscriptionKey): LinkFacts {
    if ('address' in key) return factsOf(key.address)
    const link = 'confirmation' in key ? confirmationOf.get(key.confirmation) : undefined
    const row = byId.get('id' in key ? key.id : String(link?.subscription_id))
    const subscription = row && readSubscription(row)
    const facts = { subscription, suppression: suppressionFor(subscription?.address) }
    return link === undefined ? facts : { ...facts, confirmation: readConfirmation(link) }
  }

  function apply(change: SubscriptionChange): void {
    if (change.remove !== undefined) {
      removeMails.run(change.remove)
      remove.run(change.remove)
    }
    if (change.forget !== undefined) {
      forgetSignups.run(change.forget)
      forgetMails.run(keyOf(change.forget))
      forgetSuggestions.run(change.forget)
    }
    if (change.lift !== undefined) lift.run(change.lift)
    if (change.suppress !== undefined) {
      const { key, reason, at } = change.suppress
      suppress.run(key, reason, toTime(at))
    }
    if (change.write !== undefined) write.run(columnsOf(change.write))
    if (change.use !== undefined) use.run(toTime(change.use.at), change.use.hash)
    if (isErasure(change)) noteErasure.run()
    if (change.mail !== undefined) mails.add(change.mail)
  }

  return {
    keyOf,
    find,
    factsOf,
    apply,
    noteErasure: () => void noteErasure.run(),
    store: {
      find: (key) => database.read(() => find(key)),
      async change(key, plan) {
        const change = await database.write(() => {
          const planned = plan(find(key))
          apply(planned)
          return planned
        })
        if (isErasure(change)) await database.emptyLog()
        return change
      },
      addConfirmation: ({ hash, subscriptionId, expiresAt, usedAt }) =>
        database.write(() => {
          const columns = { subscription_id: subscriptionId, expires_at: toTime(expiresAt), used_at: toTime(usedAt) }
          return addConfirmation.run({ hash, ...columns }).changes > 0
        }),
    },
  }
}

/** A subscription as a row. */
export function columnsOf({ id, address, state, origin, consent, ...moments }: Subscription) {
  return {
    ...{ id, address, state, origin },
    requested_at: toTime(moments.requestedAt),
    confirmed_at: toTime(moments.confirmedAt),
    unsubscribed_at: toTime(moments.unsubscribedAt),
    wording: consent.wording,
    requested_from: consent.requestedFrom ?? null,
    confirmed_from: consent.confirmedFrom ?? null,
  }
}

export function readSubscription(row: Row): Subscription {
  return known<Subscription>({
    id: text(row, 'id'),
    address: text(row, 'address'),
    state: text(row, 'state') as SubscriptionState,
    origin: text(row, 'origin') as SubscriptionOrigin,
    requestedAt: toMoment(row.requested_at),
    confirmedAt: momentOrNone(row, 'confirmed_at'),
    unsubscribedAt: momentOrNone(row, 'unsubscribed_at'),
    consent: known({
      wording: text(row, 'wording'),
      requestedFrom: textOrNone(row, 'requested_from'),
      confirmedFrom: textOrNone(row, 'confirmed_from'),
    }),
  })
}

export const readSuppression = (row: Row): Suppression => ({
  key: text(row, 'key'),
  reason: text(row, 'reason') as SuppressionReason,
  at: toMoment(row.at),
})

export const readConfirmation = (row: Row): Confirmation =>
  known({
    hash: text(row, 'hash'),
    subscriptionId: text(row, 'subscription_id'),
    expiresAt: toMoment(row.expires_at),
    usedAt: momentOrNone(row, 'used_at'),
  })
