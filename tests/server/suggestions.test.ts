import assert from 'node:assert/strict'
import { describe, test, type TestContext } from 'node:test'
import { addressKey } from '../../src/core/subscription/address-key.ts'
import type { ReaderSuggestion } from '../../src/core/subscription/reader-suggestion.ts'
import type { GivenAnswer } from '../../src/core/subscription/suggestion-answers.ts'
import { ROOM } from '../io/store/store-builders.ts'
import { makeBrokenStore, makeTestApp, type TestApp } from './test-app.ts'

const TOKEN = 'open-sesame-0123456789'
const BEARER = { authorization: `Bearer ${TOKEN}` }
const BO = 'bo@light.example'

const suggestion = (own: Partial<ReaderSuggestion> = {}): ReaderSuggestion => ({
  id: 's1',
  url: 'https://harbour.example/posts/fog-horns/',
  note: 'The best on fog horns.',
  by: 'Bo',
  address: BO,
  network: '192.0.2.0/24',
  at: '2026-11-19T08:00:00Z',
  ...own,
})

const given = (own: Partial<GivenAnswer> = {}): GivenAnswer => ({
  id: 's1',
  issue: '2026-W47',
  issueUrl: 'https://crowsnest.example/issues/2026-W47/#8f3c2a91d0',
  title: 'Fog horns, heard',
  ...own,
})

async function open(context: TestContext, suggestions: readonly ReaderSuggestion[] = [suggestion()]) {
  const mails = { hints: 0 }
  const it = await makeTestApp(context, { token: TOKEN, onMail: () => (mails.hints += 1) })
  for (const each of suggestions) await it.store.addSuggestion(each, ROOM)
  return { ...it, mails }
}

const ask = ({ app }: TestApp, headers: Record<string, string> = BEARER) => app.request('/suggestions', { headers })

const send = ({ app }: TestApp, body: unknown, headers: Record<string, string> = BEARER) =>
  app.request('/suggestions/answers', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })

const outcomes = async (response: Response) => {
  const { answers } = (await response.json()) as { answers: { id: string; outcome: string }[] }
  return answers.map(({ id, outcome }) => `${id} ${outcome}`)
}

const mailsOf = ({ store }: TestApp) =>
  store.leaseMails({ limit: 100, now: '2027-01-01T00:00:00Z', until: '2027-01-01T00:00:01Z' })

describe('/suggestions', () => {
  test('gives who has the token what readers suggested, oldest first, and never an address', async (t) => {
    const it = await open(t, [
      suggestion(),
      suggestion({ id: 's0', by: undefined, note: undefined, at: '2026-11-18T08:00:00Z' }),
    ])
    const response = await ask(it)
    const text = await response.text()
    assert.equal(response.status, 200)
    assert.doesNotMatch(text, /@|192\.0\.2/)
    const { address: _address, network: _network, ...open1 } = suggestion()
    assert.deepEqual(JSON.parse(text), {
      suggestions: [{ id: 's0', url: open1.url, at: '2026-11-18T08:00:00Z' }, open1],
    })
    assert.equal(response.headers.get('cache-control'), 'no-store')
  })

  test('leaves out what was answered, and what nobody picked in 90 days', async (t) => {
    const it = await open(t, [
      suggestion({ id: 'old', at: '2026-08-22T08:59:59Z' }),
      suggestion({ id: 'answered' }),
      suggestion({ id: 'new' }),
    ])
    await send(it, { answers: [given({ id: 'answered' })] })
    const { suggestions } = (await (await ask(it)).json()) as { suggestions: { id: string }[] }
    assert.deepEqual(
      suggestions.map(({ id }) => id),
      ['new'],
    )
  })

  test('of very many gives the newest 1,000', async (t) => {
    const it = await open(t, [])
    const at = (index: number) => new Date(Date.UTC(2026, 10, 19) + index * 1000).toISOString().replace('.000Z', 'Z')
    await Promise.all(
      Array.from({ length: 1_003 }, (_, index) =>
        it.store.addSuggestion(suggestion({ id: `s${index}`, at: at(index) }), ROOM),
      ),
    )
    const { suggestions } = (await (await ask(it)).json()) as { suggestions: { id: string }[] }
    assert.deepEqual([suggestions.length, suggestions[0]?.id, suggestions.at(-1)?.id], [1_000, 's3', 's1002'])
  })

  const strangers: [name: string, headers: Record<string, string>][] = [
    ['no token', {}],
    ['another', { authorization: 'Bearer open-sesame-0123456788' }],
    ['the beginning of it', { authorization: 'Bearer open-sesame' }],
    ['more than it', { authorization: `${BEARER.authorization}x` }],
    ['an empty one', { authorization: 'Bearer ' }],
    ['another scheme', { authorization: `Basic ${TOKEN}` }],
    ['it in another place', { cookie: `token=${TOKEN}` }],
  ]
  for (const [name, headers] of strangers) {
    test(`says nothing to who has ${name}, and takes nothing from them`, async (t) => {
      const it = await open(t)
      for (const response of [await ask(it, headers), await send(it, { answers: [given()] }, headers)]) {
        assert.equal(response.status, 401)
        assert.match(response.headers.get('www-authenticate') ?? '', /^Bearer/)
        assert.match(await response.text(), /CROWSNEST_TOKEN/)
      }
      assert.equal((await it.store.findSuggestion('s1'))?.answer, undefined)
    })
  }

  for (const token of [undefined, '']) {
    test(`is not there where the token is ${JSON.stringify(token) ?? 'none'}, whatever is sent`, async (t) => {
      const it = await makeTestApp(t, { token })
      for (const headers of [BEARER, { authorization: 'Bearer undefined' }, { authorization: 'Bearer ' }]) {
        assert.equal((await ask(it, headers)).status, 404)
        assert.equal((await send(it, { answers: [] }, headers)).status, 404)
      }
    })
  }

  test('is 503 where the store is out of reach', async (t) => {
    const it = await makeTestApp(t, { token: TOKEN, store: makeBrokenStore() })
    assert.equal((await ask(it)).status, 503)
    assert.equal((await send(it, { answers: [given()] })).status, 503)
  })
})

describe('an answer', () => {
  test('is noted, takes the address away, and queues one mail to who left one', async (t) => {
    const it = await open(t)
    const response = await send(it, { answers: [given()] })
    assert.equal(response.status, 200)
    assert.deepEqual(await outcomes(response), ['s1 answered'])
    const [mail, ...others] = await mailsOf(it)
    assert.deepEqual(others, [])
    const at = '2026-11-20T09:00:00Z'
    assert.deepEqual(mail, {
      ...{ id: mail?.id, kind: 'suggestion', to: BO, key: addressKey(BO, it.store.secret) },
      ...{ network: '192.0.2.0/24', at, suggestionId: 's1', attempts: 1 },
    })
    const { id: _id, ...answer } = given()
    const { address: _address, ...rest } = suggestion()
    assert.deepEqual(await it.store.findSuggestion('s1'), { ...rest, answer: { at, ...answer } })
    assert.equal(it.mails.hints, 1)
  })

  test('is told once: again, and twice in one list, it is known; one that nobody made is unknown', async (t) => {
    const it = await open(t)
    const list = { answers: [given(), given({ title: 'Other' }), given({ id: 'nothing' })] }
    assert.deepEqual(await outcomes(await send(it, list)), ['s1 answered', 's1 known', 'nothing unknown'])
    assert.deepEqual(await outcomes(await send(it, list)), ['s1 known', 's1 known', 'nothing unknown'])
    assert.equal((await mailsOf(it)).length, 1)
    assert.equal((await it.store.findSuggestion('s1'))?.answer?.title, 'Fog horns, heard')
    assert.equal(it.mails.hints, 1)
  })

  test('sent by many at once queues one mail', async (t) => {
    const it = await open(t)
    const all = await Promise.all(
      Array.from({ length: 20 }, async () => outcomes(await send(it, { answers: [given()] }))),
    )
    assert.equal(all.flat().filter((outcome) => outcome === 's1 answered').length, 1)
    assert.equal((await mailsOf(it)).length, 1)
  })

  test('to who left no address, or must not be written to, is noted without a mail', async (t) => {
    const it = await open(t, [
      suggestion({ address: undefined }),
      suggestion({ id: 's2', address: 'Bo@light.example' }),
    ])
    const key = addressKey(BO, it.store.secret)
    await it.store.change({ id: 'x' }, () => ({ suppress: { key, reason: 'complained', at: '2026-11-01T00:00:00Z' } }))
    const sent = await send(it, { answers: [given(), given({ id: 's2' })] })
    assert.deepEqual(await outcomes(sent), ['s1 answered', 's2 answered'])
    assert.deepEqual(await mailsOf(it), [])
    assert.equal((await it.store.findSuggestion('s2'))?.address, undefined)
  })

  test('to one address is mailed three times at most, however many links have it', async (t) => {
    const ids = Array.from({ length: 10 }, (_, index) => `s${index}`)
    const it = await open(t, [
      ...ids.map((id) => suggestion({ id })),
      suggestion({ id: 'other', address: 'ada@light.example' }),
    ])
    const answers = [...ids, 'other'].map((id) => given({ id }))
    assert.ok((await outcomes(await send(it, { answers }))).every((outcome) => outcome.endsWith('answered')))
    assert.deepEqual((await mailsOf(it)).map(({ to }) => to).sort(), ['ada@light.example', BO, BO, BO])
  })

  const wrong: [name: string, body: unknown, where: RegExp][] = [
    ['no JSON', '<h1>', /body/],
    ['no list', { answers: 's1' }, /answers/],
    ['an id that is none', { answers: [given({ id: '../s1' })] }, /answers\[0\]\.id/],
    ['a link that is none', { answers: [given({ issueUrl: 'javascript:alert(1)' })] }, /answers\[0\]\.issueUrl/],
    [
      'a title that could begin a header',
      { answers: [given({ title: 'a\r\nBcc: z@z.example' })] },
      /answers\[0\]\.title/,
    ],
    ['a title without words', { answers: [given({ title: '' })] }, /answers\[0\]\.title/],
    ['an issue that is none', { answers: [given({ issue: '2026 W47' })] }, /answers\[0\]\.issue/],
    ['more than is asked for', { answers: [{ ...given(), address: BO }] }, /answers\[0\]\.address/],
    ['more than 200', { answers: Array.from({ length: 201 }, () => given()) }, /answers/],
  ]
  for (const [name, body, where] of wrong) {
    test(`of a list that has ${name} is refused with its place, and none of the list is taken`, async (t) => {
      const it = await open(t)
      const response = await send(it, body)
      assert.equal(response.status, 400)
      const { error } = (await response.json()) as { error: { where: string; what: string; remedy: string } }
      assert.match(error.where, where)
      assert.match(error.remedy, /nothing was taken/)
      assert.equal((await it.store.findSuggestion('s1'))?.answer, undefined)
    })
  }

  test('of over a megabyte is not read', async (t) => {
    const it = await open(t)
    assert.equal((await send(it, `"${'a'.repeat(1_000_000)}"`)).status, 413)
  })
})
