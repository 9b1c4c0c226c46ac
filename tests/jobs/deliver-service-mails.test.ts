import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { confirmationHash } from '../../src/core/subscription/confirmation-token.ts'
import { verifyLink } from '../../src/core/subscription/link-token.ts'
import type { ReaderSuggestion } from '../../src/core/subscription/reader-suggestion.ts'
import type { ServiceMail } from '../../src/core/subscription/service-mail.ts'
import type { Confirmation } from '../../src/core/subscription/subscription-change.ts'
import type { Subscription, SuppressionReason } from '../../src/core/subscription/subscription.ts'
import type { MailMessage } from '../../src/core/text/mail-message.ts'
import type { Problem } from '../../src/core/text/problem.ts'
import { formatProblem } from '../../src/core/text/problem.ts'
import { siteSettingsSchema } from '../../src/core/text/site-settings.ts'
import { deliverServiceMails, type DeliveryPorts } from '../../src/jobs/deliver-service-mails.ts'
import type { Delivery } from '../../src/core/send/delivery.ts'
import type { ServiceMailOutcome } from '../../src/jobs/subscription-store.ts'
import { makeReaderSuggestion, makeServiceMail, makeSubscription } from '../io/store/store-builders.ts'

const SETTINGS = siteSettingsSchema.parse({
  ...{ name: 'Ebbe', url: 'https://light.example', tagline: 'Tides', description: 'About tides.' },
  mail: { from: 'lamp@light.example' },
})
const KEY = { id: 'k1', secret: new Uint8Array(32).fill(7) }
const SUBSCRIPTION = makeSubscription({ address: 'keeper@harbour.example' })
const SENT: Delivery = { outcome: 'sent' }
const refused = (code: number, reason = `${code} no`): Delivery => ({
  ...{ outcome: 'failed', reason, unreachable: false, code },
})
const UNREACHABLE: Delivery = { outcome: 'failed', reason: 'connect ECONNREFUSED 127.0.0.1:25', unreachable: true }

interface Given {
  readonly mails?: readonly (Partial<ServiceMail> & { readonly attempts?: number })[]
  readonly deliveries?: readonly (Delivery | Error)[]
  readonly subscription?: Subscription | undefined
  readonly suppressed?: SuppressionReason
  readonly suggestion?: ReaderSuggestion
  readonly isGone?: boolean
}

/** A queue in memory, and a server that answers as it is told. */
function makeWorld(given: Given = {}) {
  const waiting = (given.mails ?? [{}]).map((own, index) => ({
    ...makeServiceMail({ id: `mail-${index}`, subscriptionId: SUBSCRIPTION.id, ...own }),
    attempts: own.attempts ?? 1,
  }))
  const deliveries = [...(given.deliveries ?? [])]
  const subscription = 'subscription' in given ? given.subscription : SUBSCRIPTION
  const at = '2026-11-23T09:00:00Z'
  const suppression = given.suppressed && { key: 'k', reason: given.suppressed, at }
  const outcomes = new Map<string, ServiceMailOutcome>()
  const messages: MailMessage[] = []
  const envelopes: { from: string; to: string }[] = []
  const confirmations: Confirmation[] = []
  const problems: Problem[] = []
  const leases: { now: string; until: string }[] = []
  let tokens = 0
  const ports: DeliveryPorts = {
    store: {
      leaseMails({ limit, now, until }) {
        leases.push({ now, until })
        return Promise.resolve(waiting.splice(0, limit))
      },
      settleMail(id, outcome) {
        outcomes.set(id, outcome)
        return Promise.resolve()
      },
      find: () => Promise.resolve({ subscription, suppression }),
      addConfirmation(confirmation) {
        if (given.isGone) return Promise.resolve(false)
        confirmations.push(confirmation)
        return Promise.resolve(true)
      },
      findSuggestion: () => Promise.resolve(given.suggestion),
    },
    composeMessage(message) {
      messages.push(message)
      return Promise.resolve(new TextEncoder().encode(message.text))
    },
    deliver(_, envelope) {
      envelopes.push(envelope)
      const delivery = deliveries.shift() ?? SENT
      return delivery instanceof Error ? Promise.reject(delivery) : Promise.resolve(delivery)
    },
    ...{ settings: SETTINGS, from: { name: '', address: 'lamp@light.example' }, replyTo: undefined, keys: [KEY] },
    randomToken() {
      tokens += 1
      return new Uint8Array(16).fill(tokens)
    },
    now: () => new Date(at),
    report: (problem) => problems.push(problem),
  }
  return { ports, outcomes, messages, envelopes, confirmations, problems, leases, waiting }
}

describe('a service mail that waits', () => {
  test('goes to exactly its address, and is sent', async () => {
    const world = makeWorld()
    assert.deepEqual(await deliverServiceMails(world.ports), { sent: 1, failed: 0, unknown: 0, queued: 0 })
    assert.deepEqual(world.envelopes, [{ from: 'lamp@light.example', to: 'keeper@harbour.example' }])
    assert.deepEqual(world.outcomes.get('mail-0'), { state: 'sent', at: '2026-11-23T09:00:00Z' })
    assert.deepEqual(world.problems, [])
  })

  test('that asks carries a token whose hash alone is kept, for a week', async () => {
    const world = makeWorld()
    await deliverServiceMails(world.ports)
    const token = /https:\/\/light\.example\/confirm\/([\w-]{22})$/m.exec(world.messages[0]!.text)?.[1]
    assert.ok(token)
    assert.deepEqual(world.confirmations, [
      { hash: confirmationHash(token), subscriptionId: SUBSCRIPTION.id, expiresAt: '2026-11-30T09:00:00Z' },
    ])
  })

  test('has a token of its own', async () => {
    const world = makeWorld({ mails: [{}, {}, {}, {}, {}, {}, {}] })
    assert.equal((await deliverServiceMails(world.ports)).sent, 7)
    assert.equal(new Set(world.confirmations.map(({ hash }) => hash)).size, 7)
  })

  test('that says one is subscribed has links that speak for its owner, each for its purpose', async () => {
    const subscription = { ...SUBSCRIPTION, state: 'confirmed' as const }
    const world = makeWorld({ mails: [{ kind: 'already' }], subscription })
    await deliverServiceMails(world.ports)
    const [{ text } = { text: '' }] = world.messages
    for (const purpose of ['me', 'unsubscribe'] as const) {
      const token = new RegExp(`^https://light\\.example/${purpose}/(\\S+)$`, 'm').exec(text)?.[1] ?? ''
      assert.equal(verifyLink(purpose, token, [KEY]), SUBSCRIPTION.id)
    }
    assert.deepEqual(world.confirmations, [])
  })

  test('that answers a suggestion says what it became', async () => {
    const answer = {
      at: '2026-11-23T08:00:00Z',
      issue: '2026-W47',
      issueUrl: 'https://light.example/i/',
      title: 'Moon',
    }
    const mails = [{ kind: 'suggestion' as const, suggestionId: 's' }]
    const world = makeWorld({ mails, suggestion: makeReaderSuggestion({ answer }) })
    await deliverServiceMails(world.ports)
    assert.match(world.messages[0]!.text, /“Moon”[\s\S]*https:\/\/light\.example\/i\//)
  })

  const pointless: readonly (readonly [what: string, given: Given])[] = [
    ['whose subscription was erased', { subscription: undefined }],
    ['whose subscription was erased a moment ago', { isGone: true }],
    ['whose address came back as undeliverable', { suppressed: 'bounced' }],
    ['whose owner complained', { suppressed: 'complained' }],
    ['that says one is subscribed, to one who left', { mails: [{ kind: 'already' }] }],
    ['about a suggestion that has no answer', { mails: [{ kind: 'suggestion', suggestionId: 's' }] }],
  ]
  for (const [what, given] of pointless) {
    test(`${what}: is not sent, and nobody is troubled with it`, async () => {
      const world = makeWorld(given)
      await deliverServiceMails(world.ports)
      assert.deepEqual(world.envelopes, [])
      assert.equal(world.outcomes.get('mail-0')?.state, 'failed')
      assert.deepEqual(world.problems, [])
    })
  }

  test('whose owner erased an address before and asked anew is sent', async () => {
    const world = makeWorld({ suppressed: 'erased' })
    assert.equal((await deliverServiceMails(world.ports)).sent, 1)
  })

  test('is leased for longer than a server is waited for', async () => {
    const world = makeWorld()
    await deliverServiceMails(world.ports)
    assert.deepEqual(world.leases[0], { now: '2026-11-23T09:00:00Z', until: '2026-11-23T09:05:00Z' })
  })
})

describe('a service mail that does not go through', () => {
  const waits: readonly (readonly [attempts: number, after: string])[] = [
    [1, '2026-11-23T09:01:00Z'],
    [2, '2026-11-23T09:05:00Z'],
    [3, '2026-11-23T09:30:00Z'],
    [4, '2026-11-23T11:00:00Z'],
    [5, '2026-11-23T15:00:00Z'],
  ]
  for (const [attempts, after] of waits) {
    test(`for now, at try ${attempts}: is tried again at ${after}`, async () => {
      for (const delivery of [refused(451), UNREACHABLE]) {
        const world = makeWorld({ mails: [{ attempts }], deliveries: [delivery] })
        await deliverServiceMails(world.ports)
        const outcome = world.outcomes.get('mail-0')
        assert.ok(outcome?.state === 'queued')
        assert.equal(outcome.after, after)
      }
    })
  }

  test('at the sixth try is given up', async () => {
    const world = makeWorld({ mails: [{ attempts: 6 }], deliveries: [refused(451)] })
    assert.equal((await deliverServiceMails(world.ports)).failed, 1)
    assert.match(world.problems.map(formatProblem).join(), /given up after 6 tries/)
  })

  test('for good is not tried again', async () => {
    const world = makeWorld({ deliveries: [refused(550)] })
    assert.equal((await deliverServiceMails(world.ports)).failed, 1)
  })

  test('and may have arrived is not tried again', async () => {
    const world = makeWorld({ deliveries: [{ outcome: 'unknown', reason: 'gone' }] })
    await deliverServiceMails(world.ports)
    assert.equal(world.outcomes.get('mail-0')?.state, 'unknown')
  })

  test('because the server wants another password keeps waiting, for it is not the reader’s fault', async () => {
    const world = makeWorld({ deliveries: [{ ...UNREACHABLE, code: 535 }] })
    assert.equal((await deliverServiceMails(world.ports)).queued, 1)
  })

  test('since nobody can be reached leaves the others where they are', async () => {
    const world = makeWorld({ mails: Array.from({ length: 12 }, () => ({})), deliveries: Array(12).fill(UNREACHABLE) })
    await deliverServiceMails(world.ports)
    assert.equal(world.envelopes.length, 5)
    assert.equal(world.waiting.length, 7)
    assert.equal(world.problems.length, 1)
  })

  test('for a reason of its own holds up nobody else', async () => {
    const world = makeWorld({ mails: Array.from({ length: 7 }, () => ({})), deliveries: [refused(550), refused(451)] })
    assert.deepEqual(await deliverServiceMails(world.ports), { sent: 5, failed: 1, unknown: 0, queued: 1 })
  })

  test('because something broke here waits, and says what broke', async () => {
    const world = makeWorld({ deliveries: [new Error('no space left on device')] })
    assert.equal((await deliverServiceMails(world.ports)).queued, 1)
    assert.match(world.problems.map(formatProblem).join(), /no space left/)
  })

  test('leaves nothing of its reader, neither in the store nor in what the operator reads', async () => {
    const says = (code: number) => refused(code, `${code} 5.1.1 <keeper@harbour.example>: keeper is not known here`)
    for (const delivery of [says(550), says(450), { outcome: 'unknown', reason: 'keeper gone' } as const]) {
      const world = makeWorld({ deliveries: [delivery] })
      await deliverServiceMails(world.ports)
      const said = JSON.stringify([...world.outcomes.values(), world.problems.map(formatProblem)])
      assert.doesNotMatch(said, /keeper/)
      if (delivery.outcome === 'failed') assert.match(said, new RegExp(`${delivery.code} 5\\.1\\.1`))
    }
  })

  test('is the last where the program ends', async () => {
    const world = makeWorld({ mails: Array.from({ length: 12 }, () => ({})) })
    await deliverServiceMails(world.ports, () => world.envelopes.length > 0)
    assert.equal(world.envelopes.length, 5)
  })
})
