import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { disagree, listClaims, settle } from '../../../src/core/release/claims.ts'

describe('what sources say of one fact', () => {
  const claims = { 'endoflife-date': '2024-10-28', 'kubernetes-eol': '2024-10-22', 'kubernetes-tags': undefined }

  test('is kept, all of it, in the order of trust', () => {
    assert.deepEqual(listClaims(claims, ['kubernetes-eol']), [
      { source: 'kubernetes-eol', value: '2024-10-22' },
      { source: 'endoflife-date', value: '2024-10-28' },
    ])
  })

  test('is settled by the most trusted of those who speak', () => {
    assert.equal(settle(claims, ['kubernetes-schedule', 'endoflife-date', 'kubernetes-eol'])?.source, 'endoflife-date')
    assert.equal(settle({}, ['kubernetes-eol']), undefined)
  })

  test('is settled by somebody whom nobody ranks, before it is not at all', () => {
    assert.equal(settle({ 'release-team': '2026-08-26' }, ['kubernetes-schedule'])?.value, '2026-08-26')
  })

  test('differs only where two say different things', () => {
    assert.ok(disagree(claims))
    assert.ok(!disagree({ 'endoflife-date': '2024-10-28', 'kubernetes-eol': '2024-10-28' }))
    assert.ok(!disagree({ 'endoflife-date': '2024-10-28', 'kubernetes-eol': undefined }))
    assert.ok(!disagree({}))
  })
})
