import { Readable } from 'node:stream'
import SMTPConnection from 'nodemailer/lib/smtp-connection'
import { isLoopbackHost } from '../core/text/loopback-host.ts'
import { failure, type Result, success } from '../core/text/problem.ts'
import type { DeliverMessage, Delivery } from '../jobs/ports.ts'

/** A mail server, as `SMTP_URL` names it. */
export interface MailServer {
  readonly host: string
  readonly port: number
  /** TLS from the first byte (smtps). */
  readonly secure: boolean
  readonly credentials: { readonly user: string; readonly pass: string } | undefined
}

/** `whole` is for all of it: who sends a word now and then is never silent. Mails of the app are leased for longer. */
const WAIT = {
  connectionTimeout: 15_000,
  greetingTimeout: 15_000,
  dnsTimeout: 15_000,
  socketTimeout: 60_000,
  whole: 240_000,
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

/**
 * A client that opens a connection for each message. A password crosses a network under TLS alone; on loopback neither
 * TLS nor a certificate that anybody signed is asked for.
 */
export function createMailer(server: MailServer, wait: Partial<typeof WAIT> = {}): DeliverMessage {
  const { host, port, secure, credentials } = server
  const { whole, ...timeouts } = { ...WAIT, ...wait }
  const local = isLoopbackHost(host)
  return (envelope, message) =>
    new Promise<Delivery>((resolve) => {
      let connected = false
      const body = Readable.from([Buffer.from(message)], { objectMode: false })
      const connection = new SMTPConnection({
        ...{ host, port, secure, ...timeouts },
        requireTLS: credentials !== undefined && !local && !secure,
        tls: { rejectUnauthorized: !local },
      })
      const end = (delivery: Delivery) => {
        clearTimeout(deadline)
        connection.close()
        resolve(delivery)
      }
      const fail = (error: Error) => {
        const code = 'responseCode' in error && typeof error.responseCode === 'number' ? error.responseCode : undefined
        const reason = describe(error)
        // Once the last byte is out, only the server knows, unless it said no.
        if (body.readableEnded && code === undefined) end({ outcome: 'unknown', reason })
        else end({ outcome: 'failed', reason, unreachable: !connected, ...(code === undefined ? {} : { code }) })
      }
      const deadline = setTimeout(() => {
        fail(new Error(`the server was not done after ${whole / 1_000} seconds`))
      }, whole)
      const send = () => {
        connected = true
        const size = message.byteLength
        connection.send({ from: envelope.from, to: [envelope.to], size }, body, (error) => {
          if (error) fail(error)
          else end({ outcome: 'sent' })
        })
      }
      connection.once('error', fail)
      // A server may go on complaining about a connection that is closed.
      connection.on('error', () => undefined)
      connection.connect((error) => {
        if (error) fail(error)
        else if (credentials === undefined) send()
        else {
          connection.login({ credentials }, (refusal) => {
            if (refusal) fail(refusal)
            else send()
          })
        }
      })
    })
}

/** One line, without control characters: a server's answer is foreign text. */
const describe = (error: Error) =>
  error.message
    .replace(/\p{Cc}+/gu, ' ')
    .trim()
    .slice(0, 300)
