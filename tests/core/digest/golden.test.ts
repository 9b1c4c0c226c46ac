import assert from 'node:assert/strict'
import fs from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { assembleDigest } from '../../../src/core/digest/assemble-digest.ts'
import { renderHtml } from '../../../src/core/digest/render-html.ts'
import { renderText } from '../../../src/core/digest/render-text.ts'
import { makeIssue, makePick } from '../../builders.ts'
import { makeSettings } from './digest-builders.ts'

const FOLDER = path.resolve(import.meta.dirname, '../../fixtures/digest')

const issue = makeIssue({
  title: 'Lamps go out by default, and the harbour moves',
  candidates: 300,
  body: 'A quiet week, with [one deadline](/events/).\n\n## Shoutouts\n\n- Thanks to *Ada*, who found the `fog`.',
  picks: [
    makePick({
      section: 'headlines',
      title: 'Lamps are off by default from 1.37',
      authors: [{ name: 'Ada Lindqvist', org: 'Northwind' }],
      minutes: 6,
      also: [
        { source: 'Planet', url: 'https://harbour.example/posts/first-light/' },
        { source: 'LWKD', url: 'https://lwkd.example/?a=1&b=2' },
      ],
    }),
    makePick({ section: 'security', title: 'A lamp leaks oil', cves: ['CVE-2026-1234'], access: 'registration' }),
    makePick({ section: 'subproject-releases', title: 'etcd 3.7.0', blurb: 'Drops `v2store`.' }),
  ],
  corrections: [{ date: '2026-08-22', text: 'It is **3.7.0**, not 3.6.0.' }],
})
const settings = makeSettings({
  mail: { from: 'lamp@light.example', replyTo: 'desk@light.example', address: 'Pier 1\nThe Harbour' },
})

/** What the mail is, to the byte. Where it is meant to change, `actual` of the failure is what the file has to say. */
for (const [extension, render] of [
  ['html', renderHtml],
  ['txt', renderText],
] as const) {
  test(`the ${extension} of the same issue is the same, to the byte`, () => {
    const made = render(assembleDigest(issue, settings, 'https://light.example/unsubscribe/k1.a.b'))
    assert.equal(made, fs.readFileSync(path.join(FOLDER, `lamps.${extension}`), 'utf8'))
  })
}
