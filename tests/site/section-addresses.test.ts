import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { EVENTS_ADDRESS } from '../../src/core/event/events-section.ts'
import { minorAddress } from '../../src/core/release/release-watch.ts'
import { RELEASES_ADDRESS } from '../../src/core/release/subproject-releases.ts'
import { EVENTS_PATH, kindPath, minorPath } from '../../src/site/paths.ts'

describe('the addresses that generated sections lead to', () => {
  test('are those of the site', () => {
    assert.equal(minorAddress('1.36'), minorPath('1.36'))
    assert.equal(EVENTS_ADDRESS, EVENTS_PATH)
    assert.equal(RELEASES_ADDRESS, kindPath('release'))
  })
})
