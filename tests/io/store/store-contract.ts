import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { addressKey } from '../../../src/core/subscription/address-key.ts'
import type { SubscriptionChange } from '../../../src/core/subscription/subscription-change.ts'
import type { Subscription, SubscriptionState } from '../../../src/core/subscription/subscription.ts'
import type { SubscriptionStore } from '../../../src/jobs/subscription-store.ts'
import { holdsTheLedgerContract } from './send-ledger-contract.ts'
import {
  idFor,
  makeReaderSuggestion,
  makeServiceMail,
  makeSignup,
  makeSubscription,
  moment,
  ROOM,
} from './store-builders.ts'

const HASH = 'a'.repeat(64)
const KEEPER = 'keeper@harbour.example'

/**
 * What every store of subscriptions holds, whatever it keeps them in.
 *
 * @param open a store without anything in it, which the test closes
 * @param make likewise, one that was never there before
 */
export function holdsTheStoreContract(open: () => Promise<SubscriptionStore>, make = open): void {
  const holds = (name: string, check: (store: SubscriptionStore) => Promise<void>): void => {
    void test(name, async () => {
      const store = await open()
      try {
        await check(store)
      } finally {
        await store.close()
      }
    })
  }

  describe('a sign-up', () => {
    holds('is decided once, as it came', async (store) => {
      const signup = makeSignup({ at: '2026-11-23T09:00:00.250Z', network: '2001:db8:1:2::/64' })
      await store.addSignup(signup)
      const seen: unknown[] = []
      const plan = (given: unknown) => {
        seen.push(given)
        return {}
      }
      assert.equal(await store.settleSignup(plan), true)
      assert.equal(await store.settleSignup(plan), false)
      assert.deepEqual(seen, [signup])
    })

    holds('is decided after those that came before it', async (store) => {
      for (const name of ['c', 'a', 'b']) await store.addSignup(makeSignup({ address: `${name}@harbour.example` }))
      const seen: string[] = []
      const plan = ({ address }: { address: string }) => {
        seen.push(address)
        return {}
      }
      while (await store.settleSignup(plan));
      assert.deepEqual(seen, ['c@harbour.example', 'a@harbour.example', 'b@harbour.example'])
    })

    holds('is decided knowing what is on file of the address, in whatever case it was written', async (store) => {
      const subscription = makeSubscription({ address: 'Keeper@harbour.example' })
      const suppression = { key: addressKey(KEEPER, store.secret), reason: 'erased', at: moment(-60) } as const
      await write(store, subscription)
      await store.change({ id: 'nobody' }, () => ({ suppress: suppression }))
      await store.addSignup(makeSignup({ address: 'kEEPER@harbour.example' }))
      await store.settleSignup((_, facts) => {
        assert.deepEqual(facts.subscription, subscription)
        assert.deepEqual(facts.suppression, suppression)
        return {}
      })
    })

    holds('of somebody new is decided knowing that nothing is on file', async (store) => {
      await store.addSignup(makeSignup())
      await store.settleSignup((_, facts) => {
        assert.deepEqual(
          [facts.subscription, facts.suppression, facts.mails],
          [undefined, undefined, { address: [0, 0], domain: [0, 0], network: [0, 0], all: [0] }],
        )
        return {}
      })
    })

    holds('leaves what was decided, and is gone', async (store) => {
      const subscription = makeSubscription()
      await store.addSignup(makeSignup())
      const mail = makeServiceMail({ subscriptionId: subscription.id })
      await store.settleSignup(() => ({ write: subscription, mail }))
      assert.deepEqual((await store.find({ address: KEEPER })).subscription, subscription)
      assert.deepEqual(await lease(store), [{ ...mail, attempts: 1 }])
      assert.equal((await store.stats(moment())).waiting.signups, 0)
    })

    holds('is decided knowing of each that was decided before it, when many are decided at once', async (store) => {
      await Promise.all(Array.from({ length: 40 }, () => store.addSignup(makeSignup())))
      let isNew = 0
      const settled = await Promise.all(
        Array.from({ length: 41 }, () =>
          store.settleSignup((_, { subscription }) => {
            if (subscription !== undefined) return {}
            isNew += 1
            return { write: makeSubscription() }
          }),
        ),
      )
      assert.equal(settled.filter(Boolean).length, 40)
      assert.equal(isNew, 1)
    })

    holds('that cannot be decided stays, changes nothing, and keeps no other waiting', async (store) => {
      await store.addSignup(makeSignup({ address: 'odd@harbour.example' }))
      await store.addSignup(makeSignup())
      const plan = ({ address }: { address: string }): SubscriptionChange => {
        if (address.startsWith('odd')) throw new RangeError('odd')
        return { write: makeSubscription({ address }) }
      }
      await assert.rejects(store.settleSignup(plan), RangeError)
      assert.equal(await store.settleSignup(plan), true)
      assert.equal((await store.find({ address: KEEPER })).subscription?.state, 'unconfirmed')
      await assert.rejects(store.settleSignup(plan), RangeError)
      assert.equal((await store.stats(moment())).waiting.signups, 1)
    })

    holds('waits, with those that nobody has confirmed, to be counted', async (store) => {
      await store.addSignup(makeSignup())
      await store.addSignup(makeSignup())
      for (const state of ['unconfirmed', 'confirmed', 'unsubscribed'] as const) {
        await write(store, makeSubscription({ address: `${state}@harbour.example`, state }))
      }
      assert.equal(await store.countSignups(), 3)
    })

    holds(
      'is counted against the mails of its address, its domain, its network, and all, within their windows',
      async (store) => {
        const key = addressKey(KEEPER, store.secret)
        const other = addressKey('other@harbour.example', store.secret)
        const mails = [
          { key, at: moment(-5) },
          { key, at: moment(-10), network: '198.51.100.0/24' },
          { key, at: moment(-23 * 60), network: '198.51.100.0/24' },
          { key: other, to: 'other@mail.harbour.example', at: moment(-59) },
          { key: other, to: 'other@mail.harbour.example', at: moment(-61), network: '203.0.113.0/24' },
          { key: other, to: 'other@light.example', at: moment(-58), network: '203.0.113.0/24' },
          { key, at: moment(-24 * 60 - 1) },
          // Nobody signs up to get one of these.
          { key, at: moment(-1), kind: 'suggestion' as const },
        ]
        for (const [index, mail] of mails.entries()) await queue(store, { id: idFor(`mail-${index}`), ...mail })
        const [first] = await lease(store, { limit: 1 })
        await store.settleMail(first?.id ?? '', { state: 'sent', at: moment() })
        await store.addSignup(makeSignup())
        await store.settleSignup((_, facts) => {
          assert.deepEqual(facts.mails, { address: [1, 3], domain: [3, 5], network: [2, 2], all: [4] })
          return {}
        })
      },
    )

    holds('is counted against the mails to variants of its address, and to no others of a provider', async (store) => {
      for (const [index, to] of ['the.keeper@gmail.com', 'TheKeeper+a@googlemail.com', 'other@gmail.com'].entries()) {
        await queue(store, { id: idFor(`mail-${index}`), to, key: addressKey(to, store.secret), at: moment(-1) })
      }
      await store.addSignup(makeSignup({ address: 'thekeeper+b@gmail.com' }))
      await store.settleSignup((_, facts) => {
        assert.deepEqual(facts.mails.address, [1, 2])
        assert.deepEqual(facts.mails.domain, [0, 0])
        return {}
      })
    })

    holds(
      'is counted against what was queued and taken away just before, though all is asked for at once',
      async (store) => {
        const subscription = makeSubscription()
        await write(store, subscription)
        for (const name of ['a', 'b', 'c', 'd'])
          await store.addSignup(makeSignup({ address: `${name}@harbour.example` }))
        const counts: (number | undefined)[] = []
        const settle = (change: SubscriptionChange = {}) =>
          store.settleSignup((_, { mails }) => {
            counts.push(mails.all[0])
            return change
          })
        const mail = makeServiceMail({ at: moment(), subscriptionId: subscription.id })
        await Promise.all([
          settle({ mail }),
          settle(),
          store.change({ id: subscription.id }, () => ({ remove: subscription.id })),
          settle(),
          settle(),
        ])
        assert.deepEqual(counts, [0, 1, 0, 0])
      },
    )

    holds('is counted against mails that went, of one who was erased since', async (store) => {
      const subscription = makeSubscription()
      const key = addressKey(KEEPER, store.secret)
      await write(store, subscription)
      await queue(store, { key, subscriptionId: subscription.id })
      for (const { id } of await lease(store)) await store.settleMail(id, { state: 'sent', at: moment() })
      await store.change({ id: subscription.id }, () => ({ remove: subscription.id }))
      await store.addSignup(makeSignup({ at: moment(1) }))
      await store.settleSignup((_, facts) => {
        assert.equal(facts.mails.address[0], 1)
        return {}
      })
    })
  })

  describe('a subscription', () => {
    const full = makeSubscription({
      state: 'unsubscribed',
      origin: 'import',
      confirmedAt: moment(1),
      unsubscribedAt: '2026-11-23T10:00:00.125Z',
      consent: { wording: 'said so', requestedFrom: '192.0.2.0/24', confirmedFrom: '2001:db8:1:2::/64' },
    })
    const bare = makeSubscription({ consent: { wording: 'weekly-1' } })
    for (const [name, subscription] of [
      ['with all that can be known of it', full],
      ['with nothing more than it needs', bare],
    ] as const) {
      holds(`${name} is read as it was written`, async (store) => {
        await write(store, subscription)
        assert.deepEqual(await store.find({ id: subscription.id }), { subscription, suppression: undefined })
      })
    }

    holds('is replaced by what is written with its id, nothing of the old left', async (store) => {
      await write(store, full)
      await write(store, bare)
      assert.deepEqual((await store.find({ id: bare.id })).subscription, bare)
      assert.equal((await all(store.list())).length, 1)
    })

    holds('is found by its id, its address in any case, and a confirmation', async (store) => {
      const subscription = makeSubscription({ address: 'Keeper@harbour.example' })
      const confirmation = { hash: HASH, subscriptionId: subscription.id, expiresAt: moment(60) }
      await write(store, subscription)
      assert.equal(await store.addConfirmation(confirmation), true)
      for (const key of [{ id: subscription.id }, { address: 'keeper@HARBOUR.example' }]) {
        assert.deepEqual(await store.find(key), { subscription, suppression: undefined })
      }
      assert.deepEqual(await store.find({ confirmation: HASH }), { subscription, suppression: undefined, confirmation })
    })

    for (const [name, key] of [
      ['an id', { id: idFor('nobody') }],
      ['an address', { address: 'nobody@harbour.example' }],
      ['a confirmation', { confirmation: 'b'.repeat(64) }],
    ] as const) {
      holds(`is not found by ${name} that nobody has`, async (store) => {
        await write(store, makeSubscription())
        assert.deepEqual(await store.find(key), { subscription: undefined, suppression: undefined })
      })
    }

    holds('of an address that another has, in another case, is refused', async (store) => {
      await write(store, makeSubscription())
      const other = makeSubscription({ id: idFor('other'), address: 'KEEPER@harbour.example' })
      await assert.rejects(write(store, other))
      assert.equal((await store.find({ id: other.id })).subscription, undefined)
    })

    holds('may have what would break out of a query', async (store) => {
      const subscription = makeSubscription({
        address: "o'keeper%_--@harbour.example",
        consent: { wording: `"';--\0` },
      })
      await write(store, subscription)
      assert.deepEqual((await store.find({ address: subscription.address })).subscription, subscription)
      assert.equal((await store.find({ address: 'o_keeper%_--@harbour.example' })).subscription, undefined)
    })
  })

  describe('a change', () => {
    holds('gives what was planned, of what was found', async (store) => {
      const subscription = makeSubscription()
      await write(store, subscription)
      const change = { write: { ...subscription, state: 'confirmed' as const } }
      const planned = await store.change({ id: subscription.id }, (facts) => {
        assert.deepEqual(facts, { subscription, suppression: undefined })
        return change
      })
      assert.deepEqual(planned, change)
      assert.equal((await store.find({ id: subscription.id })).subscription?.state, 'confirmed')
    })

    holds('is carried out as a whole, or not at all', async (store) => {
      await queue(store, { id: idFor('taken') })
      const key = addressKey(KEEPER, store.secret)
      const subscription = makeSubscription()
      const change = {
        write: subscription,
        suppress: { key, reason: 'bounced' as const, at: moment() },
        mail: makeServiceMail({ id: idFor('taken') }),
      }
      await assert.rejects(store.change({ address: KEEPER }, () => change))
      assert.deepEqual(await store.find({ address: KEEPER }), { subscription: undefined, suppression: undefined })
    })

    holds('whose plan throws rejects with that, and does nothing', async (store) => {
      const plan = () => {
        throw new RangeError('no')
      }
      await assert.rejects(store.change({ address: KEEPER }, plan), RangeError)
      await store.check()
    })

    holds('is made after the one before, when many are made at once; one that fails spoils no other', async (store) => {
      const subscription = makeSubscription({ consent: { wording: '0' } })
      await write(store, subscription)
      const outcomes = await Promise.allSettled(
        Array.from({ length: 30 }, (_, index) =>
          store.change({ id: subscription.id }, (facts) => {
            if (index === 10) throw new RangeError('no')
            const wording = `${Number(facts.subscription?.consent.wording) + 1}`
            return { write: { ...subscription, consent: { wording } } }
          }),
        ),
      )
      assert.equal(outcomes.filter(({ status }) => status === 'rejected').length, 1)
      assert.equal((await store.find({ id: subscription.id })).subscription?.consent.wording, '29')
    })

    holds('that suppresses an address without a subscription is known of the address', async (store) => {
      const suppression = { key: addressKey(KEEPER, store.secret), reason: 'bounced' as const, at: moment() }
      await store.change({ address: KEEPER }, () => ({ suppress: suppression }))
      assert.deepEqual(await store.find({ address: 'Keeper@Harbour.example' }), {
        subscription: undefined,
        suppression,
      })
    })

    holds('suppresses for another reason what was suppressed before, and lifts it', async (store) => {
      const key = addressKey(KEEPER, store.secret)
      for (const reason of ['erased', 'complained'] as const) {
        await store.change({ address: KEEPER }, () => ({ suppress: { key, reason, at: moment() } }))
      }
      assert.equal((await store.find({ address: KEEPER })).suppression?.reason, 'complained')
      await store.change({ address: KEEPER }, () => ({ lift: key }))
      assert.equal((await store.find({ address: KEEPER })).suppression, undefined)
    })

    holds('notes when a confirmation was used', async (store) => {
      const { id } = makeSubscription()
      await write(store, makeSubscription())
      await store.addConfirmation({ hash: HASH, subscriptionId: id, expiresAt: moment(60) })
      await store.change({ confirmation: HASH }, () => ({ use: { hash: HASH, at: moment(5) } }))
      assert.equal((await store.find({ confirmation: HASH })).confirmation?.usedAt, moment(5))
    })

    holds('that removes a subscription and forgets its address leaves it nowhere', async (store) => {
      const subscription = makeSubscription()
      const stays = makeSubscription({ address: 'other@harbour.example' })
      const key = addressKey(KEEPER, store.secret)
      const suggestion = makeReaderSuggestion({ address: 'Keeper@harbour.example', by: 'Keeper' })
      await write(store, subscription)
      await write(store, stays)
      await store.addConfirmation({ hash: HASH, subscriptionId: subscription.id, expiresAt: moment(60) })
      await store.addSuggestion(suggestion, ROOM)
      await queue(store, { id: idFor('about-it'), key, subscriptionId: subscription.id })
      await queue(store, { id: idFor('about-a-link'), key, kind: 'suggestion', suggestionId: suggestion.id })
      await queue(store, { id: idFor('to-other'), key: 'other', subscriptionId: stays.id })
      await store.addSignup(makeSignup({ address: 'KEEPER@harbour.example' }))
      await store.addSignup(makeSignup({ address: stays.address }))
      const suppress = { key, reason: 'erased' as const, at: moment() }
      await store.change({ id: subscription.id }, () => ({ remove: subscription.id, forget: KEEPER, suppress }))

      assert.deepEqual(await store.find({ address: KEEPER }), { subscription: undefined, suppression: suppress })
      assert.equal((await store.find({ confirmation: HASH })).confirmation, undefined)
      assert.deepEqual(
        (await lease(store)).map(({ id }) => id),
        [idFor('to-other')],
      )
      assert.deepEqual(await store.findSuggestion(suggestion.id), makeReaderSuggestion())
      const waiting: string[] = []
      while (await store.settleSignup(({ address }) => (waiting.push(address), {})));
      assert.deepEqual(waiting, [stays.address])
      assert.deepEqual(await all(store.list()), [stays])
    })

    holds('that forgets an address without a subscription takes it from suggestions too', async (store) => {
      await store.addSuggestion(makeReaderSuggestion({ address: KEEPER }), ROOM)
      await store.change({ id: 'nobody' }, () => ({ forget: 'Keeper@harbour.example' }))
      assert.deepEqual(await store.findSuggestion(idFor('suggestion')), makeReaderSuggestion())
    })

    holds('writes anew in place of what it removes', async (store) => {
      await write(store, makeSubscription())
      const anew = makeSubscription({ id: idFor('anew') })
      await store.change({ address: KEEPER }, () => ({ remove: idFor(KEEPER), write: anew }))
      assert.deepEqual(await all(store.list()), [anew])
    })
  })

  describe('a confirmation', () => {
    holds('of a subscription that is gone is refused, and not kept', async (store) => {
      const confirmation = { hash: HASH, subscriptionId: idFor('nobody'), expiresAt: moment(60) }
      assert.equal(await store.addConfirmation(confirmation), false)
      assert.equal((await store.find({ confirmation: HASH })).confirmation, undefined)
    })

    holds('is one of several that a subscription may have', async (store) => {
      await write(store, makeSubscription())
      for (const hash of [HASH, 'b'.repeat(64)]) {
        await store.addConfirmation({ hash, subscriptionId: idFor(KEEPER), expiresAt: moment(60) })
      }
      for (const hash of [HASH, 'b'.repeat(64)]) {
        assert.equal((await store.find({ confirmation: hash })).subscription?.address, KEEPER)
      }
    })
  })

  describe('a service mail', () => {
    holds('is leased oldest first, and to nobody else until the lease ends', async (store) => {
      for (const name of ['one', 'two', 'three']) await queue(store, { id: idFor(name) })
      const first = await lease(store, { limit: 2, until: moment(5) })
      assert.deepEqual(
        first.map(({ id, attempts }) => [id, attempts]),
        [
          [idFor('one'), 1],
          [idFor('two'), 1],
        ],
      )
      assert.deepEqual(
        (await lease(store, { now: moment(4), until: moment(9) })).map(({ id }) => id),
        [idFor('three')],
      )
      assert.deepEqual(
        (await lease(store, { now: moment(5), until: moment(10) })).map(({ id, attempts }) => [id, attempts]),
        [
          [idFor('one'), 2],
          [idFor('two'), 2],
        ],
      )
    })

    holds('is leased once by many who ask at the same time', async (store) => {
      for (let index = 0; index < 20; index += 1) await queue(store, { id: idFor(`mail-${index}`) })
      const leased = await Promise.all(Array.from({ length: 12 }, () => lease(store, { limit: 3 })))
      const ids = leased.flat().map(({ id }) => id)
      assert.equal(ids.length, 20)
      assert.equal(new Set(ids).size, 20)
    })

    holds('is put off until a moment, to the part of a second', async (store) => {
      await queue(store)
      const [mail] = await lease(store)
      const after = '2026-11-23T09:10:00.500Z'
      await store.settleMail(mail?.id ?? '', { state: 'queued', after, reason: '451 later' })
      assert.deepEqual(await lease(store, { now: '2026-11-23T09:10:00Z' }), [])
      assert.equal((await lease(store, { now: '2026-11-23T09:10:00.500Z', until: moment(60) }))[0]?.attempts, 2)
    })

    for (const state of ['sent', 'failed', 'unknown'] as const) {
      holds(`that is ${state} is not leased again, and no longer waits`, async (store) => {
        await queue(store)
        const [mail] = await lease(store)
        await store.settleMail(mail?.id ?? '', { state, at: moment(1), reason: '250 or not' })
        await store.settleMail(mail?.id ?? '', { state: 'queued', after: moment(), reason: 'too late' })
        assert.deepEqual(await lease(store, { now: moment(600), until: moment(700) }), [])
        assert.equal((await store.stats(moment())).waiting.mails, 0)
      })
    }

    holds('that is gone meanwhile is settled without a word', async (store) => {
      await store.settleMail(idFor('nothing'), { state: 'sent', at: moment() })
      assert.deepEqual(await lease(store), [])
    })
  })

  describe('a suggestion', () => {
    const answer = {
      at: moment(90),
      issue: '2026-W48',
      issueUrl: 'https://crowsnest.example/2026-W48/',
      title: 'Light',
    }
    const full = makeReaderSuggestion({
      note: 'Read it.\n“Twice”',
      by: 'Keeper',
      address: KEEPER,
      network: '192.0.2.0/24',
    })

    for (const [name, suggestion] of [
      ['with all that can be known of it', full],
      ['with nothing more than it needs', makeReaderSuggestion()],
    ] as const) {
      holds(`${name} is read as it was written`, async (store) => {
        await store.addSuggestion(suggestion, ROOM)
        assert.deepEqual(await store.findSuggestion(suggestion.id), suggestion)
      })
    }

    holds('that nobody made is not found', async (store) => {
      assert.equal(await store.findSuggestion(idFor('nothing')), undefined)
    })

    holds('is kept while there is room: for its network, and for all, since a moment', async (store) => {
      const caps = { since: moment(-60), network: 2, all: 4 }
      const add = (id: string, network: string, minutes: number) =>
        store.addSuggestion(makeReaderSuggestion({ id: idFor(id), network, at: moment(minutes) }), caps)
      const outcomes = []
      for (const [id, network, minutes] of [
        ['before', '192.0.2.0/24', -61],
        ['one', '192.0.2.0/24', -60],
        ['two', '192.0.2.0/24', -1],
        ['three', '192.0.2.0/24', 0],
        ['four', '198.51.100.0/24', 0],
        ['five', '203.0.113.0/24', 0],
        ['six', '203.0.113.0/24', 0],
      ] as const) {
        outcomes.push(await add(id, network, minutes))
      }
      const none = undefined
      assert.deepEqual(outcomes, [none, none, none, 'network', none, none, 'all'])
      const kept = (await store.listSuggestions(moment(-100), 10)).map(({ id }) => id)
      assert.deepEqual(kept, ['before', 'one', 'two', 'four', 'five'].map(idFor))
    })

    holds('is counted before the next, however many come at once', async (store) => {
      const outcomes = await Promise.all(
        Array.from({ length: 30 }, (_, index) =>
          store.addSuggestion(makeReaderSuggestion({ id: idFor(`${index}`), network: '192.0.2.0/24' }), {
            ...ROOM,
            network: 20,
          }),
        ),
      )
      assert.equal(outcomes.filter((outcome) => outcome === undefined).length, 20)
    })

    holds('is listed since a moment until it is answered, oldest first, of many the newest', async (store) => {
      for (const [id, minutes] of [
        ['new', 5],
        ['old', -5],
        ['first', 0],
        ['second', 0],
      ] as const) {
        await store.addSuggestion(makeReaderSuggestion({ id: idFor(id), at: moment(minutes) }), ROOM)
      }
      const list = async (most: number) => (await store.listSuggestions(moment(), most)).map(({ id }) => id)
      assert.deepEqual(await list(9), ['first', 'second', 'new'].map(idFor))
      assert.deepEqual(await list(2), ['second', 'new'].map(idFor))
      await store.answerSuggestion(idFor('second'), answer, () => undefined)
      assert.deepEqual(await list(2), ['first', 'new'].map(idFor))
    })

    holds('is answered once, by one mail, and its address goes with that', async (store) => {
      await store.addSuggestion(full, ROOM)
      const mail = makeServiceMail({ kind: 'suggestion', suggestionId: full.id })
      const suppress = { key: addressKey(KEEPER, store.secret), reason: 'bounced' as const, at: moment() }
      await store.change({ id: 'nobody' }, () => ({ suppress }))
      const asked: unknown[] = []
      const given = [answer, { ...answer, title: 'Other' }]
      const outcomes = await Promise.all(
        given.map((each) => store.answerSuggestion(full.id, each, (...facts) => (asked.push(facts), mail))),
      )
      // Of two who answer at once, either may be the first.
      assert.deepEqual(outcomes.toSorted(), ['answered', 'known'])
      assert.deepEqual(asked, [[full, suppress]])
      assert.deepEqual(await lease(store, { now: moment(), until: moment(5) }), [{ ...mail, attempts: 1 }])
      const { address, ...rest } = full
      assert.equal(address, KEEPER)
      const kept = given[outcomes.indexOf('answered')]
      assert.deepEqual(await store.findSuggestion(full.id), { ...rest, answer: kept })
    })

    holds('that nobody made is not answered, and nothing is queued', async (store) => {
      assert.equal(await store.answerSuggestion(idFor('nothing'), answer, () => makeServiceMail()), 'unknown')
      assert.deepEqual(await lease(store), [])
    })
  })

  describe('the list', () => {
    const numbered = (count: number, own: Partial<Subscription> = {}) =>
      Array.from({ length: count }, (_, index) => {
        const name = `reader-${String((index * 7_919) % 100_003).padStart(6, '0')}`
        return makeSubscription({ id: idFor(name), address: `${name}@harbour.example`, origin: 'import', ...own })
      })

    holds(
      'knows where else an address stands, in whatever case it was written, and until it is forgotten',
      async (store) => {
        const key = addressKey(KEEPER, store.secret)
        await store.addSignup(makeSignup({ address: 'KEEPER@harbour.example' }))
        await store.addSuggestion(makeReaderSuggestion({ address: 'Keeper@harbour.example' }), ROOM)
        await store.change({ address: KEEPER }, () => ({ mail: makeServiceMail({ to: KEEPER, key }) }))
        assert.deepEqual(await store.countTraces('kEEPER@harbour.example'), { signups: 1, mails: 1, suggestions: 1 })
        const none = { signups: 0, mails: 0, suggestions: 0 }
        assert.deepEqual(await store.countTraces('mate@harbour.example'), none)
        await store.change({ address: KEEPER }, () => ({ forget: KEEPER }))
        assert.deepEqual(await store.countTraces(KEEPER), none)
      },
    )

    holds('takes a batch, and says what became of each', async (store) => {
      const left = makeSubscription({
        address: 'left@harbour.example',
        state: 'unsubscribed',
        unsubscribedAt: moment(),
      })
      const gone = 'Gone@harbour.example'
      const erased = { key: addressKey(gone, store.secret), reason: 'erased' as const, at: moment() }
      await write(store, left)
      await store.change({ address: gone }, () => ({ suppress: erased }))
      const imported = (address: string) =>
        makeSubscription({ id: idFor(`new-${address}`), address, state: 'confirmed', origin: 'import' })
      const counts = await store.importSubscriptions(
        ['LEFT@harbour.example', 'gone@harbour.example', 'new@harbour.example', 'New@harbour.example'].map(imported),
      )
      assert.deepEqual(counts, { added: 1, known: 2, suppressed: 1 })
      assert.deepEqual(await all(store.list()), [left, imported('new@harbour.example')])
    })

    holds('takes nothing where there is nothing', async (store) => {
      assert.deepEqual(await store.importSubscriptions([]), { added: 0, known: 0, suppressed: 0 })
    })

    holds('gives all of them, in the order of their ids, each once', async (store) => {
      const subscriptions = numbered(2_500)
      assert.equal((await store.importSubscriptions(subscriptions)).added, 2_500)
      const listed = await all(store.list())
      assert.deepEqual(
        listed,
        subscriptions.toSorted((one, other) => (one.id < other.id ? -1 : 1)),
      )
    })

    holds('gives those in one state', async (store) => {
      await store.importSubscriptions(numbered(1_300, { state: 'confirmed' }))
      const waits = makeSubscription({ id: 'Z'.repeat(22) })
      await write(store, waits)
      assert.deepEqual(await all(store.list('unconfirmed')), [waits])
      assert.equal((await all(store.list('confirmed'))).length, 1_300)
      assert.deepEqual(await all(store.list('unsubscribed')), [])
    })

    holds('can be written to while it is read', async (store) => {
      await store.importSubscriptions(numbered(1_500))
      let count = 0
      for await (const subscription of store.list()) {
        if (count === 0) await write(store, { ...subscription, state: 'confirmed' })
        count += 1
      }
      assert.equal(count, 1_500)
    })

    holds('gives the suppressions', async (store) => {
      const suppressions = (['erased', 'bounced', 'complained'] as const).map((reason, index) => ({
        key: `${index}`.repeat(64),
        reason,
        at: moment(index),
      }))
      for (const suppress of suppressions) await store.change({ id: 'nobody' }, () => ({ suppress }))
      assert.deepEqual(await all(store.listSuppressions()), suppressions)
    })

    holds('is counted by state, reason and month', async (store) => {
      const rows: [string, SubscriptionState, string, string?, string?][] = [
        ['a', 'unconfirmed', '2026-11-30T23:59:59Z'],
        ['b', 'confirmed', '2026-10-31T23:59:59Z', '2026-11-01T00:00:00Z'],
        ['c', 'unsubscribed', '2025-12-01T00:00:00Z', '2025-12-01T00:00:01Z', '2026-11-02T00:00:00Z'],
        ['d', 'confirmed', '2025-11-30T23:59:59Z', '2025-11-30T23:59:59Z'],
      ]
      for (const [name, state, requestedAt, confirmedAt, unsubscribedAt] of rows) {
        const address = `${name}@harbour.example`
        await write(store, makeSubscription({ address, state, requestedAt, confirmedAt, unsubscribedAt }))
      }
      const suppress = { key: 'x', reason: 'bounced' as const, at: moment() }
      await store.change({ id: 'nobody' }, () => ({ suppress }))
      await store.addSignup(makeSignup())
      await queue(store)
      await store.addSuggestion(makeReaderSuggestion(), ROOM)
      const { months, ...stats } = await store.stats('2026-11-23T09:00:00Z')
      assert.deepEqual(stats, {
        states: { unconfirmed: 1, confirmed: 2, unsubscribed: 1 },
        suppressions: { erased: 0, bounced: 1, complained: 0 },
        waiting: { signups: 1, mails: 1 },
        suggestions: 1,
      })
      assert.equal(months.length, 12)
      assert.deepEqual(months[0], { month: '2025-12', requested: 1, confirmed: 1, unsubscribed: 0 })
      assert.deepEqual(months[10], { month: '2026-10', requested: 1, confirmed: 0, unsubscribed: 0 })
      assert.deepEqual(months[11], { month: '2026-11', requested: 1, confirmed: 1, unsubscribed: 1 })
      assert.deepEqual(months[5], { month: '2026-05', requested: 0, confirmed: 0, unsubscribed: 0 })
    })
  })

  describe('retention', () => {
    const LIMITS = {
      unconfirmed: moment(-30),
      unsubscribed: moment(-60),
      visitors: moment(-90),
      suggestions: moment(-95),
      recipients: moment(-95),
    }

    async function fill(store: SubscriptionStore): Promise<void> {
      const consent = { wording: 'weekly-1', requestedFrom: '192.0.2.0/24', confirmedFrom: '192.0.2.0/24' }
      const rows: [string, Partial<Subscription>][] = [
        ['never-said', { requestedAt: moment(-31) }],
        ['may-say', { requestedAt: moment(-30) }],
        ['left', { state: 'unsubscribed', requestedAt: moment(-400), unsubscribedAt: moment(-61) }],
        ['left-now', { state: 'unsubscribed', requestedAt: moment(-80), unsubscribedAt: moment(-59) }],
        ['old', { state: 'confirmed', requestedAt: moment(-100), confirmedAt: moment(-90), consent }],
        ['older', { state: 'confirmed', requestedAt: moment(-100), confirmedAt: moment(-91), consent }],
      ]
      for (const [name, own] of rows) {
        const address = `${name}@harbour.example`
        await write(store, makeSubscription({ address, consent: { wording: 'weekly-1' }, ...own }))
        const expiresAt = moment(name === 'may-say' ? -31 : 10)
        await store.addConfirmation({ hash: idFor(`hash-${name}`), subscriptionId: idFor(address), expiresAt })
      }
      await queue(store, { id: idFor('waits'), subscriptionId: idFor('never-said@harbour.example'), at: moment(-31) })
      await queue(store, { id: idFor('old'), at: moment(-91) })
      await queue(store, { id: idFor('new'), at: moment(-89) })
      const visitor = { address: KEEPER, network: '192.0.2.0/24' }
      await store.addSuggestion(
        makeReaderSuggestion({ id: idFor('old'), at: moment(-91), by: 'Keeper', ...visitor }),
        ROOM,
      )
      await store.addSuggestion(makeReaderSuggestion({ id: idFor('new'), at: moment(-90), ...visitor }), ROOM)
      await store.addSuggestion(makeReaderSuggestion({ id: idFor('oldest'), at: moment(-96), by: 'Keeper' }), ROOM)
    }
    const gone = { unconfirmed: 1, unsubscribed: 1, visitors: 3, suggestions: 1, confirmations: 1, mails: 1 }
    const counts = { ...gone, recipients: 0 }

    holds('says what it would do, and does nothing, in a dry run', async (store) => {
      await fill(store)
      const before = await all(store.list())
      assert.deepEqual(await store.retain(LIMITS, { dryRun: true, at: moment() }), counts)
      assert.deepEqual(await all(store.list()), before)
      assert.deepEqual(await store.retain(LIMITS, { dryRun: true, at: moment() }), counts)
    })

    holds('does what it said, once', async (store) => {
      await fill(store)
      assert.deepEqual(await store.retain(LIMITS, { dryRun: false, at: moment() }), counts)
      const nothing = Object.fromEntries(Object.keys(counts).map((name) => [name, 0]))
      assert.deepEqual(await store.retain(LIMITS, { dryRun: false, at: moment() }), nothing)
      const names = (await all(store.list())).map(({ address }) => address.split('@')[0])
      assert.deepEqual(names.toSorted(), ['left-now', 'may-say', 'old', 'older'])
    })

    holds('leaves the key of one who left, and nothing of one who never said yes', async (store) => {
      await fill(store)
      await store.retain(LIMITS, { dryRun: false, at: moment() })
      const key = addressKey('left@harbour.example', store.secret)
      assert.deepEqual(await all(store.listSuppressions()), [{ key, reason: 'erased', at: moment() }])
      assert.deepEqual(
        (await lease(store)).map(({ id }) => id),
        [idFor('new')],
      )
      assert.equal((await store.find({ confirmation: idFor('hash-may-say') })).confirmation, undefined)
      assert.equal((await store.find({ confirmation: idFor('hash-old') })).confirmation?.usedAt, undefined)
    })

    holds('keeps the reason why one who left must not be written to', async (store) => {
      await fill(store)
      const suppress = {
        key: addressKey('left@harbour.example', store.secret),
        reason: 'bounced' as const,
        at: moment(-70),
      }
      await store.change({ id: 'nobody' }, () => ({ suppress }))
      await store.retain(LIMITS, { dryRun: false, at: moment() })
      assert.deepEqual(await all(store.listSuppressions()), [suppress])
    })

    holds('forgets the networks of visitors, each by its own moment, and who suggested', async (store) => {
      await fill(store)
      await store.retain(LIMITS, { dryRun: false, at: moment() })
      const consentOf = async (name: string) =>
        (await store.find({ address: `${name}@harbour.example` })).subscription?.consent
      assert.deepEqual(await consentOf('old'), { wording: 'weekly-1', confirmedFrom: '192.0.2.0/24' })
      assert.deepEqual(await consentOf('older'), { wording: 'weekly-1' })
      const [old, recent, ...more] = await store.listSuggestions(moment(-1_000), 9)
      assert.deepEqual(more, [])
      assert.deepEqual([old?.address, old?.network, old?.by], [undefined, undefined, 'Keeper'])
      assert.deepEqual([recent?.address, recent?.network], [KEEPER, '192.0.2.0/24'])
    })

    holds('goes through more than it takes at once', async (store) => {
      const many = Array.from({ length: 2_300 }, (_, index) =>
        makeSubscription({ address: `r${index}@harbour.example`, requestedAt: moment(-100) }),
      )
      await store.importSubscriptions(many)
      const { visitors, unconfirmed } = await store.retain(LIMITS, { dryRun: false, at: moment() })
      assert.deepEqual([visitors, unconfirmed], [2_300, 2_300])
      assert.deepEqual(await all(store.list()), [])
    })
  })

  holdsTheLedgerContract(holds)

  describe('a store', () => {
    holds('is born with an identity and a secret that no other has', async (store) => {
      const other = await make()
      try {
        assert.match(store.identity, /^[\w-]{22}$/)
        assert.equal(store.secret.length, 32)
        assert.notEqual(store.identity, other.identity)
        assert.notDeepEqual(store.secret, other.secret)
      } finally {
        await other.close()
      }
    })

    holds('is well when it is asked', async (store) => {
      await store.check()
    })

    holds('does what is asked of it at the same time, readers and writers in any order', async (store) => {
      const subscription = makeSubscription()
      await write(store, subscription)
      const chains = Array.from({ length: 20 }, async (_, index) => {
        for (let round = 0; round < 5; round += 1) {
          await Promise.resolve()
          if (index % 4 === 0) await store.addSignup(makeSignup())
          else if (index % 4 === 1) assert.deepEqual((await store.find({ address: KEEPER })).subscription, subscription)
          else if (index % 4 === 2) await store.settleSignup(() => ({}))
          else await write(store, subscription)
        }
      })
      await Promise.all(chains)
      while (await store.settleSignup(() => ({})));
      assert.equal((await store.stats(moment())).waiting.signups, 0)
    })

    holds('that is closed refuses, and finishes what was under way', async (store) => {
      const underWay = store.addSignup(makeSignup())
      await store.close()
      await underWay
      await assert.rejects(store.check())
      await assert.rejects(store.find({ id: 'nobody' }))
      await assert.rejects(store.addSignup(makeSignup()))
      await store.close()
    })

    holds('refuses a moment that is none', async (store) => {
      await assert.rejects(store.addSignup(makeSignup({ at: 'yesterday' })), TypeError)
      assert.equal(await store.countSignups(), 0)
    })
  })
}

const write = async (store: SubscriptionStore, subscription: Subscription): Promise<void> => {
  await store.change({ id: subscription.id }, () => ({ write: subscription }))
}

const queue = async (store: SubscriptionStore, own: Parameters<typeof makeServiceMail>[0] = {}): Promise<void> => {
  await store.change({ id: 'nobody' }, () => ({ mail: makeServiceMail(own) }))
}

const lease = (store: SubscriptionStore, own: Partial<Parameters<SubscriptionStore['leaseMails']>[0]> = {}) =>
  store.leaseMails({ limit: 100, now: moment(), until: moment(5), ...own })

async function all<T>(values: AsyncIterable<T>): Promise<T[]> {
  const gathered: T[] = []
  for await (const value of values) gathered.push(value)
  return gathered
}
