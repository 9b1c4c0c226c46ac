import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { makeTestApp, type TestApp } from './test-app.ts'

/** Signs up over and over within a minute, decides all of it, and counts the mails that wait. */
async function bomb(it: TestApp, rounds: number, addressOf: (index: number) => string): Promise<number> {
  const answers = new Set<string>()
  for (let at = 0; at < rounds; at += 250) {
    const responses = await Promise.all(
      Array.from({ length: 250 }, (_, index) => it.post('/subscribe', { email: addressOf(at + index) })),
    )
    for (const response of responses) answers.add(`${response.status} ${await response.text()}`)
  }
  assert.equal(answers.size, 1)
  assert.equal(await it.settle(), rounds)
  const lease = { limit: rounds, now: '2026-11-20T09:01:00Z', until: '2026-11-20T09:06:00Z' }
  return (await it.store.leaseMails(lease)).length
}

/** `keeper` with dots between its letters, in 32 ways. */
const dotted = (index: number) =>
  [...'keeper']
    .map((letter, at) => letter + '.'.repeat((index >> at) & 1))
    .join('')
    .replace(/\.$/, '')

describe('thousands of sign-ups in a minute get one answer, and cause no more mails than the caps let through', () => {
  test('2,500 of one address, from everywhere: one mail', async (t) => {
    let asked = 0
    const clientAddress = () => `10.${(asked += 1) >> 8}.${asked & 255}.7`
    const it = await makeTestApp(t, { clientAddress })
    const spell = (index: number) => (index % 2 === 0 ? 'keeper@light.example' : 'KEEPER@light.example')
    assert.equal(await bomb(it, 2_500, spell), 1)
  })

  for (const [whom, addressOf, mails] of [
    ['one mailbox under names of its own', (index: number) => `keeper+${index}@light.example`, 1],
    ['one mailbox with dots here and there', (index: number) => `${dotted(index)}+${index}@gmail.com`, 1],
    ['one who takes all of a domain', (index: number) => `k${index}@${index % 7}.light.example`, 30],
  ] as const) {
    test(`2,500 from everywhere, for ${whom}: ${mails === 1 ? 'one mail' : `${mails} mails`}`, async (t) => {
      let asked = 0
      const clientAddress = () => `10.${(asked += 1) >> 8}.${asked & 255}.7`
      const it = await makeTestApp(t, { clientAddress })
      assert.equal(await bomb(it, 2_500, addressOf), mails)
    })
  }

  test('2,500 from one network, for everybody: 20 mails', async (t) => {
    let asked = 0
    const it = await makeTestApp(t, { clientAddress: () => `192.0.2.${(asked += 1) & 255}` })
    assert.equal(await bomb(it, 2_500, (index) => `keeper${index}@light.example`), 20)
  })

  test('10,000 from everywhere, for everybody: 600 mails', async (t) => {
    let asked = 0
    const clientAddress = () => `2001:db8:${((asked += 1) & 0xffff).toString(16)}:1::7`
    const it = await makeTestApp(t, { clientAddress })
    assert.equal(await bomb(it, 10_000, (index) => `keeper@light${index}.example`), 600)
  })
})
