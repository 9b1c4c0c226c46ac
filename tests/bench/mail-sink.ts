// node tests/bench/mail-sink.ts, forked: the cheapest mail server, in a process of its own: it takes all that it is sent,
// and looks at no more of it than where each mail ends, so that a benchmark measures who sends.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import net, { type AddressInfo, type Socket } from 'node:net'

/** What came since the last look. Milliseconds of the sink's clock, from the first mail to the last. */
export interface SunkMails {
  readonly count: number
  readonly bytes: number
  readonly took: number
}

export interface MailSink {
  readonly url: string
  readonly port: number
  /** What came since the last look. */
  readonly look: () => Promise<SunkMails>
  readonly stop: () => void
}

export async function startMailSink(): Promise<MailSink> {
  const child = fork(import.meta.filename, { execArgv: [] })
  const stop = () => child.kill('SIGKILL')
  process.once('exit', stop)
  const [port] = (await once(child, 'message')) as [number]
  return {
    url: `smtp://127.0.0.1:${port}`,
    port,
    stop,
    async look() {
      child.send('look')
      const [sunk] = (await once(child, 'message')) as [SunkMails]
      return sunk
    },
  }
}

const END = Buffer.from('\r\n.\r\n')
let sunk = { count: 0, bytes: 0 }
let [first, last] = [0, 0]

function talk(socket: Socket): void {
  let isData = false
  /** The last bytes of what came before, or a command that has not ended. */
  let rest = Buffer.alloc(0)
  socket.setNoDelay()
  socket.on('error', () => undefined)
  socket.write('220 sink.example ESMTP\r\n')
  socket.on('data', (chunk: Buffer) => {
    if (isData) {
      sunk.bytes += chunk.length
      const tail = Buffer.concat([rest, chunk.subarray(-END.length)]).subarray(-END.length)
      rest = tail
      if (!tail.equals(END)) return
      isData = false
      rest = Buffer.alloc(0)
      sunk.count += 1
      last = performance.now()
      socket.write('250 taken\r\n')
      return
    }
    const lines = Buffer.concat([rest, chunk]).toString('latin1').split('\r\n')
    rest = Buffer.from(lines.pop() ?? '', 'latin1')
    for (const line of lines) {
      const verb = line.slice(0, 4).toUpperCase()
      if (verb === 'MAIL' && first === 0) first = performance.now()
      if (verb === 'DATA') isData = true
      if (verb === 'QUIT') socket.end('221 bye\r\n')
      else if (verb === 'EHLO') socket.write('250-sink.example\r\n250-8BITMIME\r\n250 SIZE 100000000\r\n')
      else socket.write(verb === 'DATA' ? '354 go on\r\n' : '250 fine\r\n')
    }
  })
}

if (import.meta.main) {
  const server = net.createServer(talk).listen(0, '127.0.0.1', () => {
    process.send?.((server.address() as AddressInfo).port)
  })
  process.on('message', () => {
    process.send?.({ ...sunk, took: last - first } satisfies SunkMails)
    sunk = { count: 0, bytes: 0 }
    ;[first, last] = [0, 0]
  })
  process.once('disconnect', () => process.exit())
}
