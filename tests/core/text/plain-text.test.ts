import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import {
  countWords,
  cutText,
  foldSpace,
  htmlToText,
  isSpace,
  readingMinutes,
} from '../../../src/core/text/plain-text.ts'
import { startProcessorTime } from '../../processor-time.ts'

describe('HTML as text', () => {
  for (const [html, text] of [
    ['Plain', 'Plain'],
    ['<b>Bold</b> and <em class="x">soft</em>', 'Bold and soft'],
    ['a &amp; b &lt;c&gt; &quot;d&quot; &#8217;s', 'a & b <c> "d" ’s'],
    ['non&nbsp;breaking &eacute;t&eacute;', 'non breaking été'],
    ['&amp;lt;b&amp;gt; is escaped twice', '&lt;b&gt; is escaped twice'],
    ['<p>One</p><p>Two</p>', 'One Two'],
    ['One<br>Two<br/>Three', 'One Two Three'],
    ['wo<b>r</b>d', 'word'],
    ['<script>alert(1)</script>Safe', 'Safe'],
    ['Safe<script>alert(1)', 'Safe'],
    ['<style>p{}</style>Safe<!-- no --> text', 'Safe text'],
    ['if a < b and c > d', 'if a < b and c > d'],
    ['Vec<T> and map[string]int', 'Vec<T> and map[string]int'],
    ['kubectl get <name>', 'kubectl get <name>'],
    ['1 &lt; 2', '1 < 2'],
    ['<IMG SRC=x onerror=alert(1)>pic', 'pic'],
    ['  many\n\n\t spaces  ', 'many spaces'],
    ['zero\u200bwidth and so\u00adft', 'zerowidth and soft'],
    ['evil\u202etxt.exe', 'eviltxt.exe'],
    ['bell\u0007 nul\u0000', 'bell nul'],
    ['cafe\u0301', 'café'],
    ['', ''],
  ] as const) {
    test(`${JSON.stringify(html)} is ${JSON.stringify(text)}`, () => {
      assert.equal(htmlToText(html), text)
    })
  }

  test('of half a surrogate pair is text that can be written as UTF-8', () => {
    assert.ok(htmlToText('broken \ud83d end').isWellFormed())
    assert.equal(htmlToText('whole 🚢 ship'), 'whole 🚢 ship')
  })

  test('of half a megabyte of angle brackets takes no time to speak of', () => {
    const spent = startProcessorTime()
    for (const html of [
      '<'.repeat(480_000),
      '<p '.repeat(160_000),
      '<!--'.repeat(120_000),
      '<script '.repeat(60_000),
    ]) {
      assert.equal(typeof htmlToText(html), 'string')
    }
    assert.ok(spent() < 4_000, `${spent()} ms`)
  })
})

test('white space of any kind folds to one space', () => {
  assert.equal(foldSpace('\u00a0a\u2003\u2028b\r\n c\u3000'), 'a b c')
})

test('a text is cut between words where it has any, and never within a character', () => {
  for (const [text, most, expected] of [
    ['as it is', 8, 'as it is'],
    ['two words here', 9, 'two …'],
    ['two words here', 11, 'two words …'],
    ['unbroken', 5, 'unb …'],
    ['ab🚢cd', 5, 'ab …'],
  ] as const) {
    assert.equal(cutText(text, most), expected)
  }
})

test('words are counted by white space', () => {
  assert.equal(countWords(''), 0)
  assert.equal(countWords('  one  two\nthree '), 3)
})

test('reading takes a minute at least, and rounds', () => {
  assert.deepEqual([0, 100, 344, 346, 2_300].map(readingMinutes), [1, 1, 1, 2, 10])
})

test('white space is what expressions take for it, and parts words', () => {
  for (let code = 0; code < 0x10000; code += 1) {
    const sign = String.fromCharCode(code)
    assert.equal(isSpace(code), /\s/.test(sign), `U+${code.toString(16)}`)
    if (isSpace(code)) assert.equal(countWords(`${sign}one${sign}${sign}two${sign}`), 2)
  }
})
