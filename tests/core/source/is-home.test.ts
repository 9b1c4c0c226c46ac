import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { isHome } from '../../../src/core/source/is-home.ts'
import { canonicalUrl } from '../../../src/core/text/canonical-url.ts'
import { makeSource } from '../../builders.ts'

describe('a source is at home where a link leads', () => {
  for (const [link, home] of [
    ['https://harbour.example/posts/1', true],
    ['https://www.harbour.example/', true],
    ['https://harbour.example?p=1', true],
    ['https://feeds.cdn.example/1', true],
    ['https://old.harbour.example/1', true],
    ['https://docs.harbour.example/1', false],
    ['https://planet.example/harbour.example/1', false],
    ['https://harbour.example.evil.example/', false],
  ] as const) {
    test(`${link}: ${home ? 'yes' : 'no'}`, () => {
      const source = makeSource({
        url: 'https://feeds.cdn.example/harbour.xml',
        site: 'https://www.harbour.example/blog/',
        aliases: ['old.harbour.example'],
      })
      assert.equal(isHome(source, canonicalUrl(link) ?? ''), home)
    })
  }
})
