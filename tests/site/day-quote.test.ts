import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { markdownToText } from '../../src/core/text/markdown-text.ts'
import { quoteExcerpt } from '../../src/site/day-quote.ts'

describe('a quotation', () => {
  for (const [what, markdown, text] of [
    ['plain words', 'The lamp was lit.', 'The lamp was lit.'],
    [
      'links, without their addresses',
      'See [the *log*](https://harbour.example/log_(1) "Log") now.',
      'See the log now.',
    ],
    ['emphasis', 'A **very** *dark* ~~old~~ _night_ at __sea__.', 'A very dark old night at sea.'],
    ['stars that are no emphasis', '2 * 3 * 4', '2 * 3 * 4'],
    ['names with underscores', 'Set snake_case_name and __init__.py', 'Set snake_case_name and init.py'],
    ['code verbatim', 'Run `kubectl get *_a*` and `x`', 'Run kubectl get *_a* and x'],
    ['signs that were escaped', '1\\. not a list, \\*no\\* emphasis, a\\_b', '1. not a list, *no* emphasis, a_b'],
    ['lists', '* one\n* two\n\n1. three', 'one two three'],
    ['headings and quotations', '## Fog\n\n> It lifts.\n> Slowly.', 'Fog It lifts. Slowly.'],
    [
      'addresses in angle brackets',
      'At <https://harbour.example/a?b=1> or <keeper@harbour.example>',
      'At https://harbour.example/a?b=1 or keeper@harbour.example',
    ],
    ['signs as HTML names them', 'a &lt; b &amp; c &#x3E; d', 'a < b & c > d'],
    ['paragraphs on one line', 'One.\n\nTwo\nthree.', 'One. Two three.'],
  ] as const) {
    test(`takes ${what}`, () => {
      assert.equal(quoteExcerpt(markdown), text)
    })
  }

  test('reads what ingest writes as a parser does', () => {
    const markdown =
      'The **scheduler** now has [a queue](https://harbour.example/q), and `kubelet` waits\\.\n\n' +
      '* First *light*\n* Second light, at [dusk](https://harbour.example/d?x=1&y=2)\n\n> Nobody came.'
    const parsed = markdownToText(markdown).split(/\s+/).join(' ')
    assert.equal(quoteExcerpt(markdown), parsed)
  })

  test('leaves out pictures, rules, tables and blocks of code', () => {
    const markdown =
      'Before.\n\n```yaml\nkind: Pod\n```\n\n---\n\n| a | b |\n| - | - |\n\n![A lamp](https://harbour.example/l.png) After.'
    assert.equal(quoteExcerpt(markdown), 'Before. After.')
  })

  test('ends after forty words, without a comma before its ellipsis', () => {
    const quote = quoteExcerpt(`${'light '.repeat(39)}house, and more`)
    assert.equal(quote, `${'light '.repeat(39)}house …`)
    assert.equal(quoteExcerpt('light '.repeat(40)), 'light '.repeat(40).trim())
  })

  test('of nothing is nothing', () => {
    assert.equal(quoteExcerpt(''), '')
  })

  test('takes no longer for what was written to take long', () => {
    const start = performance.now()
    for (const text of ['['.repeat(3000), '`'.repeat(3000), '*'.repeat(3000), '[a]('.repeat(800), '_a'.repeat(1500)])
      quoteExcerpt(text.padEnd(50_000, 'x'))
    assert.ok(performance.now() - start < 2000)
  })
})
