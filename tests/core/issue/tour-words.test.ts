import assert from 'node:assert/strict'
import { test } from 'node:test'
import { plainBlurb } from '../../../src/core/issue/tour-words.ts'
import { renderInline } from '../../../src/core/text/markdown.ts'
import { makePick } from '../../builders.ts'

test('a plain blurb says who, where, when and how long, and nothing else', () => {
  const pick = makePick({ authors: [{ name: 'Ada' }, { name: 'Bo' }], published: '2026-08-18T09:00:00Z', minutes: 6 })
  assert.equal(plainBlurb(pick), 'By Ada and Bo, for Harbour Blog, 18 August 2026; 6 minutes to read.')
  assert.equal(plainBlurb(makePick()), 'From Harbour Blog.')
})

test('a name in a plain blurb is a name, and no markup', () => {
  const name = '[Ada](/x) *Quay* <b>'
  const html = renderInline(plainBlurb(makePick({ authors: [{ name }], source: '**Harbour**' })))
  assert.equal(html, 'By [Ada](/x) *Quay* &#x3C;b>, for **Harbour**.')
})
