import assert from 'node:assert/strict'
import { test } from 'node:test'
import { formatReturnAddress } from '../../../src/core/send/return-address.ts'
import { readReturn } from '../../../src/core/return/read-return.ts'
import { toBase64Url } from '../../../src/core/text/base64url.ts'
import { complaint, originalHead, plainMail, qmail, STYLES } from '../../fixtures/returns/reports.ts'

const MAILBOX = 'bounces@crowsnest.example'
const KEY = { id: 'k1', secret: new Uint8Array(32).fill(7) }
const NOW = new Date('2026-11-23T09:00:00Z')
const idOf = (number: number) => toBase64Url(new Uint8Array(16).fill(number))
const addressOf = (number: number, purpose: 'bounce' | 'leave' = 'bounce') =>
  formatReturnAddress(MAILBOX, { purpose, send: 3, subscriptionId: idOf(number) }, KEY)

/** Numbers that are the same on every run (mulberry32). */
function makeRandom(seed: number) {
  let state = seed
  return (below: number) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * below)
  }
}

/** Bytes that are changed, left out, doubled, moved, or taken from the middle of another mail. */
function mutate(bytes: Uint8Array, other: Uint8Array, random: (below: number) => number): Uint8Array {
  let text = [...bytes]
  for (let times = 1 + random(6); times > 0; times -= 1) {
    const [at, length] = [random(text.length + 1), 1 + random(80)]
    const part = text.slice(at, at + length)
    const kinds = [
      () => text.with(Math.min(at, text.length - 1), random(256)),
      () => [...text.slice(0, at), ...text.slice(at + length)],
      () => [...text.slice(0, at), ...part, ...text.slice(at)],
      () => [...text.slice(0, at), ...[...part].reverse(), ...text.slice(at + length)],
      () => [...text.slice(0, at), ...other.subarray(random(other.length)).subarray(0, 400), ...text.slice(at)],
      () => text.slice(0, at),
    ]
    text = kinds[random(kinds.length)]!()
    if (text.length === 0) text = [10]
  }
  return Uint8Array.from(text)
}

test('no report for one reader, however it is changed, is ever about another', () => {
  const original = originalHead({ returnPath: addressOf(1), recipient: 'other@light.example' })
  const texts = [
    ...Object.values(STYLES).map((make) => make({ to: addressOf(1), recipient: 'other@light.example' })),
    complaint({ original }),
    complaint({ to: addressOf(1), original: originalHead() }),
    qmail({ to: addressOf(1) }),
    plainMail({ to: addressOf(1, 'leave') }),
  ]
  // What an attacker may know of others: their ids and sends, with a MAC of their own.
  const forged = addressOf(1).split('.').at(-2)!
  const wrong = `Delivered-To: ${addressOf(2).replace(/[a-z2-7]{13}@/, `${forged.slice(0, 13)}@`)}\r\nX-Failed-Recipients: other@light.example\r\n\r\nFinal-Recipient: rfc822; other@light.example\r\nAction: failed\r\nStatus: 5.1.1\r\n`
  const mails = [...texts, wrong].map((text) => new TextEncoder().encode(text))
  const random = makeRandom(8)
  const outcomes = new Map<string, number>()
  for (let round = 0; round < 6_000; round += 1) {
    const bytes = mutate(mails[random(mails.length)]!, mails[random(mails.length)]!, random)
    const reading = readReturn(bytes, { mailbox: MAILBOX, keys: [KEY], now: NOW })
    if ('returned' in reading) assert.equal(reading.returned.subscriptionId, idOf(1))
    outcomes.set(reading.outcome, (outcomes.get(reading.outcome) ?? 0) + 1)
  }
  for (const outcome of ['hard', 'complaint', 'left', 'ignored', 'forged', 'soft']) {
    assert.ok((outcomes.get(outcome) ?? 0) > 50, `too few to say anything: ${JSON.stringify([...outcomes])}`)
  }
})
