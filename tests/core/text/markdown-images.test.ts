import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { findImages } from '../../../src/core/text/markdown-images.ts'

describe('the images of a text', () => {
  for (const [name, markdown, expected] of [
    ['none in words', 'A [lamp](https://a.example/l.png).', []],
    ['one with words', '![A lamp](https://a.example/l.png)', [['https://a.example/l.png', 'A lamp']]],
    ['one without', 'So: ![ ](l.png)', [['l.png', '']]],
    ['one inside a link', '[![](l.png)](https://a.example/)', [['l.png', '']]],
    ['one by reference', '![][lamp]\n\n[lamp]: l.png\n', [['lamp', '']]],
    ['one in HTML, in any case', 'A <IMG width=1 SRC="l.png" ALT=\'A lamp\'> here', [['l.png', 'A lamp']]],
    [
      'two in a block of HTML',
      '<p>\n<img src=a.png>\n<img alt="" src=b.png>\n</p>',
      [
        ['a.png', ''],
        ['b.png', ''],
      ],
    ],
    ['none in code', '`![](l.png)` and\n\n```\n<img src="l.png">\n```\n', []],
  ] as const) {
    test(`are ${name}`, () => {
      assert.deepEqual(
        findImages(markdown).map(({ url, alt }) => [url, alt]),
        expected,
      )
    })
  }
})
