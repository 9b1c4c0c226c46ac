import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { suggestionSchema } from '../../src/core/item/suggestion.ts'
import { makeReaderSuggestion, ROOM } from '../io/store/store-builders.ts'
import { makeChance } from './chance.ts'
import { makeBrokenStore, makeTestApp, type TestApp } from './test-app.ts'

const LINK = 'https://harbour.example/posts/fog-horns/'
const FORM = { url: LINK, note: 'The best on fog horns.', by: 'Bo', email: 'bo@light.example' }
const JSON_ONLY = { accept: 'application/json' }

const kept = ({ store }: TestApp) => store.listSuggestions('2026-01-01T00:00:00Z', 1_000)

describe('POST /suggest', () => {
  test('keeps the link with what was said of it, the network and the moment, and thanks', async (t) => {
    const it = await makeTestApp(t)
    const response = await it.post('/suggest', FORM)
    assert.equal(response.status, 200)
    assert.match(await response.text(), /<title>suggested/)
    const { email, ...words } = FORM
    const visitor = { address: email, network: '192.0.2.0/24', at: '2026-11-20T09:00:00Z' }
    const [suggestion] = await kept(it)
    assert.deepEqual(suggestion, { id: suggestion?.id, ...words, ...visitor })
  })

  test('says the same as JSON, and takes JSON and multipart', async (t) => {
    const it = await makeTestApp(t)
    const headers = { ...JSON_ONLY, 'content-type': 'application/json' }
    const response = await it.app.request('/suggest', { method: 'POST', body: JSON.stringify(FORM), headers })
    assert.equal(response.status, 200)
    assert.deepEqual(Object.keys((await response.json()) as object), ['message'])
    const body = new FormData()
    for (const [name, value] of Object.entries(FORM)) body.set(name, value)
    assert.equal((await it.app.request('/suggest', { method: 'POST', body })).status, 200)
    assert.equal((await kept(it)).length, 2)
  })

  test('takes a link alone, and one that was suggested before', async (t) => {
    const it = await makeTestApp(t)
    for (const note of ['', 'Again.']) assert.equal((await it.post('/suggest', { url: LINK, note })).status, 200)
    assert.deepEqual(
      (await kept(it)).map(({ url }) => url),
      [LINK, LINK],
    )
  })

  test('gives the form back as it was filled in, with all that is wrong, and keeps nothing', async (t) => {
    const it = await makeTestApp(t)
    const sent = { url: 'javascript:alert("<zq>")', note: `<zq>${'é'.repeat(5_000)}`, by: '"zq', email: '<zq>@x' }
    const response = await it.post('/suggest', sent)
    const page = await response.text()
    assert.equal(response.status, 400)
    assert.match(
      page,
      /This is no web address\. Give the whole of it.*room for 1000\. Say it shorter\..*no mail address/,
    )
    assert.match(page, /value="javascript:alert\(&quot;&lt;zq&gt;&quot;\)"/)
    assert.match(page, /value="&quot;zq"/)
    assert.ok(page.includes(`&lt;zq&gt;${'é'.repeat(5_000)}`))
    assert.doesNotMatch(page, /[<"]zq/)
    assert.deepEqual(await kept(it), [])
  })

  test('says as JSON what is wrong, where, and what to do', async (t) => {
    const it = await makeTestApp(t)
    const response = await it.post('/suggest', { ...FORM, url: 'http://10.0.0.1/' }, JSON_ONLY)
    assert.equal(response.status, 400)
    assert.deepEqual(await response.json(), {
      error: {
        where: 'url',
        what: 'this link does not lead every reader to a page',
        remedy: 'Give one that works from anywhere',
      },
    })
  })

  test('a note of 1,000 letters of any script is taken, in whatever encoding', async (t) => {
    const it = await makeTestApp(t)
    const response = await it.post('/suggest', { url: LINK, note: '灯'.repeat(1_000), by: '灯'.repeat(100) })
    assert.equal(response.status, 200)
    assert.equal((await kept(it))[0]?.note?.length, 1_000)
  })

  test('more than can be read of a form is not read', async (t) => {
    const it = await makeTestApp(t)
    assert.equal((await it.post('/suggest', { url: LINK, note: 'a'.repeat(60_000) })).status, 413)
    assert.deepEqual(await kept(it), [])
  })

  test('a filled honeypot is thanked, and nothing is kept', async (t) => {
    const it = await makeTestApp(t)
    const [trapped, honest] = [await it.post('/suggest', { ...FORM, website: 'x' }), await it.post('/suggest', FORM)]
    assert.deepEqual([trapped.status, await trapped.text()], [honest.status, await honest.text()])
    assert.equal((await kept(it)).length, 1)
  })

  test('of a form on a foreign page is refused', async (t) => {
    const it = await makeTestApp(t)
    assert.equal((await it.post('/suggest', FORM, { origin: 'https://evil.example' })).status, 403)
    assert.deepEqual(await kept(it), [])
  })

  test('takes 20 an hour from one network, however many come at once; others, and an hour later, are let in', async (t) => {
    let address = '192.0.2.7'
    const it = await makeTestApp(t, { clientAddress: () => address })
    const statuses = await Promise.all(
      Array.from({ length: 30 }, async (_, index) => (await it.post('/suggest', { url: `${LINK}${index}` })).status),
    )
    assert.deepEqual([statuses.filter((status) => status === 200).length, (await kept(it)).length], [20, 20])
    const refused = await it.post('/suggest', FORM)
    assert.deepEqual([refused.status, refused.headers.get('retry-after')], [429, '3600'])
    assert.match(await refused.text(), /value="bo@light\.example".*20 links came from your network/s)
    address = '198.51.100.7'
    assert.equal((await it.post('/suggest', FORM)).status, 200)
    address = '192.0.2.9'
    it.clock.now = new Date('2026-11-20T10:00:01Z')
    assert.equal((await it.post('/suggest', FORM)).status, 200)
  })

  test('takes 1,000 an hour from all networks, and then nobody’s, with what was typed still there', async (t) => {
    const it = await makeTestApp(t)
    const others = Array.from({ length: 999 }, (_, index) => ({ id: `s${index}`, network: `198.51.${index}.0/24` }))
    for (const each of others) {
      await it.store.addSuggestion(makeReaderSuggestion({ ...each, at: '2026-11-20T08:00:00Z' }), ROOM)
    }
    assert.equal((await it.post('/suggest', FORM)).status, 200)
    const full = await it.post('/suggest', FORM)
    assert.deepEqual([full.status, full.headers.get('retry-after')], [503, '3600'])
    assert.match(await full.text(), /value="bo@light\.example".*more links within the hour.*not saved/s)
    it.clock.now = new Date('2026-11-20T09:00:01Z')
    assert.equal((await it.post('/suggest', FORM)).status, 200)
  })

  test('says that nothing was saved where the store is out of reach', async (t) => {
    const it = await makeTestApp(t, { store: makeBrokenStore() })
    const response = await it.post('/suggest', FORM)
    assert.equal(response.status, 503)
    assert.doesNotMatch(await response.text(), /secret|disk/)
    assert.equal(it.problems.length, 1)
  })

  test('what is kept is what editors may have: 200 suggestions of hostile words pass their schema', async (t) => {
    let network = 0
    const it = await makeTestApp(t, { token: 'sesame', clientAddress: () => `192.0.${(network += 1)}.1` })
    const words = [
      '**b** [x](javascript:1)',
      '<b>',
      'a\r\nBcc: b',
      'שלום\u202e',
      '\u0000\u001b[31m',
      '\ud800',
      '{{url}}',
    ]
    for (let index = 0; index < 200; index += 1) {
      const word = words[index % words.length]!
      await it.post('/suggest', { url: `${LINK}${encodeURIComponent(word.toWellFormed())}`, note: word, by: word })
    }
    const response = await it.app.request('/suggestions', { headers: { authorization: 'Bearer sesame' } })
    const { suggestions } = (await response.json()) as { suggestions: unknown[] }
    assert.equal(suggestions.length, 200)
    for (const suggestion of suggestions) suggestionSchema.parse(suggestion)
  })
})

test('2,000 forms and answers of all kinds: no failure, and nothing of theirs that is not escaped', async (t) => {
  let network = 0
  const it = await makeTestApp(t, {
    token: 'sesame',
    clientAddress: () => `10.${network >> 8}.${(network += 1) & 255}.1`,
  })
  const { next, oneOf } = makeChance(20_261_121)
  const harm = [
    '<zq>',
    '"zq',
    "'zq",
    '{{url}}<zq>',
    '\r\nX-Injected: zq',
    '\u0000zq',
    '\u2028\u202ezq',
    '%0d%0a<zq>',
    '',
  ]
  const links = [
    ...harm,
    ...harm.map((text) => `https://light.example/${text}`),
    LINK,
    LINK,
    'javascript:"zq',
    'x'.repeat(3_000),
  ]
  const words = [...harm, 'w'.repeat(1_001), 'Fog.']
  const statuses = new Set<number>()
  for (let round = 0; round < 2_000; round += 1) {
    const fields: Record<string, string> = {
      ...{ url: oneOf(links), note: oneOf(words), by: oneOf(words) },
      email: oneOf([...harm, `bo${oneOf(harm)}@light.example`, 'bo@light.example']),
      ...(next(10) === 0 ? { website: oneOf(words) } : {}),
    }
    const answers = [{ id: oneOf(['s1', ...harm]), issue: oneOf(words), issueUrl: oneOf(links), title: oneOf(words) }]
    const body = JSON.stringify(oneOf<unknown>([{ answers }, answers, fields, null]))
    const isForm = next(4) > 0
    const response = isForm
      ? await it.post('/suggest', fields, next(2) === 0 ? JSON_ONLY : {})
      : await it.app.request('/suggestions/answers', {
          method: 'POST',
          headers: { authorization: oneOf(['Bearer sesame', 'Bearer <zq>']) },
          body,
        })
    const text = await response.text()
    statuses.add(response.status)
    assert.ok(response.status < 500, text)
    if (response.headers.get('content-type')?.startsWith('application/json')) JSON.parse(text)
    else assert.doesNotMatch(text, /[<"']zq/, JSON.stringify(fields))
    for (const [name, value] of response.headers) assert.doesNotMatch(`${name}: ${value}`, /zq|injected/i)
  }
  assert.deepEqual([...statuses].sort(), [200, 400, 401])
  assert.deepEqual(it.problems, [])
  const suggestions = await kept(it)
  assert.ok(suggestions.length > 50)
  for (const { url, address } of suggestions) {
    assert.match(url, /^https:\/\/[\w.]+\/[^\s<>"]*$/)
    if (address !== undefined) assert.match(address, /^[^\s@<>]+@light\.example$/)
  }
})

describe('GET /suggest', () => {
  test('is an empty form', async (t) => {
    const it = await makeTestApp(t)
    const response = await it.app.request('/suggest')
    assert.equal(response.status, 200)
    assert.match(await response.text(), /<title>suggest<\/title>.*<p id="problem"><\/p>/)
  })
})
