import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { splitIssueBody } from '../../../src/core/issue/issue-body.ts'
import { renderMarkdown } from '../../../src/core/text/markdown.ts'

test('all before the first heading is the note', () => {
  const { note, sections, others } = splitIssueBody('One.\n\nTwo.\n\n## Shoutouts\n\nThanks.\n')
  assert.equal(note, 'One.\n\nTwo.')
  assert.deepEqual([...sections], [['shoutouts', 'Thanks.']])
  assert.deepEqual(others, [])
})

test('a body without headings is a note alone, and an empty body is nothing', () => {
  assert.equal(splitIssueBody('Just words.').note, 'Just words.')
  assert.deepEqual(splitIssueBody(''), { note: '', sections: new Map(), others: [] })
})

for (const heading of [
  '## Events and calls',
  '## events and calls',
  '## events-and-calls',
  '##  Events and calls  ##',
]) {
  test(`"${heading}" names the section of events`, () => {
    assert.deepEqual([...splitIssueBody(`${heading}\nSoon.`).sections.keys()], ['events-and-calls'])
  })
}

test('a heading that names no section is kept, in the order of the file', () => {
  const { others } = splitIssueBody('## Tides\nHigh.\n## Fog\nLow.')
  assert.deepEqual(others, [
    { title: 'Tides', text: 'High.' },
    { title: 'Fog', text: 'Low.' },
  ])
})

test('a section that stands twice keeps both texts', () => {
  assert.equal(splitIssueBody('## Shoutouts\nA.\n## Shoutouts\nB.').sections.get('shoutouts'), 'A.\n\nB.')
})

test('a heading inside a code fence is code', () => {
  const body = 'Run:\n\n```sh\n## Security\necho\n```\n\n## Security\n\nPatch.'
  const { note, sections } = splitIssueBody(body)
  assert.match(note, /## Security\necho\n```$/)
  assert.equal(sections.get('security'), 'Patch.')
})

test('deeper headings stay in their block', () => {
  assert.equal(splitIssueBody('## Technical\n### Part\nText.').sections.get('technical'), '### Part\nText.')
})

describe('a line that only looks like a heading', () => {
  for (const [name, body] of [
    ['in a comment', '<!--\n## Headlines\n\nLater.\n-->'],
    ['in a comment that nobody ended', 'Words.\n<!-- not yet\n## Headlines'],
    ['in code that words follow the beginning of', '```yaml\n## Headlines\n```'],
    ['in code in which a fence with words stands', '```\n```js\n## Headlines\n```'],
    ['in code in which a shorter fence stands', '````\n```\n## Headlines\n````'],
    ['in code in which an indented fence stands', '```\n    ```\n## Headlines\n```'],
    ['in code with backticks in its first words', '~~~ a`b\n## Headlines\n~~~'],
    ['indented', '    ## Headlines'],
    ['of another level', '### Headlines'],
  ] as const) {
    test(`is none: ${name}`, () => {
      assert.deepEqual(splitIssueBody(body), { note: body.trim(), sections: new Map(), others: [] })
      assert.doesNotMatch(renderMarkdown(body), /<h2>/)
    })
  }

  for (const [name, before] of [
    ['a comment of one line', '<!-- not yet -->'],
    ['a comment that ended', '<!--\nnot yet -->'],
    ['code in a line', '``` a`b'],
    ['code that ended', '```\n```'],
    ['the middle of a comment in a line', 'Words <!-- and'],
  ] as const) {
    test(`is one after ${name}`, () => {
      assert.deepEqual([...splitIssueBody(`${before}\n## Headlines\n`).sections.keys()], ['headlines'])
      assert.match(renderMarkdown(`${before}\n## Headlines\n`), /<h2>/)
    })
  }
})
