import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { compareProjectVersions, finalOf, isPrerelease } from '../../../src/core/release/project-version.ts'

describe('a version before the real one', () => {
  const cases: [title: string, tag: string, expected: boolean][] = [
    ['v1.2.0-rc.1', 'v1.2.0-rc.1', true],
    ['containerd 2.1.0-beta.0', 'v2.1.0-beta.0', true],
    ['Release', 'v1.0.0-alpha3', true],
    ['v1.2.0', 'v1.2.0', false],
    ['A source of truth', 'v3.0.19', false],
    ['Volume Group Snapshot', 'v3.0.19', false],
  ]
  for (const [title, tag, expected] of cases) {
    test(`${title} (${tag}): ${expected}`, () => {
      assert.equal(isPrerelease({ title, url: `https://github.com/a/b/releases/tag/${tag}` }), expected)
    })
  }
})

test('versions stand in the order of their numbers, with what leads to a version before it', () => {
  const ordered = [
    'v1.9.9',
    'v1.10.0-alpha.2',
    'v1.10.0-rc.2',
    'v1.10.0-rc.10',
    '1.10.0',
    'v1.10.0+k3s1',
    'v1.10.1',
    'v2',
  ]
  assert.deepEqual(ordered.toReversed().sort(compareProjectVersions), ordered)
  assert.equal(compareProjectVersions('v1.2', '1.2.0'), 0)
  assert.ok(compareProjectVersions('2025-10-30', '2025-11-02') < 0)
})

test('a pre-release is known to lead to its version', () => {
  assert.equal(finalOf('v1.19.0-pre.2'), '1.19.0')
  assert.equal(finalOf('3.2.0'), '3.2.0')
})
