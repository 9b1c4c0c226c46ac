import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { STANDARD_PALETTE } from '../../src/core/text/palette.ts'
import { webMailStyle } from '../../src/core/digest/render-web-mail.ts'
import { renderIssueMail, renderIssueText } from '../../src/site/issue-mail.ts'
import { makeIssue, makePick, SECTION_IDS } from '../builders.ts'
import { makeSettings } from '../core/digest/digest-builders.ts'

const settings = makeSettings()
const people = new Map([['lookout', { id: 'lookout', name: 'Ada Lamp' }]])
const issue = makeIssue({
  subject: 'Lamps & "fog"',
  preheader: 'A < B',
  picks: SECTION_IDS.map((section, index) =>
    makePick({
      section,
      url: `https://harbour.example/${index}`,
      also: [{ source: 'Planet', url: 'https://planet.example/' }],
    }),
  ),
  body: 'Note.\n\n## Technical\n\n| a | b |\n| :- | -: |\n| 1 | 2 |\n\n```yaml\nkind: Pod\n```',
  corrections: [{ date: '2026-08-22', text: 'Two, not three.' }],
})
const html = renderIssueMail(issue, { settings, people })

describe('the mail of an issue on the web', () => {
  test('has no inline style, no style sheet of its own and no script, so that no policy refuses it', () => {
    assert.doesNotMatch(html, /\sstyle=|<style|<script/i)
    assert.match(html, /<link rel="stylesheet" href="\/mail\.css">/)
  })

  test('has no attribute that HTML has given up', () => {
    assert.doesNotMatch(html, /\s(width|height|bgcolor|align|valign|cellpadding|cellspacing)=/)
    assert.doesNotMatch(html, /<!--/)
  })

  test('has only classes that its style sheet knows', () => {
    const classes = [...html.matchAll(/ class="([^"]*)"/g)].flatMap(([, names = '']) => names.split(' '))
    const unknown = [...new Set(classes)].filter(
      (name) => !new RegExp(`\\.${name}\\b`).test(webMailStyle(STANDARD_PALETTE)),
    )
    // What is left-aligned is so by itself.
    assert.deepEqual(
      unknown.filter((name) => name !== 'left'),
      [],
    )
    assert.ok(classes.includes('red') && classes.includes('w7') && classes.includes('h18'))
  })

  test('says over the mail what it is, with its subject and first line, and is not for search engines', () => {
    assert.match(html, /The mail of <a href="\/issues\/2026-W34\/">no\. 1<\/a>, Friday 21 August 2026/)
    assert.match(html, /Subject: <b>Lamps &amp; &quot;fog&quot;<\/b>/)
    assert.match(html, /First line: A &lt; B/)
    assert.match(html, /<meta name="robots" content="noindex">/)
    assert.match(html, /<link rel="canonical" href="https:\/\/light\.example\/issues\/2026-W34\/">/)
  })

  test('leads to where one can subscribe, not to where somebody unsubscribes', () => {
    assert.doesNotMatch(html, />Unsubscribe</)
    assert.match(html, /<a href="https:\/\/light\.example\/subscribe\/" class="k">Get every issue<\/a>/)
  })
})

test('the text of an issue says everything that its mail says, and nothing to one reader alone', () => {
  const text = renderIssueText(issue, { settings, people })
  for (const part of [
    'First light',
    'https://harbour.example/11',
    'TECHNICAL',
    'Two, not three.',
    'Edited by Ada Lamp.',
    'Get every issue:',
  ])
    assert.ok(text.includes(part), part)
  assert.doesNotMatch(text, /Unsubscribe:|sent this copy to you/)
  assert.ok(text.split('\n').every((line) => line.length <= 72 || /^\s*\S+$/.test(line)))
})
