import net from 'node:net'

/** One sign-up: which address, and the network of who gives it, as a proxy says it. */
export interface PostedSignup {
  readonly email: string
  readonly from: string
}

export interface Load {
  /** Addresses whose sign-up was answered with 200. */
  readonly accepted: readonly string[]
  /** Milliseconds from question to answer, in the order of the answers. */
  readonly times: readonly number[]
  /** Milliseconds for all of it. */
  readonly wall: number
}

/**
 * Posts sign-ups to a server on this machine over so many connections, each of which asks again as soon as it has its
 * answer. Sockets without a client above them: what is measured is the server.
 *
 * @param next gives the next sign-up, undefined where it is enough
 */
export async function postSignups(
  port: number,
  connections: number,
  next: () => PostedSignup | undefined,
): Promise<Load> {
  const accepted: string[] = []
  const times: number[] = []
  const start = performance.now()
  await Promise.all(
    Array.from({ length: connections }, async () => {
      const connection = await connect(port)
      for (let signup = next(); signup !== undefined; signup = next()) {
        const asked = performance.now()
        const status = await connection.ask(formatRequest(signup))
        times.push(performance.now() - asked)
        if (status !== 200) throw new Error(`answered with ${status}`)
        accepted.push(signup.email)
      }
      connection.end()
    }),
  )
  return { accepted, times, wall: performance.now() - start }
}

function formatRequest({ email, from }: PostedSignup): string {
  const body = `email=${encodeURIComponent(email)}&website=`
  return [
    'POST /subscribe HTTP/1.1',
    'host: localhost',
    'accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8',
    'content-type: application/x-www-form-urlencoded',
    `x-forwarded-for: ${from}`,
    `content-length: ${body.length}`,
    '',
    body,
  ].join('\r\n')
}

interface Connection {
  /** Resolves with the status when the whole answer is there. */
  readonly ask: (request: string) => Promise<number>
  readonly end: () => void
}

async function connect(port: number): Promise<Connection> {
  const socket = net.connect({ port, host: 'localhost', noDelay: true })
  await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject))
  let waiting: { resolve: (status: number) => void; reject: (error: Error) => void } | undefined
  let answer = ''
  socket.setEncoding('latin1')
  socket.on('data', (chunk: string) => {
    answer += chunk
    if (!isWhole(answer)) return
    const status = Number(answer.slice(9, 12))
    answer = ''
    waiting?.resolve(status)
  })
  socket.on('error', (error) => waiting?.reject(error))
  socket.on('close', () => waiting?.reject(new Error('the server hung up')))
  return {
    ask: (request) =>
      new Promise((resolve, reject) => {
        waiting = { resolve, reject }
        socket.write(request)
      }),
    end: () => socket.destroy(),
  }
}

function isWhole(answer: string): boolean {
  const end = answer.indexOf('\r\n\r\n')
  if (end < 0) return false
  const length = /\r\ncontent-length: *(\d+)/i.exec(answer.slice(0, end + 2))?.[1]
  return length === undefined ? answer.endsWith('\r\n0\r\n\r\n') : answer.length >= end + 4 + Number(length)
}
