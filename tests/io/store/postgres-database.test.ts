import assert from 'node:assert/strict'
import { once } from 'node:events'
import net from 'node:net'
import { describe, test } from 'node:test'
import pg from 'pg'
import { ExpectedError } from '../../../src/core/text/problem.ts'
import { createPostgresDatabase, type PostgresDatabase, type PostgresQuery } from '../../../src/io/postgres-database.ts'
import { openPostgresStore } from '../../../src/io/postgres-store.ts'
import { parseDatabaseUrl } from '../../../src/io/postgres-url.ts'
import { startPostgres } from '../../postgres-server.ts'
import { until } from '../../until.ts'
import { makeServiceMail, makeSignup, makeSubscription, moment } from './store-builders.ts'

const PASSWORD = 'a-very-secret-word'
/** Milliseconds in which a server answers that is not silent, on a machine that has much else to do, too. */
const PATIENCE = 1_000

/** A user of a database of their own, who may make a schema in it. */
async function makeRole(): Promise<{ readonly url: URL; readonly role: string }> {
  const url = await (await startPostgres()).createDatabase()
  const role = `keeper_${url.slice(-12)}`
  await (await startPostgres()).createRole(role, PASSWORD)
  await administer(`GRANT CREATE ON DATABASE ${url.slice(url.lastIndexOf('/') + 1)} TO ${role}`)
  return { url: Object.assign(new URL(url), { username: role, password: PASSWORD }), role }
}

async function administer(statement: string, url?: string): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString: url ?? (await startPostgres()).url })
  await client.connect()
  try {
    return await client.query(statement)
  } finally {
    await client.end()
  }
}

async function asksForPasswords(url: URL): Promise<boolean> {
  const client = new pg.Client({ connectionString: Object.assign(new URL(url), { password: 'any' }).href })
  const isIn = await client.connect().then(
    () => true,
    () => false,
  )
  await client.end()
  return !isIn
}

const killAll = (url: string | URL) =>
  administer(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = '${new URL(url).pathname.slice(1)}'`,
  )

/** What it rejects with: one paragraph that names the place, and no password. */
async function problemOf(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => assert.fail('it was not refused'),
    (reason: unknown) => reason,
  )
  assert.ok(error instanceof ExpectedError, String(error))
  assert.doesNotMatch(error.message, new RegExp(PASSWORD))
  assert.doesNotMatch(error.message, /\n/)
  return error.message
}

describe('DATABASE_URL', () => {
  for (const [text, where] of [
    ['postgres://keeper:word@db.example:6432/crowsnest', 'db.example:6432/crowsnest'],
    ['postgresql://keeper:word@db.example/crowsnest', 'db.example:5432/crowsnest'],
    ['  POSTGRES://keeper@[::1]:5433/crowsnest  ', '::1:5433/crowsnest'],
    ['postgres:///crowsnest?host=/var/run/postgresql&user=keeper', '/var/run/postgresql/crowsnest'],
  ] as const) {
    test(`${text.trim()} is known as ${where}`, () => {
      const parsed = parseDatabaseUrl(text)
      assert.ok(parsed.ok)
      assert.equal(parsed.value.where, where)
    })
  }

  for (const text of [
    'mysql://keeper:a-very-secret-word@db.example/crowsnest',
    'crowsnest',
    'postgres://keeper:a-very-secret-word@db.example:no/x',
  ]) {
    test(`that is no address of PostgreSQL is refused, and not repeated: ${text.slice(0, 9)}`, async () => {
      const message = await problemOf(openPostgresStore(text))
      assert.match(message, /^DATABASE_URL: expected postgres:\/\/user:password@host/)
    })
  }

  test('that names a file of a certificate which is not there says which, and not that the address is wrong', async () => {
    const url = `postgres://keeper:${PASSWORD}@db.example/crowsnest?sslmode=verify-full&sslrootcert=/nowhere/ca.pem`
    const message = await problemOf(openPostgresStore(url))
    assert.match(message, /^DATABASE_URL: it names a file that cannot be read, \/nowhere\/ca\.pem \(ENOENT\)/)
  })

  for (const [mode, then] of [
    ['require', 'verify-full'],
    ['prefer', 'verify-full'],
    ['no-verify', 'no-verify'],
    ['disable', 'disable'],
  ] as const) {
    test(`with sslmode=${mode} connects as with ${then}, and the driver has nothing to warn of`, () => {
      const parsed = parseDatabaseUrl(`postgres://keeper@db.example/crowsnest?sslmode=${mode}&application_name=x`)
      assert.ok(parsed.ok)
      assert.equal(new URL(parsed.value.url).searchParams.get('sslmode'), then)
      assert.equal(new URL(parsed.value.url).searchParams.get('application_name'), 'x')
    })
  }
})

describe('what PostgreSQL refuses is said in words:', () => {
  test('nothing listens', async () => {
    const probe = net.createServer().listen(0, '127.0.0.1')
    await once(probe, 'listening')
    const { port } = probe.address() as net.AddressInfo
    probe.close()
    await once(probe, 'close')
    const message = await problemOf(openPostgresStore(`postgres://keeper:${PASSWORD}@127.0.0.1:${port}/crowsnest`))
    assert.equal(
      message,
      `PostgreSQL 127.0.0.1:${port}/crowsnest: nothing answers there (ECONNREFUSED). See that it runs and may be reached from this machine, then run this again.`,
    )
  })

  test('something listens that says nothing', async () => {
    const silent = net
      .createServer((socket) => socket.resume())
      .listen(0, '127.0.0.1')
      .unref()
    await once(silent, 'listening')
    const { port } = silent.address() as net.AddressInfo
    const url = `postgres://keeper:${PASSWORD}@127.0.0.1:${port}/crowsnest`
    assert.match(await problemOf(openPostgresStore(url, { patience: 150 })), /it did not answer in time/)
    silent.close()
  })

  test('there is no such host', async () => {
    const url = `postgres://keeper:${PASSWORD}@nowhere.invalid/crowsnest`
    assert.match(
      await problemOf(openPostgresStore(url)),
      /^PostgreSQL nowhere\.invalid:5432\/crowsnest: .*(no such host|looked up)/,
    )
  })

  for (const [name, change, words] of [
    ['the password is wrong', { password: `not-${PASSWORD}` }, /refuses this user with this password/],
    ['the password is missing', { password: '' }, /it wants a password, and DATABASE_URL has none/],
    ['the user is unknown', { username: 'nobody_here' }, /refuses this user with this password/],
    [
      'the database is missing',
      { pathname: '/nothing_here' },
      /there is no such database .*\(createdb\), or mend DATABASE_URL/,
    ],
    ['it cannot encrypt', { search: '?sslmode=require' }, /cannot encrypt.*sslmode=disable/],
  ] as const) {
    test(name, async (context) => {
      const { url } = await makeRole()
      if (!('search' in change || 'pathname' in change) && !(await asksForPasswords(url))) {
        context.skip('the server of TEST_DATABASE_URL asks nobody for a password')
        return
      }
      Object.assign(url, change)
      assert.match(await problemOf(openPostgresStore(url.href)), words)
    })
  }

  test('the user has no right', async () => {
    const { url, role } = await makeRole()
    await administer(`REVOKE CREATE ON DATABASE ${url.pathname.slice(1)} FROM ${role}`)
    assert.match(await problemOf(openPostgresStore(url.href)), /this user has no right to do that \(permission denied/)
  })

  test('there are too many connections', async () => {
    const { url, role } = await makeRole()
    await (await openPostgresStore(url.href)).close()
    await administer(`ALTER ROLE ${role} CONNECTION LIMIT 0`)
    assert.match(await problemOf(openPostgresStore(url.href)), /too many connections already .*max_connections/)
  })

  test('it takes no connections', async () => {
    const { url } = await makeRole()
    await administer(`ALTER DATABASE ${url.pathname.slice(1)} ALLOW_CONNECTIONS false`)
    assert.match(await problemOf(openPostgresStore(url.href)), /it takes no connections.*ALTER DATABASE/)
  })

  test('it can only be read: such a store opens, and is not well', async () => {
    const { url, role } = await makeRole()
    await (await openPostgresStore(url.href)).close()
    await administer(`ALTER ROLE ${role} SET default_transaction_read_only = on`)
    const store = await openPostgresStore(url.href)
    assert.equal((await store.stats(moment())).states.confirmed, 0)
    assert.match(await problemOf(store.check()), /it can only be read/)
    assert.match(await problemOf(store.addSignup(makeSignup())), /it can only be read/)
    await store.close()
  })

  test('others hold what it waits for', async () => {
    const { url } = await makeRole()
    const store = await openPostgresStore(url.href, { patience: PATIENCE })
    const other = new pg.Client({ connectionString: url.href })
    await other.connect()
    await other.query('BEGIN; LOCK TABLE crowsnest.subscriptions')
    const written = store.change({ id: 'nobody' }, () => ({ write: makeSubscription() }))
    assert.match(await problemOf(written), /another process has held it for too long|took too long/)
    await other.query('ROLLBACK')
    await store.change({ id: 'nobody' }, () => ({ write: makeSubscription() }))
    await other.end()
    await store.close()
  })
})

/** Stands between a store and its server, and cuts a connection off where it hears a word from the store. */
async function startCutter(url: string) {
  const target = new URL(url)
  let cuts = 0
  let word: string | undefined
  let isSilent = false
  const open = new Set<net.Socket>()
  const doomed = new Set<net.Socket>()
  const server = net.createServer((client) => {
    open.add(client)
    const upstream = net.connect(Number(target.port), target.hostname)
    let isCut = false
    client.on('data', (bytes) => {
      if (isSilent) return
      if (doomed.has(client)) {
        client.destroy()
        return
      }
      upstream.write(bytes)
      if (word === undefined || !bytes.includes(word)) return
      word = undefined
      cuts += 1
      isCut = true
    })
    upstream.on('data', (bytes) => {
      if (isSilent) return
      // The server has done it, and nobody hears of that.
      if (isCut) client.destroy()
      else client.write(bytes)
    })
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      socket.on('error', () => other.destroy())
      socket.on('close', () => other.destroy())
    }
  })
  server.listen(0, '127.0.0.1').unref()
  await once(server, 'listening')
  const through = new URL(url)
  through.port = String((server.address() as net.AddressInfo).port)
  through.hostname = '127.0.0.1'
  return {
    url: through.href,
    cutAt: (next: string) => (word = next),
    cuts: () => cuts,
    /** Whoever is connected is cut off at the next word, and so learns of it then. */
    doomAll() {
      for (const client of open) doomed.add(client)
      return doomed.size
    },
    /** Whether what either says is lost on the way, and no connection ends for it. */
    silence: (now: boolean) => (isSilent = now),
    close: () => server.close(),
  }
}

describe('a connection that is lost', () => {
  test('while nobody uses it is nobody’s trouble', async () => {
    const { url } = await makeRole()
    const store = await openPostgresStore(url.href)
    await Promise.all([store.check(), store.countSignups(), store.stats(moment())])
    await killAll(url)
    await store.addSignup(makeSignup())
    assert.equal(await store.settleSignup(() => ({ write: makeSubscription() })), true)
    await killAll(url)
    await store.change({ id: makeSubscription().id }, ({ subscription }) => {
      assert.equal(subscription?.address, 'keeper@harbour.example')
      return {}
    })
    await store.close()
  })

  for (const [what, use] of [
    ['a transaction', (database) => database.transaction((query) => query('SELECT 1'))],
    ['a query', (database) => database.query('SELECT 1')],
  ] as const satisfies [string, (database: PostgresDatabase) => Promise<unknown>][]) {
    test(`while nobody uses it, like all beside it, has ${what} try each of them`, async () => {
      const { url } = await makeRole()
      const cutter = await startCutter(url.href)
      const database = openDatabase(cutter.url)
      await Promise.all(Array.from({ length: 4 }, () => database.query('SELECT pg_sleep(0.05)')))
      assert.equal(cutter.doomAll(), 4)
      await use(database)
      await database.close()
      cutter.close()
    })
  }

  test('in the middle of a transaction has it begin anew, once', async () => {
    const { url } = await makeRole()
    const store = await openPostgresStore(url.href)
    const database = openDatabase(url.href)
    let rounds = 0
    const losing = (most: number) => async (query: PostgresQuery) => {
      rounds += 1
      await query("INSERT INTO crowsnest.suppressions VALUES ($1, 'erased', 0)", [`${most}-${rounds}`])
      if (rounds <= most) await killAll(url)
      return (await query('SELECT count(*)::int AS count FROM crowsnest.suppressions')).rows[0]?.count
    }
    assert.equal(await database.transaction(losing(1)), 1)
    assert.equal(rounds, 2)
    rounds = 0
    const message = await problemOf(database.transaction(losing(9)))
    assert.match(message, /connection to it was lost|ending/)
    assert.equal(rounds, 2)
    await database.close()
    await store.close()
  })

  for (const [isRepeatable, rounds] of [
    [true, 2],
    [false, 1],
  ] as const) {
    test(`before the answer to its COMMIT has it done ${isRepeatable ? 'again where it may be' : 'no second time where that would count'}`, async () => {
      const { url } = await makeRole()
      await (await openPostgresStore(url.href)).close()
      const cutter = await startCutter(url.href)
      const database = openDatabase(cutter.url)
      await database.query('SELECT 1')
      let done = 0
      // A statement ends with a zero; `READ COMMITTED` is none.
      cutter.cutAt('COMMIT\0')
      const outcome = await database
        .transaction(
          async (query) => {
            done += 1
            await query("INSERT INTO crowsnest.suppressions VALUES ($1, 'erased', 0)", [`key-${done}`])
          },
          { isRepeatable },
        )
        .then(
          () => 'done',
          () => 'refused',
        )
      assert.deepEqual([done, outcome, cutter.cuts()], [rounds, isRepeatable ? 'done' : 'refused', 1])
      await database.close()
      cutter.close()
    })
  }

  test('before a sign-up is acknowledged has it written again, rather than not at all', async () => {
    const { url } = await makeRole()
    await (await openPostgresStore(url.href)).close()
    const cutter = await startCutter(url.href)
    const store = await openPostgresStore(cutter.url)
    cutter.cutAt('INSERT INTO crowsnest.signups')
    await store.addSignup(makeSignup())
    assert.equal(cutter.cuts(), 1)
    assert.ok((await store.countSignups()) >= 1)
    await store.close()
    cutter.close()
  })
})

test('what waits for others in vain is given up on the server, too: no connection stays behind', async (context) => {
  const url = await (await startPostgres()).createDatabase()
  const store = await openPostgresStore(url, { patience: 1_000 })
  context.after(store.close)
  const holder = new pg.Client({ connectionString: url })
  await holder.connect()
  context.after(() => holder.end())
  await holder.query('BEGIN; LOCK TABLE crowsnest.meta, crowsnest.suggestions')
  const asked = Array.from({ length: 4 }, () => [problemOf(store.check()), problemOf(store.findSuggestion('adrift'))])
  for (const message of await Promise.all(asked.flat()))
    assert.match(message, /another process has held it for too long/)
  const waiting = `SELECT FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock'`
  await until('none of them waits any more', async () => (await holder.query(waiting)).rowCount === 0)
})

test('a network that loses everything has what waits refused, and is used again when it is back', async () => {
  const { url } = await makeRole()
  const cutter = await startCutter(url.href)
  const store = await openPostgresStore(cutter.url, { patience: PATIENCE })
  cutter.silence(true)
  const works = [store.addSignup(makeSignup()), store.check(), store.settleSignup(() => ({}))]
  for (const problem of await Promise.all(works.map(problemOf))) assert.match(problem, /it did not answer in time/)
  cutter.silence(false)
  await store.addSignup(makeSignup())
  assert.equal(await store.countSignups(), 1)
  await store.close()
  cutter.close()
})

describe('transactions that are in each other’s way', () => {
  test('begin anew, and each is done once', async () => {
    const { url } = await makeRole()
    await (await openPostgresStore(url.href)).close()
    const database = openDatabase(url.href)
    await database.query('CREATE TABLE crowsnest.tides (name text PRIMARY KEY, level int)')
    await database.query("INSERT INTO crowsnest.tides VALUES ('a', 0), ('b', 0)")
    let rounds = 0
    let bothHaveOne: (() => void) | undefined
    const both = new Promise<void>((resolve) => (bothHaveOne = resolve))
    const rise = (names: readonly string[]) =>
      database.transaction(async (query) => {
        rounds += 1
        for (const name of names) {
          await query('UPDATE crowsnest.tides SET level = level + 1 WHERE name = $1', [name])
          if (rounds === 2) bothHaveOne?.()
          await both
        }
      })
    // Each has what the other wants next: the server ends one of them.
    await Promise.all([rise(['a', 'b']), rise(['b', 'a'])])
    const { rows } = await database.query('SELECT level FROM crowsnest.tides')
    assert.deepEqual(rows, [{ level: 2 }, { level: 2 }])
    assert.ok(rounds > 2, 'none of them had to begin anew')
    await database.close()
  })

  for (const level of ['repeatable read', 'serializable']) {
    test(`see what they have waited for, also where the role was given ${level}`, async () => {
      const { url, role } = await makeRole()
      await administer(`ALTER ROLE ${role} SET default_transaction_isolation = '${level}'`)
      const [one, other] = await Promise.all([openPostgresStore(url.href), openPostgresStore(url.href)])
      const caps = { since: moment(), network: 6, all: 100 }
      const outcomes = await Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          (index % 2 === 0 ? one : other).addSuggestion(
            { id: `link-${index}`, url: 'https://harbour.example/', at: moment(), network: '192.0.2.0/24' },
            caps,
          ),
        ),
      )
      assert.equal(outcomes.filter((outcome) => outcome === undefined).length, 6)
      const mail = (index: number) => makeServiceMail({ id: `mail-${index}` })
      for (let index = 0; index < 8; index += 1) await one.change({ id: 'nobody' }, () => ({ mail: mail(index) }))
      const lease = { limit: 2, now: moment(), until: moment(5) }
      const leased = await Promise.all(
        Array.from({ length: 8 }, (_, index) => (index % 2 === 0 ? one : other).leaseMails(lease)),
      )
      assert.equal(new Set(leased.flatMap((mails) => mails.map(({ id }) => id))).size, 8)
      await Promise.all([one.close(), other.close()])
    })
  }

  test('may have texts that PostgreSQL does not take, and read them as they were', async () => {
    const { url } = await makeRole()
    const database = openDatabase(url.href)
    const texts = ['\0', '\u0001', '\u00010', '\u00011\0', 'a\0b\u0001c', 'plain', '']
    const { rows } = await database.query('SELECT given FROM unnest($1::text[]) AS given', [texts])
    assert.deepEqual(
      rows.map(({ given }) => given),
      texts,
    )
    for (const text of texts)
      assert.deepEqual((await database.query('SELECT $1::text AS given', [text])).rows, [{ given: text }])
    await database.close()
  })
})

function openDatabase(url: string): PostgresDatabase {
  const parsed = parseDatabaseUrl(url)
  assert.ok(parsed.ok)
  return createPostgresDatabase(parsed.value)
}
