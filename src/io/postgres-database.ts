import net from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { ExpectedError } from '../core/text/problem.ts'
import { isClash, isLost, isTooLate, postgresProblem } from './postgres-problem.ts'
import type { PostgresAddress } from './postgres-url.ts'

/** A row as PostgreSQL gives it: a `bigint` comes as its digits. */
export type PostgresRow = Readonly<Record<string, string | number | null>>

export interface PostgresAnswer {
  readonly rows: PostgresRow[]
  /** Rows that were given, written or deleted. */
  readonly count: number
}

export type PostgresQuery = (statement: string, values?: readonly unknown[]) => Promise<PostgresAnswer>

/**
 * What keeps transactions apart, in all processes: `decide` is held alone by who decides sign-ups, and shared by who changes
 * single subscriptions, which lock their rows besides; the others are held alone.
 */
export type PostgresLock = 'migrate' | 'decide' | 'change' | 'suggest' | 'send'

export interface PostgresDatabase extends PostgresAddress {
  /** One statement by itself, which is asked again where the connection was lost: it must bear being done twice. */
  readonly query: PostgresQuery
  /**
   * Runs something in a transaction, and again from its beginning where others were in its way, or the connection was lost
   * before the end.
   *
   * @param options.isRepeatable whether it may be done again also where nobody knows if it was done
   * @param options.flush false for what may be lost when the server dies, as long as what follows on it is lost too
   */
  readonly transaction: <T>(
    action: (query: PostgresQuery) => Promise<T>,
    options?: { readonly lock?: PostgresLock; readonly isRepeatable?: boolean; readonly flush?: boolean },
  ) => Promise<T>
  /** Work that asks for several of these, which `close` waits for as a whole; refused from then on. */
  readonly during: <T>(work: () => Promise<T>) => Promise<T>
  /** Waits for what is under way. */
  readonly close: () => Promise<void>
}

export interface PostgresOptions {
  /** Connections of this process at once. */
  readonly connections?: number
  /** Milliseconds that something waits for the server, or for others, before it is refused. */
  readonly patience?: number
}

/** Times that a transaction begins anew where others are in its way. */
const CLASHES = 6
/** Ours among the numbers that others may lock by: `CrNs`. */
const LOCK_CLASS = 0x43724e73
const LOCKS: Readonly<Record<PostgresLock, string>> = {
  migrate: `pg_advisory_xact_lock(${LOCK_CLASS}, 1)`,
  decide: `pg_advisory_xact_lock(${LOCK_CLASS}, 2)`,
  change: `pg_advisory_xact_lock_shared(${LOCK_CLASS}, 2)`,
  suggest: `pg_advisory_xact_lock(${LOCK_CLASS}, 3)`,
  send: `pg_advisory_xact_lock(${LOCK_CLASS}, 4)`,
}

/**
 * Connections to a database that several processes write to. Statements have no names and sessions no state, so it may
 * lie behind a pooler that hands out connections by the transaction.
 */
export function createPostgresDatabase(
  address: PostgresAddress,
  { connections = 10, patience = 10_000 }: PostgresOptions = {},
): PostgresDatabase {
  const sockets = new Set<net.Socket>()
  const pool = new pg.Pool({
    connectionString: address.url,
    max: connections,
    connectionTimeoutMillis: patience,
    query_timeout: 3 * patience,
    keepAlive: true,
    stream: () => track(sockets, new net.Socket()),
    application_name: 'crowsnest',
    types: { getTypeParser: chooseParser as typeof pg.types.getTypeParser },
  })
  // A connection that is lost says so to who uses it next.
  pool.on('error', () => undefined)
  pool.on('connect', (client) => client.on('error', () => undefined))
  const used = new WeakSet<pg.PoolClient>()
  const underWay = new Set<Promise<unknown>>()
  let closing: Promise<void> | undefined
  let isClosed = false

  const explain = (error: unknown): unknown => {
    const problem = postgresProblem(error, address.where)
    return problem === undefined ? error : new ExpectedError(problem)
  }

  const begin = (lock: PostgresLock | undefined, flush: boolean) =>
    [
      // A role or a database may have another one, in which what a lock was waited for is not seen.
      'BEGIN ISOLATION LEVEL READ COMMITTED',
      `SET LOCAL lock_timeout = ${patience}`,
      `SET LOCAL statement_timeout = ${2 * patience}`,
      `SET LOCAL idle_in_transaction_session_timeout = ${2 * patience}`,
      ...(flush ? [] : ['SET LOCAL synchronous_commit = off']),
      ...(lock === undefined ? [] : [`SELECT ${LOCKS[lock]}`]),
    ].join('; ')

  /** Tries something once: in a transaction where it is said how that begins, else by itself. */
  async function attempt<T>(action: (query: PostgresQuery) => Promise<T>, beginning?: string): Promise<Attempt<T>> {
    let client: pg.PoolClient | undefined
    let mayBeDone = beginning === undefined
    let isIdle = false
    try {
      const connection = (client = await pool.connect())
      isIdle = used.has(connection)
      const note = <Answer>(answer: Answer): Answer => {
        used.add(connection)
        isIdle = false
        return answer
      }
      if (beginning !== undefined) note(await connection.query(beginning))
      const value = await action(async (text, values) => note(await ask(connection, text, values)))
      if (beginning !== undefined) {
        mayBeDone = true
        const { command } = await connection.query('COMMIT')
        if (command !== 'COMMIT') throw new Error('a statement failed, and nobody looked')
      }
      client.release()
      return { value }
    } catch (error) {
      if (client !== undefined) await letGo(client, error, sockets)
      return { error, mayBeDone: mayBeDone && isLost(error), isIdle }
    }
  }

  function accept<T>(work: () => Promise<T>, isOver = isClosed): Promise<T> {
    if (isOver) return Promise.reject(new Error('the store is closed'))
    const promise = work().catch((error: unknown) => {
      throw explain(error)
    })
    underWay.add(promise)
    const forget = () => underWay.delete(promise)
    promise.then(forget, forget)
    return promise
  }

  return {
    ...address,
    query(text, values) {
      const action = (query: PostgresQuery) => query(text, values)
      // The second time in a transaction, which waits no longer than whoever asks for it, and a gateway before us, does.
      return accept(() =>
        againAndAgain((wasLost) => attempt(action, wasLost ? begin(undefined, true) : undefined), true),
      )
    },
    transaction: (action, { lock, isRepeatable = false, flush = true } = {}) =>
      accept(() => againAndAgain(() => attempt(action, begin(lock, flush)), isRepeatable)),
    during: (work) => accept(work, closing !== undefined),
    close() {
      closing ??= (async () => {
        while (underWay.size > 0) await Promise.allSettled(underWay)
        isClosed = true
        await pool.end()
        // The driver leaves those open that it gave up before they were connections.
        for (const socket of sockets) socket.destroy()
      })()
      return closing
    },
  }
}

/** It failed on a connection that had been idle, and had not answered since, where `isIdle` says so. */
type Attempt<T> =
  { readonly value: T } | { readonly error: unknown; readonly mayBeDone: boolean; readonly isIdle: boolean }

/**
 * Tries anew where others were in the way, and once where the connection was lost. Each of those that lay idle may have been
 * lost with it, and says so only now: that counts for nothing, unless it takes its time to say so.
 */
async function againAndAgain<T>(attempt: (wasLost: boolean) => Promise<Attempt<T>>, isRepeatable: boolean): Promise<T> {
  let wasLost = false
  for (let clashes = 1; ;) {
    const outcome = await attempt(wasLost)
    if ('value' in outcome) return outcome.value
    const { error, mayBeDone, isIdle } = outcome
    const mayTry = !wasLost || (isIdle && !isTooLate(error))
    if (isLost(error) && mayTry && (isRepeatable || !mayBeDone)) wasLost = true
    else if (isClash(error) && clashes < CLASHES) await wait(2 ** clashes++)
    else throw error
  }
}

function track(sockets: Set<net.Socket>, socket: net.Socket): net.Socket {
  sockets.add(socket)
  return socket.once('close', () => sockets.delete(socket))
}

async function ask(client: pg.PoolClient, text: string, values: readonly unknown[] = []): Promise<PostgresAnswer> {
  const { rows, rowCount } = await client.query<PostgresRow>(text, values.map(encode))
  return { rows, count: rowCount ?? 0 }
}

/** Gives a connection back, without what it had begun. */
async function letGo(client: pg.PoolClient, error: unknown, sockets: Set<net.Socket>): Promise<void> {
  if (isLost(error)) {
    if (isTooLate(error)) cancel(client, sockets)
    client.release(true)
    return
  }
  try {
    await client.query('ROLLBACK')
    client.release()
  } catch {
    client.release(true)
  }
}

/** What the driver knows of a connection, and its types do not tell. */
interface Backend {
  readonly host: string
  readonly port: number
  readonly processID: number | null
  readonly secretKey: number | null
}

/** Milliseconds. */
const CANCEL_PATIENCE = 5_000

/**
 * Asks the server to end what a connection waits for (CancelRequest, https://www.postgresql.org/docs/current/protocol-message-formats.html):
 * it sees only afterwards that the connection is gone, and until then each that was given up is one of its `max_connections`.
 * Nobody waits for it; it goes without TLS, as that of `psql` does, and says nothing but the number of the connection.
 */
function cancel(client: pg.PoolClient, sockets: Set<net.Socket>): void {
  const { host, port, processID, secretKey } = client as unknown as Backend
  if (processID === null || secretKey === null) return
  const request = Buffer.alloc(16)
  for (const [index, number] of [16, 80_877_102, processID, secretKey].entries())
    request.writeInt32BE(number, 4 * index)
  const socket = track(sockets, new net.Socket()).unref()
  socket.on('error', () => socket.destroy()).setTimeout(CANCEL_PATIENCE, () => socket.destroy())
  if (host.startsWith('/')) socket.connect(`${host}/.s.PGSQL.${port}`)
  else socket.connect(port, host)
  socket.end(request).resume()
}

/**
 * PostgreSQL takes no NUL in a text. It is kept as the character after it and a letter, and that character, which nobody
 * types, as itself and another.
 */
const ESCAPE = '\u0001'
const NUL = '\0'

function encode(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(encode)
  if (typeof value !== 'string' || !(value.includes(NUL) || value.includes(ESCAPE))) return value
  return value.replaceAll(ESCAPE, `${ESCAPE}1`).replaceAll(NUL, `${ESCAPE}0`)
}

function decode(value: string): string {
  if (!value.includes(ESCAPE)) return value
  return value.replaceAll(`${ESCAPE}0`, NUL).replaceAll(`${ESCAPE}1`, ESCAPE)
}

const TEXT = 25
const chooseParser = (type: number, format?: 'text' | 'binary'): unknown =>
  type === TEXT ? decode : pg.types.getTypeParser(type, format)
