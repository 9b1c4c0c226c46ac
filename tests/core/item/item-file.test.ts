import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { formatItem, itemPath, parseItem } from '../../../src/core/item/item-file.ts'
import { itemId } from '../../../src/core/item/item-id.ts'
import { makeItem } from '../../builders.ts'

const FULL = makeItem({
  title: 'Kubernetes v1.37: "quotes", a # and — dashes',
  updated: '2026-08-19T00:00:00Z',
  authors: [{ name: 'Ada Quay', org: 'Harbour Works' }, { name: "Bo O'Mast" }],
  sources: [
    {
      id: 'harbour-blog',
      url: 'https://harbour.example/posts/first-light/?utm_source=rss',
      guid: 'tag:harbour,2026:1',
    },
    { id: 'planet', url: 'https://planet.example/1', guid: '1.20' },
  ],
  language: 'de',
  minutes: 6,
  topics: ['releases'],
  sigs: ['sig-release'],
  versions: ['1.20', '1.30', '1.37'],
  keps: ['753'],
  kepTitles: [{ kep: '753', title: 'Sidecar containers: "restartable"' }],
  cves: ['CVE-2026-0001'],
  excerpt: 'One **strong** paragraph.\n\n---\n\n- and a list: with a colon',
})

describe('the file of an item', () => {
  for (const [name, item] of [
    ['with every field', FULL],
    ['with none but those it must have', makeItem()],
    ['without a date', (({ published: _, ...item }) => item)(makeItem())],
    ['without an excerpt', makeItem({ excerpt: '' })],
    ['whose title is a number', makeItem({ title: '1.30' })],
    ['whose title is a date', makeItem({ title: '2026-08-18' })],
    ['whose title begins like YAML', makeItem({ title: '- @all: {yes}' })],
    ['whose title is in another script', makeItem({ title: 'クラスタ 🚢' })],
    ['whose id is all digits', makeItem({ id: '0123456789' })],
    ['whose id looks like a number with an exponent', makeItem({ id: '12345678e9' })],
    ['whose excerpt looks like front matter', makeItem({ excerpt: '---\nid: x\n---\ntext' })],
  ] as const) {
    test(`${name} reads back equal, and writes the same bytes again`, () => {
      const text = formatItem(item)
      const parsed = parseItem(text, 'x.md')
      assert.deepEqual(parsed, { ok: true, value: item })
      assert.equal(formatItem(parsed.value), text)
    })
  }

  for (const sign of ['\f', '\v']) {
    test(`is refused with ${JSON.stringify(sign)} in its title, which a mail, a page and a feed would each have otherwise`, () => {
      const text = formatItem(makeItem({ title: `High${sign}tide` }))
      const parsed = parseItem(text, 'x.md')
      assert.ok(!parsed.ok)
      assert.deepEqual(
        parsed.problems.map(({ where, field, what }) => [where, field, what]),
        [
          [
            'x.md',
            'title',
            `expected one line of text, without control characters; found ${JSON.stringify(`High${sign}tide`)}`,
          ],
        ],
      )
    })
  }

  test('leaves out what says nothing', () => {
    assert.equal(
      formatItem(makeItem()),
      [
        '---',
        `id: ${makeItem().id}`,
        'title: First light',
        'url: https://harbour.example/posts/first-light/',
        'published: 2026-08-18T09:00:00Z',
        'firstSeen: 2026-08-18T10:00:00Z',
        'kind: blog',
        'sources:',
        '  - id: harbour-blog',
        '    url: https://harbour.example/posts/first-light/',
        '---',
        '',
        'The lamp was lit before the scheduler woke.',
        '',
      ].join('\n'),
    )
  })

  test('that is broken is refused with every field and line', () => {
    const text = formatItem(FULL)
      .replace(/^id: .*$/m, 'id: "zz"')
      .replace('kind: blog', 'kind: blogg')
      .replace('published: 2026-08-18T09:00:00Z', 'published: 18 Aug 2026')
    const parsed = parseItem(text, 'content/items/2026-W34/x.md')
    assert.ok(!parsed.ok)
    assert.deepEqual(
      parsed.problems.map(({ where, field, line }) => [where, field, line]),
      [
        ['content/items/2026-W34/x.md', 'id', 2],
        ['content/items/2026-W34/x.md', 'published', 5],
        ['content/items/2026-W34/x.md', 'kind', 8],
      ],
    )
  })
})

describe('an item that somebody forged', () => {
  for (const [field, line] of [
    ['url', 'url: javascript:alert(1)'],
    ['url', 'url: https://kubernetes.io@harbour.example/'],
    ['title', 'title: "\\e[2Jred"'],
    ['title', 'title: "two\\nlines"'],
    ['title', 'title: "\u202eround"'],
  ] as const) {
    test(`with \`${JSON.stringify(line)}\` is refused`, () => {
      const text = formatItem(makeItem()).replace(new RegExp(`^${field}: .*$`, 'm'), line)
      const parsed = parseItem(text, 'x.md')
      assert.deepEqual(!parsed.ok && parsed.problems.map((problem) => problem.field), [field])
    })
  }

  test('may not say that a source carried it at what is no web address', () => {
    const text = formatItem(makeItem()).replace(/^ {4}url: .*$/m, '    url: data:text/html,hello')
    const parsed = parseItem(text, 'x.md')
    assert.deepEqual(!parsed.ok && parsed.problems.map((problem) => problem.field), ['sources[0].url'])
  })
})

describe('the place of an item', () => {
  for (const [own, expected] of [
    [{ title: 'First light' }, '2026-W34/first-light-'],
    [{ title: 'Kubernetes v1.37: What’s new?' }, '2026-W34/kubernetes-v1-37-what-s-new-'],
    [{ title: 'Größe und Café' }, '2026-W34/gro-e-und-cafe-'],
    [{ title: '日本語' }, '2026-W34/item-'],
    [{ title: '../../etc/passwd' }, '2026-W34/etc-passwd-'],
    [{ title: '...' }, '2026-W34/item-'],
    [{ title: 'word '.repeat(100) }, `2026-W34/${'word-'.repeat(12)}`],
    [{ published: '2026-12-31T23:00:00Z' }, '2026-W53/first-light-'],
    [{ published: '2025-12-29T00:00:00Z' }, '2026-W01/first-light-'],
  ] as const) {
    test(`of ${JSON.stringify(own).slice(0, 60)} begins with ${expected}, and ends with six digits of its id`, () => {
      const item = makeItem(own)
      assert.equal(itemPath(item), `${expected}${item.id.slice(0, 6)}.md`)
    })
  }

  test('of one without a date is in the week of its first sight', () => {
    const { published: _, ...item } = makeItem({ firstSeen: '2026-08-30T10:00:00Z' })
    assert.match(itemPath(item), /^2026-W35\//)
  })

  test('differs for two items of one title and day', () => {
    const other = makeItem({ url: 'https://harbour.example/posts/second-light/' })
    assert.notEqual(itemPath(makeItem()), itemPath(other))
  })
})

test('an id is the start of the SHA-256 of the canonical URL, so that it is the same for ever', () => {
  assert.equal(itemId('abc'), 'ba7816bf8f')
  assert.equal(itemId('harbour.example/caf%C3%A9').length, 10)
})
