import assert from 'node:assert/strict'
import path from 'node:path'
import { describe, test } from 'node:test'
import {
  forPlainHttp,
  forThisMachine,
  headersFor,
  readHeaderFile,
  readNetlifyRules,
  redirectFor,
  writePreviewHeaders,
} from '../../src/io/netlify-rules.ts'
import { makeTemporaryFolder } from './temporary-folder.ts'

const fits = (pattern: string, pathname: string) =>
  'x' in headersFor({ headers: [{ for: pattern, values: { X: 'y' } }], redirects: [] }, pathname)

describe('a rule for headers', () => {
  for (const [pattern, pathname, expected] of [
    ['/rss.xml', '/rss.xml', true],
    ['/rss.xml', '/rssxxml', false],
    ['/rss.xml', '/a/rss.xml', false],
    ['/rss.xml', '/rss.xml/', true],
    ['/rss.xml', '/RSS.xml', true],
    ['/', '/', true],
    ['/', '/a', false],
    ['/*', '/', true],
    ['/*', '/a/b', true],
    ['/assets/*', '/assets/a/b.css', true],
    ['/assets/*', '/asset/', false],
    ['/sources/:source/rss.xml', '/sources/harbour-blog/rss.xml', true],
    ['/sources/:source/rss.xml', '/sources/rss.xml', false],
    ['/sources/:source/rss.xml', '/sources//rss.xml', false],
    ['/sources/:source/rss.xml', '/sources/a/b/rss.xml', false],
    ['/sources/*/rss.xml', '/sources/a/b/rss.xml', true],
    ['/sources/*/rss.xml', '/sources/rss.xml', true],
    ['/assets/*', '/assets', true],
    ['/*.txt', '/issues/2026-W34.txt', true],
    ['/*.txt', '/notxt', false],
    ['/*.txt', '/a.txt.html', false],
    ['/a(b)+[c]$/*', '/a(b)+[c]$/d', true],
  ] as const) {
    test(`${pattern} ${expected ? 'fits' : 'does not fit'} ${pathname}`, () => {
      assert.equal(fits(pattern, pathname), expected)
    })
  }

  test('is overruled by a later one that fits, whatever the case of its name', () => {
    const headers = [
      { for: '/*', values: { 'X-Frame-Options': 'DENY', 'Content-Type': 'a' } },
      { for: '/b', values: { 'content-type': 'b' } },
      { for: '/c', values: { 'content-type': 'c' } },
    ]
    assert.deepEqual(headersFor({ headers, redirects: [] }, '/b'), { 'x-frame-options': 'DENY', 'content-type': 'b' })
  })
})

describe('a redirect', () => {
  const redirects = [{ from: '/feed', to: '/rss.xml', status: 301 }]
  const cases = [
    ['/feed', '/rss.xml'],
    ['/feed/', '/rss.xml'],
    ['/feed/a', undefined],
    ['/feeds', undefined],
    ['/', undefined],
  ] as const
  for (const [pathname, expected] of cases) {
    test(`of /feed ${expected ? 'takes' : 'leaves'} ${pathname}`, () => {
      assert.equal(redirectFor({ headers: [], redirects }, pathname)?.to, expected)
    })
  }
})

describe('the rules of this site', () => {
  const rules = readNetlifyRules(path.resolve(import.meta.dirname, '../../netlify.toml'))
  const addresses = [
    ...['/', '/issues/2026-W34/', '/topics/storage/', '/search/', '/issues/2026-W34.txt', '/latest.txt', '/robots.txt'],
    ...['/rss.xml', '/atom.xml', '/feed.json', '/headlines.xml', '/headlines-atom.xml', '/headlines.json'],
    ...['/posts/rss.xml', '/sources/a/rss.xml', '/topics/a/rss.xml', '/sources.opml', '/kubernetes.ics'],
    ...[
      '/assets/a.b1c2.css',
      '/pagefind/pagefind.js',
      '/pagefind/fragment/en_1.pf_fragment',
      '/pagefind/pagefind.en_1.pf_meta',
      '/sitemap.xml',
    ],
  ]

  test('never give one header twice, so that it does not matter how the host combines them', () => {
    for (const address of addresses) {
      const names = rules.headers
        .filter((rule) => Object.keys(headersFor({ headers: [rule], redirects: [] }, address)).length > 0)
        .flatMap(({ values }) => Object.keys(values).map((name) => name.toLowerCase()))
      assert.deepEqual(names, [...new Set(names)], address)
    }
  })

  for (const [address, type] of [
    ['/rss.xml', 'application/rss+xml'],
    ['/posts/rss.xml', 'application/rss+xml'],
    ['/sources/harbour-blog/rss.xml', 'application/rss+xml'],
    ['/authors/ada-quay/rss.xml', 'application/rss+xml'],
    ['/headlines.xml', 'application/rss+xml'],
    ['/atom.xml', 'application/atom+xml'],
    ['/feed.json', 'application/feed+json'],
    ['/sources.opml', 'text/x-opml'],
    ['/kubernetes.ics', 'text/calendar'],
    ['/latest.txt', 'text/plain'],
    ['/issues/2026-W34.txt', 'text/plain'],
  ] as const) {
    test(`serve ${address} as ${type}, to pages of other sites too`, () => {
      const headers = headersFor(rules, address)
      assert.equal(headers['content-type'], `${type}; charset=utf-8`)
      assert.equal(headers['access-control-allow-origin'], '*')
    })
  }

  test('let a page load nothing from elsewhere, and no script but ours', () => {
    const policy = headersFor(rules, '/')['content-security-policy'] ?? ''
    assert.match(policy, /^default-src 'none'; script-src 'self' 'wasm-unsafe-eval' 'sha256-[\w+/=]+';/)
    assert.doesNotMatch(policy, /unsafe-inline|'unsafe-eval'/)
  })

  test('keep for ever what has its bytes in its name, and nothing else', () => {
    const kept = addresses.filter((address) => headersFor(rules, address)['cache-control']?.includes('immutable'))
    assert.deepEqual(kept, [
      ...['/assets/a.b1c2.css', '/pagefind/fragment/en_1.pf_fragment', '/pagefind/pagefind.en_1.pf_meta'],
    ])
  })

  test('send who looks for a feed to one, with a lasting redirect', () => {
    for (const { from, to, status } of rules.redirects) {
      assert.equal(status, 301, from)
      assert.equal(redirectFor(rules, to), undefined, `${from} leads to another redirect`)
    }
    const found = ['/feed', '/feed/', '/rss', '/feed.xml', '/index.xml'].map((from) => redirectFor(rules, from)?.to)
    assert.deepEqual(new Set(found), new Set(['/rss.xml']))
  })

  test('lead nobody anywhere by a rule that only hides', () => {
    assert.equal(redirectFor(rules, '/app/*'), undefined)
  })
})

test('a preview tells search engines to keep nothing of it, on every page', () => {
  using folder = makeTemporaryFolder()
  assert.deepEqual(readHeaderFile(folder.path), [])
  writePreviewHeaders(folder.path)
  const rules = { headers: readHeaderFile(folder.path), redirects: [] }
  for (const address of ['/', '/issues/2026-W34/']) {
    assert.deepEqual(headersFor(rules, address), { 'x-robots-tag': 'noindex' })
  }
})

describe('served by ourselves, a policy', () => {
  const rulesOf = (policy: string) => ({
    headers: [{ for: '/*', values: { 'Content-Security-Policy': policy } }],
    redirects: [],
  })
  const policy = "default-src 'none'; form-action 'self' https:; base-uri 'none'"
  const rules = rulesOf(`${policy}; upgrade-insecure-requests`)

  for (const [where, adapted, expected] of [
    ['behind a proxy stays as the host has it', rules, `${policy}; upgrade-insecure-requests`],
    ['over http asks for no https, and lets forms go no further', forPlainHttp(rules), policy],
    [
      'on this machine lets forms also go to a provider that is tried out here',
      forThisMachine(rules),
      "default-src 'none'; form-action 'self' https: http://localhost:* http://127.0.0.1:*; base-uri 'none'",
    ],
  ] as const) {
    test(where, () => {
      assert.deepEqual(headersFor(adapted, '/'), { 'content-security-policy': expected })
    })
  }
})
