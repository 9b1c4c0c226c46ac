import { createTeller, type Finding } from './finding.ts'

/** What a mail server says of itself before any mail. */
export type ServerFacts =
  | { readonly outcome: 'unreached'; readonly reason: string }
  | {
      readonly outcome: 'reached'
      /** TLS from the first byte, after STARTTLS, or not at all. */
      readonly tls: 'implicit' | 'offered' | 'none'
      readonly protocol: string | undefined
      readonly certificate:
        | {
            /** Why it is not to be trusted; undefined where it is. */
            readonly fault: string | undefined
            /** Its last moment. */
            readonly until: string
          }
        | undefined
      /** Ways to log in, in upper case. */
      readonly auth: readonly string[]
      /** Bytes that it takes in one message (RFC 1870). */
      readonly size: number | undefined
    }

const tell = createTeller('server')
const DAY = 86_400_000

/** Whether mail, and the password, cross the network unseen. */
export function checkServer(
  facts: ServerFacts,
  server: { readonly host: string; readonly port: number; readonly hasPassword: boolean; readonly isLocal: boolean },
  now: Date,
): Finding[] {
  const where = `${server.host}:${server.port}`
  if (facts.outcome === 'unreached') {
    const what = `Nothing could be learned of the mail server: ${facts.reason}`
    return [tell('unknown', 'tls', what, { where, remedy: 'See that it is up and can be reached from here' })]
  }
  return [
    checkTls(facts, server, where),
    ...checkCertificate(facts, server, where, now),
    checkAuth(facts, server, where),
  ]
}

type Reached = Extract<ServerFacts, { outcome: 'reached' }>
type Server = Parameters<typeof checkServer>[1]

function checkTls({ tls, protocol }: Reached, { hasPassword, isLocal }: Server, where: string): Finding {
  const remedy = 'Use the port on which it offers TLS: smtps:// with 465, or smtp:// with 587'
  if (tls === 'implicit')
    return tell('ok', 'tls', `The connection is encrypted from its first byte (${protocol ?? 'TLS'})`, { where })
  if (tls === 'offered') {
    const required = hasPassword && !isLocal
    const how = required ? 'and a send insists on it' : 'and a send uses it'
    return tell('ok', 'tls', `The connection is encrypted by STARTTLS (${protocol ?? 'TLS'}), ${how}`, { where })
  }
  if (isLocal) return tell('ok', 'tls', 'It is on this machine, where nobody can listen in without TLS', { where })
  if (hasPassword)
    return tell('error', 'tls', 'The mail server offers no TLS, and no password goes there without', { where, remedy })
  return tell('warning', 'tls', 'The mail server offers no TLS: who is on the way reads every mail and address', {
    where,
    remedy,
  })
}

function checkCertificate({ certificate }: Reached, { isLocal }: Server, where: string, now: Date): Finding[] {
  if (certificate === undefined) return []
  if (isLocal) return [tell('ok', 'certificate', 'On this machine, no certificate is asked for', { where })]
  const { fault, until } = certificate
  const days = Math.floor((Date.parse(until) - now.getTime()) / DAY)
  const remedy = 'Have its operator renew it; until then no mail goes there'
  if (fault !== undefined)
    return [tell('error', 'certificate', `Its certificate is not to be trusted: ${fault}`, { where, remedy })]
  if (days < 0)
    return [tell('error', 'certificate', `Its certificate has ended on ${until.slice(0, 10)}`, { where, remedy })]
  if (days < 14)
    return [
      tell('warning', 'certificate', `Its certificate ends in ${days} days (${until.slice(0, 10)})`, { where, remedy }),
    ]
  return [tell('ok', 'certificate', `Its certificate is sound until ${until.slice(0, 10)}`, { where })]
}

function checkAuth({ auth }: Reached, { hasPassword }: Server, where: string): Finding {
  const known = auth.filter((way) => ['PLAIN', 'LOGIN', 'CRAM-MD5', 'XOAUTH2'].includes(way))
  if (!hasPassword) {
    const what =
      auth.length === 0 ? 'It asks for no password' : `It offers to log in (${auth.join(', ')}); SMTP_URL has no user`
    return tell(auth.length === 0 ? 'ok' : 'warning', 'auth', what, {
      where,
      remedy: 'Put user and password into SMTP_URL, if it wants them',
    })
  }
  if (known.length > 0)
    return tell('ok', 'auth', `It takes a user and a password (${known.join(', ')}); they were not tried`, { where })
  const remedy = 'Use the port for submission, 465 or 587, or take user and password out of SMTP_URL'
  return tell('error', 'auth', 'SMTP_URL has a password, and the mail server asks for none', { where, remedy })
}
