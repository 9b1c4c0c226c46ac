import type { Problem } from '../core/text/problem.ts'

const STARTED = 'See that it runs and may be reached from this machine, then run this again'
const URL = 'Mend DATABASE_URL'
const ROLE = 'Give the user of DATABASE_URL the right to it: npm run serve makes its tables in a schema named crowsnest'
const ROOM = 'Make room on it, and run this again'
const CERTIFICATE =
  'Name the certificate of who signed it in DATABASE_URL (sslrootcert=FILE), or use the host name that it is for'

/** What PostgreSQL refused, by its codes: https://www.postgresql.org/docs/current/errcodes-appendix.html */
const SERVER: Readonly<Record<string, readonly [what: string, remedy: string]>> = {
  '28000': ['the server does not let this user in from here', `${URL}, or mend pg_hba.conf on the server`],
  '28P01': ['the server refuses this user with this password', URL],
  '3D000': ['there is no such database', 'Make it (createdb), or mend DATABASE_URL'],
  '3F000': ['its schema is gone', 'Restore a backup of the database'],
  '42501': ['this user has no right to do that', ROLE],
  '55000': [
    'it takes no connections, or is not what this needs',
    'See to it on the server (ALTER DATABASE), and run this again',
  ],
  '57P04': ['the database was deleted', 'Restore a backup of it into a new one, and name that in DATABASE_URL'],
  '42P01': ['a table of it is gone', 'Restore a backup of the database'],
  '25006': ['it can only be read: it is a standby, or was set so', 'Name the server that takes writes in DATABASE_URL'],
  '53100': ['the disk of the server is full', ROOM],
  '53200': ['the server has no memory left', 'Give it more, or fewer connections, and run this again'],
  '53300': [
    'the server has too many connections already',
    'End what holds them, raise max_connections, or put a pooler such as PgBouncer before it',
  ],
  '53400': ['the server is at a limit of its configuration', 'Raise that, and run this again'],
  '55P03': ['another process has held it for too long', 'Wait for that to end, and run this again'],
  '57014': ['the server took too long and was stopped', 'See what else it does, and run this again'],
  '58030': ['the disk of the server could not be read or written', 'See whether it is well, then run this again'],
  '40001': ['others changed the same again and again', 'Run this again'],
  '40P01': ['others and this waited for each other again and again', 'Run this again'],
  XX001: ['the database is damaged', 'Restore a backup of the database'],
  XX002: ['an index of the database is damaged', 'REINDEX it, or restore a backup of the database'],
}

/** What the network or the driver refused, by the code of Node. */
const NETWORK: Readonly<Record<string, readonly [what: string, remedy: string]>> = {
  ECONNREFUSED: ['nothing answers there', STARTED],
  ENOTFOUND: ['there is no such host', `${URL}, or see to the name server of this machine`],
  EAI_AGAIN: ['the host could not be looked up', 'See to the network and the name server of this machine'],
  ETIMEDOUT: ['it did not answer in time', STARTED],
  EHOSTUNREACH: ['no way leads there', STARTED],
  ENETUNREACH: ['no way leads there', STARTED],
  ENOENT: ['there is no such socket', STARTED],
  EACCES: ['this user may not use its socket', 'Give the user that runs this the right to it'],
  DEPTH_ZERO_SELF_SIGNED_CERT: ['nobody that we know signed its certificate', CERTIFICATE],
  SELF_SIGNED_CERT_IN_CHAIN: ['nobody that we know signed its certificate', CERTIFICATE],
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: ['nobody that we know signed its certificate', CERTIFICATE],
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: ['nobody that we know signed its certificate', CERTIFICATE],
  ERR_TLS_CERT_ALTNAME_INVALID: ['its certificate is for another host', CERTIFICATE],
  CERT_HAS_EXPIRED: ['its certificate has expired', 'Renew that on the server'],
}

/** What the driver says in words alone. */
const WORDS: readonly (readonly [RegExp, what: string, remedy: string])[] = [
  [/client password must be/, 'it wants a password, and DATABASE_URL has none', URL],
  [
    /server does not support SSL/,
    'it cannot encrypt, and DATABASE_URL asks for that (sslmode)',
    'Turn TLS on there; on this machine, or in a network of your own, sslmode=disable does without',
  ],
  [
    /timeout exceeded when trying|timeout expired|connection timeout|Query read timeout/,
    'it did not answer in time',
    STARTED,
  ],
]

const LOST = [
  ...['ECONNRESET', 'EPIPE', 'ECONNABORTED', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH'],
  ...['57P01', '57P02', '57P05', '25P03', '08006', '08003', '08000'],
]
const STARTING = '57P03'

const codeOf = (error: Error): string => ('code' in error && typeof error.code === 'string' ? error.code : '')

/** Whether the driver gave up waiting for an answer; the server may still be at work on it. */
export const isTooLate = (error: unknown): boolean => error instanceof Error && /Query read timeout/.test(error.message)

/** Whether the connection is gone, and another may do better. */
export function isLost(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  return (
    LOST.includes(codeOf(error)) ||
    /^Connection terminated unexpectedly|^Client has encountered a connection error|Query read timeout/.test(
      error.message,
    )
  )
}

/** Whether the same may be done again, since nothing of it was done: two were in each other's way. */
export const isClash = (error: unknown): boolean => error instanceof Error && ['40001', '40P01'].includes(codeOf(error))

/**
 * What was refused, as a problem that its owner can mend; undefined for any other error, which may be a bug.
 *
 * @param where the database, without a password
 */
export function postgresProblem(error: unknown, where: string): Problem | undefined {
  if (!(error instanceof Error)) return undefined
  const place = `PostgreSQL ${where}`
  const code = codeOf(error)
  const known = SERVER[code] ?? NETWORK[code]
  if (known !== undefined) {
    const detail = SERVER[code] === undefined ? code : error.message
    return { where: place, what: `${known[0]} (${detail})`, remedy: known[1] }
  }
  if (code === STARTING) return { where: place, what: `it is starting or ending (${error.message})`, remedy: STARTED }
  if (isLost(error) && !/read timeout/.test(error.message)) {
    return { where: place, what: 'the connection to it was lost', remedy: STARTED }
  }
  const words = WORDS.find(([pattern]) => pattern.test(error.message))
  return words && { where: place, what: words[1], remedy: words[2] }
}
