import assert from 'node:assert/strict'
import { test } from 'node:test'
import { toBase64Url } from '../../src/core/text/base64url.ts'
import { makeConfirmation } from '../../src/core/subscription/confirmation-token.ts'
import { signLink } from '../../src/core/subscription/link-token.ts'
import type { SubscriptionState } from '../../src/core/subscription/subscription.ts'
import { formatMoment } from '../../src/core/text/moment.ts'
import { type Chance, makeChance } from './chance.ts'
import { KEY, makeTestApp, type TestApp } from './test-app.ts'

const LIVES = 30
const STEPS = 30
const DAY = 86_400_000

/** A link that stood in a mail. */
interface Link {
  readonly path: string
  readonly subscriptionId: string
  readonly sentAt: number
  hasConfirmed: boolean
}

/** What must be true of one address, told in as few words as it can be. */
interface Life {
  readonly address: string
  readonly links: Link[]
  /** Every subscription that it ever had; links of all of them go on working. */
  readonly ids: string[]
  row: { readonly id: string; readonly state: SubscriptionState } | undefined
  isErased: boolean
  leftAt: number
}

/** Sends the mails that wait, each to the address itself and with what its state asks for. */
async function sendMails(it: TestApp, life: Life): Promise<void> {
  const at = it.clock.now
  const lease = { limit: 100, now: formatMoment(at), until: formatMoment(new Date(at.getTime() + 1000)) }
  for (const { id, to, kind, subscriptionId } of await it.store.leaseMails(lease)) {
    assert.equal(to, life.address)
    assert.equal(subscriptionId, life.row?.id)
    assert.equal(kind, life.row?.state === 'confirmed' ? 'already' : 'confirm')
    if (kind === 'confirm' && subscriptionId !== undefined) {
      const token = toBase64Url(new TextEncoder().encode(id.slice(-16)))
      await it.store.addConfirmation(makeConfirmation(token, subscriptionId, at))
      life.links.push({ path: `/confirm/${token}`, subscriptionId, sentAt: at.getTime(), hasConfirmed: false })
    }
    await it.store.settleMail(id, { state: 'sent', at: formatMoment(at) })
  }
}

function doesConfirm({ row, leftAt }: Life, link: Link, now: number): boolean {
  if (row?.id !== link.subscriptionId || row.state === 'confirmed') return false
  return !link.hasConfirmed && now - link.sentAt < 7 * DAY && link.sentAt > leftAt
}

const STEP_NAMES = ['sign up', 'sign up', 'sign up', 'press', 'press', 'press', 'open', 'leave', 'erase'] as const

async function takeStep(it: TestApp, life: Life, { oneOf }: Chance): Promise<string> {
  const now = it.clock.now.getTime()
  const step = oneOf(STEP_NAMES)
  const link = life.links.length === 0 ? undefined : oneOf(life.links.slice(-3))
  const id = life.ids.length === 0 ? undefined : oneOf(life.ids.slice(-2))
  if (step === 'sign up') {
    await it.post('/subscribe', { email: life.address })
    assert.equal(await it.settle(), 1)
    const { subscription } = await it.store.find({ address: life.address })
    assert.ok(subscription)
    assert.equal(subscription.state, life.row?.state ?? 'unconfirmed')
    if (life.row === undefined) life.ids.push(subscription.id)
    life.row = subscription
    await sendMails(it, life)
  } else if (step === 'press' && link) {
    const confirms = doesConfirm(life, link, now)
    const isIn = life.row?.id === link.subscriptionId && life.row.state === 'confirmed'
    assert.equal((await it.post(link.path)).status, confirms || isIn ? 200 : 410)
    if (confirms) {
      link.hasConfirmed = true
      Object.assign(life, { row: { id: link.subscriptionId, state: 'confirmed' }, isErased: false })
    }
  } else if (step === 'open') {
    const token = id === undefined ? 'x' : signLink('unsubscribe', id, KEY)
    for (const path of [link?.path ?? '/subscribe', `/unsubscribe/${token}`]) await it.app.request(path)
  } else if (step === 'leave' && id !== undefined) {
    assert.equal((await it.post(`/unsubscribe/${signLink('unsubscribe', id, KEY)}`)).status, 200)
    if (life.row?.id === id && life.row.state !== 'unsubscribed') {
      Object.assign(life, { row: { id, state: 'unsubscribed' }, leftAt: now })
    }
  } else if (step === 'erase' && id !== undefined) {
    assert.equal((await it.post(`/me/${signLink('me', id, KEY)}/erase`)).status, 200)
    if (life.row?.id === id) Object.assign(life, { row: undefined, isErased: true, leftAt: now })
  }
  return step
}

test(`${LIVES} addresses through ${STEPS} steps each are, after every one, where their owners' own words put them`, async (t) => {
  const it = await makeTestApp(t)
  const chance = makeChance(7)
  const seen = new Set<string>()
  for (let index = 0; index < LIVES; index += 1) {
    const life: Life = {
      ...{ address: `keeper${index}@light.example`, links: [], ids: [] },
      ...{ row: undefined, isErased: false, leftAt: -Infinity },
    }
    const told: string[] = []
    for (let step = 0; step < STEPS; step += 1) {
      const before = life.row?.state ?? 'nothing'
      told.push(`${formatMoment(it.clock.now)} ${await takeStep(it, life, chance)}`)
      seen.add(`${before} to ${life.row?.state ?? 'nothing'}`)
      const { subscription, suppression } = await it.store.find({ address: life.address })
      assert.equal(subscription?.state, life.row?.state, told.join('\n'))
      if (life.row !== undefined)
        assert.equal(suppression?.reason, life.isErased ? 'erased' : undefined, told.join('\n'))
      it.clock.now = new Date(it.clock.now.getTime() + 1000 + 1000 * chance.next(chance.oneOf([60, 90_000, 300_000])))
    }
  }
  const everyWay = [
    ...['nothing to unconfirmed', 'unconfirmed to confirmed', 'unconfirmed to unsubscribed', 'unconfirmed to nothing'],
    ...['confirmed to unsubscribed', 'confirmed to nothing', 'unsubscribed to confirmed', 'unsubscribed to nothing'],
  ]
  for (const way of everyWay) assert.ok(seen.has(way), `no address went from ${way}`)
  for (const way of ['nothing to confirmed', 'confirmed to unconfirmed', 'unsubscribed to unconfirmed']) {
    assert.ok(!seen.has(way), way)
  }
})
