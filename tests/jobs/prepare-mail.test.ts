import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { parseReturnAddress } from '../../src/core/send/return-address.ts'
import type { Send } from '../../src/core/send/send.ts'
import { UNSIGNED } from '../../src/core/send/signing.ts'
import { verifyLink } from '../../src/core/subscription/link-token.ts'
import { ExpectedError } from '../../src/core/text/problem.ts'
import type { MailMessage } from '../../src/core/text/mail-message.ts'
import { freezeIssue } from '../../src/jobs/freeze-issue.ts'
import { prepareMail } from '../../src/jobs/prepare-mail.ts'
import { makeIssue, makePick } from '../builders.ts'
import { makeSettings } from '../core/digest/digest-builders.ts'

const KEY = { id: 'k2', secret: new Uint8Array(32).fill(1) }
const FROM = { name: 'Lighthouse', address: 'lamp@light.example' }
const READER = { subscriptionId: 'ABEiM0RVZneImaq7zN3u_w', address: 'keeper@light.example' }

/** As a composer that encodes nothing would have it. */
function composePlainly({ from, subject, headers, html, text }: MailMessage): Promise<Uint8Array> {
  const fields = Object.entries({ From: from.address, Subject: subject, ...headers }).map((field) => field.join(': '))
  const body = `${text}\n${html}`.replaceAll(/[^\x20-\x7e\n]/g, '?').replaceAll(/(.{70})/g, '$1=\n')
  return Promise.resolve(new TextEncoder().encode(`${fields.join('\n')}\n\n${body}`.replaceAll('\n', '\r\n')))
}

type Input = Parameters<typeof freezeIssue>[0]

const freeze = (own: Partial<Input> = {}) =>
  freezeIssue(
    {
      ...{ issue: makeIssue({ picks: [makePick()] }), settings: makeSettings(), from: FROM, replyTo: undefined },
      ...{
        bounces: undefined,
        key: KEY,
        now: new Date('2026-08-21T12:00:00Z'),
        where: { issue: 'issues/2026-W34.md', settings: 'site.yml' },
        ...own,
      },
    },
    { composeMessage: composePlainly },
  )

async function startSend(own: Partial<Input> = {}): Promise<Send> {
  const { mail } = await freeze(own)
  return { ...mail, number: 3, startedAt: '', notAfter: '', signing: UNSIGNED, recipients: 1 }
}

const textOf = (message: Uint8Array) => new TextDecoder().decode(message).replaceAll('=\r\n', '')
const leaveBy = (message: Uint8Array) =>
  [...(/^List-Unsubscribe:((?:.|\r\n )*)/m.exec(textOf(message))?.[1] ?? '').matchAll(/<([^>]*)>/g)].map(
    ([, link]) => link ?? '',
  )

describe('a frozen issue', () => {
  test('says who it is from, what its links begin with, and which key signs them', async () => {
    const { message, ...mail } = (await freeze({ bounces: 'bounces@light.example' })).mail
    assert.deepEqual(mail, {
      issue: '2026-W34',
      subject: 'First light, and a quiet kubelet',
      keyId: 'k2',
      url: 'https://light.example',
      from: 'lamp@light.example',
      bounces: 'bounces@light.example',
    })
    assert.ok(message.length > 0)
  })

  test('is the same when it is frozen again at that moment', async () => {
    assert.deepEqual(await freeze(), await freeze())
  })

  test('comes with what the digest is said to lack', async () => {
    const { findings } = await freeze({ issue: makeIssue({ subject: '' }) })
    assert.deepEqual(
      findings.errors.map(({ field }) => field),
      ['subject'],
    )
  })

  test('gives a token to its own links alone, whatever its text says of that of another freezing', async () => {
    const spied = /unsubscribe\/(k2\.\w+\.\w+)/.exec(textOf((await freeze()).mail.message))?.[1] ?? ''
    assert.equal(spied.length, 48)
    const issue = makeIssue({ picks: [makePick({ url: `https://harbour.example/?t=${spied}` })] })
    const { message } = prepareMail(await startSend({ issue }), [KEY])(READER)
    assert.match(textOf(message), new RegExp(`harbour\\.example/\\?t=${spied.replaceAll('.', '\\.')}`))
  })
})

describe('the mail of a reader', () => {
  test('goes to the address that is stored, and comes back to one that tells send and reader', async () => {
    const send = await startSend({ bounces: 'bounces@light.example' })
    const { envelope } = prepareMail(send, [KEY])(READER)
    assert.equal(envelope.to, READER.address)
    assert.deepEqual(parseReturnAddress(envelope.from, 'bounces@light.example', [KEY]), {
      purpose: 'bounce',
      send: 3,
      subscriptionId: READER.subscriptionId,
    })
  })

  test('comes back to the sender where there is no mailbox for that', async () => {
    assert.equal(prepareMail(await startSend(), [KEY])(READER).envelope.from, FROM.address)
  })

  test('can be left by one click first, with a token of its own, and then by a mail that tells who', async () => {
    const send = await startSend({ bounces: 'bounces@light.example' })
    const { message } = prepareMail(send, [KEY])(READER)
    const [click = '', mail = '', ...rest] = leaveBy(message)
    assert.deepEqual(rest, [])
    assert.match(click, /^https:\/\/light\.example\/unsubscribe\//)
    assert.equal(verifyLink('unsubscribe', click.slice(click.lastIndexOf('/') + 1), [KEY]), READER.subscriptionId)
    const [, address = ''] = /^mailto:(.*)\?subject=unsubscribe$/.exec(mail) ?? []
    assert.equal(parseReturnAddress(address, 'bounces@light.example', [KEY])?.purpose, 'leave')
    assert.equal(parseReturnAddress(address, 'bounces@light.example', [KEY])?.subscriptionId, READER.subscriptionId)
    assert.equal(textOf(message).split(click).length - 1, 3, 'in the header, the text and the HTML')
  })

  for (const [name, replyTo, address] of [
    ['the editors', { name: '', address: "o'desk&co@light.example" }, 'o%27desk%26co@light.example'],
    ['the sender', undefined, 'lamp@light.example'],
  ] as const) {
    test(`can be left by a mail to ${name} where there is no mailbox for returns`, async () => {
      const { message } = prepareMail(await startSend({ replyTo }), [KEY])(READER)
      assert.equal(leaveBy(message)[1], `mailto:${address}?subject=unsubscribe`)
    })
  }

  test('has a Message-ID that is the same each time, and another for another reader', async () => {
    const idOf = (message: Uint8Array) => /^Message-ID: (<2026-w34\.\w+@light\.example>)\r$/m.exec(textOf(message))?.[1]
    const prepare = prepareMail(await startSend(), [KEY])
    const later = prepareMail(await startSend({ now: new Date(0) }), [KEY])
    const ids = [
      prepare(READER),
      later({ ...READER, address: 'moved@light.example' }),
      prepare({ ...READER, subscriptionId: 'AAAAAAAAAAAAAAAAAAAAAA' }),
    ].map(({ message }) => idOf(message))
    assert.ok(ids[0])
    assert.equal(ids[0], ids[1])
    assert.notEqual(ids[0], ids[2])
  })

  test('is signed with the key that was the first when it was frozen, whichever is now', async () => {
    const keys = [{ id: 'k3', secret: new Uint8Array(32).fill(9) }, KEY]
    const [click = ''] = leaveBy(prepareMail(await startSend(), keys)(READER).message)
    assert.match(click, /\/k2\./)
    assert.equal(verifyLink('unsubscribe', click.slice(click.lastIndexOf('/') + 1), keys), READER.subscriptionId)
  })

  test('cannot be made without that key, and the error says where it belongs', async () => {
    const send = await startSend()
    assert.throws(
      () => prepareMail(send, [{ ...KEY, id: 'k3' }]),
      (error) =>
        error instanceof ExpectedError &&
        [/\bk2\b/, /CROWSNEST_LINK_KEYS/, /link-keys\.json/].every((what) => what.test(error.message)),
    )
  })

  test('cannot be made by who signs otherwise than the send began, nor where nobody wrote that down', async () => {
    const send = await startSend()
    const signer = { signing: 'lamp1._domainkey.light.example hash', sign: () => 'DKIM-Signature: …\r\n' }
    const signed = { ...send, signing: signer.signing }
    assert.match(textOf(prepareMail(signed, [KEY], signer)(READER).message), /^DKIM-Signature: /)
    for (const make of [
      () => prepareMail(send, [KEY], signer),
      () => prepareMail(signed, [KEY]),
      () => prepareMail(signed, [KEY], { ...signer, signing: `${signer.signing}2` }),
      () => prepareMail({ ...send, signing: undefined }, [KEY]),
    ]) {
      assert.throws(make, (error) => error instanceof ExpectedError && /the send of 2026-W34/.test(error.message))
    }
  })

  for (const address of [
    'a@b.example\r\nBcc: z@z.example',
    'a@b.example, z@z.example',
    '<a@b.example>',
    'A@B.example',
    'a@münchen.example',
    ' a@b.example',
    'a',
    '',
  ]) {
    test(`is not made for ${JSON.stringify(address)}, which is no address as we store them; no word of it is repeated`, async () => {
      const prepare = prepareMail(await startSend(), [KEY])
      assert.throws(
        () => prepare({ ...READER, address }),
        (error) =>
          error instanceof ExpectedError &&
          error.message.includes(READER.subscriptionId) &&
          !/b\.example|z\.example|münchen/.test(error.message),
      )
    })
  }
  test('is not made for an id that is damaged, which stops nobody else', async () => {
    const prepare = prepareMail(await startSend(), [KEY])
    for (const subscriptionId of ['', 'short', `${READER.subscriptionId}x`, 'ABEiM0RVZneImaq7zN3u \n']) {
      assert.throws(() => prepare({ ...READER, subscriptionId }), ExpectedError, JSON.stringify(subscriptionId))
    }
    assert.doesNotThrow(() => prepare(READER))
  })
})
