import assert from 'node:assert/strict'
import { test } from 'node:test'
import pg from 'pg'
import { createPostgresDatabase } from '../../../src/io/postgres-database.ts'
import { createPostgresSenders } from '../../../src/io/postgres-senders.ts'
import { openPostgresStore } from '../../../src/io/postgres-store.ts'
import { parseDatabaseUrl } from '../../../src/io/postgres-url.ts'
import { take } from '../../../src/core/text/problem.ts'
import { startPostgres } from '../../postgres-server.ts'
import { makeReaders } from '../../send-place.ts'
import { until } from '../../until.ts'
import { makeFrozenMail, makeTerms, moment } from './store-builders.ts'

const READERS = 6_000
const [SENT, FAILED, LEFT] = [2_000, 40, 20]

/** Rows of tables that were read one after the other, by connections that have ended. */
async function readInOrder(url: string): Promise<(table: string) => number> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const others = `SELECT FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'`
  await until('the others have ended', async () => (await client.query(others)).rowCount === 0)
  const { rows } = await client.query<{ relname: string; count: string }>(
    "SELECT relname, seq_tup_read AS count FROM pg_stat_user_tables WHERE schemaname = 'crowsnest'",
  )
  await client.end()
  return (table) => Number(rows.find(({ relname }) => relname === table)?.count)
}

test('senders look up whom they lease, settle, wait for and tell of, and never read all readers for it', async () => {
  const url = await (await startPostgres()).createDatabase()
  const first = await openPostgresStore(url)
  await first.importSubscriptions(makeReaders(0, READERS))
  await first.startSend(makeFrozenMail(), makeTerms())
  await first.close()
  const before = await readInOrder(url)

  const store = await openPostgresStore(url)
  const database = createPostgresDatabase(take(parseDatabaseUrl(url)))
  const board = createPostgresSenders(database, 20_000)
  await board.openSend(1, { rate: 10, onUnknown: 'hold' })
  const lease = (limit: number) =>
    store.leaseRecipients(1, { limit, now: moment(1), until: moment(15), sender: 'a sender' })
  for (let done = 0; done < SENT;) {
    const leased = (await lease(20)) ?? []
    const settled = leased.map(({ subscriptionId }, index) => ({
      subscriptionId,
      outcome:
        done + index < FAILED
          ? { state: 'failed' as const, at: moment(1), reason: 'no such mailbox' }
          : done + index < 2 * FAILED
            ? { state: 'queued' as const, after: moment(30), reason: 'busy' }
            : { state: 'sent' as const, at: moment(1), code: 250 },
    }))
    await store.settleRecipients(1, settled, 'a sender')
    done += leased.length
  }
  await lease(LEFT)
  const { counts, nextDue } = await store.countRecipients(1)
  assert.deepEqual([counts.sent, counts.failed, counts.leased, nextDue], [SENT - 80, FAILED, LEFT, moment()])
  assert.equal((await board.listShared(moment(1))).length, 1)
  assert.deepEqual(await board.findDead(1), ['a sender'])
  assert.equal(await store.endLeases(1, { sender: 'a sender', to: 'unknown', at: moment(2) }), LEFT)
  let missed = 0
  for await (const { state } of store.listRecipients(1, ['failed', 'unknown'])) if (state !== 'queued') missed += 1
  assert.equal(missed, FAILED + LEFT)
  await store.close()
  await database.close()

  const after = await readInOrder(url)
  for (const table of ['subscriptions', 'recipients']) assert.equal(after(table) - before(table), 0, table)
})
