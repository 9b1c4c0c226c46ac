import assert from 'node:assert/strict'
import { test } from 'node:test'
import { splitIssueBody } from '../../../src/core/issue/issue-body.ts'

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
