import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { checkDkimRecord } from '../../../src/core/doctor/check-dkim-record.ts'
import { checkDmarc, dmarcNames } from '../../../src/core/doctor/check-dmarc.ts'
import { checkServer, type ServerFacts } from '../../../src/core/doctor/check-server.ts'
import { checkSpfReading, checkSpfRecord } from '../../../src/core/doctor/check-spf.ts'
import { type DnsAnswer, formatTxtRecord } from '../../../src/core/doctor/dns-answer.ts'
import { isAligned } from '../../../src/core/doctor/mail-domain.ts'
import { fromBase64, readRsaKey } from '../../../src/core/doctor/public-key.ts'
import { readSpf } from '../../../src/core/doctor/spf-record.ts'
import { parseTagList } from '../../../src/core/doctor/tag-list.ts'

const found = (...records: string[]): DnsAnswer => ({ outcome: 'found', records })
const answers = (all: Readonly<Record<string, string>>) =>
  new Map(Object.entries(all).map(([name, record]) => [name, found(record)]))

describe('an SPF record that is missing', () => {
  const cases: [host: string | undefined, mechanism: string][] = [
    ['mail.harbour.example', 'a:mail.harbour.example'],
    ['192.0.2.25', 'ip4:192.0.2.25'],
    ['2001:db8::25', 'ip6:2001:db8::25'],
    ['127.0.0.1', 'a:mail.news.example'],
    ['localhost', 'a:mail.news.example'],
    [undefined, 'a:mail.news.example'],
  ]
  for (const [host, mechanism] of cases) {
    test(`is proposed with ${mechanism} for ${host ?? 'a server that nobody named'}`, () => {
      const { level, remedy = '' } = checkSpfRecord('news.example', { outcome: 'none' }, host)
      assert.equal(level, 'error')
      assert.ok(remedy.startsWith(`Publish news.example. TXT "v=spf1 ${mechanism} -all"`), remedy)
    })
  }
})

describe('an SPF policy', () => {
  const cases: [record: string, lookups: number, rest: string | undefined, faults: number][] = [
    ['v=spf1 -all', 0, '-', 0],
    ['v=spf1 ip4:192.0.2.0/24 ip6:2001:db8::/32 ~all', 0, '~', 0],
    ['v=spf1 a mx:mail.example a/24 mx//64 ptr exists:%{i}.l.example ?all', 6, '?', 0],
    ['V=SPF1 A MX ALL', 2, '+', 0],
    ['v=spf1', 0, undefined, 0],
    ['v=spf1 exp=why.example unknown=x -all', 0, '-', 0],
    ['v=spf1 ipv4:192.0.2.1 -all', 0, '-', 1],
    ['v=spf1 ip4:192.0.2.256 ip4:192.0.2.1/33 ip6:lamp include: -all', 0, '-', 4],
    ['v=spf1 all:lamp redirect=', 0, undefined, 2],
    ['v=spf1 include:one.example -all', 3, '-', 0],
    ['v=spf1 redirect=one.example', 3, '~', 0],
    ['v=spf1 -all redirect=one.example', 0, '-', 0],
    ['v=spf1 include:root.example -all', 1, '-', 1],
    ['v=spf1 include:bare.example -all', 1, '-', 1],
    ['v=spf1 include:%{d}.example -all', 1, '-', 0],
  ]
  for (const [record, lookups, rest, faults] of cases) {
    test(`${record} takes ${lookups} lookups and has ${faults} faults`, () => {
      const known = answers({ 'root.example': record, 'one.example': 'v=spf1 a mx ~all', 'bare.example': 'hello' })
      const reading = readSpf('root.example', known)
      assert.deepEqual(
        [reading.lookups, reading.rest, reading.faults.length, reading.wanted],
        [lookups, rest, faults, []],
      )
    })
  }

  test('says which records it still wants, and stops wanting of one that branches without end', () => {
    assert.deepEqual(
      readSpf('a.example', answers({ 'a.example': 'v=spf1 include:b.example include:C.example' })).wanted,
      ['b.example', 'c.example'],
    )
    const branches = Array.from({ length: 500 }, (_, index) => `include:n${index}.example`).join(' ')
    assert.equal(readSpf('a.example', answers({ 'a.example': `v=spf1 ${branches}` })).wanted.length, 40)
  })

  test('holds at ten lookups, and is at fault with eleven', () => {
    const level = (count: number) =>
      checkSpfReading(
        'a.example',
        readSpf('a.example', answers({ 'a.example': `v=spf1 ${'a '.repeat(count)}-all` })),
      )[0]?.level
    assert.deepEqual([level(10), level(11)], ['ok', 'error'])
  })
})

/** A modulus of so many bits, as SubjectPublicKeyInfo or bare. */
function makeKey(bits: number, { isBare = false, last = 1 } = {}): string {
  const element = (tag: number, content: readonly number[]): number[] => {
    const { length } = content
    const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255]
    return [tag, ...size, ...content]
  }
  const modulus = [0, 0x80 >> ((8 - (bits % 8)) % 8), ...Array.from({ length: Math.ceil(bits / 8) - 2 }, () => 7), last]
  const bare = element(0x30, [...element(0x02, modulus), ...element(0x02, [1, 0, 1])])
  const algorithm = element(0x30, [...element(0x06, [42, 134, 72, 134, 247, 13, 1, 1, 1]), 5, 0])
  const der = isBare ? bare : element(0x30, [...algorithm, ...element(0x03, [0, ...bare])])
  return btoa(String.fromCharCode(...der))
}

describe('a DKIM record', () => {
  const OWN = makeKey(2048)
  const cases: [record: string, level: string][] = [
    [`v=DKIM1; k=rsa; p=${OWN}`, 'ok'],
    [`p=${OWN}`, 'ok'],
    [`v=DKIM1;k=RSA;h=sha1:sha256;s=email;t=s;p=${OWN.slice(0, 50)} ${OWN.slice(50)};`, 'ok'],
    [`v=DKIM1; p=${makeKey(2048, { isBare: true })}`, 'ok'],
    [`v=DKIM1; t=y; p=${OWN}`, 'warning'],
    [`v=DKIM1; p=${makeKey(2048, { last: 3 })}`, 'error'],
    [`v=DKIM1; p=${makeKey(1024)}`, 'error'],
    [`v=DKIM1; p=${makeKey(2047)}`, 'error'],
    ['v=DKIM1; p=', 'error'],
    ['v=DKIM1; k=rsa', 'error'],
    ['v=DKIM1; p=!!', 'error'],
    [`v=DKIM1; k=ed25519; p=${OWN}`, 'error'],
    [`v=DKIM1; h=sha1; p=${OWN}`, 'error'],
    [`v=DKIM1; s=tlsrpt; p=${OWN}`, 'error'],
    [`k=rsa; v=DKIM1; p=${OWN}`, 'error'],
    [`v=DKIM2; p=${OWN}`, 'error'],
    [`v=DKIM1; p=${OWN}; p=${OWN}`, 'error'],
    ['no tags', 'error'],
  ]
  const identity = { domain: 'harbour.example', selector: 'light', publicKey: OWN }
  for (const [record, level] of cases)
    test(`${record.replaceAll(/[\w+/]{60,}=*/g, '…')} is ${level}`, () => {
      assert.equal(checkDkimRecord(identity, found(record)).level, level)
    })

  test('is told from none, from two, and from no answer', () => {
    assert.equal(checkDkimRecord(identity, { outcome: 'none' }).level, 'error')
    assert.equal(checkDkimRecord(identity, found('p=', 'p=')).level, 'error')
    assert.equal(checkDkimRecord(identity, { outcome: 'unreached', reason: 'silence' }).level, 'unknown')
    assert.match(
      checkDkimRecord(identity, { outcome: 'none' }).remedy ?? '',
      /^Publish light\._domainkey\.harbour\.example\. TXT "v=DKIM1; k=rsa; p=/,
    )
  })

  test('a key that is cut off anywhere is no key', () => {
    const bytes = fromBase64(OWN) ?? new Uint8Array()
    assert.equal(readRsaKey(bytes)?.bits, 2048)
    for (let length = 0; length < bytes.length; length += 1)
      assert.equal(readRsaKey(bytes.subarray(0, length)), undefined)
  })

  test('a long record is written in strings of 255', () => {
    assert.equal(
      formatTxtRecord('a.example', 'x'.repeat(300)),
      `a.example. TXT "${'x'.repeat(255)}" "${'x'.repeat(45)}"`,
    )
    assert.deepEqual(
      [...(parseTagList(' A = b ; c=d=e;') ?? [])],
      [
        ['a', 'b'],
        ['c', 'd=e'],
      ],
    )
  })
})

describe('a DMARC policy', () => {
  const level = (...all: DnsAnswer[]) => checkDmarc('news.harbour.example', all).findings.map((each) => each.level)
  const NONE: DnsAnswer = { outcome: 'none' }
  const RUA = 'rua=mailto:d@harbour.example'
  const cases: [what: string, all: DnsAnswer[], levels: string[]][] = [
    ['at the domain itself', [found(`v=DMARC1; p=reject; ${RUA}`), NONE], ['ok', 'ok']],
    ['at the one that is registered', [NONE, found(`v=DMARC1; p=quarantine; ${RUA}`)], ['ok', 'ok']],
    ['beside other texts', [found('hello', `v=DMARC1;p=reject;${RUA}`)], ['ok', 'ok']],
    ['that spares domains below', [NONE, found(`v=DMARC1; p=reject; sp=none; ${RUA}`)], ['warning', 'ok']],
    ['that asks for nothing', [found('v=DMARC1; p=none')], ['warning', 'warning']],
    ['on trial', [found(`v=DMARC1; p=reject; t=y; ${RUA}`)], ['warning', 'ok']],
    ['without p', [found(`v=DMARC1; ${RUA}`)], ['error']],
    ['that is twice', [found('v=DMARC1; p=none', 'v=DMARC1; p=reject')], ['error']],
    ['nowhere', [NONE, NONE], ['error']],
    ['of which nobody tells', [{ outcome: 'unreached', reason: 'silence' }, found('v=DMARC1; p=reject')], ['unknown']],
  ]
  for (const [what, all, levels] of cases)
    test(`one ${what} is ${levels.join(' and ')}`, () => {
      assert.deepEqual(level(...all), levels)
    })

  test('stands at the domain in From or the registered one, and says how strict it is', () => {
    assert.deepEqual(dmarcNames('a.b.harbour.co.uk'), ['_dmarc.a.b.harbour.co.uk', '_dmarc.harbour.co.uk'])
    assert.deepEqual(checkDmarc('a.example', [found('v=DMARC1; p=reject; aspf=s')]).policy, {
      dkim: 'relaxed',
      spf: 'strict',
    })
    assert.ok(isAligned('a.harbour.example', 'b.Harbour.example'))
    assert.ok(!isAligned('a.harbour.example', 'b.harbour.example', 'strict'))
    assert.ok(!isAligned('one.co.uk', 'other.co.uk') && !isAligned('one.github.io', 'other.github.io'))
  })
})

describe('a mail server', () => {
  const NOW = new Date('2026-11-26T13:00:00Z')
  const reached = (own: Partial<Extract<ServerFacts, { outcome: 'reached' }>>): ServerFacts => ({
    ...{ outcome: 'reached', tls: 'offered', protocol: 'TLSv1.3', auth: ['PLAIN'], size: undefined },
    certificate: { fault: undefined, until: '2027-02-01T00:00:00.000Z' },
    ...own,
  })
  const server = { host: 'mail.example', port: 587, hasPassword: true, isLocal: false }
  const cases: [what: string, facts: ServerFacts, own: Partial<typeof server>, levels: string[]][] = [
    ['with all in order', reached({}), {}, ['ok', 'ok', 'ok']],
    ['without TLS for a password', reached({ tls: 'none', certificate: undefined }), {}, ['error', 'ok']],
    [
      'without TLS or password',
      reached({ tls: 'none', certificate: undefined, auth: [] }),
      { hasPassword: false },
      ['warning', 'ok'],
    ],
    ['without TLS on this machine', reached({ tls: 'none', certificate: undefined }), { isLocal: true }, ['ok', 'ok']],
    [
      'with a certificate that nobody signed',
      reached({ certificate: { fault: 'self-signed', until: '2027-02-01T00:00:00.000Z' } }),
      {},
      ['ok', 'error', 'ok'],
    ],
    [
      'with a certificate that ends soon',
      reached({ certificate: { fault: undefined, until: '2026-12-01T00:00:00.000Z' } }),
      {},
      ['ok', 'warning', 'ok'],
    ],
    [
      'with a certificate that has ended',
      reached({ certificate: { fault: undefined, until: '2026-11-01T00:00:00.000Z' } }),
      {},
      ['ok', 'error', 'ok'],
    ],
    ['that takes no password', reached({ auth: [] }), {}, ['ok', 'ok', 'error']],
    ['that may want a password', reached({}), { hasPassword: false }, ['ok', 'ok', 'warning']],
    ['out of reach', { outcome: 'unreached', reason: 'silence' }, {}, ['unknown']],
  ]
  for (const [what, facts, own, levels] of cases)
    test(`one ${what} is ${levels.join(', ')}`, () => {
      assert.deepEqual(
        checkServer(facts, { ...server, ...own }, NOW).map((each) => each.level),
        levels,
      )
    })
})
