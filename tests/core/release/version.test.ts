import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { compareVersions, minorOf, minorSchema, patchVersionSchema } from '../../../src/core/release/version.ts'

describe('versions', () => {
  test('stand in the order of their numbers, not of their letters', () => {
    const versions = ['1.10', '1.9', '1.20', '1.2', '2.0', '1.36.10', '1.36.9', '1.36', '1.36.0']
    assert.deepEqual(versions.sort(compareVersions), [
      ...['1.2', '1.9', '1.10', '1.20', '1.36', '1.36.0', '1.36.9', '1.36.10', '2.0'],
    ])
    assert.equal(compareVersions('1.20', '1.20'), 0)
  })

  test('1.20 is not 1.2', () => {
    assert.notEqual(compareVersions('1.20', '1.2'), 0)
    assert.equal(minorOf('1.20.3'), '1.20')
  })

  for (const wrong of ['1.36.4', 'v1.36', '1', '1.', '01.36', '1.036', '1.36-rc.1', ' 1.36', '1,36', '']) {
    test(`"${wrong}" is no minor`, () => {
      assert.ok(!minorSchema.safeParse(wrong).success)
    })
  }

  for (const wrong of ['1.36', 'v1.36.4', '1.36.04', '1.36.4-rc.0', 'latest', '1.36.4.1']) {
    test(`"${wrong}" is no patch`, () => {
      assert.ok(!patchVersionSchema.safeParse(wrong).success)
    })
  }

  test('a number is no version, for 1.20 as a number is 1.2', () => {
    assert.ok(!minorSchema.safeParse(1.2).success)
  })
})
