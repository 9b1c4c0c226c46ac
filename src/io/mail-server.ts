import { failure, type Result, success } from '../core/text/problem.ts'

/** A mail server, as `SMTP_URL` names it. */
export interface MailServer {
  readonly host: string
  readonly port: number
  /** TLS from the first byte (smtps). */
  readonly secure: boolean
  readonly credentials: { readonly user: string; readonly pass: string } | undefined
}

/**
 * Reads `smtp://host:587` or `smtps://user:password@host:465`; without a port 587 and 465. No problem repeats the
 * text, since it may hold a password.
 */
export function parseSmtpUrl(text: string | undefined): Result<MailServer> {
  const problem = (what: string) =>
    failure({
      where: 'SMTP_URL',
      what,
      remedy: 'Set it to your mail server, like SMTP_URL=smtps://user:password@mail.example:465',
    })
  if (text === undefined || text.trim() === '') {
    return problem('this environment variable is not set, and it names the server that sends the mail')
  }
  if (!URL.canParse(text.trim()))
    return problem('this is no address; characters like @ : / in a password must be %-encoded')
  const url = new URL(text.trim())
  const scheme = url.protocol.slice(0, -1)
  if (scheme !== 'smtp' && scheme !== 'smtps') return problem(`expected smtp:// or smtps://, found ${scheme}:`)
  if (url.hostname === '') return problem('the address names no host')
  if (!['', '/'].includes(url.pathname) || url.search !== '' || url.hash !== '') {
    return problem('expected nothing after the host and port; options are not read')
  }
  const [user, pass] = [decode(url.username), decode(url.password)]
  if (user === undefined || pass === undefined) return problem('user or password is not %-encoded as it should be')
  const secure = scheme === 'smtps'
  return success({
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: url.port === '' ? (secure ? 465 : 587) : Number(url.port),
    secure,
    credentials: user === '' ? undefined : { user, pass },
  })
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}
