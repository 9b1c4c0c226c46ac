import type { AddressInfo, Socket } from 'node:net'
import { SMTPServer, type SMTPServerSession } from 'smtp-server'
import type { MailServer } from '../src/io/mail-server.ts'

/**
 * What the peer does about one message, told by its recipient:
 *
 * - `refuse`: answers with a code instead of 250, to RCPT TO (`at: 'recipient'`) or to the whole message (`at: 'data'`).
 *   After 421 it hangs up.
 * - `drop`: hangs up without a word. At `recipient`: instead of an answer to RCPT TO. In `data`: after its first bytes. At
 *   `end`: when it has all of it, and has not stored it. When `stored`: when it has, instead of the 250.
 * - `silent`: has and stores all of it, and never answers.
 * - `slow`: answers RCPT TO (`at: 'recipient'`) or the message (`at: 'data'`) after so many milliseconds.
 *
 * A client cannot tell `end` and `stored` apart, nor `data` from them where its system had taken all bytes before.
 */
export type PeerAction =
  | { readonly do: 'refuse'; readonly at: 'recipient' | 'data'; readonly code: number; readonly text?: string }
  | { readonly do: 'drop'; readonly at: 'recipient' | 'data' | 'end' | 'stored' }
  | { readonly do: 'silent' }
  | { readonly do: 'slow'; readonly at: 'recipient' | 'data'; readonly for: number }

export interface PeerOptions {
  /**
   * What to do about the message to an address; undefined takes it.
   *
   * @param attempt how often the address was named to this peer, from 1
   */
  readonly script?: (to: string, attempt: number) => PeerAction | undefined
  /**
   * The code of the greeting of a connection where it is not 220.
   *
   * @param connection counts from 1
   * @param open how many are open, this one counted
   */
  readonly greet?: (connection: number, open: number) => number | undefined
  /** Self-signed; `implicit` from the first byte. Without, none is offered. */
  readonly tls?: 'starttls' | 'implicit'
  /** Wanted of whoever sends. */
  readonly credentials?: { readonly user: string; readonly pass: string }
  /** What EHLO says and DATA takes, in bytes. */
  readonly size?: number
  /** Whether the bytes are kept; without, `raw` of a stored mail is empty, and with `start` what its first bytes were. */
  readonly keep?: boolean | 'start'
}

/** A message that the peer has stored, whether or not it has said so. */
export interface PeerMail {
  readonly from: string
  readonly to: string
  /** As it came, without the dots that the protocol adds. */
  readonly raw: Buffer
  /** What MAIL FROM said of its size. */
  readonly size: number | undefined
  /** Milliseconds of `performance.now()`: when its recipient was named, and when all of it was there. */
  readonly begunAt: number
  readonly storedAt: number
  /** Which connection it came over, from 1. */
  readonly connection: number
  readonly secure: boolean
}

export interface SmtpPeer {
  readonly server: MailServer
  /** For `SMTP_URL`. */
  readonly url: string
  /** In the order in which they were stored. */
  readonly mails: readonly PeerMail[]
  /** Every recipient that was named, whatever came of it, with the time. */
  readonly attempts: readonly { readonly to: string; readonly at: number }[]
  /** How many connections there were, and how many are open. */
  readonly connections: () => { readonly all: number; readonly open: number }
  /** Hangs up on everybody; says goodbye before, where a code is given, as servers do to who is idle. */
  readonly hangUp: (code?: number) => Promise<void>
  /** Resolves when so many mails are stored. */
  readonly stored: (count: number) => Promise<void>
  readonly stop: () => Promise<void>
}

interface Connection {
  readonly id: string
  readonly _socket: Socket
  readonly send: (code: number, text: string) => void
  readonly close: () => void
}

/**
 * A real mail server on loopback (`smtp-server`) that does to each message what a script says. Another recipient, another
 * fate:
 *
 *     const peer = await startSmtpPeer({ script: (to) => (to.startsWith('no') ? { do: 'refuse', … } : undefined) })
 *     … createMailConnections(peer.server, …), or SMTP_URL: peer.url …
 *     assert.deepEqual(peer.mails.map(({ to }) => to), …)
 *     await peer.stop()
 *
 * For a server that is not there, stop one, and use its address.
 */
export async function startSmtpPeer(options: PeerOptions = {}): Promise<SmtpPeer> {
  const { script = () => undefined, greet = () => undefined, tls, credentials, size, keep = true } = options
  const mails: PeerMail[] = []
  const attempts: { to: string; at: number }[] = []
  const counts = new Map<string, number>()
  const sessions = new Map<string, { connection: number; action?: PeerAction | undefined; begunAt: number }>()
  let looks: (() => void)[] = []
  let all = 0

  const open = () => [...(server.connections as Set<Connection>)]
  const find = ({ id }: SMTPServerSession) => sessions.get(id) ?? { connection: 0, begunAt: 0 }
  const drop = ({ id }: SMTPServerSession) =>
    open()
      .find((connection) => connection.id === id)
      ?._socket.destroy()
  const refusal = (code: number, text = 'the peer says no') => Object.assign(new Error(text), { responseCode: code })
  const slowly = (action: PeerAction | undefined, at: string, answer: () => void) => {
    if (action?.do === 'slow' && action.at === at) setTimeout(answer, action.for)
    else answer()
  }
  /** Whoever says 421 hangs up: RFC 5321 section 3.8. */
  const refuse = (
    session: SMTPServerSession,
    action: PeerAction & { do: 'refuse' },
    answer: (error: Error) => void,
  ) => {
    answer(refusal(action.code, action.text))
    if (action.code === 421)
      open()
        .find(({ id }) => id === session.id)
        ?.close()
  }

  const server: SMTPServer = new SMTPServer({
    logger: false,
    disableReverseLookup: true,
    secure: tls === 'implicit',
    hideSTARTTLS: tls !== 'starttls',
    authOptional: credentials === undefined,
    allowInsecureAuth: true,
    closeTimeout: 100,
    ...(size === undefined ? {} : { size }),
    onConnect(session, done) {
      all += 1
      sessions.set(session.id, { connection: all, begunAt: 0 })
      const code = greet(all, server.connections.size)
      done(code === undefined ? null : refusal(code))
    },
    onClose: ({ id }) => sessions.delete(id),
    onAuth({ username, password }, _, done) {
      if (username === credentials?.user && password === credentials?.pass) done(null, { user: username })
      else done(refusal(535, 'wrong password'))
    },
    onRcptTo({ address }, session, done) {
      const attempt = (counts.get(address) ?? 0) + 1
      counts.set(address, attempt)
      const action = script(address, attempt)
      const begunAt = performance.now()
      attempts.push({ to: address, at: begunAt })
      sessions.set(session.id, { ...find(session), action, begunAt })
      if (action?.do === 'drop' && action.at === 'recipient') drop(session)
      else if (action?.do === 'refuse' && action.at === 'recipient') refuse(session, action, done)
      else slowly(action, 'recipient', done)
    },
    onData(stream, session, done) {
      const { action, begunAt, connection } = find(session)
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => {
        if (action?.do === 'drop' && action.at === 'data') drop(session)
        else if (keep === true || (keep === 'start' && chunks.length === 0)) chunks.push(chunk)
      })
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope
        if (action?.do === 'refuse') {
          refuse(session, action, done)
          return
        }
        if (action?.do === 'drop' && action.at !== 'stored') {
          drop(session)
          return
        }
        const args = mailFrom === false ? {} : (mailFrom.args as { SIZE?: string } | false)
        mails.push({
          from: mailFrom === false ? '' : mailFrom.address,
          to: rcptTo.map(({ address }) => address).join(','),
          raw: Buffer.concat(chunks),
          size: args && args.SIZE !== undefined ? Number(args.SIZE) : undefined,
          ...{ begunAt, storedAt: performance.now(), connection, secure: session.secure },
        })
        if (action?.do === 'drop') drop(session)
        else if (action?.do !== 'silent') slowly(action, 'data', done)
        for (const look of looks.splice(0)) look()
      })
    },
  })
  server.on('error', () => undefined)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.server.address() as AddressInfo
  const login = credentials === undefined ? '' : `${credentials.user}:${credentials.pass}@`
  return {
    server: { host: '127.0.0.1', port, secure: tls === 'implicit', credentials },
    url: `${tls === 'implicit' ? 'smtps' : 'smtp'}://${login}127.0.0.1:${port}`,
    mails,
    attempts,
    connections: () => ({ all, open: server.connections.size }),
    async hangUp(code) {
      const gone = open().map(
        (connection) => new Promise<void>((resolve) => connection._socket.once('close', () => resolve())),
      )
      for (const connection of open()) {
        if (code === undefined) connection._socket.destroy()
        else {
          connection.send(code, 'you were idle')
          connection.close()
        }
      }
      await Promise.all(gone)
    },
    stored: (count) =>
      new Promise((resolve) => {
        const look = () => {
          if (mails.length >= count) resolve()
          else looks = [...looks, look]
        }
        look()
      }),
    stop: () =>
      new Promise((resolve) => {
        server.close(resolve)
        for (const { _socket } of open()) _socket.destroy()
      }),
  }
}
