import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { canonicalUrl, cleanUrl, hasTracking } from '../../../src/core/text/canonical-url.ts'

const POST = 'https://harbour.example/posts/first-light/'

describe('links that lead to one page have one key', () => {
  for (const variant of [
    'http://harbour.example/posts/first-light/',
    'https://harbour.example/posts/first-light',
    'https://www.harbour.example/posts/first-light/',
    'https://WWW.Harbour.Example/posts/first-light/',
    'https://harbour.example:443/posts/first-light/',
    'http://harbour.example:80/posts/first-light/',
    'https://harbour.example:80/posts/first-light/',
    'https://harbour.example./posts/first-light/',
    'https://harbour.example/posts/first-light/#comments',
    'https://harbour.example/posts/first-light/?utm_source=rss&utm_medium=feed',
    'https://harbour.example/posts/first-light/?fbclid=x&gclid=y&mc_cid=z',
    'https://harbour.example/posts/first-light/?WT.mc_id=cloud-1&igsh=x&mibextid=y&gad_source=1',
    'https://harbour.example/posts/first-light/?trk=blog&sc_channel=el&at_medium=rss&_bhlid=x&__s=y',
    'https://harbour.example/posts/first-light/?ref=harbour.example',
    'https://harbour.example/posts/first-light/?source=rss----0123456789ab---4',
    'https://harbour.example/posts/first-light/index.html',
    'https://harbour.example/posts/first-light/amp/',
    'https://harbour.example/posts/first-light/amp',
    'https://harbour.example/posts/first-light/?amp=1',
    'https://harbour.example/posts/first-light/?outputType=amp',
    'https://m.harbour.example/posts/first-light/',
    'https://amp.harbour.example/posts/first-light/',
    'https://harbour.example//posts///first-light/',
    'https://harbour.example/posts/%66irst-light/',
    'https://reader:secret@harbour.example/posts/first-light/',
    '  https://harbour.example/posts/first-light/\n',
    'https://harbour.example/posts/./drafts/../first-light/',
  ]) {
    test(variant.trim(), () => {
      assert.equal(canonicalUrl(variant), canonicalUrl(POST))
      assert.equal(canonicalUrl(variant), 'harbour.example/posts/first-light')
    })
  }

  test('with parameters, in any order of their names', () => {
    assert.equal(canonicalUrl('https://h.example/?b=2&a=1'), canonicalUrl('https://h.example/?a=1&b=2'))
  })

  test('with letters beyond ASCII, written or escaped', () => {
    assert.equal(canonicalUrl('https://h.example/caf%C3%A9'), canonicalUrl('https://h.example/café'))
    assert.equal(canonicalUrl('https://bücher.example/a'), canonicalUrl('https://xn--bcher-kva.example/a'))
  })
})

describe('links that lead to different pages have different keys', () => {
  for (const [a, b] of [
    [POST, 'https://harbour.example/posts/first-light-2/'],
    [POST, 'https://harbour.example/Posts/First-Light/'],
    [POST, 'https://docs.harbour.example/posts/first-light/'],
    [POST, 'https://harbour.example:8443/posts/first-light/'],
    ['https://h.example/?p=1', 'https://h.example/?p=2'],
    ['https://h.example/watch?v=aaa', 'https://h.example/watch?v=bbb'],
    ['https://h.example/a/?b=1', 'https://h.example/a/'],
    ['https://h.example/amplifier', 'https://h.example/'],
    ['https://h.example/a%2Fb', 'https://h.example/a/b'],
    ['https://h.example/?ref=main', 'https://h.example/?ref=release'],
    ['https://h.example/?source=docs', 'https://h.example/?source=blog'],
    ['https://m.example/a', 'https://www.example/a'],
    ['https://h.example/?trkid=1', 'https://h.example/?trkid=2'],
    ['https://h.example/?wt=1', 'https://h.example/?wt=2'],
    ['https://h.example/?s=etcd', 'https://h.example/?s=cni'],
  ] as const) {
    test(`${a} and ${b}`, () => {
      assert.notEqual(canonicalUrl(a), canonicalUrl(b))
    })
  }
})

describe('a link that is kept', () => {
  for (const [url, expected] of [
    ['https://h.example/a/?utm_source=x&page=2&UTM_Medium=y', 'https://h.example/a/?page=2'],
    ['https://h.example/a?utm_source=x', 'https://h.example/a'],
    ['https://h.example/talk#t=90', 'https://h.example/talk#t=90'],
    ['https://h.example/issues/1#issuecomment-1', 'https://h.example/issues/1#issuecomment-1'],
    ['HTTPS://H.Example:443/A', 'https://h.example/A'],
    ['https://user:pass@h.example/a', 'https://h.example/a'],
    ['http://h.example', 'http://h.example/'],
    ['//h.example/a', 'https://h.example/a'],
    ['/a', 'https://base.example/a'],
    ['a?b=c&d', 'https://base.example/posts/a?b=c&d'],
    ['?p=3', 'https://base.example/posts/?p=3'],
    ['https://h.example/a?q=a+b%20c', 'https://h.example/a?q=a+b%20c'],
  ] as const) {
    test(`${url} stays ${expected}`, () => {
      assert.equal(cleanUrl(url, 'https://base.example/posts/'), expected)
    })
  }

  test('needs a web address: anything else is none', () => {
    for (const url of [
      'javascript:alert(1)',
      'JaVaScRiPt:alert(1)',
      'data:text/html,hello',
      'mailto:a@h.example',
      'file:///etc/passwd',
      'ftp://h.example/a',
      'https://',
      'http:///',
      'not a link',
      'https://[::1',
      'https://h.example:99999/',
      `https://h.example/${'a'.repeat(2_048)}`,
      '',
    ]) {
      assert.equal(cleanUrl(url), undefined, url)
      assert.equal(canonicalUrl(url), undefined, url)
    }
  })
})

test('the check for tracking parameters sees those of mail programs and networks, and no others', () => {
  for (const [url, tracked] of [
    ['https://h.example/?utm_campaign=x', true],
    ['https://h.example/?a=1&mc_eid=x', true],
    ['https://h.example/?FBCLID=x', true],
    ['https://h.example/?page=2&ref=main', false],
    ['https://h.example/utm_source=x', false],
    ['no address', false],
  ] as const) {
    assert.equal(hasTracking(url), tracked, url)
  }
})
