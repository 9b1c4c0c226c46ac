import type { AddressInfo } from 'node:net'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'

/** A mail as it came over the wire. */
export interface SunkMail {
  readonly from: string
  readonly to: readonly string[]
  readonly raw: string
}

export interface SmtpSink {
  /** For `SMTP_URL`. */
  readonly url: string
  readonly mails: readonly SunkMail[]
  /** Resolves when so many have come. */
  readonly received: (count: number) => Promise<void>
  readonly stop: () => Promise<void>
}

/** A real mail server on loopback, which keeps what it takes. */
export async function startSmtpSink(own: SMTPServerOptions = {}): Promise<SmtpSink> {
  const mails: SunkMail[] = []
  let looks: (() => void)[] = []
  const server = new SMTPServer({
    authOptional: true,
    logger: false,
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope
        const to = rcptTo.map(({ address }) => address)
        mails.push({ from: mailFrom === false ? '' : mailFrom.address, to, raw: Buffer.concat(chunks).toString() })
        done()
        for (const look of looks.splice(0)) look()
      })
    },
    ...own,
  })
  server.on('error', () => undefined)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const received = (count: number) =>
    new Promise<void>((resolve) => {
      const look = () => {
        if (mails.length >= count) resolve()
        else looks = [...looks, look]
      }
      look()
    })
  const { port } = server.server.address() as AddressInfo
  const stop = () => new Promise<void>((resolve) => server.close(resolve))
  return { url: `smtp://127.0.0.1:${port}`, mails, received, stop }
}
