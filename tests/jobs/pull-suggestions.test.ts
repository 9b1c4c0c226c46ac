import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Suggestion } from '../../src/core/item/suggestion.ts'
import { fetchSuggestions } from '../../src/io/fetch-suggestions.ts'
import { formatPulled, planSuggestions } from '../../src/jobs/pull-suggestions.ts'
import { makeStored } from '../builders.ts'
import { findClosedPort, startLoopbackServer } from '../io/loopback-server.ts'

const NOW = new Date('2026-08-20T12:00:00Z')
const suggestion = (own: Partial<Suggestion> = {}): Suggestion => ({
  id: 's1',
  url: 'https://harbour.example/posts/fog-horns/?utm_source=mail',
  note: 'The best on fog horns this year.',
  at: '2026-08-19T08:00:00Z',
  ...own,
})

describe("a reader's suggestion", () => {
  test('becomes a candidate, with what they said, and a clean link', () => {
    const { added, joined, unchanged, refused } = planSuggestions([suggestion({ by: 'Bo' })], [], NOW)
    assert.deepEqual([joined, unchanged, refused], [[], 0, []])
    const item = added[0]!.item
    assert.equal(item.title, 'Fog horns')
    assert.equal(item.url, 'https://harbour.example/posts/fog-horns/')
    assert.deepEqual(item.sources, [{ id: 'suggested', url: item.url }])
    assert.deepEqual(item.suggestion, {
      id: 's1',
      note: 'The best on fog horns this year.',
      by: 'Bo',
      at: '2026-08-19T08:00:00Z',
    })
  })

  test('is put to the candidate that is there already, once', () => {
    const stored = makeStored({ url: 'https://harbour.example/posts/fog-horns', title: 'On fog horns' })
    const { added, joined } = planSuggestions([suggestion()], [stored], NOW)
    assert.deepEqual(added, [])
    assert.deepEqual(joined, [{ ...stored, item: { ...stored.item, suggestion: joined[0]!.item.suggestion! } }])
    assert.equal(planSuggestions([suggestion({ id: 's2' })], joined, NOW).unchanged, 1)
  })

  test('of two for one link is the earlier', () => {
    const later = suggestion({ id: 's2', at: '2026-08-19T09:00:00Z' })
    const { added, unchanged } = planSuggestions([later, suggestion()], [], NOW)
    assert.deepEqual([added.map(({ item }) => item.suggestion?.id), unchanged], [['s1'], 1])
  })

  test('that is no web address is left out, and said', () => {
    const pulled = planSuggestions([suggestion({ url: 'javascript:alert(1)' }), suggestion({ id: 's2' })], [], NOW)
    assert.deepEqual(
      pulled.refused.map(({ id }) => id),
      ['s1'],
    )
    assert.equal(formatPulled(pulled), '2 suggestions: 1 new candidate, 1 left out')
  })
})

describe('the app', () => {
  const options = { token: 'sesame', userAgent: 'Test/1' }

  test('is asked with the token, and hands out suggestions', async () => {
    await using server = await startLoopbackServer({
      '/app/suggestions': (request, response) => {
        const isKnown = request.headers.authorization === 'Bearer sesame'
        response.writeHead(isKnown ? 200 : 401).end(JSON.stringify({ suggestions: [suggestion()], next: null }))
      },
    })
    assert.deepEqual(await fetchSuggestions({ ...options, app: server.url('/app') }), {
      ok: true,
      value: [suggestion()],
    })
    const refused = await fetchSuggestions({ ...options, app: server.url('/app/'), token: 'wrong' })
    assert.match(JSON.stringify(refused), /CROWSNEST_TOKEN.*does not take this token/)
  })

  const wrong: [what: string, status: number, body: string, message: RegExp][] = [
    ['an error', 500, '', /answered 500/],
    ['no JSON', 200, '<h1>Hello</h1>', /expected/],
    ['something else', 200, '{"suggestions":[{"id":"../x","url":"","at":"soon"}]}', /suggestions\[0\]\.id/],
    ['a redirect, which would carry the token away', 302, '', /redirect/i],
  ]
  for (const [what, status, body, message] of wrong) {
    test(`that answers with ${what} is named with the reason`, async () => {
      await using server = await startLoopbackServer({
        '/suggestions': (_request, response) => response.writeHead(status, { location: '/elsewhere' }).end(body),
      })
      const result = await fetchSuggestions({ ...options, app: server.url('/') })
      assert.ok(!result.ok)
      assert.match(JSON.stringify(result), message)
    })
  }

  test('that does not run, or is no address, or is not encrypted, is named with what to do', async () => {
    const closed = await fetchSuggestions({ ...options, app: `http://127.0.0.1:${await findClosedPort()}` })
    assert.match(JSON.stringify(closed), /ECONNREFUSED.*Is the app running there/)
    assert.match(JSON.stringify(await fetchSuggestions({ ...options, app: 'the app' })), /no web address/)
    assert.match(JSON.stringify(await fetchSuggestions({ ...options, app: 'http://crowsnest.example' })), /Use https/)
  })
})
