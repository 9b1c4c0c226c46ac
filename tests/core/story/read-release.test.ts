import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { readRelease } from '../../../src/core/story/read-release.ts'

const at = (project: string, tag: string) => `https://github.com/${project}/releases/tag/${tag}`

describe('a release', () => {
  const cases: [url: string, step: string, part?: string][] = [
    [at('harbour/lamp', 'v1.2.3'), 'patch'],
    [at('harbour/lamp', 'v1.2.0'), 'minor'],
    [at('harbour/lamp', 'v1.2'), 'minor'],
    [at('harbour/lamp', 'v2.0.0'), 'major'],
    [at('harbour/lamp', 'v0.0.4'), 'patch'],
    [at('harbour/lamp', 'v2.0.0-rc.1'), 'pre-release'],
    [at('harbour/lamp', 'v2.0.0-beta.2'), 'pre-release'],
    [at('harbour/lamp', 'v1.64.0-pre1'), 'pre-release'],
    [at('harbour/lamp', 'v2.0.0a1'), 'pre-release'],
    [at('harbour/lamp', '2.51.0%2Bbuild'), 'minor'],
    [at('harbour/lamp', 'lamp%201.7.12'), 'patch'],
    [at('harbour/lamp', 'Release%20v1.62.1'), 'patch'],
    [at('harbour/lamp', 'lamp/v5.4.0'), 'minor'],
    [at('harbour/lamp', 'cmd/config/v0.14.0'), 'minor', 'cmd config'],
    [at('harbour/lamp', 'lamp-cinder-csi-2.28.2'), 'patch', 'cinder csi'],
    [at('harbour/cloud-lamp', 'cloud-lamp-2.28.2'), 'patch'],
    [at('harbour/lamp', 'nightly'), 'unknown'],
    [at('harbour/lamp', '%E0%A4%A'), 'unknown'],
  ]
  for (const [url, step, part] of cases) {
    test(`${decodeURI(url.replace('%E0%A4%A', 'broken')).split('/tag/')[1]} is ${step}${part ? ` of ${part}` : ''}`, () => {
      const release = readRelease({ url })
      assert.deepEqual([release?.step, release?.part], [step, part])
    })
  }

  test('is known by the address of its project, in lower case', () => {
    assert.equal(readRelease({ url: at('Harbour/Lamp', 'v1.0.0') })?.project, 'harbour/lamp')
  })

  test('is nothing that stands elsewhere', () => {
    for (const url of ['https://harbour.example/releases/tag/v1', 'https://github.com/harbour/lamp', '']) {
      assert.equal(readRelease({ url }), undefined)
    }
  })
})
