import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { guessFeeds } from '../../../src/core/source/guess-feeds.ts'

describe('the feed of a page is known by its host', () => {
  for (const [page, feed] of [
    ['https://github.com/kubernetes/kubernetes', 'https://github.com/kubernetes/kubernetes/releases.atom'],
    ['https://github.com/kubernetes-sigs/gateway-api/', 'https://github.com/kubernetes-sigs/gateway-api/releases.atom'],
    ['https://github.com/a/b.git', 'https://github.com/a/b/releases.atom'],
    ['https://www.github.com/a/b.c/releases/tag/v1.0', 'https://github.com/a/b.c/releases.atom'],
    ['https://codeberg.org/a/b', 'https://codeberg.org/a/b/releases.rss'],
    ['https://gitlab.com/a/b/c', 'https://gitlab.com/a/b/c/-/tags?format=atom'],
    ['https://gitlab.com/a/b/-/releases', 'https://gitlab.com/a/b/-/tags?format=atom'],
    ['https://m.youtube.com/channel/UCab-c_d/videos', 'https://www.youtube.com/feeds/videos.xml?channel_id=UCab-c_d'],
    ['https://youtube.com/playlist?list=PLx', 'https://www.youtube.com/feeds/videos.xml?playlist_id=PLx'],
    ['https://www.youtube.com/user/cloudnativefdn', 'https://www.youtube.com/feeds/videos.xml?user=cloudnativefdn'],
    ['https://medium.com/@who/a-post-1234', 'https://medium.com/feed/@who'],
    ['https://medium.com/some-publication', 'https://medium.com/feed/some-publication'],
    ['https://who.medium.com/', 'https://who.medium.com/feed'],
    ['https://who.substack.com/p/a-post', 'https://who.substack.com/feed'],
    ['https://dev.to/who', 'https://dev.to/feed/who'],
    ['https://dev.to/t/kubernetes', 'https://dev.to/feed/tag/kubernetes'],
    ['https://old.reddit.com/r/kubernetes/', 'https://www.reddit.com/r/kubernetes/.rss'],
    ['https://bsky.app/profile/who.example', 'https://bsky.app/profile/who.example/rss'],
    ['https://hachyderm.example/@who', 'https://hachyderm.example/@who.rss'],
    ['https://discuss.kubernetes.io', 'https://discuss.kubernetes.io/latest.rss'],
    ['https://discuss.kubernetes.io/c/announcements/6', 'https://discuss.kubernetes.io/c/announcements/6.rss'],
    ['https://stackoverflow.com/questions/tagged/kubernetes', 'https://stackoverflow.com/feeds/tag/kubernetes'],
    ['https://lobste.rs/t/devops', 'https://lobste.rs/t/devops.rss'],
    ['https://news.ycombinator.com/', 'https://news.ycombinator.com/rss'],
    ['https://vimeo.com/who', 'https://vimeo.com/who/videos/rss'],
  ] as const) {
    test(page, () => {
      assert.deepEqual(guessFeeds(page).known, [feed])
    })
  }
})

describe('nothing is known', () => {
  for (const page of [
    'https://kubernetes.io/blog/',
    'https://github.com/',
    'https://github.com/kubernetes',
    'https://github.com/orgs/kubernetes/repositories',
    'https://github.com/kubernetes/kubernetes/releases.atom',
    'https://github.com/kubernetes/enhancements/commits/master.atom',
    'https://github.com/kubernetes/kubernetes/issues/1',
    'https://www.youtube.com/@harbour',
    'https://www.youtube.com/feeds/videos.xml?channel_id=UCx',
    'https://medium.com/feed/@who',
    'https://who.substack.com/feed',
    'https://www.reddit.com/r/kubernetes/.rss',
    'https://notgithub.com/a/b',
    'https://reddit.com.evil.example/r/kubernetes',
  ]) {
    test(`of ${page}`, () => {
      assert.deepEqual(guessFeeds(page).known, [])
    })
  }
})

test('customary places are at most ten, on the same site, below the page’s own section first', () => {
  assert.deepEqual(guessFeeds('https://a.example/').customary.slice(0, 5), [
    'https://a.example/feed.xml',
    'https://a.example/index.xml',
    'https://a.example/atom.xml',
    'https://a.example/rss.xml',
    'https://a.example/feed/',
  ])
  assert.ok(guessFeeds('https://a.example/').customary.includes('https://a.example/blog/index.xml'))
  assert.deepEqual(guessFeeds('http://a.example:8080/news/2026/11/post').customary.slice(0, 6), [
    'http://a.example:8080/news/feed.xml',
    'http://a.example:8080/news/index.xml',
    'http://a.example:8080/news/atom.xml',
    'http://a.example:8080/news/rss.xml',
    'http://a.example:8080/news/feed/',
    'http://a.example:8080/feed.xml',
  ])
  for (const page of ['https://a.example/', 'https://a.example/x/y', 'https://a.example/feed.xml']) {
    const { customary } = guessFeeds(page)
    assert.ok(customary.length <= 10)
    assert.ok(!customary.includes(page), 'the page itself has been looked at')
    assert.ok(customary.every((url) => new URL(url).origin === 'https://a.example'))
  }
})
