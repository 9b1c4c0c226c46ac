import assert from 'node:assert/strict'
import { test } from 'node:test'
import { speaksOfRemoval } from '../../../src/core/item/speaks-of-removal.ts'

const CASES: readonly [text: string, expected: boolean][] = [
  ['Kubernetes v1.35: cgroup v1 is deprecated', true],
  ['Deprecations and removals in the next release', true],
  ['The in-tree plugin was removed in 1.31', true],
  ['Ingress NGINX retirement: what you need to know', true],
  ['flowcontrol v1beta3 is no longer served', true],
  ['Dropping support for a container runtime', true],
  ['Breaking change in the scheduler', true],
  ['How we removed ten thousand lines', false],
  ['The lamp was lit before the scheduler woke', false],
  ['Moving remote workloads', false],
  ['', false],
]

for (const [text, expected] of CASES) {
  test(`“${text}” ${expected ? 'speaks' : 'does not speak'} of a removal, as title and as excerpt`, () => {
    assert.equal(speaksOfRemoval({ title: text, excerpt: '' }), expected)
    assert.equal(speaksOfRemoval({ title: '', excerpt: text }), expected)
  })
}
