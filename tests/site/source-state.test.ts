import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { SourceHealth } from '../../src/core/source/source-health.ts'
import { describeRetirement, describeState } from '../../src/site/source-state.ts'

const now = new Date('2026-08-24T06:00:00Z')
const health = (own: Partial<SourceHealth> = {}): SourceHealth => ({
  status: 'ok',
  since: '2026-01-05T00:00:00Z',
  lastSuccess: '2026-08-20T06:00:00Z',
  ...own,
})

describe('the state of a source', () => {
  test('is a day and no more while all is well', () => {
    assert.deepEqual(describeState(health(), now), {
      status: 'ok',
      lastRead: '2026-08-20',
      trouble: undefined,
      movedTo: undefined,
    })
  })

  test('is unread without health', () => {
    assert.deepEqual(describeState(undefined, now), {
      status: 'unread',
      lastRead: undefined,
      trouble: undefined,
      movedTo: undefined,
    })
  })

  test('is retired, since when, and why, whatever it was before', () => {
    assert.deepEqual(describeRetirement({ since: '2026-08-03', reason: 'it has ended' }, now), {
      status: 'retired',
      lastRead: undefined,
      trouble: undefined,
      movedTo: undefined,
      retired: 'since 3 August: it has ended',
    })
    assert.equal(describeRetirement({ since: '2025-12-24' }, now).retired, 'since 24 December 2025')
  })

  for (const [lastSuccess, status] of [
    ['2026-08-16T06:00:00Z', 'ok'],
    ['2026-08-16T05:59:59Z', 'stale'],
    [undefined, 'stale'],
  ] as const) {
    test(`is ${status} when nothing is wrong and it was last read at ${lastSuccess ?? 'no time'}`, () => {
      const read = lastSuccess === undefined ? {} : { lastSuccess }
      const known: SourceHealth = { status: 'ok', since: '2026-01-05T00:00:00Z', ...read }
      const state = describeState(known, now)
      assert.equal(state.status, status)
      assert.equal(state.trouble, undefined)
    })
  }

  for (const [own, word, text] of [
    [
      { status: 'failing', since: '2026-08-03T04:00:00Z', reason: 'answered 404' },
      'Failing',
      'since 3 August: answered 404',
    ],
    [{ status: 'failing', since: '2025-12-31T23:59:59Z', reason: 'slow' }, 'Failing', 'since 31 December 2025: slow'],
    [{ status: 'failing', since: '2026-08-03T04:00:00Z' }, 'Failing', 'since 3 August'],
    [
      { status: 'parked', since: '2026-07-01T04:00:00Z', reason: 'answered 410' },
      'Gone for good',
      'since 1 July: answered 410',
    ],
  ] as const) {
    test(`says in words: ${word} ${text}`, () => {
      assert.deepEqual(describeState(health(own), now).trouble, { word, text })
      assert.equal(describeState(health(own), now).status, own.status)
    })
  }

  test('tells where a feed moved, also while it can be read', () => {
    const movedTo = 'https://harbour.example/new.xml'
    assert.equal(describeState(health({ movedTo }), now).movedTo, movedTo)
    assert.equal(describeState(health({ movedTo }), now).status, 'ok')
  })
})
