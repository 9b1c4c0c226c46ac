import assert from 'node:assert/strict'
import net from 'node:net'
import { after, before, describe, test } from 'node:test'
import type { AddressInfo } from 'node:net'
import { simpleParser } from 'mailparser'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { composeMessage } from '../../src/io/compose-message.ts'
import { type MailServer, parseSmtpUrl } from '../../src/io/mail-server.ts'
import { createMailer } from '../../src/io/mailer.ts'
import { planMessage } from '../../src/core/digest/plan-message.ts'
import { makeDigest } from '../core/digest/digest-builders.ts'
import { PATIENCE } from '../until.ts'

interface Received {
  readonly from: string
  readonly to: readonly string[]
  readonly raw: Buffer
}

/** A real server on loopback that keeps what it takes. */
async function startServer(own: SMTPServerOptions = {}) {
  const received: Received[] = []
  const server = new SMTPServer({
    authOptional: true,
    logger: false,
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope
        received.push({
          from: mailFrom === false ? '' : mailFrom.address,
          to: rcptTo.map(({ address }) => address),
          raw: Buffer.concat(chunks),
        })
        done()
      })
    },
    ...own,
  })
  server.on('error', () => undefined)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.server.address() as AddressInfo
  const at: MailServer = { host: '127.0.0.1', port, secure: false, credentials: undefined }
  return { received, at, stop: () => new Promise<void>((resolve) => server.close(resolve)) }
}

/** A server that follows a script, to fail at the place that a test needs. */
async function startScript(answer: (line: string, socket: net.Socket) => string | undefined) {
  const sockets = new Set<net.Socket>()
  const server = net.createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.write('220 script\r\n')
    let rest = ''
    socket.on('data', (chunk) => {
      rest += chunk.toString('latin1')
      const lines = rest.split('\r\n')
      rest = lines.pop() ?? ''
      for (const line of lines) {
        const reply = answer(line, socket)
        if (reply !== undefined) socket.write(`${reply}\r\n`)
      }
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const stop = () =>
    new Promise<void>((resolve) => {
      for (const socket of sockets) socket.destroy()
      server.close(() => resolve())
    })
  return { at: { host: '127.0.0.1', port, secure: false, credentials: undefined } satisfies MailServer, stop }
}

const envelope = { from: 'lamp@light.example', to: 'keeper@light.example' }
const bytes = (text: string) => new TextEncoder().encode(text)
const MESSAGE = bytes('Subject: x\r\n\r\nHello\r\n')

describe('parseSmtpUrl', () => {
  const good: readonly (readonly [url: string, server: MailServer])[] = [
    ['smtp://mail.example', { host: 'mail.example', port: 587, secure: false, credentials: undefined }],
    ['smtp://127.0.0.1:2525/', { host: '127.0.0.1', port: 2525, secure: false, credentials: undefined }],
    ['smtp://[::1]:2525', { host: '::1', port: 2525, secure: false, credentials: undefined }],
    [
      'smtps://a%40b:p%3Aw@mail.example',
      { host: 'mail.example', port: 465, secure: true, credentials: { user: 'a@b', pass: 'p:w' } },
    ],
  ]
  for (const [url, server] of good) {
    test(`${url} is read`, () => {
      assert.deepEqual(parseSmtpUrl(url), { ok: true, value: server })
    })
  }

  for (const url of [
    undefined,
    '',
    'mail.example',
    'http://mail.example',
    'smtp:',
    'smtp://',
    'smtp://a:99999',
    'smtp://a?x=1',
  ]) {
    test(`${url} is a problem that says what to set`, () => {
      const result = parseSmtpUrl(url)
      assert.ok(!result.ok)
      assert.equal(result.problems[0]?.where, 'SMTP_URL')
      assert.match(result.problems[0]?.remedy ?? '', /SMTP_URL=smtps:\/\//)
    })
  }

  test('no problem shows a password', () => {
    for (const url of ['http://u:hunter2@a', 'smtp://u:hunter2@a?x', 'smtp://u:hunter2%@a', 'smtp://u:hunter2@a:x']) {
      assert.doesNotMatch(JSON.stringify(parseSmtpUrl(url)), /hunter2/)
    }
  })
})

describe('a mail through a real server', () => {
  let server: Awaited<ReturnType<typeof startServer>>
  before(async () => {
    server = await startServer()
  })
  after(() => server.stop())

  test('arrives as it was composed: headers, both texts, and lines that begin with a full stop', async () => {
    const message = planMessage({
      digest: makeDigest({ subject: 'Ebbe – und Flut', body: '.hidden\n\n..twice' }, 'https://light.example/u'),
      html: '<p lang="de">Größe</p>\n.\n',
      text: '.hidden\n..twice\nGröße 日本\n',
      from: { name: 'Lighthouse, Ebbe & Flut', address: 'lamp@light.example' },
      replyTo: { name: '', address: 'desk@light.example' },
      to: 'keeper@light.example',
      date: new Date('2026-08-21T12:00:00Z'),
      listId: 'weekly.light.example',
    })
    assert.deepEqual(await createMailer(server.at)(envelope, await composeMessage(message)), { outcome: 'sent' })
    const got = server.received.at(-1)
    assert.deepEqual([got?.from, got?.to], ['lamp@light.example', ['keeper@light.example']])
    const mail = await simpleParser(got?.raw ?? '')
    assert.equal(mail.subject, 'Ebbe – und Flut')
    assert.deepEqual(mail.from?.value, [{ name: 'Lighthouse, Ebbe & Flut', address: 'lamp@light.example' }])
    assert.deepEqual(mail.replyTo?.value, [{ name: '', address: 'desk@light.example' }])
    assert.equal(mail.messageId, message.messageId)
    assert.equal(mail.date?.toISOString(), '2026-08-21T12:00:00.000Z')
    assert.equal(mail.text?.trimEnd(), message.text.trimEnd())
    assert.equal(mail.html, message.html)
    const raw = got?.raw.toString() ?? ''
    assert.match(raw, /^List-Unsubscribe: <https:\/\/light\.example\/u>\r$/m)
    assert.match(raw, /^List-Unsubscribe-Post: List-Unsubscribe=One-Click\r$/m)
    assert.match(raw, /^To: keeper@light\.example\r$/m)
  })

  test('has the same bytes when it is composed again', async () => {
    const message = planMessage({
      ...{ digest: makeDigest(), html: '<p>x</p>', text: 'x', from: { name: '', address: 'a@b.example' } },
      ...{ replyTo: undefined, date: new Date(0), listId: undefined },
    })
    assert.deepEqual(await composeMessage(message), await composeMessage(message))
  })

  test('text that names a file or an address is sent as that text, and nothing is read', async () => {
    const message = planMessage({
      ...{ digest: makeDigest({ subject: 'file:///etc/hostname' }), html: 'data:text/html,x', text: '/etc/hostname' },
      ...{ from: { name: '', address: 'a@b.example' }, replyTo: undefined, date: new Date(0), listId: undefined },
    })
    const mail = await simpleParser(Buffer.from(await composeMessage(message)))
    assert.deepEqual(
      [mail.subject, mail.text?.trim(), mail.attachments.length],
      ['file:///etc/hostname', '/etc/hostname', 0],
    )
  })
})

describe('a server that wants a password', () => {
  let server: Awaited<ReturnType<typeof startServer>>
  before(async () => {
    server = await startServer({
      authOptional: false,
      onAuth: ({ username, password }, _, done) =>
        username === 'lamp' && password === 'oil' ? done(null, { user: 'lamp' }) : done(new Error('wrong oil')),
    })
  })
  after(() => server.stop())

  test('gets it, and takes the mail', async () => {
    const at = { ...server.at, credentials: { user: 'lamp', pass: 'oil' } }
    assert.deepEqual(await createMailer(at)(envelope, MESSAGE), { outcome: 'sent' })
  })

  test('that refuses it cannot be used for anybody', async () => {
    const at = { ...server.at, credentials: { user: 'lamp', pass: 'water' } }
    const delivery = await createMailer(at)(envelope, MESSAGE)
    assert.ok(delivery.outcome === 'failed' && delivery.unreachable)
    assert.doesNotMatch(delivery.reason, /water/)
  })
})

describe('a mail that does not go through', () => {
  const hello = (line: string) => (/^EHLO/.test(line) ? '250 script' : '250 ok')

  test('fails for one recipient where the server refuses the address', async () => {
    const server = await startScript((line) => (/^RCPT/.test(line) ? '550 5.1.1 no such keeper' : hello(line)))
    const delivery = await createMailer(server.at)(envelope, MESSAGE)
    await server.stop()
    assert.ok(delivery.outcome === 'failed' && !delivery.unreachable)
    assert.match(delivery.reason, /no such keeper/)
    assert.equal(delivery.code, 550)
  })

  test('fails where the server reads all of it and says no', async () => {
    const server = await startScript((line) =>
      line === 'DATA'
        ? '354 go'
        : line === '.'
          ? '554 looks like spam'
          : /^[A-Z]{4}/.test(line)
            ? hello(line)
            : undefined,
    )
    const delivery = await createMailer(server.at)(envelope, MESSAGE)
    await server.stop()
    assert.ok(delivery.outcome === 'failed' && !delivery.unreachable)
    assert.match(delivery.reason, /looks like spam/)
  })

  test('has an unknown outcome where the server has all of it and hangs up', async () => {
    const server = await startScript((line, socket) => {
      if (line === 'DATA') return '354 go'
      if (line === '.') socket.destroy()
      return /^(EHLO|MAIL|RCPT)/.test(line) ? hello(line) : undefined
    })
    const delivery = await createMailer(server.at)(envelope, MESSAGE)
    await server.stop()
    assert.equal(delivery.outcome, 'unknown')
  })

  test('has an unknown outcome where the server has all of it and falls silent', async () => {
    const server = await startScript((line) =>
      line === 'DATA' ? '354 go' : /^(EHLO|MAIL|RCPT)/.test(line) ? hello(line) : undefined,
    )
    const delivery = await createMailer(server.at, { socketTimeout: 200 })(envelope, MESSAGE)
    await server.stop()
    assert.equal(delivery.outcome, 'unknown')
  })

  test('waits no longer than it says for a server that goes on talking', { timeout: PATIENCE }, async () => {
    const talking = new Set<NodeJS.Timeout>()
    const server = await startScript((line, socket) => {
      if (line !== '.') return line === 'DATA' ? '354 go' : /^(EHLO|MAIL|RCPT)/.test(line) ? hello(line) : undefined
      talking.add(setInterval(() => socket.write('250-a moment\r\n'), 20))
      return undefined
    })
    const delivery = await createMailer(server.at, { whole: 300 })(envelope, MESSAGE)
    for (const timer of talking) clearInterval(timer)
    await server.stop()
    assert.equal(talking.size, 1)
    assert.equal(delivery.outcome, 'unknown')
  })

  test('fails where the server hangs up before it has any of it', async () => {
    const server = await startScript((line, socket) => {
      if (/^MAIL/.test(line)) socket.destroy()
      return /^EHLO/.test(line) ? hello(line) : undefined
    })
    const delivery = await createMailer(server.at)(envelope, MESSAGE)
    await server.stop()
    assert.equal(delivery.outcome, 'failed')
  })

  test('fails for all where nobody listens', async () => {
    const server = await startScript(() => undefined)
    await server.stop()
    const delivery = await createMailer(server.at)(envelope, MESSAGE)
    assert.ok(delivery.outcome === 'failed' && delivery.unreachable)
    assert.match(delivery.reason, /ECONNREFUSED/)
  })
})
