import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { FINGERPRINT_NAME, fingerprintIssue, readFingerprint } from '../../../src/core/digest/issue-fingerprint.ts'
import { makeIssue, makePick } from '../../builders.ts'
import { makeSettings } from './digest-builders.ts'
import { startProcessorTime } from '../../processor-time.ts'

const settings = makeSettings()
const issue = makeIssue({ picks: [makePick({ title: 'Low tide' })], body: 'Calm.' })
const own = fingerprintIssue(issue, settings)

describe('fingerprintIssue', () => {
  const changes = {
    'a word of a pick': makeIssue({ ...issue, picks: [makePick({ title: 'High tide' })] }),
    'a word of the note': makeIssue({ ...issue, body: 'Calm?' }),
    'the subject': makeIssue({ ...issue, subject: 'Another' }),
    'a correction': makeIssue({ ...issue, corrections: [{ date: '2026-08-21', text: 'It was low.' }] }),
    'the order of picks': makeIssue({ ...issue, picks: [makePick({ id: 'f000000001' }), ...issue.picks] }),
  }
  for (const [what, changed] of Object.entries(changes)) {
    test(`is another where ${what} is another`, () => {
      assert.notEqual(fingerprintIssue(changed, settings), own)
    })
  }

  test('does not change with what is said to one reader, or with what the page does not show', () => {
    const mail = { from: 'Lamp <other@light.example>', replyTo: 'editors@light.example', address: '1 Pier' }
    assert.equal(fingerprintIssue(issue, makeSettings({ mail })), own)
    assert.equal(fingerprintIssue({ ...issue }, settings), own)
  })
})

describe('readFingerprint', () => {
  const tag = `<meta name="${FINGERPRINT_NAME}" content="${own}">`
  const cases: readonly (readonly [name: string, html: string, expected: string | undefined])[] = [
    ['reads it from the head', `<!doctype html><html><head>${tag}</head><body></body>`, own],
    ['reads it as a host leaves it that shortens pages', `<head><meta content=${own} name=${FINGERPRINT_NAME}>`, own],
    ['takes none of the body, where words of others stand', `<head></head><body>${tag}</body>`, undefined],
    ['takes none of a body that nobody opened', `<head><title>A</title></head><p>A</p>${tag}`, undefined],
    [
      'takes none that a browser leaves alone',
      `<head><noscript>${tag}</noscript><template>${tag}</template>`,
      undefined,
    ],
    ['takes none of a template within one', `<template><template><p></p></template>${tag}</template>`, undefined],
    [
      'reads it behind what a browser leaves alone',
      `<head><noscript><link rel="a"></noscript><template><p>${tag.replace(own, '0123456789abcdef')}</p></template>${tag}`,
      own,
    ],
    ['takes none that is no fingerprint', `<meta name="${FINGERPRINT_NAME}" content="{{ it }}">`, undefined],
    ['takes none of two that differ', `<head>${tag}${tag.replace(own, '0123456789abcdef')}</head>`, undefined],
    ['finds none where there is none', '<html><head><title>404</title></head></html>', undefined],
    ['finds none in what is no page', '{"error": true}', undefined],
  ]
  for (const [name, html, expected] of cases) {
    test(name, () => {
      assert.equal(readFingerprint(html), expected)
    })
  }

  test('is done with a page of ten megabytes in a moment, whatever it is made of', () => {
    const spent = startProcessorTime()
    for (const piece of ['<div>', '<head>', '<svg>', '<b><div>', '<!--', '<']) {
      assert.equal(readFingerprint(piece.repeat(10_000_000 / piece.length)), undefined)
    }
    assert.ok(spent() < 10_000, `${spent()} ms`)
  })
})
