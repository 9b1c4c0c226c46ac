import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { headersFor } from '../../src/io/netlify-rules.ts'

const fits = (pattern: string, pathname: string) =>
  'x' in headersFor({ headers: [{ for: pattern, values: { X: 'y' } }], redirects: [] }, pathname)

describe('a rule for headers', () => {
  for (const [pattern, pathname, expected] of [
    ['/rss.xml', '/rss.xml', true],
    ['/rss.xml', '/rssxxml', false],
    ['/rss.xml', '/a/rss.xml', false],
    ['/rss.xml', '/rss.xml/', false],
    ['/*', '/', true],
    ['/*', '/a/b', true],
    ['/assets/*', '/assets/a/b.css', true],
    ['/assets/*', '/asset/', false],
    ['/sources/:source/rss.xml', '/sources/harbour-blog/rss.xml', true],
    ['/sources/:source/rss.xml', '/sources/rss.xml', false],
    ['/sources/:source/rss.xml', '/sources//rss.xml', false],
    ['/sources/:source/rss.xml', '/sources/a/b/rss.xml', false],
    ['/sources/*/rss.xml', '/sources/a/b/rss.xml', true],
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
