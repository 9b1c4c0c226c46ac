import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { FormId } from '../../src/core/form/issue-form.ts'
import { isOfForm } from '../../src/core/item/suggestion.ts'
import { suggestionsInItems } from '../../src/jobs/answer-suggestions.ts'
import { readContribution } from '../../src/jobs/read-contribution.ts'
import { makeItem } from '../builders.ts'

const NOW = new Date('2026-11-20T09:00:00Z')
const SITE = 'https://log.example/weekly'

const read = (id: FormId, answers: Readonly<Record<string, string>>) =>
  readContribution(
    { id, name: id, answers: new Map(Object.entries(answers)), labelOf: (field) => `Label of ${field}` },
    { site: SITE, where: 'issue.md', now: NOW },
  )

describe('a suggested link', () => {
  test('is a suggestion with a clean address and words on one line', () => {
    const read1 = read('suggest-a-link', {
      url: 'https://harbour.example/horns?utm_source=x',
      by: 'Bo',
      note: '**Read**\n<script>alert(1)</script>\u202e\u200b it',
    })
    assert.ok(read1.ok && read1.value.form === 'suggest-a-link')
    const { id, ...suggestion } = read1.value.suggestion
    assert.deepEqual(suggestion, {
      url: 'https://harbour.example/horns',
      note: '**Read** <script>alert(1)</script> it',
      by: 'Bo',
      at: '2026-11-20T09:00:00Z',
    })
    assert.match(id, /^form-[0-9a-f]{16}$/)
  })

  test('is not answered by the app, which does not know it', () => {
    const suggestion = { id: 'form-0123456789abcdef', at: '2026-11-20T09:00:00Z' }
    const ofApp = { ...suggestion, id: 'c3Vic2NyaXB0aW9uLW9uZQ' }
    assert.deepEqual([isOfForm(suggestion), isOfForm(ofApp)], [true, false])
    const items = [suggestion, ofApp].map((one) => makeItem({ suggestion: one }))
    assert.deepEqual(
      suggestionsInItems(items).map(({ id }) => id),
      [ofApp.id],
    )
  })
})

describe('an address', () => {
  const bad = [
    'javascript:alert(1)',
    'http://127.0.0.1/',
    'http://169.254.169.254/latest/meta-data/',
    'http://[::1]/',
    'https://user:secret@harbour.example/',
    'file:///etc/passwd',
    'https://printer.local/',
    '`id`',
    '$(reboot)',
    `https://harbour.example/${'x'.repeat(3_000)}`,
  ]
  for (const url of bad) {
    for (const id of ['suggest-a-link', 'add-a-source'] as const) {
      test(`${url.slice(0, 50)} is refused by ${id}, with the label of the field`, () => {
        const result = read(id, { url })
        assert.equal(result.ok ? 'taken' : result.problems[0]?.field, 'Label of url')
      })
    }
  }
})

describe('a suggested source', () => {
  test('is an address and what was said of it; words are parted at commas', () => {
    const result = read('add-a-source', {
      url: 'fluxcd.io/blog',
      org: ' Flux ',
      kind: 'blog',
      include: 'kubernetes, service mesh,,',
    })
    assert.deepEqual(result, {
      ok: true,
      value: {
        form: 'add-a-source',
        address: 'https://fluxcd.io/blog',
        wishes: { kind: 'blog', org: 'Flux', include: ['kubernetes', 'service mesh'] },
        note: '',
      },
    })
  })

  test('with too much in it says where', () => {
    const result = read('add-a-source', {
      url: 'fluxcd.io',
      org: 'x'.repeat(101),
      include: 'a,'.repeat(60),
      note: 'y'.repeat(1_001),
    })
    assert.deepEqual(result.ok ? [] : result.problems.map(({ field }) => field), [
      'Label of org',
      'Label of note',
      'Label of include',
    ])
  })
})

describe('a correction', () => {
  const places: [url: string, place: object | undefined][] = [
    [`${SITE}/issues/2026-W47/#8f3c2a91d0`, { kind: 'issue', issue: '2026-W47', fragment: '8f3c2a91d0' }],
    [`${SITE}/issues/fleet-week/mail/`, { kind: 'issue', issue: 'fleet-week', fragment: '' }],
    [`${SITE}/issues/2026-W47.txt`, { kind: 'issue', issue: '2026-W47', fragment: '' }],
    [`${SITE}/2026/11/17/#8f3c2a91d0`, { kind: 'page', path: '/2026/11/17/', fragment: '8f3c2a91d0' }],
    [`${SITE}/issues/2026-W47/#"><script>`, { kind: 'issue', issue: '2026-W47', fragment: '' }],
    [`${SITE}/issues/..%2f..%2fetc/`, { kind: 'page', path: '/issues/..%2f..%2fetc/', fragment: '' }],
    ['https://evil.example/weekly/issues/2026-W47/', undefined],
    ['https://log.example/other/', undefined],
    ['https://log.example.evil.example/weekly/', undefined],
    ['javascript:alert(1)', undefined],
    ['here', undefined],
  ]
  for (const [url, place] of places) {
    test(`of ${url} ${place ? 'is about a page of ours' : 'is refused'}`, () => {
      const result = read('correct-an-entry', { url, note: 'It is 3.5.24.' })
      if (place === undefined)
        return assert.match(JSON.stringify(result), /Label of url.*this is no page of https:\/\/log\.example/)
      assert.ok(result.ok && result.value.form === 'correct-an-entry')
      const { url: _url, ...found } = result.value.place
      assert.deepEqual(found, place)
    })
  }

  test('has its words as text: no markup, no link, no heading, one line', () => {
    const note = '# Not\n[this](https://evil.example/) but `that`, **now** <b>x</b>'
    const result = read('correct-an-entry', { url: `${SITE}/issues/2026-W47/`, note })
    assert.ok(result.ok && result.value.form === 'correct-an-entry')
    assert.equal(
      result.value.markdown,
      String.raw`\# Not \[this]\(https\://evil.example/) but \`that\`, \*\*now\*\* \<b>x\</b>`,
    )
  })

  test('without words is refused', () => {
    assert.match(JSON.stringify(read('correct-an-entry', { url: `${SITE}/`, note: '\u200b \n' })), /Label of note/)
  })
})
