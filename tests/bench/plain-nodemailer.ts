// node tests/bench/plain-nodemailer.ts CONTENT READERS: sends an issue as a program would that leaves all of it to nodemailer:
// a pool of five connections, each message composed for its reader and signed by nodemailer, with the fields signed that
// ours signs. No ledger, no rate. Nothing may be refused.
import nodemailer from 'nodemailer'
import { assembleDigest } from '../../src/core/digest/assemble-digest.ts'
import { planMessage } from '../../src/core/digest/plan-message.ts'
import { renderHtml } from '../../src/core/digest/render-html.ts'
import { renderText } from '../../src/core/digest/render-text.ts'
import { placeholderToken } from '../../src/core/send/message-template.ts'
import { unsubscribeByMail } from '../../src/core/send/unsubscribe-by-mail.ts'
import { take } from '../../src/core/text/problem.ts'
import { readDkimSettings, SIGNED } from '../../src/io/dkim.ts'
import { readToldIssue } from '../../src/io/issue-files.ts'
import { parseSmtpUrl } from '../../src/io/mail-server.ts'
import { readSender } from '../../src/io/mail-settings.ts'
import { readSiteSettings } from '../../src/io/site-settings-file.ts'
import { readerAddress, SEND_NOW, SENT_ISSUE } from '../send-place.ts'

const [content = '', readers = '0'] = process.argv.slice(2)
const CONNECTIONS = 5
const settings = take(readSiteSettings(content))
const { from, replyTo } = take(readSender(process.env, settings))
const token = placeholderToken('k1', 'bench')
const digest = assembleDigest(
  take(readToldIssue(content, SENT_ISSUE)),
  settings,
  `${settings.url}/unsubscribe/${token}`,
)
const parts = { digest, html: renderHtml(digest), text: renderText(digest), from, replyTo }
const leaveBy = unsubscribeByMail(from.address)
const message = planMessage({ ...parts, leaveBy, date: new Date(SEND_NOW), listId: settings.mail.listId })
const { domain, selector, key } = take(readDkimSettings(process.env, from)) ?? {}
const { host, port } = take(parseSmtpUrl(process.env.SMTP_URL))
const transport = nodemailer.createTransport({
  ...{ host, port, pool: true, maxConnections: CONNECTIONS, ignoreTLS: true },
  ...(key === undefined
    ? {}
    : {
        dkim: {
          domainName: domain ?? '',
          keySelector: selector ?? '',
          privateKey: key.export({ type: 'pkcs8', format: 'pem' }).toString(),
          headerFieldNames: SIGNED,
        },
      }),
})

let next = 0
async function sendAll(): Promise<void> {
  while (next < Number(readers)) {
    const number = next++
    const own = `k1.${Buffer.alloc(16, number).toString('base64url')}.${'x'.repeat(22)}`
    const fill = (text: string) => text.replaceAll(token, own)
    await transport.sendMail({
      ...{ from: message.from, to: readerAddress(number), subject: message.subject, date: message.date },
      messageId: message.messageId.replace('@', `.${number}@`),
      ...{ html: fill(message.html), text: fill(message.text), textEncoding: 'quoted-printable' },
      headers: Object.entries(message.headers).map(([name, value]) => ({ key: name, value: fill(value) })),
    })
  }
}
await Promise.all(Array.from({ length: CONNECTIONS * 4 }, sendAll))
transport.close()
