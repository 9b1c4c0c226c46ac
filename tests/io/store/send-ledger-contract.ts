import assert from 'node:assert/strict'
import { describe } from 'node:test'
import type { FrozenMail, RecipientOutcome, RecipientState, Send } from '../../../src/core/send/send.ts'
import { checkSigning, UNSIGNED } from '../../../src/core/send/signing.ts'
import { addressKey } from '../../../src/core/subscription/address-key.ts'
import type { SubscriptionChange } from '../../../src/core/subscription/subscription-change.ts'
import { ExpectedError } from '../../../src/core/text/problem.ts'
import type { Subscription, SuppressionReason } from '../../../src/core/subscription/subscription.ts'
import type { BounceNote, RecipientRecord } from '../../../src/jobs/send-ledger.ts'
import type { SubscriptionStore } from '../../../src/jobs/subscription-store.ts'
import { idFor, makeFrozenMail, makeSubscription, makeTerms, moment, SIGNED } from './store-builders.ts'

type Holds = (name: string, check: (store: SubscriptionStore) => Promise<void>) => void

/** What the ledger of sends in every store holds; part of `holdsTheStoreContract`. */
export function holdsTheLedgerContract(holds: Holds): void {
  describe('a send', () => {
    holds('is frozen with everybody who is confirmed, and nobody else', async (store) => {
      await put(store, { address: addressOf('waits'), state: 'unconfirmed' })
      await put(store, { address: addressOf('left'), state: 'unsubscribed' })
      await confirm(store, 'a', 'b')
      const { recipients, number } = await start(store)
      assert.equal(recipients, 2)
      assert.deepEqual(await standing(store, number), { a: 'queued', b: 'queued' })
    })

    holds('is not for one who confirms later', async (store) => {
      await put(store, { address: addressOf('late'), state: 'unconfirmed' })
      await confirm(store, 'a')
      const { number } = await start(store)
      await confirm(store, 'late', 'later')
      assert.deepEqual(await leaseAll(store, number), ['a'])
      assert.equal(await lease(store, number), undefined)
    })

    holds('has what was frozen, byte for byte, and is found by its issue', async (store) => {
      const message = Uint8Array.from({ length: 70_000 }, (_, index) => (index * 7) % 256)
      const mail = makeFrozenMail({ message, bounces: 'bounces@harbour.example' })
      const when = makeTerms({ at: '2026-11-23T09:00:00.250Z', signing: SIGNED })
      const send = await store.startSend(mail, when)
      const { at: startedAt, ...terms } = when
      assert.deepEqual(send, { ...mail, ...terms, number: 1, startedAt, recipients: 0 })
      assert.deepEqual(await store.findSend(mail.issue), send)
      assert.equal(await store.findSend('2026-W46'), undefined)
      const plain = makeFrozenMail({ issue: '2026-W48' })
      const unsigned = { ...terms, signing: UNSIGNED }
      assert.deepEqual(await store.startSend(plain, { ...unsigned, at: startedAt }), {
        ...{ ...plain, ...unsigned, number: 2, startedAt, recipients: 0 },
      })
    })

    holds('is one an issue: another of the same is refused, and changes nothing', async (store) => {
      await confirm(store, 'a')
      const send = await start(store)
      await confirm(store, 'b')
      const again = makeTerms({ at: moment(5), notAfter: moment(99) })
      assert.equal(await store.startSend(makeFrozenMail({ subject: 'Another' }), again), undefined)
      assert.deepEqual(await store.findSend(send.issue), send)
      assert.deepEqual(await standing(store, send.number), { a: 'queued' })
      const both = makeFrozenMail({ issue: '2026-W48' })
      const started = await Promise.all([store.startSend(both, again), store.startSend(both, again)])
      assert.equal(started.filter((each) => each !== undefined).length, 1)
    })

    holds('can be given more time', async (store) => {
      const send = await start(store)
      await store.extendSend(send.number, moment(500))
      assert.deepEqual(await store.findSend(send.issue), { ...send, notAfter: moment(500) })
    })

    holds('is leased to those alone who sign as it was frozen, and the others take nothing from it', async (store) => {
      await confirm(store, 'a', 'b')
      const { number, issue } = await start(store, {}, { signing: SIGNED })
      const other = SIGNED.replace('hash1', 'hash2')
      for (const signing of [UNSIGNED, other]) {
        await assert.rejects(lease(store, number, { signing }), (error) => {
          assert.ok(error instanceof ExpectedError)
          assert.deepEqual(error.problems, [checkSigning({ issue, signing: SIGNED }, signing)])
          return true
        })
      }
      assert.deepEqual(await standing(store, number), { a: 'queued', b: 'queued' })
      const leased = await lease(store, number, { signing: SIGNED })
      assert.deepEqual(
        leased?.map((reader) => [nameOf(reader), reader.attempts]),
        [
          ['a', 1],
          ['b', 1],
        ],
      )
      const unsigned = await start(store, { issue: '2026-W48' })
      await assert.rejects(lease(store, unsigned.number, { signing: SIGNED }), /not signed by us/)
      assert.equal((await lease(store, unsigned.number, { signing: UNSIGNED }))?.length, 2)
    })

    holds('can be signed anew: from then on it is leased to those who sign so', async (store) => {
      await confirm(store, 'a', 'b')
      const send = await start(store)
      assert.equal((await lease(store, send.number, { limit: 1, signing: UNSIGNED }))?.length, 1)
      await store.changeSigning(send.number, SIGNED)
      assert.deepEqual(await store.findSend(send.issue), { ...send, signing: SIGNED })
      await assert.rejects(lease(store, send.number, { signing: UNSIGNED }), /lamp1\._domainkey\.harbour\.example/)
      await settle(store, send.number, { a: SENT })
      assert.equal((await lease(store, send.number, { signing: SIGNED }))?.length, 1)
      assert.deepEqual(await standing(store, send.number), { a: 'sent', b: 'leased' })
    })

    holds('knows nothing of the readers of another', async (store) => {
      await confirm(store, 'a', 'b')
      const one = await start(store)
      const other = await start(store, { issue: '2026-W48' })
      assert.deepEqual(await leaseAll(store, one.number), ['a', 'b'])
      await settle(store, one.number, { a: SENT, b: FAILED })
      assert.deepEqual(await standing(store, other.number), { a: 'queued', b: 'queued' })
      assert.equal(await store.requeueRecipients(other.number, 'failed', moment()), 0)
      assert.deepEqual(await leaseAll(store, other.number), ['a', 'b'])
      assert.equal(await store.endLeases(one.number, { to: 'unknown', at: moment() }), 0)
    })
  })

  describe('a reader of a send', () => {
    holds('is leased with the address as it is stored, in the order of the list', async (store) => {
      await put(store, { address: 'Keeper+weekly@Harbour.example', state: 'confirmed', id: idFor('one') })
      await confirm(store, 'b', 'a')
      const { number } = await start(store)
      assert.deepEqual(await lease(store, number), [
        { subscriptionId: idFor('one'), address: 'Keeper+weekly@Harbour.example', attempts: 1 },
        { subscriptionId: idOf('b'), address: addressOf('b'), attempts: 1 },
        { subscriptionId: idOf('a'), address: addressOf('a'), attempts: 1 },
      ])
    })

    holds('is leased by one alone, however many ask at once', async (store) => {
      const names = Array.from({ length: 100 }, (_, index) => `r${index}`)
      await confirm(store, ...names)
      const { number } = await start(store)
      const leases = await Promise.all(Array.from({ length: 30 }, () => lease(store, number, { limit: 7 })))
      const leased = leases.flatMap((each) => each ?? []).map(({ subscriptionId }) => subscriptionId)
      assert.equal(leased.length, 100)
      assert.equal(new Set(leased).size, 100)
      assert.deepEqual(
        leases.map((each) => each?.length),
        [...Array.from({ length: 14 }, () => 7), 2, ...Array.from({ length: 15 }, () => undefined)],
      )
    })

    const departures: [string, (store: SubscriptionStore) => Promise<void>][] = [
      ['leaves', (store) => put(store, { address: addressOf('b'), state: 'unsubscribed' })],
      ['is erased', (store) => erase(store, 'b')],
      ['is deleted', (store) => change(store, { remove: idOf('b') })],
      ['bounces', (store) => suppress(store, 'b', 'bounced')],
      ['complains', (store) => suppress(store, 'b', 'complained')],
    ]
    for (const [name, depart] of departures) {
      holds(`who ${name} before their turn is suppressed, and never leased`, async (store) => {
        await confirm(store, 'a', 'b', 'c')
        const { number } = await start(store)
        await depart(store)
        assert.deepEqual(await leaseAll(store, number), ['a', 'c'])
        const { counts, nextDue } = await store.countRecipients(number)
        assert.deepEqual([counts.leased, counts.suppressed, counts.queued, nextDue], [2, 1, 0, undefined])
        assert.equal(await lease(store, number, { now: moment(9_999) }), undefined)
        const [record] = await list(store, number, ['suppressed'])
        assert.equal(record?.at, moment())
      })

      holds(`who ${name} while they are put off is suppressed when they are due`, async (store) => {
        await confirm(store, 'b')
        const { number } = await start(store)
        await lease(store, number)
        await settle(store, number, { b: { state: 'queued', after: moment(5), code: 451, reason: 'later' } })
        await depart(store)
        assert.deepEqual(await lease(store, number, { now: moment(5) }), [])
        assert.equal(await lease(store, number, { now: moment(5) }), undefined)
        assert.equal((await store.countRecipients(number)).counts.suppressed, 1)
      })
    }

    holds('who is erased while their mail is under way is written down as what became of it', async (store) => {
      await confirm(store, 'a')
      const { number } = await start(store)
      await lease(store, number)
      await erase(store, 'a')
      await settle(store, number, { a: SENT })
      assert.deepEqual(await list(store, number), [
        {
          ...{ subscriptionId: undefined, address: undefined, state: 'sent', attempts: 1 },
          ...{ at: moment(1), code: 250, reason: undefined },
        },
      ])
    })

    holds('who is erased is never taken for whoever signs up next, not even with the same address', async (store) => {
      await confirm(store, 'a', 'b')
      const { number } = await start(store)
      await erase(store, 'b')
      await erase(store, 'a')
      await change(store, { lift: addressKey(addressOf('b'), store.secret) })
      await put(store, { address: addressOf('b'), state: 'confirmed', id: idFor('anew') })
      await confirm(store, 'c')
      assert.deepEqual(await leaseAll(store, number), [])
      assert.equal((await store.countRecipients(number)).counts.suppressed, 2)
      const note = { subscriptionId: idFor('anew'), send: number, kind: 'hard', at: moment() } as const
      assert.equal(await store.noteBounce(note, { softSince: moment() }, neverAsked), 'unknown')
    })

    for (const outcome of ['sent', 'failed', 'unknown'] as const) {
      holds(`that is ${outcome} is never leased again, and not settled twice`, async (store) => {
        await confirm(store, 'a')
        const { number } = await start(store)
        await lease(store, number)
        const first = { state: outcome, at: moment(1), code: 250, reason: 'first' } as const
        await settle(store, number, { a: first })
        await settle(store, number, { a: { state: 'queued', after: moment(), reason: 'second' } })
        await settle(store, number, { a: { state: 'sent', at: moment(2) } })
        assert.equal(await lease(store, number, { now: moment(9_999) }), undefined)
        assert.deepEqual(await list(store, number), [
          { subscriptionId: idOf('a'), address: addressOf('a'), ...{ ...first, attempts: 1 } },
        ])
        assert.deepEqual((await store.countRecipients(number)).counts, { ...NONE, [outcome]: 1 })
      })
    }

    holds('that was never leased cannot be settled, nor one that nobody knows', async (store) => {
      await confirm(store, 'a')
      const { number } = await start(store)
      await settle(store, number, { a: SENT, nobody: SENT })
      assert.deepEqual(await standing(store, number), { a: 'queued' })
      assert.deepEqual((await store.countRecipients(number)).counts, { ...NONE, queued: 1 })
    })

    holds('that is put off is due again at its moment, before those whom nobody has tried', async (store) => {
      await confirm(store, 'a', 'b', 'c', 'd')
      const { number } = await start(store)
      await lease(store, number, { limit: 3 })
      const putOff = (minutes: number) => ({ state: 'queued', after: moment(minutes), reason: 'later' }) as const
      await settle(store, number, { a: putOff(5), b: putOff(3), c: putOff(4) })
      assert.equal((await store.countRecipients(number)).nextDue, moment())
      const [tried, ...others] = (await lease(store, number, { now: moment(3), limit: 1 })) ?? []
      assert.deepEqual([tried, others], [{ subscriptionId: idOf('b'), address: addressOf('b'), attempts: 2 }, []])
      const names = async (minutes: number) => (await lease(store, number, { now: moment(minutes) }))?.map(nameOf)
      assert.deepEqual(await names(4), ['c', 'd'])
      assert.equal((await store.countRecipients(number)).nextDue, moment(5))
      assert.equal(await names(4), undefined)
      assert.deepEqual(await names(5), ['a'])
      assert.equal((await store.countRecipients(number)).nextDue, undefined)
    })

    holds('keeps its tries where one never reached a server', async (store) => {
      await confirm(store, 'a')
      const { number } = await start(store)
      const attempts = async () => (await lease(store, number))?.[0]?.attempts
      assert.equal(await attempts(), 1)
      await settle(store, number, { a: { state: 'queued', after: moment(), reason: 'no server', uncounted: true } })
      assert.equal(await attempts(), 1)
      await settle(store, number, { a: { state: 'queued', after: moment(), reason: 'later', code: 451 } })
      assert.equal(await attempts(), 2)
    })

    holds('is written down without any address that a server put into its words', async (store) => {
      await confirm(store, 'a')
      const { number } = await start(store)
      await lease(store, number)
      const reason = `550 5.1.1 <${addressOf('a')}>: no mailbox a@harbour.example here`
      await settle(store, number, { a: { state: 'failed', at: moment(), code: 550, reason } })
      assert.equal((await list(store, number))[0]?.reason, '550 5.1.1 <…>: no mailbox … here')
    })
  })

  describe('leases', () => {
    holds('of the dead end as unknown, and stay so until somebody has them tried again', async (store) => {
      await confirm(store, 'a', 'b', 'c')
      const { number } = await start(store)
      await lease(store, number, { limit: 2 })
      assert.equal(await store.endLeases(number, { to: 'unknown', at: moment(2) }), 2)
      assert.equal(await store.endLeases(number, { to: 'unknown', at: moment(3) }), 0)
      assert.deepEqual(await standing(store, number), { a: 'unknown', b: 'unknown', c: 'queued' })
      assert.deepEqual(await leaseAll(store, number), ['c'])
      assert.equal(await lease(store, number, { now: moment(9_999) }), undefined)
      assert.equal(await store.requeueRecipients(number, 'unknown', moment(10)), 2)
      assert.equal(await lease(store, number, { now: moment(9) }), undefined)
      assert.deepEqual(await lease(store, number, { now: moment(10) }), [
        { subscriptionId: idOf('a'), address: addressOf('a'), attempts: 1 },
        { subscriptionId: idOf('b'), address: addressOf('b'), attempts: 1 },
      ])
    })

    holds('of the dead end as queued where they shall be tried again, at once', async (store) => {
      await confirm(store, 'a', 'b')
      const { number } = await start(store)
      await lease(store, number, { limit: 1 })
      assert.equal(await store.endLeases(number, { to: 'queued', at: moment(2) }), 1)
      assert.deepEqual(await standing(store, number), { a: 'queued', b: 'queued' })
      assert.deepEqual((await lease(store, number, { now: moment(2) }))?.map(nameOf), ['a', 'b'])
    })

    holds('that go on are left alone where a moment is given', async (store) => {
      await confirm(store, 'a', 'b', 'c')
      const { number } = await start(store)
      await lease(store, number, { limit: 1, until: moment(5) })
      await lease(store, number, { limit: 1, until: moment(6) })
      assert.equal(await store.endLeases(number, { before: moment(5), to: 'unknown', at: moment(6) }), 0)
      assert.equal(await store.endLeases(number, { before: moment(6), to: 'unknown', at: moment(6) }), 1)
      assert.deepEqual(await standing(store, number), { a: 'unknown', b: 'leased', c: 'queued' })
      await settle(store, number, { a: SENT, b: SENT })
      assert.deepEqual(await standing(store, number), { a: 'unknown', b: 'sent', c: 'queued' })
    })

    holds('do not end by themselves', async (store) => {
      await confirm(store, 'a')
      const { number } = await start(store)
      await lease(store, number, { until: moment(1) })
      assert.equal(await lease(store, number, { now: moment(9_999) }), undefined)
    })
  })

  describe('several senders of one issue', () => {
    const names = Array.from({ length: 100 }, (_, index) => `r${index}`)

    holds('never get one reader both, however many lease at once, and leave none out', async (store) => {
      await confirm(store, ...names)
      const { number } = await start(store)
      const leases = await Promise.all(
        names.map((_, index) => lease(store, number, { limit: 3, sender: `sender ${index % 2}` })),
      )
      const leased = leases.flatMap((each) => each ?? []).map(nameOf)
      assert.equal(leased.length, 100)
      assert.deepEqual(new Set(leased), new Set(names))
      assert.equal((await store.countRecipients(number)).counts.leased, 100)
    })

    holds('settle what they have leased themselves, and nothing of others', async (store) => {
      await confirm(store, 'a', 'b', 'c')
      const { number } = await start(store)
      for (const sender of ['one', 'other', undefined]) {
        await lease(store, number, { limit: 1, ...(sender === undefined ? {} : { sender }) })
      }
      await settle(store, number, { a: SENT, b: SENT, c: SENT }, 'one')
      assert.deepEqual(await standing(store, number), { a: 'sent', b: 'leased', c: 'leased' })
      await settle(store, number, { a: FAILED, b: FAILED, c: SENT })
      assert.deepEqual(await standing(store, number), { a: 'sent', b: 'leased', c: 'sent' })
      await settle(store, number, { b: SENT }, 'other')
      assert.deepEqual((await store.countRecipients(number)).counts, { ...NONE, sent: 3 })
    })

    holds('settle nothing of what was ended as that of a dead one, and is with another now', async (store) => {
      await confirm(store, 'a', 'b')
      const { number } = await start(store)
      await lease(store, number, { limit: 2, sender: 'stopped' })
      assert.equal(await store.endLeases(number, { sender: 'stopped', to: 'queued', at: moment(1) }), 2)
      await settle(store, number, { a: SENT }, 'stopped')
      assert.deepEqual(await standing(store, number), { a: 'queued', b: 'queued' })
      await lease(store, number, { limit: 1, now: moment(1), sender: 'next' })
      await settle(store, number, { a: SENT, b: SENT }, 'stopped')
      assert.deepEqual(await standing(store, number), { a: 'leased', b: 'queued' })
      await settle(store, number, { a: FAILED }, 'next')
      assert.deepEqual((await store.countRecipients(number)).counts, { ...NONE, failed: 1, queued: 1 })
    })

    holds('are told apart where leases end', async (store) => {
      await confirm(store, 'a', 'b', 'c')
      const { number } = await start(store)
      await lease(store, number, { limit: 1, sender: 'dead' })
      await lease(store, number, { limit: 1, sender: 'alive' })
      await lease(store, number, { limit: 1, sender: 'dead', until: moment(9) })
      const dead = { sender: 'dead', to: 'unknown', at: moment(6) } as const
      assert.equal(await store.endLeases(number, { ...dead, before: moment(6) }), 1)
      assert.deepEqual(await standing(store, number), { a: 'unknown', b: 'leased', c: 'leased' })
      assert.equal(await store.endLeases(number, dead), 1)
      assert.equal(await store.endLeases(number, { ...dead, sender: 'nobody' }), 0)
      assert.deepEqual(await standing(store, number), { a: 'unknown', b: 'leased', c: 'unknown' })
      await settle(store, number, { b: SENT }, 'alive')
      assert.deepEqual((await store.countRecipients(number)).counts, { ...NONE, sent: 1, unknown: 2 })
    })

    holds('settle nothing of one whom they put off and another has leased since', async (store) => {
      await confirm(store, 'a')
      const { number } = await start(store)
      await lease(store, number, { sender: 'one' })
      await settle(store, number, { a: { state: 'queued', after: moment(1), reason: 'later' } }, 'one')
      await lease(store, number, { sender: 'other', now: moment(1) })
      await settle(store, number, { a: FAILED }, 'one')
      assert.deepEqual(await standing(store, number), { a: 'leased' })
    })
  })

  describe('readers whose mail failed', () => {
    holds('are tried again when somebody says so, with all tries anew, and no others are', async (store) => {
      await confirm(store, 'a', 'b', 'c')
      const { number } = await start(store)
      await lease(store, number)
      await settle(store, number, { a: FAILED, b: SENT, c: { state: 'unknown', at: moment() } })
      assert.equal(await store.requeueRecipients(number, 'failed', moment(2)), 1)
      assert.equal((await store.countRecipients(number)).nextDue, moment(2))
      assert.deepEqual(await lease(store, number, { now: moment(2) }), [
        { subscriptionId: idOf('a'), address: addressOf('a'), attempts: 1 },
      ])
    })
  })

  describe('the recipients of a send', () => {
    holds('are counted as they are listed, whatever became of them', async (store) => {
      const names = Array.from({ length: 40 }, (_, index) => `r${index}`)
      await confirm(store, ...names)
      const { number } = await start(store)
      await suppress(store, 'r3', 'bounced')
      const agree = async () => {
        const listed: Record<string, number> = { ...NONE }
        for (const { state } of await list(store, number)) listed[state] = (listed[state] ?? 0) + 1
        assert.deepEqual((await store.countRecipients(number)).counts, listed)
      }
      await agree()
      const outcomes: RecipientOutcome[] = [
        SENT,
        FAILED,
        { state: 'unknown', at: moment() },
        { state: 'queued', after: moment(1), reason: 'later' },
      ]
      for (let round = 0; round < 8; round += 1) {
        const leased = (await lease(store, number, { limit: 6, now: moment(round) })) ?? []
        await agree()
        const settled = leased.slice(1).map(({ subscriptionId }, index) => ({
          subscriptionId,
          outcome: outcomes[(index + round) % outcomes.length] ?? SENT,
        }))
        await store.settleRecipients(number, [...settled, ...settled])
        await agree()
        if (round === 3) await store.endLeases(number, { to: 'queued', at: moment(round) })
        if (round === 5) await store.requeueRecipients(number, 'unknown', moment(round))
        await agree()
      }
    })

    holds('are listed by state, in the order in which they were frozen, more than are read at once', async (store) => {
      const names = Array.from({ length: 2_300 }, (_, index) => `r${index}`)
      await confirm(store, ...names)
      const { number } = await start(store)
      await lease(store, number, { limit: 1_500 })
      assert.deepEqual((await list(store, number)).map(nameOf), names)
      assert.deepEqual((await list(store, number, ['queued'])).map(nameOf), names.slice(1_500))
      assert.deepEqual(await list(store, number, ['failed', 'unknown']), [])
    })
  })

  describe('a mail that came back', () => {
    const SOFT_SINCE = { softSince: moment(-100) }
    const makeNote = (own: Partial<BounceNote> = {}): BounceNote => ({
      ...{ subscriptionId: idOf('a'), send: 1, kind: 'soft', at: moment() },
      ...own,
    })
    const suppressA = (store: SubscriptionStore): SubscriptionChange => ({
      suppress: { key: addressKey(addressOf('a'), store.secret), reason: 'bounced', at: moment() },
    })

    holds('is noted once, and what is planned is carried out', async (store) => {
      await confirm(store, 'a')
      await start(store)
      const planned = suppressA(store)
      const plan = (facts: { subscription: Subscription | undefined; softBounces: number }) => {
        assert.deepEqual([facts.subscription?.address, facts.softBounces], [addressOf('a'), 0])
        return planned
      }
      assert.deepEqual(await store.noteBounce(makeNote({ kind: 'hard' }), SOFT_SINCE, plan), planned)
      assert.deepEqual((await store.find({ address: addressOf('a') })).suppression, planned.suppress)
      for (const kind of ['hard', 'soft'] as const) {
        assert.equal(await store.noteBounce(makeNote({ kind, at: moment(3) }), SOFT_SINCE, neverAsked), 'noted')
      }
    })

    holds('is planned for once more where it is harder than what was noted', async (store) => {
      await confirm(store, 'a')
      await start(store)
      const softBounces: number[] = []
      for (const kind of ['soft', 'hard', 'complaint'] as const) {
        const plan = (facts: { readonly softBounces: number }) => (softBounces.push(facts.softBounces), {})
        assert.deepEqual(await store.noteBounce(makeNote({ kind }), SOFT_SINCE, plan), {})
      }
      assert.deepEqual(softBounces, [1, 0, 0])
    })

    holds('softly is counted over sends, this one included, from a moment on', async (store) => {
      await confirm(store, 'a', 'b')
      const counted: number[] = []
      for (const [index, minutes] of [-101, -100, -50, 0].entries()) {
        const { number } = await start(store, { issue: `2026-W${10 + index}` })
        const plan = (facts: { readonly softBounces: number }) => (counted.push(facts.softBounces), {})
        await store.noteBounce(makeNote({ send: number, at: moment(minutes) }), SOFT_SINCE, plan)
        await store.noteBounce(makeNote({ send: number, at: moment(minutes) }), SOFT_SINCE, neverAsked)
      }
      assert.deepEqual(counted, [0, 1, 2, 3])
      const plan = (facts: { readonly softBounces: number }) => (counted.push(facts.softBounces), {})
      await store.noteBounce(makeNote({ subscriptionId: idOf('b') }), SOFT_SINCE, plan)
      assert.equal(counted.at(-1), 1)
    })

    holds('to nobody whom it was sent to is not noted', async (store) => {
      await confirm(store, 'a')
      await start(store)
      await confirm(store, 'late')
      for (const own of [{ send: 7 }, { subscriptionId: idOf('nobody') }, { subscriptionId: idOf('late') }]) {
        assert.equal(await store.noteBounce(makeNote({ kind: 'hard', ...own }), SOFT_SINCE, neverAsked), 'unknown')
      }
      await erase(store, 'a')
      assert.equal(await store.noteBounce(makeNote({ kind: 'hard' }), SOFT_SINCE, neverAsked), 'unknown')
    })

    holds('is noted anew where what was planned could not be carried out', async (store) => {
      await confirm(store, 'a')
      await start(store)
      const fails = () => {
        throw new RangeError('odd')
      }
      await assert.rejects(store.noteBounce(makeNote(), SOFT_SINCE, fails), RangeError)
      assert.deepEqual(await store.noteBounce(makeNote(), SOFT_SINCE, () => ({})), {})
    })
  })

  describe('a send whose time is over for long', () => {
    const limits = (recipients: string) => {
      const long = moment(-100_000)
      return { unconfirmed: long, unsubscribed: long, visitors: long, suggestions: long, recipients }
    }

    holds('keeps how many it went to, and neither to whom nor what it said', async (store) => {
      const names = Array.from({ length: 1_200 }, (_, index) => `r${index}`)
      await confirm(store, ...names)
      const send = await start(store)
      const other = await start(store, { issue: '2026-W48' }, { notAfter: moment(61) })
      await lease(store, send.number, { limit: 2 })
      await settle(store, send.number, { r0: SENT })
      await store.noteBounce(
        { subscriptionId: idOf('r0'), send: send.number, kind: 'soft', at: moment() },
        { softSince: moment() },
        () => ({}),
      )
      const dry = await store.retain(limits(moment(61)), { dryRun: true, at: moment() })
      assert.equal(dry.recipients, 1_200)
      assert.equal((await list(store, send.number)).length, 1_200)
      const { recipients } = await store.retain(limits(moment(61)), { dryRun: false, at: moment() })
      assert.equal(recipients, 1_200)
      assert.deepEqual(await list(store, send.number), [])
      assert.deepEqual(await store.findSend(send.issue), { ...send, message: new Uint8Array() })
      const { counts, nextDue } = await store.countRecipients(send.number)
      assert.deepEqual([counts, nextDue], [{ ...NONE, queued: 1_198, leased: 1, sent: 1 }, undefined])
      assert.equal(await lease(store, send.number), undefined)
      assert.equal((await list(store, other.number)).length, 1_200)
      assert.deepEqual(await store.findSend(other.issue), other)
      assert.equal(await store.startSend(makeFrozenMail(), makeTerms({ notAfter: moment() })), undefined)
      assert.equal((await store.retain(limits(moment(61)), { dryRun: false, at: moment() })).recipients, 0)
    })
  })
}

const NONE = { queued: 0, leased: 0, sent: 0, failed: 0, unknown: 0, suppressed: 0 }
const ALL = Object.keys(NONE) as RecipientState[]
const SENT: RecipientOutcome = { state: 'sent', at: moment(1), code: 250 }
const FAILED: RecipientOutcome = { state: 'failed', at: moment(1), code: 550, reason: 'the server answered 550 5.1.1' }

const addressOf = (name: string) => `${name}@harbour.example`
const idOf = (name: string) => idFor(addressOf(name))
const nameOf = ({ address }: { readonly address: string | undefined }) => address?.split('@')[0] ?? 'nobody'

const neverAsked = (): never => assert.fail('nothing is to be planned')

const change = async (store: SubscriptionStore, planned: SubscriptionChange): Promise<void> => {
  await store.change({ id: 'nobody' }, () => planned)
}

const put = (store: SubscriptionStore, own: Partial<Subscription>): Promise<void> =>
  change(store, { write: makeSubscription({ confirmedAt: moment(-1), ...own }) })

/** In the order of the names. */
const confirm = async (store: SubscriptionStore, ...names: string[]): Promise<void> => {
  const confirmed = names.map((name) => ({ address: addressOf(name), state: 'confirmed' as const }))
  if (names.length <= 10) for (const each of confirmed) await put(store, each)
  else await store.importSubscriptions(confirmed.map((own) => makeSubscription({ confirmedAt: moment(-1), ...own })))
}

const suppress = (store: SubscriptionStore, name: string, reason: SuppressionReason): Promise<void> =>
  change(store, { suppress: { key: addressKey(addressOf(name), store.secret), reason, at: moment() } })

async function erase(store: SubscriptionStore, name: string): Promise<void> {
  await change(store, { remove: idOf(name), forget: addressOf(name) })
  await suppress(store, name, 'erased')
}

async function start(
  store: SubscriptionStore,
  own: Partial<FrozenMail> = {},
  terms: Parameters<typeof makeTerms>[0] = {},
): Promise<Send> {
  const send = await store.startSend(makeFrozenMail(own), makeTerms(terms))
  assert.ok(send)
  return send
}

const lease = (
  store: SubscriptionStore,
  send: number,
  own: Partial<Parameters<SubscriptionStore['leaseRecipients']>[1]> = {},
) => store.leaseRecipients(send, { limit: 5_000, now: moment(), until: moment(5), ...own })

/** The names of all who are due. */
async function leaseAll(store: SubscriptionStore, send: number): Promise<string[]> {
  const names: string[] = []
  for (let leased = await lease(store, send); leased !== undefined; leased = await lease(store, send)) {
    names.push(...leased.map(nameOf))
  }
  return names
}

const settle = (
  store: SubscriptionStore,
  send: number,
  outcomes: Readonly<Record<string, RecipientOutcome>>,
  sender?: string,
) =>
  store.settleRecipients(
    send,
    Object.entries(outcomes).map(([name, outcome]) => ({ subscriptionId: idOf(name), outcome })),
    sender,
  )

async function list(store: SubscriptionStore, send: number, states = ALL): Promise<RecipientRecord[]> {
  const records: RecipientRecord[] = []
  for await (const record of store.listRecipients(send, states)) records.push(record)
  return records
}

async function standing(store: SubscriptionStore, send: number): Promise<Record<string, RecipientState>> {
  return Object.fromEntries((await list(store, send)).map((record) => [nameOf(record), record.state]))
}
