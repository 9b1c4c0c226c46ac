import pg from 'pg'
import { failure, type Result, success } from '../core/text/problem.ts'

/** How a database is reached, and what a person calls it. */
export interface PostgresAddress {
  /** With the user and the password; nobody is shown it. */
  readonly url: string
  /** `db.example:5432/crowsnest`, without the user and the password. */
  readonly where: string
}

/** Modes that the driver checks certificates in today, and says that it will not one day. */
const CHECKED_MODES = ['prefer', 'require', 'verify-ca']

/**
 * Reads `DATABASE_URL`: `postgres://user:password@host:port/database`. With `sslmode=require` the certificate of the
 * server is checked as with `verify-full`; `sslmode=no-verify` leaves that out.
 */
export function parseDatabaseUrl(text: string): Result<PostgresAddress> {
  const given = text.trim()
  const wrong = failure({
    where: 'DATABASE_URL',
    what: 'expected postgres://user:password@host:5432/database',
    remedy:
      'Set it so, or leave it out to use the file in the state folder. In a password, write % as %25, @ as %40, : as %3A, / as %2F, # as %23',
  })
  if (!/^postgres(ql)?:\/\//i.test(given)) return wrong
  try {
    const url = withCheckedMode(given)
    const { host, port, database = '' } = new pg.Client({ connectionString: url })
    const isSocket = host.startsWith('/')
    return success({ url, where: `${host}${isSocket ? '' : `:${port}`}/${database}`.replaceAll('//', '/') })
  } catch (error) {
    return unreadableFile(error) ?? wrong
  }
}

/** The driver reads what `sslrootcert`, `sslcert` and `sslkey` name. */
function unreadableFile(error: unknown): Result<never> | undefined {
  if (!(error instanceof Error && 'path' in error && 'code' in error)) return undefined
  return failure({
    where: 'DATABASE_URL',
    what: `it names a file that cannot be read, ${String(error.path)} (${String(error.code)})`,
    remedy: 'See that sslrootcert, sslcert and sslkey name files that are there, and that who runs this may read them',
  })
}

function withCheckedMode(url: string): string {
  const [base = '', query] = url.split('?')
  if (query === undefined) return url
  const parameters = new URLSearchParams(query)
  if (parameters.has('uselibpqcompat') || !CHECKED_MODES.includes(parameters.get('sslmode') ?? '')) return url
  parameters.set('sslmode', 'verify-full')
  return `${base}?${parameters.toString()}`
}
