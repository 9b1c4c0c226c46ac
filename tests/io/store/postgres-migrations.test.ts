import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import pg from 'pg'
import { ExpectedError } from '../../../src/core/text/problem.ts'
import { createPostgresDatabase, type PostgresDatabase } from '../../../src/io/postgres-database.ts'
import { migratePostgres, postgresVersionOf, POSTGRES_MIGRATIONS } from '../../../src/io/postgres-migrations.ts'
import { openPostgresStore } from '../../../src/io/postgres-store.ts'
import { startPostgres } from '../../postgres-server.ts'

const STEPS = [
  'CREATE TABLE crowsnest.ships (name text NOT NULL)',
  "ALTER TABLE crowsnest.ships ADD COLUMN flag text NOT NULL DEFAULT 'none'",
  "UPDATE crowsnest.ships SET flag = 'green' WHERE name = 'Osprey'",
]
const born = () => ({ identity: 'one' })

async function withDatabase(work: (database: PostgresDatabase) => Promise<void>): Promise<void> {
  const database = createPostgresDatabase({ url: await (await startPostgres()).createDatabase(), where: 'here/it' })
  try {
    await work(database)
  } finally {
    await database.close()
  }
}

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

const tablesOf = async ({ query }: PostgresDatabase) =>
  (await query("SELECT tablename FROM pg_tables WHERE schemaname = 'crowsnest' ORDER BY 1")).rows.map(
    ({ tablename }) => tablename,
  )

describe('a migration of PostgreSQL', () => {
  for (const version of [1, 2, 3]) {
    test(`keeps what a store of version ${version} has, and takes the steps that are missing`, () =>
      withDatabase(async (database) => {
        await migratePostgres(database, { born, steps: STEPS.slice(0, version) })
        await database.query("INSERT INTO crowsnest.ships (name) VALUES ('Osprey'), ('Heron')")
        await migratePostgres(database, { born, steps: STEPS })
        const { rows } = await database.query('SELECT name, flag FROM crowsnest.ships ORDER BY name DESC')
        assert.deepEqual(rows, [
          { name: 'Osprey', flag: version < 3 ? 'green' : 'none' },
          { name: 'Heron', flag: 'none' },
        ])
        assert.equal(await postgresVersionOf(database.query, { where: 'here/it', newest: 3 }), 3)
      }))
  }

  test('that fails leaves the old version, and nothing of the steps before it', () =>
    withDatabase(async (database) => {
      await migratePostgres(database, { born, steps: STEPS.slice(0, 1) })
      const steps = [...STEPS, 'INSERT INTO crowsnest.harbours VALUES (1)']
      await assert.rejects(migratePostgres(database, { born, steps }), /harbours/)
      assert.equal(await postgresVersionOf(database.query, { where: 'here/it' }), 1)
      const { rows } = await database.query(
        "SELECT attname FROM pg_attribute WHERE attrelid = 'crowsnest.ships'::regclass AND attnum > 0",
      )
      assert.deepEqual(rows, [{ attname: 'name' }])
    }))

  for (const [whose, meta] of [
    ['of other columns', 'meta (key text, content text)'],
    ['that says nothing', 'meta (name text, value text)'],
    ['with a version that is no number', "meta AS SELECT 'version'::text AS name, 'abc'::text AS value"],
  ] as const) {
    test(`refuses a schema of somebody else’s, whose table meta is one ${whose}`, () =>
      withDatabase(async (database) => {
        await database.query('CREATE SCHEMA crowsnest')
        await database.query(`CREATE TABLE crowsnest.${meta}`)
        await assert.rejects(migratePostgres(database, { born }), /its schema crowsnest is none of subscriptions/)
        assert.deepEqual(await tablesOf(database), ['meta'])
      }))
  }

  test('of a new store that fails leaves no schema behind', () =>
    withDatabase(async (database) => {
      await assert.rejects(migratePostgres(database, { born, steps: ['CREATE TABLE nonsense'] }))
      const { rows } = await database.query("SELECT to_regnamespace('crowsnest') IS NULL AS is_gone")
      assert.deepEqual(rows, [{ is_gone: true }])
    }))

  test('is done once by many that start at the same time, and makes one store', async () => {
    const url = await (await startPostgres()).createDatabase()
    const stores = await Promise.all(Array.from({ length: 6 }, () => openPostgresStore(url, { connections: 2 })))
    assert.equal(new Set(stores.map(({ identity }) => identity)).size, 1)
    assert.equal(new Set(stores.map(({ secret }) => Buffer.from(secret).toString('hex'))).size, 1)
    for (const store of stores) await store.close()
  })

  test('refuses a store that a newer program has written, names both versions, and leaves it as it is', async () => {
    const url = await (await startPostgres()).createDatabase()
    await (await openPostgresStore(url)).close()
    await withClient(url, (client) => client.query("UPDATE crowsnest.meta SET value = '999' WHERE name = 'version'"))
    await assert.rejects(openPostgresStore(url), (error) => {
      assert.ok(error instanceof ExpectedError)
      assert.match(error.message, new RegExp(`it has version 999, and this one knows ${POSTGRES_MIGRATIONS.length}`))
      return true
    })
    const { rows } = await withClient(url, (client) =>
      client.query("SELECT value FROM crowsnest.meta WHERE name = 'version'"),
    )
    assert.deepEqual(rows, [{ value: '999' }])
  })

  test("touches nothing in a schema of somebody else's", () =>
    withDatabase(async (database) => {
      await database.query('CREATE SCHEMA crowsnest')
      await database.query('CREATE TABLE crowsnest.bookmarks (url text)')
      await assert.rejects(migratePostgres(database, { born }), /its schema crowsnest is none of subscriptions/)
      assert.deepEqual(await tablesOf(database), ['bookmarks'])
    }))

  test('takes a schema that its owner made beforehand, where the user may make none', async () => {
    const server = await startPostgres()
    const url = await server.createDatabase()
    const role = `keeper_${url.slice(-12)}`
    await server.createRole(role, 'light')
    await withClient(url, (client) => client.query(`CREATE SCHEMA crowsnest AUTHORIZATION ${role}`))
    const own = new URL(url)
    own.username = role
    own.password = 'light'
    const store = await openPostgresStore(own.href)
    await store.check()
    assert.equal(await store.checkAdoption(), undefined)
    await store.close()
  })

  test('refuses a database that has no room for every letter', async () => {
    const server = await startPostgres()
    const name = `crowsnest_test_ascii_${process.pid}`
    await withClient(server.url, (client) =>
      client.query(`CREATE DATABASE ${name} TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C'`),
    )
    await assert.rejects(openPostgresStore(server.urlOf(name)), /its encoding is LATIN1.*ENCODING 'UTF8'/)
    await withClient(server.url, (client) => client.query(`DROP DATABASE ${name} WITH (FORCE)`))
  })
})
