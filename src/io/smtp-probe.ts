import net from 'node:net'
import tls from 'node:tls'
import type { ServerFacts } from '../core/doctor/check-server.ts'

/** Milliseconds: until something is heard, and for all of it. */
const WAIT = { silence: 10_000, whole: 20_000 }
const MOST_BYTES = 64 * 1024

/**
 * Greets a mail server, looks at its TLS, and takes leave. No password is shown to it, and nobody is named.
 *
 * @param server as `parseSmtpUrl` has it
 */
export async function probeServer(
  server: { readonly host: string; readonly port: number; readonly secure: boolean },
  wait: Partial<typeof WAIT> = {},
): Promise<ServerFacts> {
  const { silence, whole } = { ...WAIT, ...wait }
  const { host, port, secure } = server
  const sockets: net.Socket[] = []
  const keep = <T extends net.Socket>(socket: T): T => {
    sockets.push(
      socket.setTimeout(silence, () => socket.destroy(new Error(`it said nothing for ${silence / 1000} seconds`))),
    )
    return socket
  }
  const name = net.isIP(host) === 0 ? { servername: host } : {}
  // Looked at by us: what is not to be trusted shall be told, and nothing is sent.
  const trust = { host, ...name, rejectUnauthorized: false }
  const deadline = setTimeout(() => {
    for (const socket of sockets) socket.destroy(new Error(`it was not done after ${whole / 1000} seconds`))
  }, whole)
  try {
    let socket = keep(secure ? tls.connect({ ...trust, port }) : net.connect({ host, port }))
    await opened(socket, secure ? 'secureConnect' : 'connect')
    let talk = createTalk(socket)
    const greeting = await talk.reply()
    if (!greeting.startsWith('220')) return { outcome: 'unreached', reason: `it greets with ${brief(greeting)}` }
    let extensions = await talk.ask('EHLO [127.0.0.1]')
    const offered = !secure && /^250[- ]STARTTLS\s*$/im.test(extensions)
    if (offered && (await talk.ask('STARTTLS')).startsWith('220')) {
      talk.stop()
      socket = keep(tls.connect({ ...trust, socket }))
      await opened(socket, 'secureConnect')
      talk = createTalk(socket)
      extensions = await talk.ask('EHLO [127.0.0.1]')
    }
    const facts = describeServer(socket, extensions, secure)
    socket.write('QUIT\r\n')
    return facts
  } catch (error) {
    return { outcome: 'unreached', reason: brief(error instanceof Error ? error.message || error.name : String(error)) }
  } finally {
    clearTimeout(deadline)
    for (const socket of sockets)
      socket
        .on('error', () => undefined)
        .end()
        .destroySoon()
  }
}

function describeServer(socket: net.Socket, extensions: string, secure: boolean): ServerFacts {
  const lines = extensions.split(/\r?\n/).map((line) => line.slice(4).trim().toUpperCase())
  const auth = lines.filter((line) => /^AUTH[ =]/.test(line)).flatMap((line) => line.slice(5).split(/\s+/))
  const size = lines.map((line) => /^SIZE (\d{1,15})$/.exec(line)?.[1]).find((found) => found !== undefined)
  const secured = socket instanceof tls.TLSSocket ? socket : undefined
  const { valid_to: end = '' } = secured?.getPeerCertificate() ?? {}
  // authorizationError is what Node has found, an Error or its code.
  const error: unknown = secured?.authorizationError
  const until = Date.parse(end)
  return {
    outcome: 'reached',
    tls: secured === undefined ? 'none' : secure ? 'implicit' : 'offered',
    protocol: secured?.getProtocol() ?? undefined,
    certificate:
      secured === undefined || Number.isNaN(until)
        ? undefined
        : {
            fault: secured.authorized ? undefined : brief(error instanceof Error ? error.message : String(error)),
            until: new Date(until).toISOString(),
          },
    auth: [...new Set(auth)].filter((way) => way !== ''),
    size: size === undefined || Number(size) === 0 ? undefined : Number(size),
  }
}

const opened = (socket: net.Socket, event: 'connect' | 'secureConnect') =>
  new Promise<void>((resolve, reject) => {
    socket.once(event, resolve)
    socket.once('error', reject)
    socket.once('close', () => {
      reject(new Error('it closed the connection'))
    })
  })

/** Reads whole answers, of one line or several (RFC 5321 section 4.2.1), of a server that may say anything. */
function createTalk(socket: net.Socket) {
  let heard = ''
  let failure: Error | undefined
  let wake: (() => void) | undefined
  const fail = (error: Error) => {
    failure ??= error
    wake?.()
  }
  const onData = (chunk: Buffer) => {
    heard += chunk.toString('latin1')
    if (heard.length > MOST_BYTES) fail(new Error('it talks without end'))
    wake?.()
  }
  const onClose = () => {
    fail(new Error('it closed the connection'))
  }
  socket.on('data', onData).on('error', fail).on('close', onClose)
  const reply = async (): Promise<string> => {
    for (;;) {
      const whole = /^(?:\d{3}-[^\n]*\n)*\d{3}(?: [^\n]*)?\n/.exec(heard)?.[0]
      if (whole !== undefined) {
        heard = heard.slice(whole.length)
        return whole
      }
      if (failure !== undefined) throw failure
      await new Promise<void>((resolve) => (wake = resolve))
    }
  }
  const ask = (line: string) => {
    socket.write(`${line}\r\n`)
    return reply()
  }
  const stop = () => socket.off('data', onData).off('error', fail).off('close', onClose)
  return { reply, ask, stop }
}

const brief = (text: string) =>
  text
    .replace(/\p{Cc}+/gu, ' ')
    .trim()
    .slice(0, 200)
