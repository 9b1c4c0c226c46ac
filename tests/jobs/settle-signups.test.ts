import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { MAIL_CAPS } from '../../src/core/subscription/mail-caps.ts'
import { CROWDED } from '../../src/core/subscription/waiting-limits.ts'
import type { Signup } from '../../src/core/subscription/signup.ts'
import type { SubscriptionChange } from '../../src/core/subscription/subscription-change.ts'
import { ExpectedError, type Problem } from '../../src/core/text/problem.ts'
import { settleSignups, type SettlePorts } from '../../src/jobs/settle-signups.ts'
import { makeSignup } from '../builders.ts'

const NOBODY = {
  subscription: undefined,
  suppression: undefined,
  mails: { address: [0, 0], domain: [0, 0], network: [0, 0], all: [0] },
}

/** A store with sign-ups that wait; one that fails goes behind the others, as the contract has it. */
function makeWorld(
  waiting: Signup[],
  fails: (signup: Signup) => Error | undefined = () => undefined,
  { unconfirmed = 0, facts = NOBODY } = {},
) {
  const changes: SubscriptionChange[] = []
  const problems: Problem[] = []
  const world = { pauses: 0, ids: 0 }
  const ports: SettlePorts = {
    store: {
      secret: new Uint8Array(32).fill(1),
      countSignups: () => Promise.resolve(waiting.length + unconfirmed),
      async settleSignup(plan) {
        await Promise.resolve()
        const signup = waiting.shift()
        if (signup === undefined) return false
        const reason = fails(signup)
        if (reason !== undefined) {
          waiting.push(signup)
          throw reason
        }
        changes.push(plan(signup, facts))
        return true
      },
    },
    randomId: () => {
      world.ids += 1
      return `id-${world.ids}`
    },
    pause: () => {
      world.pauses += 1
      return Promise.resolve()
    },
    report: (problem) => problems.push(problem),
  }
  return { ports, changes, problems, world, waiting }
}

const makeMany = (count: number) =>
  Array.from({ length: count }, (_, index) => makeSignup({ address: `keeper${index}@light.example` }))

describe('settleSignups', () => {
  test('keeps no address that it cannot write to, once very many wait', async () => {
    const facts = { ...NOBODY, mails: { ...NOBODY.mails, all: [MAIL_CAPS.all[0].count] } }
    for (const [unconfirmed, kept] of [
      [CROWDED - 70, 70],
      [CROWDED - 69, 0],
    ] as const) {
      const { ports, changes } = makeWorld(makeMany(70), undefined, { unconfirmed, facts })
      assert.equal(await settleSignups(ports), 70)
      assert.equal(changes.filter(({ write }) => write !== undefined).length, kept)
    }
  })

  test('decides all that wait, oldest first, each with names of its own', async () => {
    const { ports, changes, problems } = makeWorld(makeMany(200))
    assert.equal(await settleSignups(ports), 200)
    assert.deepEqual(
      changes.map(({ write }) => write?.address),
      makeMany(200).map(({ address }) => address),
    )
    const names = changes.flatMap(({ write, mail }) => [write?.id, mail?.id])
    assert.equal(new Set(names).size, 400)
    assert.equal(changes[0]?.mail?.subscriptionId, changes[0]?.write?.id)
    assert.deepEqual(problems, [])
  })

  test('lets others have their turn between batches, and asks for nothing more where none waits', async () => {
    const many = makeWorld(makeMany(200))
    await settleSignups(many.ports)
    assert.equal(many.world.pauses, 3)
    const none = makeWorld([])
    assert.equal(await settleSignups(none.ports), 0)
    assert.equal(none.world.pauses, 0)
  })

  test('one that cannot be decided is told, stays, and keeps nobody waiting', async () => {
    const bad = 'keeper3@light.example'
    const { ports, changes, problems, waiting } = makeWorld(makeMany(150), ({ address }) =>
      address === bad ? new TypeError('no such moment') : undefined,
    )
    assert.equal(await settleSignups(ports), 149)
    assert.equal(changes.length, 149)
    assert.deepEqual(
      waiting.map(({ address }) => address),
      [bad],
    )
    assert.ok(problems.length > 0)
    for (const { where, what } of problems) assert.equal(`${where}: ${what}`, 'a sign-up that waits: no such moment')
  })

  test('where nothing can be settled at all it ends, says why once, and everything waits for the next time', async () => {
    const full = { where: '.crowsnest/subscribers.sqlite', what: 'the disk is full', remedy: 'Make room' }
    const { ports, problems, waiting } = makeWorld(makeMany(100), () => new ExpectedError(full))
    assert.equal(await settleSignups(ports), 0)
    assert.deepEqual(problems, [full])
    assert.equal(waiting.length, 100)
  })

  test('ends between batches when the program does', async () => {
    const { ports, waiting, world } = makeWorld(makeMany(200))
    await settleSignups(ports, () => world.pauses === 1)
    assert.ok(waiting.length > 0 && waiting.length < 200, String(waiting.length))
  })
})
