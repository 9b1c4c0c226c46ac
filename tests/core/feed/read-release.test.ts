import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readRelease } from '../../../src/core/feed/read-release.ts'
import { makeSource } from '../../builders.ts'

const entry = {
  title: 'v1.2.0',
  url: 'https://github.com/harbour/lamp/releases/tag/v1.2.0',
  body: '<h2>Features</h2><ul><li>Add a foghorn</li></ul>',
}

test('a feed of releases says what came out, and what changed', () => {
  const source = makeSource({ kind: 'release', title: 'Lamp releases' })
  assert.deepEqual(readRelease(entry, source), { project: 'Lamp', version: 'v1.2.0', changes: 'foghorn' })
})

test('who else links to a release says only that it is out: the words are not the project’s', () => {
  const source = makeSource({ kind: 'community', title: 'Harbour talk' })
  assert.deepEqual(readRelease({ ...entry, title: 'Lamp 1.2 is great' }, source), {
    project: 'lamp',
    version: 'v1.2.0',
  })
})

test('what announces no version is no release', () => {
  assert.equal(readRelease({ ...entry, url: 'https://harbour.example/post' }, makeSource()), undefined)
  const nightly = { ...entry, title: 'Nightly', url: 'https://github.com/harbour/lamp/releases/tag/nightly' }
  assert.equal(readRelease(nightly, makeSource({ kind: 'release', title: 'Lamp releases' })), undefined)
})
