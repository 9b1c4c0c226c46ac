import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readReleaseAddress, releasedProject } from '../../../src/core/release/release-address.ts'

test('a project is known by the link of its release', () => {
  assert.equal(releasedProject({ url: 'https://github.com/Cilium/cilium/releases/tag/v1' }), 'cilium/cilium')
  assert.equal(releasedProject({ url: 'https://github.com/cilium/cilium/issues/1' }), undefined)
})

test('the address of a release says whose it is, and its tag', () => {
  const cases: [url: string, expected: ReturnType<typeof readReleaseAddress>][] = [
    [
      'https://github.com/containerd/containerd/releases/tag/api%2Fv1.10.0',
      { owner: 'containerd', name: 'containerd', tag: 'api/v1.10.0' },
    ],
    ['https://github.com/a/b/releases/tag/api/v1.10.0?x#y', { owner: 'a', name: 'b', tag: 'api/v1.10.0' }],
    ['https://gitlab.example/a/b/-/releases/v2.0.0/', { owner: 'a', name: 'b', tag: 'v2.0.0' }],
    ['https://github.com/a/b/releases/tag/%zz-1.0', { owner: 'a', name: 'b', tag: '%zz-1.0' }],
    ['https://github.com/a/b/releases', undefined],
    ['https://github.com/a/b/commit/0f3', undefined],
  ]
  for (const [url, expected] of cases) assert.deepEqual(readReleaseAddress(url), expected, url)
})
