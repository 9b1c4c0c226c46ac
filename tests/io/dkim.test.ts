import assert from 'node:assert/strict'
import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { describe, test } from 'node:test'
import { dkimVerify } from 'mailauth/lib/dkim/verify.js'
import { freezeIssue } from '../../src/jobs/freeze-issue.ts'
import { prepareMail } from '../../src/jobs/prepare-mail.ts'
import { composeMessage, createComposer } from '../../src/io/compose-message.ts'
import { createPlainSigner, createSigner, type Dkim, readDkimSettings, signingOf } from '../../src/io/dkim.ts'
import { planServiceMail } from '../../src/core/subscription/plan-service-mail.ts'
import { take } from '../../src/core/text/problem.ts'
import { makeIssue, makePick } from '../builders.ts'
import { makeSettings } from '../core/digest/digest-builders.ts'
import { makeTemporaryFolder } from './temporary-folder.ts'

const pemOf = (key: KeyObject, type: 'pkcs1' | 'pkcs8' = 'pkcs8') => key.export({ type, format: 'pem' }).toString()
const rsa = (modulusLength: number) => generateKeyPairSync('rsa', { modulusLength })
const OURS = rsa(2048)
const PEM = pemOf(OURS.privateKey)
const FROM = { name: 'Lighthouse', address: 'lamp@light.example' }
const DKIM: Dkim = { domain: 'light.example', selector: 's1', key: OURS.privateKey }

describe('readDkimSettings', () => {
  const read = (environment: Readonly<Record<string, string | undefined>>) => readDkimSettings(environment, FROM)

  test('finds nothing where nothing is set: somebody else signs', () => {
    for (const environment of [{ DKIM_KEY_FILE: '' }, { DKIM_KEY: '', DKIM_SELECTOR: ' ' }]) {
      assert.deepEqual(read(environment), { ok: true, value: undefined })
    }
  })

  test('takes the domain of the sender, and another where one is named', () => {
    for (const [own, domain] of [
      [{}, 'light.example'],
      [{ DKIM_DOMAIN: 'Mail.Light.example' }, 'mail.light.example'],
    ] as const) {
      const result = read({ DKIM_KEY: PEM, DKIM_SELECTOR: 'Crowsnest-1.a', ...own })
      assert.ok(result.ok && result.value)
      assert.deepEqual([result.value.domain, result.value.selector], [domain, 'crowsnest-1.a'])
      assert.ok(result.value.key.equals(OURS.privateKey))
    }
  })

  test('takes a key of either form, on one line with \\n, and from a file', () => {
    using folder = makeTemporaryFolder()
    const file = path.join(folder.path, 'dkim.pem')
    fs.writeFileSync(file, PEM)
    for (const own of [
      { DKIM_KEY: pemOf(OURS.privateKey, 'pkcs1') },
      { DKIM_KEY: PEM.replaceAll('\n', '\\n') },
      { DKIM_KEY: PEM.replaceAll('\n', '\r\n') },
      { DKIM_KEY_FILE: file },
    ]) {
      const result = read({ DKIM_SELECTOR: 's1', ...own })
      assert.ok(result.ok && result.value?.key.equals(OURS.privateKey), JSON.stringify(result))
    }
  })

  const secret = PEM.split('\n')[3] ?? ''
  const weak = pemOf(rsa(1024).privateKey)
  const bad: readonly (readonly [name: string, own: Record<string, string>, where: RegExp, what: RegExp])[] = [
    ['no key', { DKIM_SELECTOR: 's1' }, /^DKIM_KEY$/, /neither/],
    ['a domain alone', { DKIM_DOMAIN: 'light.example' }, /^DKIM_KEY$/, /neither/],
    ['no selector', { DKIM_KEY: PEM }, /^DKIM_SELECTOR$/, /not set/],
    ['the whole name of the record', { DKIM_KEY: PEM, DKIM_SELECTOR: 's1._domainkey' }, /^DKIM_SELECTOR$/, /none/],
    ['a selector that ends a tag', { DKIM_KEY: PEM, DKIM_SELECTOR: 's1; d=other.example' }, /^DKIM_SELECTOR$/, /none/],
    [
      'an odd domain',
      { DKIM_KEY: PEM, DKIM_SELECTOR: 's1', DKIM_DOMAIN: 'https://a.example' },
      /^DKIM_DOMAIN$/,
      /no domain/,
    ],
    [
      'a domain of one label',
      { DKIM_KEY: PEM, DKIM_SELECTOR: 's1', DKIM_DOMAIN: 'light' },
      /^DKIM_DOMAIN$/,
      /no domain/,
    ],
    ['what is no PEM', { DKIM_KEY: secret, DKIM_SELECTOR: 's1' }, /^DKIM_KEY$/, /no private key in PEM/],
    [
      'a PEM that is cut off',
      { DKIM_KEY: PEM.slice(0, 400), DKIM_SELECTOR: 's1' },
      /^DKIM_KEY$/,
      /no private key in PEM/,
    ],
    [
      'the public key',
      { DKIM_KEY: OURS.publicKey.export({ type: 'spki', format: 'pem' }).toString(), DKIM_SELECTOR: 's1' },
      /^DKIM_KEY$/,
      /public key/,
    ],
    [
      'a key with a passphrase',
      {
        DKIM_KEY: OURS.privateKey
          .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-128-cbc', passphrase: 'x' })
          .toString(),
        DKIM_SELECTOR: 's1',
      },
      /^DKIM_KEY$/,
      /passphrase/,
    ],
    ['a weak key', { DKIM_KEY: weak, DKIM_SELECTOR: 's1' }, /^DKIM_KEY$/, /1024 bits/],
    [
      'another kind of key',
      { DKIM_KEY: pemOf(generateKeyPairSync('ed25519').privateKey), DKIM_SELECTOR: 's1' },
      /^DKIM_KEY$/,
      /ed25519/,
    ],
    ['two keys', { DKIM_KEY: PEM, DKIM_KEY_FILE: 'x.pem', DKIM_SELECTOR: 's1' }, /^DKIM_KEY$/, /DKIM_KEY_FILE/],
    [
      'a file that is not there',
      { DKIM_KEY_FILE: '/nowhere/dkim.pem', DKIM_SELECTOR: 's1' },
      /^DKIM_KEY_FILE/,
      /no such file/,
    ],
    ['a folder', { DKIM_KEY_FILE: '/', DKIM_SELECTOR: 's1' }, /^DKIM_KEY_FILE/, /cannot be read/],
  ]
  for (const [name, own, where, what] of bad) {
    test(`says what is wrong with ${name}, and shows no key`, () => {
      const result = read(own)
      assert.ok(!result.ok)
      const [problem] = result.problems
      assert.match(problem?.where ?? '', where)
      assert.match(problem?.what ?? '', what)
      assert.ok(problem?.remedy)
      assert.ok(!JSON.stringify(result).includes(secret.slice(0, 20)))
    })
  }

  test('finds all that is wrong at once', () => {
    const result = read({ DKIM_KEY: weak, DKIM_SELECTOR: '_', DKIM_DOMAIN: '-' })
    assert.ok(!result.ok)
    assert.deepEqual(
      result.problems.map(({ where }) => where),
      ['DKIM_KEY', 'DKIM_SELECTOR', 'DKIM_DOMAIN'],
    )
  })
})

const KEY = { id: 'k1', secret: new Uint8Array(32).fill(7) }
const READER = { subscriptionId: 'AAAAAAAAAAAAAAAAAAAAAA', address: 'keeper@light.example' }

/** The mail of one reader of an issue that has a bit of everything. */
async function makeMail() {
  const issue = makeIssue({
    subject: 'Größe – 日本',
    body: 'A  note with\n\n.a dot and "quotes".',
    picks: [makePick()],
  })
  const { mail } = await freezeIssue(
    {
      ...{ issue, settings: makeSettings(), from: FROM, replyTo: { name: '', address: 'desk@light.example' } },
      ...{
        bounces: 'bounces@light.example',
        key: KEY,
        now: new Date('2026-08-21T12:00:00Z'),
        where: { issue: 'x', settings: 'y' },
      },
    },
    { composeMessage },
  )
  const send = { ...mail, number: 1, startedAt: '', notAfter: '', signing: signingOf(DKIM), recipients: 1 }
  return Buffer.from(prepareMail(send, [KEY], createSigner(DKIM))(READER).message).toString('latin1')
}

/** What another verifier says, with the record of our key in place of DNS. */
async function verify(message: string): Promise<string> {
  const p = OURS.publicKey.export({ type: 'spki', format: 'der' }).toString('base64')
  const resolver = (name: string) => {
    assert.equal(name, 's1._domainkey.light.example')
    return Promise.resolve([[`v=DKIM1; k=rsa; p=${p}`]])
  }
  const { results } = await dkimVerify(Buffer.from(message, 'latin1'), { resolver })
  return results.map(({ status }: { status: { result: string } }) => status.result).join()
}

const headOf = (message: string) => message.slice(0, message.indexOf('\r\n\r\n'))
/** The fields that a signature names. */
const signedFields = (message: string) =>
  /;\s*h=([^;]*);/.exec(headOf(message).replaceAll(/\r\n[ \t]+/g, ''))?.[1]?.split(':') ?? []

test('what is frozen of a key names its record, is that of this key alone, and is not the key', () => {
  const signing = signingOf(DKIM)
  assert.match(signing, /^s1\._domainkey\.light\.example [\w-]{43}$/)
  assert.equal(
    signingOf(take(readDkimSettings({ DKIM_KEY: pemOf(OURS.privateKey, 'pkcs1'), DKIM_SELECTOR: 'S1' }, FROM))),
    signing,
  )
  assert.notEqual(signingOf({ ...DKIM, key: rsa(2048).privateKey }), signing)
  assert.equal(signingOf(undefined), 'none')
  assert.equal(createSigner(DKIM).signing, signing)
})

describe('the mail of one reader', () => {
  test('is signed as nodemailer signs the same bytes', async () => {
    const message = await makeMail()
    const unsigned = message.slice(message.indexOf('\r\nTo: ') + 2)
    assert.match(message, /^DKIM-Signature: /)
    assert.equal(
      Buffer.from(await createPlainSigner(DKIM)(Buffer.from(unsigned, 'latin1'))).toString('latin1'),
      message,
    )
  })

  test('passes with another verifier, and both fields of one-click unsubscribing are covered', async () => {
    const message = await makeMail()
    assert.equal(await verify(message), 'pass')
    const names = headOf(message)
      .split(/\r\n(?![ \t])/)
      .map((line) => line.slice(0, line.indexOf(':')).toLowerCase())
      .filter((name) => name !== 'dkim-signature')
    assert.deepEqual(signedFields(message).sort(), names.sort())
    for (const name of ['list-unsubscribe', 'list-unsubscribe-post']) assert.ok(names.includes(name))
  })

  const changes: readonly (readonly [what: string, pattern: RegExp])[] = [
    ['its text', /a dot and/],
    ['the link in its text', /k1\.AAAA/],
    ['List-Unsubscribe', /List-Unsubscribe:\s+<https:\/\/light/],
    ['List-Unsubscribe-Post', /One-Click/],
    ['To', /To: keeper/],
    ['Subject', /Subject: =\?UTF/],
    ['Message-ID', /Message-ID: <2026/],
  ]
  for (const [what, pattern] of changes) {
    test(`fails with one letter changed in ${what}`, async () => {
      const message = await makeMail()
      const found = pattern.exec(message)
      assert.ok(found)
      const at = found.index + found[0].length - 1
      const changed = message.slice(0, at) + String.fromCharCode(message.charCodeAt(at) ^ 1) + message.slice(at + 1)
      assert.match(await verify(changed), /^(fail|neutral)$/)
    })
  }
})

test('a service mail is signed by nodemailer where there is a key, and as it was where there is none', async () => {
  const mail = planServiceMail({
    mail: { id: 'AAAAAAAAAAAAAAAAAAAAAA', to: 'keeper@light.example' },
    about: { kind: 'already', me: 'https://light.example/me/x', unsubscribe: 'https://light.example/unsubscribe/x' },
    ...{ settings: makeSettings(), from: FROM, replyTo: undefined, date: new Date(0) },
  })
  const signed = Buffer.from(await createComposer(DKIM)(mail)).toString('latin1')
  assert.equal(await verify(signed), 'pass')
  assert.deepEqual(
    ['list-unsubscribe', 'list-unsubscribe-post', 'auto-submitted'].filter(
      (name) => !signedFields(signed).includes(name),
    ),
    [],
  )
  const plain = Buffer.from(await createComposer(undefined)(mail)).toString('latin1')
  assert.ok(signed.endsWith(`\r\n${plain}`))
  assert.doesNotMatch(plain, /DKIM/)
})
