import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import pg from 'pg'
import { openPostgresStore } from '../../../src/io/postgres-store.ts'
import { startPostgres } from '../../postgres-server.ts'
import { holdsTheStoreContract } from './store-contract.ts'

describe('the store in PostgreSQL', () => {
  const make = async () => openPostgresStore(await (await startPostgres()).createDatabase())
  let url: string | undefined
  // To make a database and its tables takes longer than most of what is held of a store: nearly all are of one database.
  const open = async () => {
    if (url === undefined) url = await (await startPostgres()).createDatabase()
    else await emptyStore(url)
    return openPostgresStore(url)
  }
  holdsTheStoreContract(open, make)
})

/** Leaves a store as it was when it was new, but for its identity and its secret. */
async function emptyStore(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query<{ tables: string }>(
    `SELECT string_agg(format('crowsnest.%I', tablename), ', ') AS tables FROM pg_tables
    WHERE schemaname = 'crowsnest' AND tablename <> 'meta'`,
  )
  await client.query(`TRUNCATE ${rows[0]?.tables} RESTART IDENTITY`)
  await client.end()
}

test('a database is looked up by an index in each query that runs while somebody waits', async () => {
  const url = await (await startPostgres()).createDatabase()
  await (await openPostgresStore(url)).close()
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  // Tables this small would be read whole; what can be looked up is, with that forbidden.
  await client.query('SET enable_seqscan = off')
  await client.query('SET enable_sort = off')
  for (const query of [
    "SELECT * FROM crowsnest.subscriptions WHERE id = 'x'",
    `SELECT * FROM crowsnest.subscriptions WHERE lower(address) = lower('X'::text COLLATE "C")`,
    "SELECT * FROM crowsnest.confirmations WHERE hash = 'x'",
    "SELECT * FROM crowsnest.suppressions WHERE key = 'x'",
    "SELECT FROM crowsnest.mails WHERE mailbox = 'x' AND at > 1 AND kind <> 'suggestion'",
    "SELECT FROM crowsnest.mails WHERE domain = 'x' AND at > 1 AND kind <> 'suggestion'",
    "SELECT FROM crowsnest.mails WHERE network = 'x' AND at > 1 AND kind <> 'suggestion'",
    "SELECT at FROM crowsnest.mails WHERE at > 1 AND kind <> 'suggestion' ORDER BY at DESC LIMIT 600",
    "SELECT number FROM crowsnest.mails WHERE state = 'queued' AND due_at <= 1 ORDER BY due_at, number LIMIT 5",
    "DELETE FROM crowsnest.mails WHERE key = 'x' AND state = 'queued'",
    `DELETE FROM crowsnest.signups WHERE lower(address) = lower('X'::text COLLATE "C")`,
    'SELECT * FROM crowsnest.signups ORDER BY number LIMIT 64',
    "SELECT count(*) FROM crowsnest.subscriptions WHERE state = 'unconfirmed'",
    "SELECT count(*) FROM crowsnest.suggestions WHERE at >= 1 AND network = 'x'",
    'SELECT * FROM crowsnest.subscriptions WHERE id > $$x$$ ORDER BY id LIMIT 1000',
    `SELECT reader FROM crowsnest.recipients WHERE send = 1 AND state = 0 AND due_at IS NOT NULL AND due_at <= 5
      ORDER BY due_at, reader LIMIT 9 FOR UPDATE SKIP LOCKED`,
    `SELECT reader FROM crowsnest.recipients WHERE send = 1 AND state = 0 AND due_at IS NULL AND reader > 7
      ORDER BY reader LIMIT 9 FOR UPDATE SKIP LOCKED`,
    'SELECT min(due_at) FROM crowsnest.recipients WHERE send = 1 AND state = 0 AND due_at IS NOT NULL',
    'SELECT EXISTS (SELECT FROM crowsnest.recipients WHERE send = 1 AND state = 0 AND due_at IS NULL)',
    "SELECT reader FROM crowsnest.recipients WHERE send = 1 AND state = 1 AND sender = 'x'",
    `SELECT * FROM crowsnest.recipients WHERE send = 1 AND reader > 7 AND state IN (3, 4)
      ORDER BY reader LIMIT 1000`,
    "SELECT number FROM crowsnest.subscriptions WHERE state = 'confirmed' AND number > 7 ORDER BY number LIMIT 1000",
  ]) {
    const { rows } = await client.query<Record<string, string>>(`EXPLAIN ${query}`)
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n')
    assert.match(plan, /Index/, query)
    assert.doesNotMatch(plan, /Seq Scan|Sort/, `${query}\n${plan}`)
  }
  await client.end()
})
