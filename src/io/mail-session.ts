import type { Readable, Transform } from 'node:stream'
import SMTPConnection from 'nodemailer/lib/smtp-connection'
import { isLoopbackHost } from '../core/text/loopback-host.ts'
import type { Delivery } from '../core/send/delivery.ts'
import type { MailServer } from './mail-server.ts'
import { formatSmtpData } from './smtp-data.ts'

/** Milliseconds. `whole` is for all of opening, and all of a message: who sends a word now and then is never silent. */
export interface MailPatience {
  readonly connectionTimeout: number
  readonly greetingTimeout: number
  readonly dnsTimeout: number
  readonly socketTimeout: number
  readonly whole: number
  /** For the answer to a goodbye. */
  readonly parting: number
}

const PATIENCE: MailPatience = {
  connectionTimeout: 15_000,
  greetingTimeout: 15_000,
  dnsTimeout: 15_000,
  socketTimeout: 60_000,
  whole: 240_000,
  parting: 2_000,
}

/** What came of one message, and how far it got. */
export interface SessionDelivery {
  readonly delivery: Delivery
  /** Whether the server said that it wants the message, so that some of it may be there. */
  readonly hadStarted: boolean
  /** Whether the session had ended, or did before anything was said of this message: who was idle hears of it so late. */
  readonly wasCutOff: boolean
}

/** A connection on which a mail server has greeted us, and knows who we are where it asks. */
export interface MailSession {
  readonly isOpen: () => boolean
  /** One after the other. */
  readonly send: (
    envelope: { readonly from: string; readonly to: string },
    message: Uint8Array,
  ) => Promise<SessionDelivery>
  /** Says goodbye, and waits a little for the answer. */
  readonly quit: () => Promise<void>
  readonly close: () => void
}

export type OpenedSession =
  | { readonly ok: true; readonly session: MailSession }
  /** Nobody can be written to through this server. */
  | { readonly ok: false; readonly delivery: Delivery & { readonly outcome: 'failed' } }

/**
 * Opens a connection. A password crosses a network under TLS alone; on loopback neither TLS nor a certificate that
 * anybody signed is asked for.
 *
 * @param mayGo asked when the server is ready for a message: where it says no, the connection is ended instead
 */
export function openMailSession(
  server: MailServer,
  patience: Partial<MailPatience> = {},
  mayGo: () => boolean = () => true,
): Promise<OpenedSession> {
  const { host, port, secure, credentials } = server
  const { whole, parting, ...timeouts } = { ...PATIENCE, ...patience }
  const local = isLoopbackHost(host)
  const connection = new SMTPConnection({
    ...{ host, port, secure, ...timeouts },
    requireTLS: credentials !== undefined && !local && !secure,
    tls: { rejectUnauthorized: !local },
  })
  return new Promise((resolve) => {
    const end = (opened: OpenedSession) => {
      clearTimeout(deadline)
      if (!opened.ok) connection.close()
      resolve(opened)
    }
    const fail = (error: Error) => {
      const { reason, ...found } = failed(error)
      end({ ok: false, delivery: { ...found, reason: withoutPassword(reason, server), unreachable: true } })
    }
    const deadline = setTimeout(() => fail(tooLong(whole)), whole)
    // A server may go on complaining about a connection that is closed.
    connection.on('error', fail)
    const ready = () => {
      connection.off('error', fail)
      connection.on('error', () => undefined)
      end({ ok: true, session: createSession(connection, { whole, parting, mayGo }) })
    }
    connection.connect((error) => {
      if (error) fail(error)
      else if (credentials === undefined) ready()
      else {
        connection.login({ credentials }, (refusal) => {
          if (refusal) fail(refusal)
          else ready()
        })
      }
    })
  })
}

function createSession(
  connection: SMTPConnection,
  { whole, parting, mayGo }: Pick<MailPatience, 'whole' | 'parting'> & { readonly mayGo: () => boolean },
): MailSession {
  const isOpen = () => !connection.destroyed
  const close = () => connection.close()

  const sendOne: MailSession['send'] = (envelope, message) =>
    new Promise((resolve) => {
      const data = new MessageData(message, () => {
        if (mayGo()) return true
        close()
        return false
      })
      let isSettled = false
      const end = (delivery: Delivery, wasCutOff = false) => {
        if (isSettled) return
        isSettled = true
        clearTimeout(deadline)
        connection.off('end', ended)
        resolve({ delivery, hadStarted: data.hasStarted, wasCutOff })
      }
      const fail = (error: Error) => {
        const found = failed(error)
        const isGoodbye = found.code === 421 && 'command' in error && error.command === 'MAIL FROM'
        const wasCutOff = !isOpen() && (found.code === undefined || isGoodbye)
        const saidNo = found.code !== undefined && found.code >= 400
        // Once the last byte is out, only the server knows, unless it said no.
        if (data.hasEnded && !saidNo) end({ outcome: 'unknown', reason: found.reason }, wasCutOff)
        else end({ ...found, unreachable: false }, wasCutOff)
        // An answer that came too early, or too late, would be taken for that to the next message.
        if (data.hasStarted && !(data.hasEnded && saidNo)) close()
      }
      const deadline = setTimeout(() => {
        fail(tooLong(whole))
        close()
      }, whole)
      // The error that ended it is told first, where there was one.
      const ended = () => setImmediate(() => fail(new Error('Connection closed unexpectedly')))
      connection.once('end', ended)
      const size = message.byteLength
      connection.send({ from: envelope.from, to: [envelope.to], size }, data as unknown as Readable, (error) => {
        if (error) fail(error)
        else {
          if (!data.hasEnded) close()
          end({ outcome: 'sent' })
        }
      })
    })

  /** Ends what a refused message has left open, or the connection. */
  const reset = () =>
    new Promise<void>((resolve) => {
      const end = () => {
        clearTimeout(deadline)
        connection.off('end', end)
        resolve()
      }
      const deadline = setTimeout(close, parting)
      connection.once('end', end)
      connection.reset((error) => {
        if (error) close()
        end()
      })
    })

  return {
    isOpen,
    close,
    async send(envelope, message) {
      const sent = await sendOne(envelope, message)
      if (sent.delivery.outcome !== 'sent' && isOpen()) await reset()
      return sent
    },
    quit: () =>
      new Promise((resolve) => {
        if (!isOpen()) {
          resolve()
          return
        }
        const deadline = setTimeout(close, parting)
        connection.once('end', () => {
          clearTimeout(deadline)
          resolve()
        })
        connection.quit()
      }),
  }
}

const END_OF_DATA = Buffer.from('.\r\n')

/** What nodemailer wants of a stream that it sends: to be poured once, when the server is ready for it. */
class MessageData {
  hasStarted = false
  /** Whether the end was handed on, which is after all before it had left this program. */
  hasEnded = false
  readonly #message: Uint8Array
  readonly #mayGo: () => boolean

  constructor(message: Uint8Array, mayGo: () => boolean) {
    this.#message = message
    this.#mayGo = mayGo
  }

  /** What is ready for the wire goes past the transform, which would look at each byte again. */
  pipe(stream: Transform): void {
    if (!this.#mayGo()) return
    this.hasStarted = true
    stream.once('end', () => {
      this.hasEnded = true
    })
    const data = formatSmtpData(this.#message)
    if (data === undefined) {
      stream.end(this.#message)
      return
    }
    for (const chunk of [data, END_OF_DATA, null]) stream.push(chunk)
  }
}

function failed(error: Error): { readonly outcome: 'failed'; readonly reason: string; readonly code?: number } {
  const answered = 'responseCode' in error && typeof error.responseCode === 'number' ? error.responseCode : undefined
  // What is too large by what the server greeted with need not be sent to learn its answer: RFC 1870 section 6.1.
  const code = answered ?? (error.message.startsWith('Message size larger than allowed') ? 552 : undefined)
  return { outcome: 'failed', reason: describe(error), ...(code === undefined ? {} : { code }) }
}

/** Servers that do not know a command repeat it, the one with the password in it, too (RFC 4616: in base64). */
function withoutPassword(reason: string, { credentials }: MailServer): string {
  const { user, pass } = credentials ?? { user: '', pass: '' }
  if (pass === '') return reason
  const encoded = [pass, `\0${user}\0${pass}`].map((text) => Buffer.from(text).toString('base64'))
  return reason
    .replaceAll(pass, '…')
    .replace(/[A-Za-z0-9+/]{4,}=*/g, (word) => (encoded.some((text) => text.includes(word)) ? '…' : word))
}

const tooLong = (whole: number) => new Error(`the server was not done after ${whole / 1_000} seconds`)

/** One line, without control characters: a server's answer is foreign text. */
const describe = (error: Error) =>
  error.message
    .replace(/\p{Cc}+/gu, ' ')
    .trim()
    .slice(0, 300)
