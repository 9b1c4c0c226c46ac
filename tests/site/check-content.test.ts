import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { parsePost } from '../../src/core/post/post.ts'
import { parseSeries } from '../../src/core/post/series.ts'
import { formatProblem, take } from '../../src/core/text/problem.ts'
import { checkContent, type LinkedContent } from '../../src/site/check-content.ts'
import { makeIssue, makeItem, makePick, makeSource, makeTopic } from '../builders.ts'

const post = (slug: string, body: string, ...fields: string[]) =>
  take(
    parsePost(
      ['---', `title: ${slug}`, 'status: published', 'date: 2026-11-20', ...fields, '---', '', body].join('\n'),
      slug,
      `shelf/posts/${slug}.md`,
    ),
  )
const series = (intro: string) =>
  take(parseSeries(`title: Five days\nintro: ${JSON.stringify(intro)}\n`, 'five-days', 'x'))
const ITEM = makeItem()

const SOURCES = [makeSource(), makeSource({ id: 'old-light', retired: { since: '2026-08-03' } })]

function check(own: Partial<LinkedContent>): string[] {
  const content: LinkedContent = {
    ...{ items: [ITEM], issues: [makeIssue()], sources: SOURCES, caseStudies: [], groups: new Map() },
    ...{ topics: new Map([['harbours', makeTopic()]]), people: new Map([['ada', { id: 'ada', name: 'Ada' }]]) },
    ...{ posts: [], series: new Map() },
    ...{ releases: [], releaseSchedule: { read: {}, rounds: [] } },
    ...{ sourceNames: new Map(), edits: [], now: new Date('2026-08-24T06:00:00Z') },
    ...own,
  }
  return checkContent(content, 'shelf').map(formatProblem)
}

/** What is said of a link in a post of its own, beside another post. */
function checkLink(url: string): string[] {
  const lamp = post('lamp', '## Oil\n\nLight.', 'aliases: [old-lamp]', 'pictures: [{ file: a.svg, credit: x }]')
  return check({ posts: [post('linking', `[it](${url})`), lamp] })
}

describe('a link of the content leads to a page of the site', () => {
  const live = [
    ...[
      '/',
      '/about/',
      '/river/',
      '/feeds/',
      '/rss.xml',
      '/latest/',
      '/search/?q=lamp',
      '/catch-up/4/',
      '/kinds/blog/',
    ],
    ...['/issues/2026-W34/', '/issues/2026-W34/mail/', '/issues/2026-W34.txt', '/issues/2026-W34/candidates/'],
    ...[
      '/sources/harbour-blog/',
      '/sources/harbour-blog/rss.xml',
      '/sources/old-light/',
      '/sources/old-light/rss.xml',
      '/topics/harbours/',
      '/sigs/sig-auth/',
      '/authors/ada/',
    ],
    ...[
      '/posts/lamp/',
      '/posts/old-lamp/',
      '/posts/lamp/#oil',
      '/posts/lamp/a.svg',
      '/2026/',
      '/2026/08/',
      '/2026/08/18/',
    ],
    ...[
      `/2026/08/18/#${ITEM.id}`,
      '/2026/11/',
      'https://elsewhere.example/no-such-page',
      '//elsewhere.example/x/',
      '#up',
    ],
  ]
  for (const url of live) {
    test(`which ${url} does`, () => {
      assert.deepEqual(checkLink(url), [])
    })
  }

  const dead: [url: string, expected: RegExp][] = [
    ['/no-such-page/', /the site has no page \/no-such-page\/\. Mend the address, or take the link out\.$/],
    ['/about', /no page \/about\. Write \/about\//],
    ['/posts/lamps/', /no page \/posts\/lamps\//],
    ['/posts/lamp/#wick', /\/posts\/lamp\/ has no place called #wick/],
    ['/posts/lamp/b.svg', /no page/],
    ['/issues/2026-W35/', /no page/],
    ['/topics/tides/', /no page/],
    ['/sigs/sig-tides/', /no page/],
    ['/kinds/tide/', /no page/],
    ['/2026/08/19/', /no page/],
    ['/2026/08/18/#0000000000', /has no place called #0000000000/],
    ['/river/3/', /no page/],
  ]
  for (const [url, expected] of dead) {
    test(`which ${url} does not`, () => {
      const problems = checkLink(url)
      assert.equal(problems.length, 1)
      assert.match(problems[0] ?? '', /^shelf\/posts\/linking\.md:7: /)
      assert.match(problems[0] ?? '', expected)
    })
  }
})

test('a link that is dead is found wherever the content has words, with its file and field', () => {
  const link = '[x](/gone/)'
  const issue = makeIssue({
    body: link,
    picks: [makePick({ blurb: link })],
    corrections: [{ date: '2026-08-22', text: link }],
  })
  const problems = check({
    issues: [issue],
    series: new Map([['five-days', series(link)]]),
    people: new Map([['ada', { id: 'ada', name: 'Ada', bio: link }]]),
    posts: [post('lamp', `Light.\n\n[x]\n\n[x]: /gone/`, `note: "${link}"`, `age: "${link}"`)],
  })
  assert.deepEqual(
    problems.map((problem) => problem.split(': the site')[0]),
    [
      ...['shelf/posts/lamp.md:13', 'shelf/posts/lamp.md, note', 'shelf/posts/lamp.md, age'],
      ...['shelf/series/five-days.yml, intro', 'shelf/authors/ada.yml, bio', 'shelf/issues/2026-W34.md'],
      ...['shelf/issues/2026-W34.md, picks[0].blurb', 'shelf/issues/2026-W34.md, corrections[0].text'],
    ],
  )
})

test('drafts may link to what is still to come, and code is no link', () => {
  const draft = { ...post('draft', '[x](/gone/)'), status: 'draft' as const }
  const issue = makeIssue({ status: 'draft', body: '[x](/gone/)' })
  assert.deepEqual(check({ posts: [draft, post('code', '`[x](/gone/)`')], issues: [issue] }), [])
})
