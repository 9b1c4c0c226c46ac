import dgram from 'node:dgram'
import { decode, encode, type Answer, type Question } from 'dns-packet'

/** What each name has, by type and name: `{ 'TXT mail.example': ['v=spf1 -all'], 'MX mail.example': ['10 mx.example'] }`. */
export type Zone = Readonly<Record<string, readonly string[]>>

export interface DnsServer {
  /** For `--dns`. */
  readonly address: string
  /** All that was asked, `TXT mail.example`, in its order. */
  readonly asked: string[]
  /** What it says from now on. Names of no record do not exist; `SERVFAIL` and `SILENCE` are what a record may say instead. */
  zone: Zone
  readonly stop: () => Promise<void>
}

/** A name server on loopback, which knows what it is given and asks nobody. */
export async function startDnsServer(zone: Zone = {}): Promise<DnsServer> {
  const socket = dgram.createSocket('udp4')
  const server = { zone, asked: [] as string[] }
  socket.on('message', (packet, peer) => {
    const { id, questions = [] } = decode(packet)
    const [question] = questions
    if (question === undefined) return
    const key = `${question.type} ${question.name.toLowerCase()}`
    server.asked.push(key)
    const records = server.zone[key] ?? []
    if (records.includes('SILENCE')) return
    const isKnown = Object.keys(server.zone).some((each) => each.split(' ')[1] === question.name.toLowerCase())
    const code = records.includes('SERVFAIL') ? 2 : isKnown ? 0 : 3
    const answers = code === 0 ? records.map((record) => formatAnswer(question, record)) : []
    // Authoritative, recursion available, and the response code in the last four bits.
    const flags = 0x0400 | 0x0080 | code
    socket.send(
      encode({ type: 'response', id: id ?? 0, flags, questions: [question], answers }),
      peer.port,
      peer.address,
    )
  })
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve))
  return Object.assign(server, {
    address: `127.0.0.1:${socket.address().port}`,
    stop: () => new Promise<void>((resolve) => socket.close(resolve)),
  })
}

function formatAnswer({ type, name }: Question, record: string): Answer {
  const base = { name, ttl: 60 }
  if (type === 'TXT') return { ...base, type, data: record.match(/.{1,255}/gs) ?? [''] }
  if (type === 'MX') {
    const [preference = '0', exchange = ''] = record.split(' ')
    return { ...base, type, data: { preference: Number(preference), exchange } }
  }
  if (type === 'A' || type === 'AAAA') return { ...base, type, data: record }
  throw new TypeError(`no zone here has records of the type ${type}`)
}
