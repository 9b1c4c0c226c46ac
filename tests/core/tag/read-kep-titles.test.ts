import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { readKepTitles } from '../../../src/core/tag/read-kep-titles.ts'

const ISSUE = 'https://github.com/kubernetes/enhancements/issues/3619'
const FOLDER = 'https://github.com/kubernetes/enhancements/blob/master/keps/sig-cli/3104-introduce-kuberc/README.md'

describe('what a text calls proposals', () => {
  const cases: readonly [string, string, string[]][] = [
    [
      'the words of a link to one',
      `<a href="${ISSUE}">KEP-3619: Fine-grained control</a>`,
      ['3619 Fine-grained control'],
    ],
    ['the number alone', `<a class='x' href='${FOLDER}'><b>3104</b>: Introduce kuberc</a>`, ['3104 Introduce kuberc']],
    ['entities', `<a href="${ISSUE}">KEP 3619 &#8211; Users &amp; groups</a>`, ['3619 Users & groups']],
    [
      'two names of one, and one name twice',
      `<a href="${ISSUE}">KEP-3619: Groups</a> <a href="${ISSUE}">KEP-3619: groups</a> <a href="${ISSUE}">KEP-3619: More</a>`,
      ['3619 Groups', '3619 More'],
    ],
    ['a number without a name', `<a href="${ISSUE}">KEP-3619</a>`, []],
    ['another number than that of the link', `<a href="${ISSUE}">KEP-1287: Resizing</a>`, []],
    ['a pull request', '<a href="https://github.com/kubernetes/enhancements/pull/3619">KEP-3619: beta</a>', []],
    ['a sentence', 'KEP-3619: Fine-grained control', []],
    ['a link that is not closed', `<a href="${ISSUE}">KEP-3619: Fine-grained control`, []],
  ]
  for (const [name, html, titles] of cases) {
    test(name, () => {
      assert.deepEqual(
        readKepTitles(html).map(({ kep, title }) => `${kep} ${title}`),
        titles,
      )
    })
  }

  test('is read of a hostile text without getting stuck, and not without end', () => {
    assert.deepEqual(readKepTitles(`keps ${'<a href="x">'.repeat(100_000)}`), [])
    const all = Array.from(
      { length: 60 },
      (_, at) => `<a href="${ISSUE.replace('3619', String(at + 1))}">KEP-${at + 1}: Name</a>`,
    )
    assert.equal(readKepTitles(all.join('')).length, 20)
  })
})
