import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { blurbAlternatives, escapeMarkdown, fillBlurb, tellingItem } from '../../../src/core/issue/fill-blurb.ts'
import { markdownToText } from '../../../src/core/text/markdown-text.ts'

describe('a blurb out of an excerpt', () => {
  const cases: [name: string, excerpt: string, limit: number, blurb: string][] = [
    ['is the excerpt, where it fits', 'One. Two.', 20, 'One. Two.'],
    ['ends between sentences', 'Version 1.37 is out. It is fast.', 25, 'Version 1.37 is out.'],
    [
      'ends between words where the first sentence is too long',
      'All hands on deck, and more',
      23,
      'All hands on deck, and…',
    ],
    ['ends without a comma', 'All hands on deck, and more', 20, 'All hands on deck…'],
    ['has the words of links and marks', 'A [*lamp*](https://x.example).', 50, 'A lamp.'],
    ['leaves headings, lists and code out', '# Head\n\nText.\n\n- one\n- two\n\n```\ncode\n```', 50, 'Text.'],
    ['takes a list where there is nothing else', '- one\n- two', 50, 'one two'],
    ['is empty for nothing', '', 50, ''],
    ['is empty for a table of contents', '- [Intro](#intro)\n\n- [New](#new)\n\n  - [Fast](#fast)', 50, ''],
    [
      'begins behind a table of contents',
      '- [Intro](#intro)\n- [New](#new)\n\nThe lamp is lit.',
      50,
      'The lamp is lit.',
    ],
    ['leaves a line of links out', '[Notes](https://x.example) | [Code](https://y.example)\n\nLit.', 50, 'Lit.'],
    ['leaves a remark before the text out', '_First posted elsewhere._\n\nThe lamp is lit.', 50, 'The lamp is lit.'],
    ['takes a remark where there is nothing else', '_First posted elsewhere._', 50, 'First posted elsewhere.'],
    ['leaves bylines out', '**Editors:** Ada, Bob\n\nThe lamp is lit.', 50, 'The lamp is lit.'],
    ['takes the list below a label', '**Bug fixes:**\n\n- Lamps stay lit', 50, 'Bug fixes: Lamps stay lit'],
    [
      'leaves addresses with a label out',
      '**Changes**:\n\n- Lamps stay lit\n\n**Image**: https://x.example/tags\n**Docs**: [here](https://y.example)',
      50,
      'Changes: Lamps stay lit',
    ],
    ['keeps emphasis within the text', '*Lamps* are lit, says *Ada*', 50, 'Lamps are lit, says Ada'],
  ]
  for (const [name, excerpt, limit, blurb] of cases) {
    test(name, () => {
      assert.equal(fillBlurb(excerpt, limit), blurb)
    })
  }

  test('never has more characters than its limit', () => {
    const text = 'Aye aye, captain Ahab of the seven seas; and so on. '.repeat(20)
    for (let limit = 10; limit < 500; limit += 7) assert.ok(markdownToText(fillBlurb(text, limit)).length <= limit)
  })
})

describe('the item to quote', () => {
  const contents = { excerpt: '- [Intro](#intro)\n- [New](#new)' }
  const prose = { excerpt: 'The lamp is lit.' }

  test('is the first with a sentence, and the first of all where none has one', () => {
    assert.equal(tellingItem([contents, prose]), prose)
    assert.equal(tellingItem([prose, { excerpt: 'Another.' }]), prose)
    assert.equal(tellingItem([contents, { excerpt: '' }]), contents)
  })
})

describe('other blurbs out of an excerpt', () => {
  const one = 'The lamp was lit before the scheduler woke up.'
  const two = 'It burned all night, and nobody had thought of oil.'
  const three = 'The keeper wrote down what it takes to keep a light.'
  const excerpt = [one, two, three].join(' ')

  test('begin with each of its sentences, the shortest first, and leave out what is filled in', () => {
    assert.equal(fillBlurb(excerpt, 110), `${one} ${two}`)
    assert.deepEqual(blurbAlternatives(excerpt, 110), [one, three, `${two} ${three}`])
  })

  test('are all within the limit, and end with a sentence', () => {
    for (let limit = 20; limit < 200; limit += 3) {
      for (const blurb of blurbAlternatives(excerpt, limit)) {
        assert.ok(markdownToText(blurb).length <= limit, blurb)
        assert.match(blurb, /\.$/)
      }
    }
  })

  test('are none where there is one sentence, or nothing', () => {
    assert.deepEqual(blurbAlternatives(one, 280), [])
    assert.deepEqual(blurbAlternatives('', 280), [])
  })

  test('are no more than five', () => {
    const many = Array.from({ length: 12 }, (_, index) => `Sentence ${index} says something of its own here.`)
    assert.equal(blurbAlternatives(many.join(' '), 280).length, 5)
  })

  test('say as text what the excerpt says, marks and all', () => {
    const marked =
      'First of all, the *lamp* is lit, as ever it was. Then `kubectl get *` lists all of the lights there are.'
    const [last] = blurbAlternatives(marked, 60).slice(-1)
    assert.equal(markdownToText(last ?? ''), 'Then kubectl get * lists all of the lights there are.')
  })
})

describe('plain text as markdown', () => {
  for (const text of [
    '2 * 3 * 4',
    'a <b> c',
    '_x_ and snake_case',
    '`ls`',
    '# five',
    '1. first',
    '- dash',
    '~~no~~',
    '[a](b)',
    'back\\slash',
    'a < b',
    '[Update]: https://harbour.example/',
    'how &lt;b&gt; and &#60; are written',
    '---',
    '> said she',
  ]) {
    test(`says the same: ${text}`, () => {
      assert.equal(markdownToText(escapeMarkdown(text)), text)
    })
  }
})
