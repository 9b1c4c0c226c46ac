import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { distinctTitles, findKepFacts, kepNumber, kepUrl, readKepLink } from '../../../src/core/tag/kep.ts'

describe('the number of an enhancement proposal', () => {
  for (const [tag, number] of [
    ['1287', '1287'],
    ['0753', '753'],
    ['00000009', '9'],
    ['0', undefined],
    ['0000', undefined],
    ['10000', undefined],
    ['99999', undefined],
    ['KEP-1287', undefined],
    ['1e3', undefined],
    ['１２８７', undefined],
    ['-5', undefined],
    ['12.5', undefined],
    ['../1287', undefined],
    ['', undefined],
    ['1'.repeat(400), undefined],
  ] as const) {
    test(`of the tag ${JSON.stringify(tag.slice(0, 20))} is ${number ?? 'none'}`, () => {
      assert.equal(kepNumber(tag), number)
    })
  }

  test('leads to the proposal by its short link', () => {
    assert.equal(kepUrl('1287'), 'https://kep.k8s.io/1287')
  })
})

describe('the title of a proposal', () => {
  const title = 'In-place Update of Pod Resources'
  const link = 'https://kep.k8s.io/1287'
  for (const [what, url, text, expected] of [
    ['stands behind its number', link, `KEP-1287: ${title}`, title],
    ['stands behind its number with zeros and a dash', link, `KEP #01287 – ${title}.`, title],
    [
      'stands behind the number alone',
      'https://github.com/kubernetes/enhancements/issues/1287',
      `1287: ${title}`,
      title,
    ],
    ['is not its number alone', link, 'KEP-1287', undefined],
    ['is not whatever a link to it says', link, 'resize without a restart', undefined],
    ['is not that of another proposal', link, 'KEP-1288: Something Else', undefined],
    [
      'is not the heading inside that a link leads to',
      `${link}#graduation-criteria`,
      'KEP-1287: Graduation',
      undefined,
    ],
    ['is not behind a comma', link, 'KEP-1287, Graduation Criteria', undefined],
    ['is not a number', link, 'KEP-1287: 42', undefined],
    ['is not what leads elsewhere', 'https://harbour.example/1287', `KEP-1287: ${title}`, undefined],
    ['is not of a number that none has', 'https://kep.k8s.io/99999', 'KEP-99999: Everything', undefined],
  ] as const) {
    test(what, () => {
      assert.equal(readKepLink(url, text)[0]?.title, expected)
    })
  }

  test('is read out of the links of a text, and never out of its sentences', () => {
    const text = `KEP-740: it says so. See [KEP-1287: \`${title}\`](${link}) and [that](https://kep.k8s.io/740).`
    assert.deepEqual(findKepFacts(text), [{ number: '1287', title }])
  })

  test('is the same in other capitals and with other hyphens, and others are kept', () => {
    assert.deepEqual(distinctTitles(['In-place Update', 'In-Place  update', 'Inplace Resize']), [
      'In-place Update',
      'Inplace Resize',
    ])
  })
})

test('a link into the folder of a proposal tells its group', () => {
  const folder = '1287-in-place-update-pod-resources'
  const url = `https://github.com/kubernetes/enhancements/tree/master/keps/sig-node/${folder}/README.md#why`
  assert.deepEqual(findKepFacts(`[the design](${url})`), [{ number: '1287', owner: { group: 'sig-node', folder } }])
})

test('a text without links says nothing of proposals', () => {
  for (const text of ['', 'KEP-1287: a sentence', '[KEP](not an address)', '[x]: <']) {
    assert.deepEqual(findKepFacts(text), [])
  }
})
