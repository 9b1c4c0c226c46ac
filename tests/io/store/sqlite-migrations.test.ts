import assert from 'node:assert/strict'
import { DatabaseSync } from 'node:sqlite'
import { describe, test } from 'node:test'
import { ExpectedError } from '../../../src/core/text/problem.ts'
import { migrate, MIGRATIONS, versionOf } from '../../../src/io/sqlite-migrations.ts'

const file = 'subscribers.sqlite'
const noBirth = () => undefined
const schemaOf = (database: DatabaseSync) =>
  database.prepare('SELECT type, name, sql FROM sqlite_schema ORDER BY type, name').all()

const STEPS = [
  'CREATE TABLE ships (name TEXT NOT NULL) STRICT',
  "ALTER TABLE ships ADD COLUMN flag TEXT NOT NULL DEFAULT 'none'",
  "UPDATE ships SET flag = 'green' WHERE name = 'Osprey'",
]

describe('a migration', () => {
  for (let version = 0; version <= MIGRATIONS.length; version += 1) {
    test(`leads from version ${version} to the newest, and to the same as a new store`, () => {
      using old = new DatabaseSync(':memory:')
      if (version > 0) migrate(old, { file, born: noBirth, steps: MIGRATIONS.slice(0, version) })
      migrate(old, { file, born: noBirth })
      using fresh = new DatabaseSync(':memory:')
      migrate(fresh, { file, born: noBirth })
      assert.equal(versionOf(old, { file }), MIGRATIONS.length)
      assert.deepEqual(schemaOf(old), schemaOf(fresh))
    })
  }

  for (const version of [1, 2, 3]) {
    test(`keeps what a store of version ${version} has, and takes the steps that are missing`, () => {
      using database = new DatabaseSync(':memory:')
      migrate(database, { file, born: noBirth, steps: STEPS.slice(0, version) })
      database.exec("INSERT INTO ships (name) VALUES ('Osprey'), ('Heron')")
      migrate(database, { file, born: noBirth, steps: STEPS })
      assert.deepEqual(
        database
          .prepare('SELECT * FROM ships')
          .all()
          .map((row) => ({ ...row })),
        [
          { name: 'Osprey', flag: version < 3 ? 'green' : 'none' },
          { name: 'Heron', flag: 'none' },
        ],
      )
    })
  }

  test('to the ledger of sends keeps subscriptions with all that belongs to them', () => {
    using database = new DatabaseSync(':memory:', { enableForeignKeyConstraints: false })
    migrate(database, { file, born: noBirth, steps: MIGRATIONS.slice(0, 2) })
    const insert = `INSERT INTO subscriptions
      (number, id, address, state, origin, requested_at, unsubscribed_at, wording, requested_from) VALUES`
    database.exec(`
      ${insert} (3, 'c', 'Keeper@harbour.example', 'confirmed', 'form', 1, NULL, 'weekly-1', '192.0.2.0/24'),
        (7, 'a', 'left@harbour.example', 'unsubscribed', 'import', 2, 5, 'a list', NULL);
      INSERT INTO confirmations VALUES ('hash', 'a', 9, NULL)`)
    const rows = (table: string) => database.prepare(`SELECT * FROM ${table}`).all()
    const before = [rows('subscriptions'), rows('confirmations')]
    migrate(database, { file, born: noBirth })
    assert.deepEqual([rows('subscriptions'), rows('confirmations')], before)
    database.exec(`
      PRAGMA foreign_keys = ON;
      DELETE FROM subscriptions WHERE number = 7;
      ${insert} (NULL, 'b', 'next@harbour.example', 'confirmed', 'form', 3, NULL, 'weekly-1', NULL)`)
    assert.deepEqual(rows('confirmations'), [])
    assert.equal(database.prepare("SELECT number FROM subscriptions WHERE id = 'b'").get()?.number, 8)
    assert.throws(() => {
      database.exec(`${insert} (NULL, 'd', 'KEEPER@harbour.example', 'confirmed', 'form', 3, NULL, 'weekly-1', NULL)`)
    }, /UNIQUE/)
  })

  test('that fails leaves the old version, and nothing of the steps before it', () => {
    using database = new DatabaseSync(':memory:')
    migrate(database, { file, born: noBirth, steps: STEPS.slice(0, 1) })
    database.exec("INSERT INTO ships (name) VALUES ('Osprey')")
    const before = schemaOf(database)
    const steps = [...STEPS, 'INSERT INTO harbours VALUES (1)']
    assert.throws(() => {
      migrate(database, { file, born: noBirth, steps })
    }, /harbours/)
    assert.deepEqual(schemaOf(database), before)
    assert.equal(versionOf(database, { file, newest: 4 }), 1)
    assert.equal(database.isTransaction, false)
  })

  test('that leaves references to nothing is taken back', () => {
    using database = new DatabaseSync(':memory:', { enableForeignKeyConstraints: false })
    const steps = [
      'CREATE TABLE a (id INTEGER PRIMARY KEY); CREATE TABLE b (a INTEGER REFERENCES a (id))',
      'INSERT INTO b VALUES (7)',
    ]
    assert.throws(() => {
      migrate(database, { file, born: noBirth, steps })
    })
    assert.deepEqual(schemaOf(database), [])
  })

  test('of a new store is its birth, once', () => {
    using database = new DatabaseSync(':memory:')
    let births = 0
    for (const count of [1, 2, 3]) migrate(database, { file, born: () => (births += 1), steps: STEPS.slice(0, count) })
    assert.equal(births, 1)
  })

  test('refuses a store that a newer program has written, and names both versions', () => {
    using database = new DatabaseSync(':memory:')
    migrate(database, { file, born: noBirth, steps: STEPS })
    assert.throws(
      () => {
        migrate(database, { file, born: noBirth, steps: STEPS.slice(0, 2) })
      },
      (error) => error instanceof ExpectedError && /version 3, and this one knows 2/.test(error.message),
    )
    assert.equal(versionOf(database, { file, newest: 3 }), 3)
  })

  for (const [name, sql] of [
    ['tables of its own', 'CREATE TABLE bookmarks (url TEXT)'],
    ['a version of its own', 'PRAGMA user_version = 1'],
    ['a mark of its own', 'PRAGMA application_id = 7'],
  ] as const) {
    test(`touches no database of somebody else's that has ${name}`, () => {
      using database = new DatabaseSync(':memory:')
      database.exec(sql)
      const before = schemaOf(database)
      assert.throws(() => {
        migrate(database, { file, born: noBirth })
      }, ExpectedError)
      assert.deepEqual(schemaOf(database), before)
    })
  }
})
