import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import {
  type RetirementWishes,
  resumeSource,
  retireSource,
  tellRetirement,
} from '../../../src/core/source/retire-source.ts'
import { isFollowed } from '../../../src/core/source/source.ts'
import { makeSource } from '../../builders.ts'

const now = new Date('2026-08-20T09:00:00Z')

describe('retiring a source', () => {
  test('is for today, unless another day is named, and may have a reason', () => {
    const retire = (wishes: RetirementWishes) => {
      const source = retireSource(makeSource(), wishes, now)
      return source.ok ? source.value.retired : undefined
    }
    assert.deepEqual(retire({}), { since: '2026-08-20' })
    assert.deepEqual(retire({ since: '2026-03-01', reason: 'It has ended' }), {
      since: '2026-03-01',
      reason: 'It has ended',
    })
  })

  test('changes of one that is retired what is said anew, and nothing else', () => {
    const retired = makeSource({ retired: { since: '2026-03-01', reason: 'It has ended' } })
    assert.deepEqual(retireSource(retired, {}, now), { ok: true, value: retired })
    assert.deepEqual(retireSource(retired, { reason: 'It asked us to' }, now), {
      ok: true,
      value: makeSource({ retired: { since: '2026-03-01', reason: 'It asked us to' } }),
    })
  })

  for (const [since, what] of [
    ['2026-08-21', /2026-08-21 is still to come/],
    ['2026-02-30', /expected a day, like 2026-11-20; found "2026-02-30"/],
    ['soon', /expected a day.*found "soon"/],
  ] as const) {
    test(`since ${since} is refused`, () => {
      const source = retireSource(makeSource(), { since }, now)
      assert.ok(!source.ok)
      assert.match(source.problems[0]?.what ?? '', what)
      assert.equal(source.problems[0]?.where, '--since')
    })
  }

  test('is taken back whole: the source is what it was', () => {
    const source = makeSource()
    const retired = retireSource(source, { reason: 'It has ended' }, now)
    assert.ok(retired.ok && !isFollowed(retired.value))
    assert.deepEqual(resumeSource(retired.value), source)
    assert.ok(isFollowed(resumeSource(retired.value)))
  })

  test('is told in a line, with the reason where there is one', () => {
    assert.equal(tellRetirement({ since: '2026-08-20' }), 'retired since 2026-08-20')
    assert.equal(
      tellRetirement({ since: '2026-08-20', reason: 'It has ended' }),
      'retired since 2026-08-20: It has ended',
    )
  })
})
