import assert from 'node:assert/strict'
import dns from 'node:dns'
import fs from 'node:fs'
import net, { type AddressInfo } from 'node:net'
import path from 'node:path'
import { describe, mock, test } from 'node:test'
import { createDnsRecords, findNameServer } from '../../src/io/dns-records.ts'
import { verifyMail, verifySender } from '../../src/io/mail-verifier.ts'
import { probeServer } from '../../src/io/smtp-probe.ts'
import { scoreSpam } from '../../src/io/spam-score.ts'
import { startDnsServer } from '../dns-server.ts'
import { startSmtpSink } from '../smtp-sink.ts'
import { makeTemporaryFolder } from './temporary-folder.ts'

const NOW = new Date('2026-11-26T13:00:00Z')

describe('the DNS, as the doctor asks it', () => {
  test('tells what is there from what is not, and both from no answer', async () => {
    const server = await startDnsServer({
      'TXT mail.example': ['v=spf1 '.padEnd(300, 'a')],
      'MX mail.example': ['20 b.example', '5 a.example'],
      'A failing.example': ['SERVFAIL'],
      'A silent.example': ['SILENCE'],
    })
    try {
      const { lookUp } = createDnsRecords({ server: server.address, timeout: 100, tries: 1 })
      assert.deepEqual(await lookUp('mail.example', 'TXT'), { outcome: 'found', records: ['v=spf1 '.padEnd(300, 'a')] })
      assert.deepEqual(await lookUp('mail.example', 'MX'), {
        outcome: 'found',
        records: ['5 a.example', '20 b.example'],
      })
      assert.deepEqual(await lookUp('mail.example', 'A'), { outcome: 'none' })
      assert.deepEqual(await lookUp('nobody.example', 'A'), { outcome: 'none' })
      assert.deepEqual(await lookUp(`${'x'.repeat(70)}.example`, 'A'), { outcome: 'none' })
      for (const name of ['failing.example', 'silent.example'])
        assert.equal((await lookUp(name, 'A')).outcome, 'unreached', name)
    } finally {
      await server.stop()
    }
  })

  test('asks each question once, and no more than a mail can need', async () => {
    const server = await startDnsServer({ 'A mail.example': ['192.0.2.1'] })
    try {
      const { lookUp } = createDnsRecords({ server: server.address })
      for (let time = 0; time < 5; time += 1) await lookUp('MAIL.example', 'A')
      assert.deepEqual(server.asked, ['A mail.example'])
      const answers = await Promise.all(Array.from({ length: 400 }, (_, index) => lookUp(`n${index}.example`, 'A')))
      assert.equal(answers.filter(({ outcome }) => outcome === 'none').length, 299)
      assert.equal(answers.at(-1)?.outcome, 'unreached')
      assert.equal(server.asked.length, 300)
    } finally {
      await server.stop()
    }
  })

  for (const [text, found] of [
    ['192.0.2.1', '192.0.2.1:53'],
    ['127.0.0.1:5353', '127.0.0.1:5353'],
    ['2001:db8::1', '[2001:db8::1]:53'],
    ['[2001:db8::1]:5353', '[2001:db8::1]:5353'],
    ['127.0.0.1:0', undefined],
    ['127.0.0.1:70000', undefined],
    ['a b', undefined],
    ['', undefined],
  ] as const) {
    test(`reads ${JSON.stringify(text)} as ${found ?? 'no name server'}`, async () => {
      const result = await findNameServer(text)
      assert.equal(result.ok ? result.value : undefined, found)
    })
  }
})

describe('verifying a mail', () => {
  test('asks the resolver that it is given, and no other', async () => {
    const asked: string[] = []
    const resolve = (name: string, type: string): Promise<string[][]> => {
      asked.push(`${type} ${name}`)
      return Promise.reject(Object.assign(new Error('not there'), { code: 'ENOTFOUND' }))
    }
    const leaks: string[] = []
    const leak = (name: unknown) => {
      leaks.push(String(name))
      throw new Error('nobody may ask here')
    }
    const mocks = [
      ...(['resolve', 'resolveTxt', 'lookup'] as const).map((name) => mock.method(dns.promises, name, leak)),
      ...(['resolve', 'resolveTxt', 'lookup'] as const).map((name) => mock.method(dns, name, leak)),
      mock.method(net.Socket.prototype, 'connect', leak),
    ]
    try {
      const message = Buffer.from(
        'DKIM-Signature: v=1; a=rsa-sha256; d=mail.example; s=light; h=from; bh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=; b=eA==\r\nFrom: a@mail.example\r\n\r\n',
      )
      const client = { address: '192.0.2.1', greeting: 'mail.example', sender: 'b@mail.example' }
      const proof = await verifyMail(message, { resolve, now: NOW, client })
      assert.notEqual(proof.signatures[0]?.result, 'pass')
      assert.equal((await verifySender('b@mail.example', '192.0.2.1', resolve)).result, 'none')
    } finally {
      for (const each of mocks) each.mock.restore()
    }
    assert.deepEqual(leaks, [])
    assert.ok(asked.includes('TXT mail.example') && asked.includes('TXT _dmarc.mail.example'), asked.join(', '))
  })
})

/** A server that says what it is told to, whatever it hears. */
async function startTalker(talk: (socket: net.Socket) => void) {
  const sockets = new Set<net.Socket>()
  const server = net.createServer((socket) => {
    sockets.add(socket.on('error', () => undefined))
    talk(socket)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const stop = () => {
    for (const socket of sockets) socket.destroy()
    return new Promise<void>((resolve) => server.close(() => resolve()))
  }
  return { port: (server.address() as AddressInfo).port, stop }
}

describe('greeting a mail server', () => {
  test('finds TLS, certificate, size and ways to log in, and hands it nothing', async () => {
    for (const secure of [false, true]) {
      const sink = await startSmtpSink({ secure, size: 12_345_678 })
      try {
        const port = Number(new URL(sink.url).port)
        const facts = await probeServer({ host: '127.0.0.1', port, secure })
        assert.ok(facts.outcome === 'reached', JSON.stringify(facts))
        assert.equal(facts.tls, secure ? 'implicit' : 'offered')
        assert.match(facts.protocol ?? '', /^TLSv1\.[23]$/)
        assert.ok(facts.certificate?.fault !== undefined, 'nobody has signed that certificate')
        assert.deepEqual([facts.size, facts.auth.includes('PLAIN')], [12_345_678, true])
        assert.deepEqual(sink.mails, [])
      } finally {
        await sink.stop()
      }
    }
  })

  test('says so where TLS is not offered', async () => {
    const sink = await startSmtpSink({ hideSTARTTLS: true })
    try {
      const facts = await probeServer({ host: '127.0.0.1', port: Number(new URL(sink.url).port), secure: false })
      assert.ok(facts.outcome === 'reached')
      assert.deepEqual([facts.tls, facts.certificate], ['none', undefined])
    } finally {
      await sink.stop()
    }
  })

  const odd: [what: string, talk: (socket: net.Socket) => void][] = [
    ['says nothing', () => undefined],
    ['hangs up', (socket) => socket.end()],
    ['wants nobody', (socket) => socket.write('554 go away\u001b[31m\r\n')],
    ['talks without end', (socket) => socket.write(`220-${'x'.repeat(70_000)}`)],
    ['is no mail server', (socket) => socket.write('HTTP/1.1 400 Bad Request\r\n\r\n')],
    [
      'sends a word now and then',
      (socket) => {
        const timer = setInterval(() => socket.write('220-wait\r\n'), 20)
        socket.once('close', () => clearInterval(timer))
      },
    ],
    [
      'offers TLS and has none',
      (socket) =>
        socket.write('220 hi\r\n').valueOf() &&
        socket.on('data', (data) =>
          socket.write(data.toString().startsWith('EHLO') ? '250-hi\r\n250 STARTTLS\r\n' : '220 go\r\nplain words\r\n'),
        ),
    ],
  ]
  for (const [what, talk] of odd) {
    test(`comes to an end with a server that ${what}`, async () => {
      const server = await startTalker(talk)
      try {
        const facts = await probeServer(
          { host: '127.0.0.1', port: server.port, secure: false },
          { silence: 150, whole: 400 },
        )
        assert.ok(facts.outcome === 'unreached', JSON.stringify(facts))
        assert.match(facts.reason, /^[^\p{Cc}]+$/u)
      } finally {
        await server.stop()
      }
    })
  }
})

describe('asking SpamAssassin', () => {
  async function score(programs: Readonly<Record<string, string>>, patience = 5_000) {
    using folder = makeTemporaryFolder()
    for (const [name, script] of Object.entries(programs))
      fs.writeFileSync(path.join(folder.path, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 })
    return await scoreSpam(
      Buffer.from('From: a@b.example\r\n\r\nhello\r\n'.repeat(10_000)),
      { PATH: folder.path },
      patience,
    )
  }
  const REPORT = String.raw`printf 'X-Spam-Status: Yes, score=6.1 required=5.0 tests=LAMP\n\n 4.6 LAMP_LIT  BODY: a lamp\n-0.1 CALM  calm\n'`

  test('knows that it is not installed', async () => {
    assert.deepEqual(await score({}), { outcome: 'missing' })
  })
  test('takes the points of the daemon', async () => {
    const found = await score({ spamc: "printf '1.5/5.0\\n 1.5 HTML_ONLY  BODY\\n'" })
    assert.deepEqual(found, { outcome: 'scored', score: 1.5, threshold: 5, rules: ['HTML_ONLY 1.5'] })
  })
  test('asks the program where the daemon is not up', async () => {
    const found = await score({ spamc: 'echo 0/0; exit 1', spamassassin: REPORT })
    assert.deepEqual(found, { outcome: 'scored', score: 6.1, threshold: 5, rules: ['LAMP_LIT 4.6'] })
  })
  test('is not asked about more than its own client hands on', async () => {
    using folder = makeTemporaryFolder()
    fs.writeFileSync(path.join(folder.path, 'spamassassin'), `#!/bin/sh\n${REPORT}\n`, { mode: 0o755 })
    const found = await scoreSpam(Buffer.alloc(500 * 1024 + 1, 60), { PATH: folder.path })
    assert.deepEqual(found, { outcome: 'failed', reason: 'the mail has more than 500 KB, which it lets pass unread' })
  })
  test('does not wait for one that hangs, and takes no nonsense for a score', async () => {
    assert.equal((await score({ spamassassin: 'while :; do :; done' }, 200)).outcome, 'failed')
    assert.equal((await score({ spamassassin: 'echo hello' })).outcome, 'failed')
    assert.equal((await score({ spamc: 'echo 0/0' })).outcome, 'failed')
  })
})
