import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { once } from 'node:events'
import fs from 'node:fs'
import path from 'node:path'
import { after, before, describe, test } from 'node:test'
import DKIM from 'nodemailer/lib/dkim'
import type { Finding } from '../../src/core/doctor/finding.ts'
import { readLinkKeys } from '../../src/io/link-keys.ts'
import { openSqliteStore } from '../../src/io/sqlite-store.ts'
import { type DnsServer, startDnsServer, type Zone } from '../dns-server.ts'
import { makeTemporaryFolder, readTree } from '../io/temporary-folder.ts'
import { type SmtpSink, startSmtpSink } from '../smtp-sink.ts'
import { runHere } from './run-here.ts'

const NOW = '2026-11-26T13:00:00Z'
const SITE = {
  name: 'Lookout',
  url: 'https://weekly.harbour.example',
  tagline: 'The harbour week',
  description: 'What whoever keeps a light should know, once a week.',
  mail: {
    from: 'Lookout <weekly@harbour.example>',
    replyTo: 'editors@harbour.example',
    bounces: 'bounces@harbour.example',
    address: '1 Pier Road\nHarbour',
    listId: 'weekly.harbour.example',
  },
}
type Site = Omit<typeof SITE, 'mail'> & { readonly mail: Partial<(typeof SITE)['mail']> }
const ISSUE = `---
number: 12
title: Low tide
subject: Low tide, and a quiet kubelet
preheader: What the week brought
status: published
date: 2026-11-26
weeks: [2026-W48]
covers: { from: 2026-11-19T12:00:00Z, to: 2026-11-26T12:00:00Z }
editors: [lookout]
picks:
  - id: 8f3c2a91d0
    section: headlines
    title: First light
    url: https://lamp.example/first-light/
    source: Lamp Blog
    blurb: How a lamp is lit before the scheduler wakes.
---

The harbour was calm.
`

const pair = (bits: number) => generateKeyPairSync('rsa', { modulusLength: bits }).privateKey
const KEY = pair(2048)
const pem = (key: KeyObject) => key.export({ type: 'pkcs8', format: 'pem' }).toString()
const recordOf = (key: KeyObject) =>
  `v=DKIM1; k=rsa; p=${createPublicKey(key).export({ type: 'spki', format: 'der' }).toString('base64')}`

const DOMAIN = 'harbour.example'
const SOUND: Zone = {
  [`TXT ${DOMAIN}`]: ['google-site-verification=lamp', 'v=spf1 ip4:127.0.0.1 include:spf.relay.example -all'],
  'TXT spf.relay.example': ['v=spf1 ip4:192.0.2.0/24 ~all'],
  [`TXT light._domainkey.${DOMAIN}`]: [recordOf(KEY)],
  [`TXT _dmarc.${DOMAIN}`]: [`v=DMARC1; p=reject; rua=mailto:dmarc@${DOMAIN}`],
  [`MX ${DOMAIN}`]: [`10 mx.${DOMAIN}`],
  [`A weekly.${DOMAIN}`]: ['192.0.2.7'],
}

let dns: DnsServer
let smtp: SmtpSink

before(async () => {
  dns = await startDnsServer()
  smtp = await startSmtpSink({ size: 10_000_000 })
})
after(async () => {
  await Promise.all([dns.stop(), smtp.stop()])
})

const drop = <T extends object>(value: T, ...keys: string[]) =>
  Object.fromEntries(Object.entries(value).filter(([key]) => !keys.includes(key)))

/** Content, state and programs of one test, all of it in order. */
async function makePlace({
  site = SITE,
  issue = ISSUE,
}: { readonly site?: Site | undefined; readonly issue?: string | undefined } = {}) {
  const folder = makeTemporaryFolder()
  const file = (name: string) => path.join(folder.path, name)
  fs.mkdirSync(file('content/issues'), { recursive: true })
  fs.writeFileSync(file('content/site.yml'), JSON.stringify(site))
  fs.writeFileSync(file('content/issues/2026-W48.md'), issue)
  fs.mkdirSync(file('bin'))
  fs.writeFileSync(file('bin/spamc'), '#!/bin/sh\nread -r line\necho 0.3/5.0\n', { mode: 0o755 })
  assert.ok(readLinkKeys({}, file('state')).ok)
  await (await openSqliteStore(file('state'))).close()
  const environment = {
    PATH: file('bin'),
    LANG: 'C.UTF-8',
    CROWSNEST_CONTENT: file('content'),
    CROWSNEST_STATE: file('state'),
    CROWSNEST_NOW: NOW,
    SMTP_URL: smtp.url.replace('//', '//keeper:secret@'),
    DKIM_KEY: pem(KEY),
    DKIM_SELECTOR: 'light',
  }
  return {
    file,
    environment,
    run: async (args: readonly string[] = [], { zone = SOUND, env = {} }: Surroundings = {}) => {
      dns.zone = zone
      dns.asked.length = 0
      const all = ['doctor', '--dns', dns.address, ...args]
      const ended = await runHere('scripts/subscribers.ts', all, { env: { ...environment, ...env }, cwd: folder.path })
      assert.doesNotMatch(`${ended.stdout}${ended.stderr}`, /\n\s+at |node:internal|should not have happened/)
      return ended
    },
    [Symbol.dispose]: () => {
      folder[Symbol.dispose]()
    },
  }
}

interface Surroundings {
  readonly zone?: Zone | undefined
  readonly env?: Readonly<Record<string, string>> | undefined
}

const parse = (stdout: string) => JSON.parse(stdout) as Finding[]
const but = (findings: readonly Finding[], ...levels: string[]) =>
  findings.filter(({ level }) => !levels.includes(level)).map(({ level, check }) => `${level} ${check}`)

describe('npm run subscribers -- doctor', () => {
  test('finds nothing where everything is in order, and writes and sends nothing', async () => {
    using place = await makePlace()
    const before = readTree(place.file('content'))
    const { code, stdout, stderr } = await place.run(['--json'])
    const findings = parse(stdout)
    assert.deepEqual(
      findings.filter(({ level }) => level !== 'ok'),
      [],
    )
    assert.deepEqual([code, stderr], [0, ''])
    assert.deepEqual(readTree(place.file('content')), before)
    assert.deepEqual(smtp.mails, [])
    const checks = findings.map(({ check }) => check)
    assert.equal(new Set(checks).size, checks.length, 'each check is told once')
    for (const check of [
      'spf-server',
      'dkim-record',
      'signature',
      'signed-headers',
      'tls',
      'auth',
      'spam-score',
      'store',
    ])
      assert.ok(checks.includes(check), check)
    assert.ok(dns.asked.includes(`TXT light._domainkey.${DOMAIN}`))
  })

  const site = (own: Partial<Site['mail']>, ...without: string[]): Site => ({
    ...SITE,
    mail: drop({ ...SITE.mail, ...own }, ...without),
  })
  const zone = (own: Zone, ...without: string[]): Zone => drop({ ...SOUND, ...own }, ...without)
  const faults: [what: string, change: Surroundings & { site?: Site; issue?: string }, found: string[]][] = [
    ['no postal address', { site: site({}, 'address') }, ['error postal-address', 'unknown address-shown']],
    ['nowhere for answers to go', { site: site({}, 'replyTo') }, ['error reply-to']],
    ['no name of the list', { site: site({}, 'listId') }, ['warning list-id']],
    ['no mailbox for what comes back', { site: site({}, 'bounces') }, ['warning bounces']],
    [
      'a site without https',
      { site: { ...SITE, url: 'http://weekly.harbour.example' } },
      ['error site-url', 'error unsubscribe-headers', 'unknown unsubscribe-link'],
    ],
    ['no subject', { issue: ISSUE.replace(/subject: .*/, "subject: ''") }, ['error subject']],
    ['no preheader', { issue: ISSUE.replace(/preheader: .*/, "preheader: ''") }, ['warning preheader']],
    [
      'a mail that is too large',
      { issue: `${ISSUE}${'The harbour was very calm indeed. '.repeat(3_200)}\n` },
      ['error html-size'],
    ],
    ['no mail server', { env: { SMTP_URL: '' } }, ['error smtp-url']],
    ['no key to sign with', { env: { DKIM_KEY: '', DKIM_SELECTOR: '' } }, ['warning dkim-alignment']],
    [
      'a key that is too short',
      { env: { DKIM_KEY: pem(pair(1024)) } },
      ['error dkim-settings', 'warning dkim-alignment'],
    ],
    [
      'somebody else’s domain that signs',
      { env: { DKIM_DOMAIN: 'relay.example' }, zone: zone({ 'TXT light._domainkey.relay.example': [recordOf(KEY)] }) },
      ['warning dkim-alignment', 'error signature'],
    ],
    [
      'a mailbox for what comes back elsewhere',
      {
        site: site({ bounces: 'b@relay.example' }),
        zone: zone({ 'TXT relay.example': ['v=spf1 ip4:127.0.0.1 -all'], 'MX relay.example': ['1 mx.relay.example'] }),
      },
      ['warning envelope-alignment'],
    ],
    ['no SPF record', { zone: zone({ [`TXT ${DOMAIN}`]: ['hello'] }) }, ['error spf']],
    ['two SPF records', { zone: zone({ [`TXT ${DOMAIN}`]: ['v=spf1 -all', 'v=spf1 ~all'] }) }, ['error spf']],
    [
      'an SPF record that lets everybody send',
      { zone: zone({ [`TXT ${DOMAIN}`]: ['v=spf1 ip4:127.0.0.1 +all'] }) },
      ['error spf-all'],
    ],
    [
      'an SPF record without an end',
      { zone: zone({ [`TXT ${DOMAIN}`]: ['v=spf1 ip4:127.0.0.1'] }) },
      ['warning spf-all'],
    ],
    [
      'an SPF record that nobody can read',
      { zone: zone({ [`TXT ${DOMAIN}`]: ['v=spf1 ipv4:127.0.0.1 -all'] }) },
      ['error spf-syntax'],
    ],
    [
      'an SPF record that takes too many lookups',
      { zone: zone({ [`TXT ${DOMAIN}`]: [`v=spf1 ip4:127.0.0.1 ${'a '.repeat(11)}-all`] }) },
      ['error spf-lookups'],
    ],
    [
      'a mail server that the SPF record does not name',
      { zone: zone({ [`TXT ${DOMAIN}`]: ['v=spf1 ip4:192.0.2.1 -all'] }) },
      ['unknown spf-server'],
    ],
    [
      'no DKIM record',
      { zone: zone({}, `TXT light._domainkey.${DOMAIN}`) },
      ['error dkim-record', 'unknown signature'],
    ],
    [
      'a DKIM record with a key that is too short',
      { zone: zone({ [`TXT light._domainkey.${DOMAIN}`]: [recordOf(pair(1024))] }) },
      ['error dkim-record', 'unknown signature'],
    ],
    [
      'a DKIM record with another key',
      { zone: zone({ [`TXT light._domainkey.${DOMAIN}`]: [recordOf(pair(2048))] }) },
      ['error dkim-record', 'unknown signature'],
    ],
    [
      'a DKIM key that was revoked',
      { zone: zone({ [`TXT light._domainkey.${DOMAIN}`]: ['v=DKIM1; p='] }) },
      ['error dkim-record', 'unknown signature'],
    ],
    [
      'a DKIM record of a test',
      { zone: zone({ [`TXT light._domainkey.${DOMAIN}`]: [`${recordOf(KEY)}; t=y`] }) },
      ['warning dkim-record'],
    ],
    ['no DMARC policy', { zone: zone({}, `TXT _dmarc.${DOMAIN}`) }, ['error dmarc']],
    [
      'a DMARC policy that asks for nothing',
      { zone: zone({ [`TXT _dmarc.${DOMAIN}`]: ['v=DMARC1; p=none; rua=mailto:d@harbour.example'] }) },
      ['warning dmarc'],
    ],
    [
      'a DMARC policy that tells nobody',
      { zone: zone({ [`TXT _dmarc.${DOMAIN}`]: ['v=DMARC1; p=reject'] }) },
      ['warning dmarc-reports'],
    ],
    ['no server for mail that comes back', { zone: zone({}, `MX ${DOMAIN}`) }, ['error mx']],
    ['a domain that takes no mail', { zone: zone({ [`MX ${DOMAIN}`]: ['0 .'] }) }, ['error mx']],
    ['no address of the site', { zone: zone({}, `A weekly.${DOMAIN}`) }, ['error site-address']],
    ['a name server that fails for SPF', { zone: zone({ [`TXT ${DOMAIN}`]: ['SERVFAIL'] }) }, ['unknown spf']],
    ['a mail server that is down', { env: { SMTP_URL: 'smtp://127.0.0.1:1' } }, ['unknown tls']],
  ]
  for (const [what, change, found] of faults) {
    test(`says of ${what} that alone, and what to do`, async () => {
      using place = await makePlace({ site: change.site, issue: change.issue })
      const { code, stdout } = await place.run(['--json'], change)
      const findings = parse(stdout)
      assert.deepEqual(but(findings, 'ok').toSorted(), found.toSorted())
      assert.equal(code, found.some((line) => line.startsWith('error')) ? 3 : 0)
      for (const { level, check, remedy } of findings)
        if (level === 'error' || level === 'warning') assert.ok((remedy ?? '').length > 10, `${check} says what to do`)
    })
  }

  test('prints the record to publish where the key is not published, in one piece', async () => {
    using place = await makePlace()
    const { stdout, code } = await place.run([], { zone: drop(SOUND, `TXT light._domainkey.${DOMAIN}`) })
    assert.equal(code, 3)
    const strings = recordOf(KEY).match(/.{1,255}/g) ?? []
    assert.ok(
      stdout.includes(`light._domainkey.${DOMAIN}. TXT ${strings.map((each) => `"${each}"`).join(' ')}\n`),
      stdout,
    )
    assert.match(stdout, /^DNS records$/m)
    assert.match(stdout, /\d+ in order, 1 error, 1 not known\.\n$/)
  })

  test('knows nothing of what no name server tells, and calls it no fault', async () => {
    using place = await makePlace()
    const silent = await startDnsServer(Object.fromEntries(Object.keys(SOUND).map((key) => [key, ['SERVFAIL']])))
    try {
      const { code, stdout } = await place.run(['--json', '--dns', silent.address])
      const found = parse(stdout).filter(({ level }) => level !== 'ok')
      assert.deepEqual([code, found.filter(({ level }) => level !== 'unknown')], [0, []])
      assert.ok(found.length >= 4)
    } finally {
      await silent.stop()
    }
  })

  test('makes no state folder where there is none', async () => {
    using place = await makePlace()
    const state = place.file('elsewhere')
    const { stdout } = await place.run(['--json', '--state', state])
    assert.deepEqual(but(parse(stdout), 'ok'), ['unknown store', 'unknown link-keys'])
    assert.ok(!fs.existsSync(state))
  })

  test('refuses a name server that is none, and an issue that is not there', async () => {
    using place = await makePlace()
    const wrong = await place.run(['--dns', 'no server'])
    assert.equal(wrong.code, 2)
    assert.match(wrong.stderr, /--dns/)
    const missing = await place.run(['--issue', '2026-W01'])
    assert.equal(missing.code, 1)
    assert.match(missing.stderr, /there is no issue/)
  })
})

describe('npm run subscribers -- doctor FILE.eml', () => {
  const HOPS = [
    'Return-Path: <bounces+b1.x@harbour.example>',
    'Received: by 2002:a05:1 with SMTP id x; Thu, 26 Nov 2026 13:00:03 +0000',
    'Received: from mail.harbour.example (mail.harbour.example. [192.0.2.9])',
    '        by mx.reader.example with ESMTPS id y; Thu, 26 Nov 2026 13:00:02 +0000',
    'Authentication-Results: mx.reader.example; spf=pass smtp.mailfrom=harbour.example; dkim=pass header.d=harbour.example;',
    '        dmarc=pass (p=REJECT) header.from=harbour.example',
  ]
  const LEAVE = 'https://weekly.harbour.example/unsubscribe/k1.AAAAAAAAAAAAAAAAAAAAAA.BBBBBBBBBBBBBBBBBBBBBB'
  const TEXT = `Low tide\n\nhttps://lamp.example/first-light/\n\nYou get this mail because you subscribed to Lookout.\n\nPrivacy:\nhttps://weekly.harbour.example/privacy/\nUnsubscribe:\n${LEAVE}\n\n1 Pier Road\nHarbour\n`
  const HTML = `<p><a href="https://lamp.example/first-light/">First light</a></p><p>You get this mail because you subscribed to Lookout. <a href="https://weekly.harbour.example/privacy/">Privacy</a> <a href="${LEAVE}">Unsubscribe</a></p><p>1 Pier Road<br>Harbour</p>`
  const HEAD = [
    'From: Lookout <weekly@harbour.example>',
    'To: reader@reader.example',
    'Subject: Low tide',
    'Date: Thu, 26 Nov 2026 13:00:00 +0000',
    'Message-ID: <2026-w48.abc@harbour.example>',
    `List-Unsubscribe: <${LEAVE}>`,
    'List-Unsubscribe-Post: List-Unsubscribe=One-Click',
    'List-Id: <weekly.harbour.example>',
    'List-Archive: <https://weekly.harbour.example/issues/>',
    'List-Help: <https://weekly.harbour.example/about/>',
    'Precedence: bulk',
    'MIME-Version: 1.0',
    'Content-Type: multipart/alternative; boundary="b"',
  ]
  const ROUTE: Zone = { ...SOUND, [`TXT ${DOMAIN}`]: ['v=spf1 ip4:192.0.2.9 -all'] }

  const write = (head: readonly string[], text = TEXT, html = HTML) =>
    [
      ...head,
      '',
      ...['--b', 'Content-Type: text/plain; charset=utf-8', '', ...text.split('\n')],
      ...['--b', 'Content-Type: text/html; charset=utf-8', '', html, '--b--', ''],
    ].join('\r\n')

  async function sign(message: string, names = HEAD.map((line) => line.slice(0, line.indexOf(':'))).join(':')) {
    const signer = new DKIM({
      keys: [{ domainName: DOMAIN, keySelector: 'light', privateKey: pem(KEY) }],
      headerFieldNames: names,
    })
    const chunks: Buffer[] = []
    for await (const chunk of signer.sign(message)) chunks.push(chunk as Buffer)
    return `${HOPS.join('\r\n')}\r\n${Buffer.concat(chunks).toString()}`
  }

  const look = async (message: string | Uint8Array, zone = ROUTE) => {
    using place = await makePlace()
    fs.writeFileSync(place.file('received.eml'), message)
    const ended = await place.run(
      ['received.eml', '--json'].map((arg) => (arg.endsWith('.eml') ? place.file(arg) : arg)),
      { zone },
    )
    return { ...ended, findings: ended.stdout === '' ? [] : parse(ended.stdout) }
  }

  test('finds nothing in a mail of ours that arrived as it was sent', async () => {
    const { findings, code, stderr } = await look(await sign(write(HEAD)))
    assert.deepEqual(
      findings.filter(({ level }) => level !== 'ok'),
      [],
    )
    assert.deepEqual([code, stderr], [0, ''])
    const said = findings.find(({ check }) => check === 'receiver-results')
    assert.match(said?.what ?? '', /mx\.reader\.example noted spf=pass dkim=pass dmarc=pass/)
    assert.match(findings.find(({ check }) => check === 'received-spf')?.what ?? '', /192\.0\.2\.9/)
  })

  const without = (...names: string[]) => HEAD.filter((line) => !names.some((name) => line.startsWith(`${name}:`)))
  const swapped = (from: string, to: string) => HEAD.map((line) => line.replace(from, to))
  const cases: [what: string, message: () => Promise<string>, found: string[]][] = [
    [
      'headers to leave by that are not signed',
      () => sign(write(HEAD), 'From:Subject:Date:Message-ID:To:MIME-Version:Content-Type'),
      ['error signed-headers'],
    ],
    [
      'one header to leave by that is not signed',
      () => sign(write(HEAD), 'From:Subject:Date:List-Unsubscribe'),
      ['error signed-headers'],
    ],
    [
      'a body that was changed on the way',
      async () => (await sign(write(HEAD))).replace('Low tide\r\n\r\n', 'High tide\r\n\r\n'),
      ['error signature'],
    ],
    ['no header for one click', () => sign(write(without('List-Unsubscribe-Post'))), ['error unsubscribe-headers']],
    [
      'a link to leave by that is not encrypted',
      () => sign(write(swapped('<https://weekly.harbour.example/unsub', '<http://weekly.harbour.example/unsub'))),
      ['error unsubscribe-headers', 'unknown unsubscribe-link'],
    ],
    [
      'a way out other than in the header',
      () => sign(write(HEAD, TEXT, HTML.replace(LEAVE, `${LEAVE}x`))),
      ['error unsubscribe-link'],
    ],
    [
      'no privacy page',
      () => sign(write(HEAD, TEXT.replace('/privacy/', '/'), HTML.replace('/privacy/', '/'))),
      ['error privacy'],
    ],
    ['no reason', () => sign(write(HEAD, TEXT.replace(/You get.*/, ''), HTML)), ['error reason']],
    ['no postal address', () => sign(write(HEAD, TEXT, HTML.replace('1 Pier Road<br>', ''))), ['error address-shown']],
    [
      'a pixel that tells who reads',
      () => sign(write(HEAD, TEXT, `${HTML}<img src="https://track.relay.example/o.gif" width="1" height="1">`)),
      ['error tracking-images'],
    ],
    [
      'links that somebody counts',
      () =>
        sign(write(HEAD, TEXT, HTML.replace('https://lamp.example/first-light/', 'https://click.relay.example/c/1'))),
      ['error rewritten-links'],
    ],
    ['a line that is too long', () => sign(write(HEAD, `${TEXT}${'x'.repeat(1_200)}\n`)), ['error line-length']],
    [
      'two headers From',
      () => sign(write([...HEAD, 'From: other@relay.example'])),
      ['error header-once', 'error received-dmarc'],
    ],
    ['a day that has not come', () => sign(write(swapped('26 Nov 2026', '26 Nov 2027'))), ['error date']],
    ['no Precedence', () => sign(write(without('Precedence'))), ['warning precedence']],
    [
      'no plain text',
      () => sign([...without('Content-Type'), 'Content-Type: text/html; charset=utf-8', '', HTML, ''].join('\r\n')),
      ['error text-part'],
    ],
  ]
  for (const [what, make, found] of cases) {
    test(`says of ${what} that alone`, async () => {
      const { findings, code } = await look(await make())
      assert.deepEqual(but(findings, 'ok').toSorted(), found.toSorted())
      assert.equal(code, found.some((line) => line.startsWith('error')) ? 3 : 0)
    })
  }

  test('says which server forwarded a mail that only the signature still speaks for', async () => {
    const { findings, code } = await look(await sign(write(HEAD)), { ...SOUND, [`TXT ${DOMAIN}`]: ['v=spf1 -all'] })
    assert.deepEqual([but(findings, 'ok'), code], [['warning received-spf'], 0])
  })

  const junk = (length: number) =>
    Buffer.from(Array.from({ length }, (_, index) => (index * 7919 + (index >> 3)) % 256))
  const hostile: [what: string, message: () => string | Uint8Array][] = [
    ['text that is no mail', () => 'hello\n'],
    ['bytes that are no text', () => junk(100_000)],
    ['nothing but line breaks', () => '\r\n'.repeat(50_000)],
    ['a body without headers', () => '\r\nJust words\r\n'],
    ['MIME without an end', () => `${HEAD.join('\r\n')}\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>`],
    [
      'parts in parts in parts',
      () =>
        Array.from(
          { length: 2_000 },
          (_, index) => `Content-Type: multipart/mixed; boundary="${index}"\r\n\r\n--${index}\r\n`,
        ).join(''),
    ],
    ['a hundred thousand headers', () => `${'X-Lamp: lit\r\n'.repeat(100_000)}\r\nbody`],
    ['a header of a megabyte', () => `Subject: ${'x'.repeat(1_000_000)}\r\n\r\nbody`],
    [
      'a thousand signatures',
      () =>
        `From: a@b.example\r\n${'DKIM-Signature: v=1; a=rsa-sha256; d=b.example; s=s; h=from; bh=x; b=y\r\n'.repeat(1_000)}\r\nbody`,
    ],
    [
      'control characters everywhere',
      () => 'From: \u001b[31ma@b.example\r\nSubject: \u001b]0;x\u0007\u0000\r\n\r\n\u001b[2J',
    ],
    ['addresses without end', () => `From: ${'a@b.example, '.repeat(15_000)}\r\n\r\nbody`],
    [
      'angle brackets without end',
      () =>
        `List-Unsubscribe: ${'<'.repeat(200_000)}\r\nReceived: from ${'['.repeat(20_000)}\r\n\r\n${'<a href='.repeat(50_000)}`,
    ],
  ]
  for (const [what, make] of hostile) {
    test(`looks at ${what}, and comes to an end`, async () => {
      const { findings, code, stderr } = await look(make(), {})
      assert.equal(code, 3, stderr)
      assert.ok(findings.length > 5)
      assert.ok(dns.asked.length < 350)
    })
  }

  test('shows what a hostile mail says in escapes', async () => {
    using place = await makePlace()
    fs.writeFileSync(place.file('odd.eml'), 'From: a@b.example\r\nSubject: \u001b[31mred\u0007\r\n\r\nbody')
    const { stdout } = await place.run([place.file('odd.eml')], { zone: {} })
    // eslint-disable-next-line no-control-regex
    assert.doesNotMatch(stdout, /[\u0000-\u0009\u000b-\u001f\u007f]/)
  })

  test('reads no more than the beginning of a mail that is huge, and says so', async () => {
    const { findings, code } = await look(
      Buffer.concat([Buffer.from(write(HEAD)), Buffer.alloc(50_000_000, 'lamp\r\n')]),
    )
    assert.equal(code, 3)
    assert.deepEqual(
      but(findings, 'ok', 'warning').filter((line) => /size|signature/.test(line)),
      ['unknown signature', 'error message-size'],
    )
  })

  test('reads a mail from standard input, in a process of its own', async () => {
    using place = await makePlace()
    dns.zone = ROUTE
    const args = ['scripts/subscribers.ts', 'doctor', '-', '--json', '--dns', dns.address]
    const child = spawn(process.execPath, args, { env: place.environment, stdio: ['pipe', 'pipe', 'inherit'] })
    let stdout = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
    child.stdin.end(await sign(write(HEAD)))
    const [code] = (await once(child, 'close')) as [number]
    assert.equal(code, 0)
    assert.deepEqual(but(parse(stdout), 'ok'), [])
  })

  test('says of a file that is not there, is a folder or empty what it is', async () => {
    using place = await makePlace()
    fs.writeFileSync(place.file('empty.eml'), '')
    for (const [name, what] of [
      ['gone.eml', /no such file/],
      ['content', /folder/],
      ['empty.eml', /empty/],
    ] as const) {
      const { code, stderr } = await place.run([place.file(name)])
      assert.equal(code, 1)
      assert.match(stderr, what)
    }
  })
})
