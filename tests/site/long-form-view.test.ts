import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Person } from '../../src/core/issue/person.ts'
import { parseCaseStudy } from '../../src/core/post/case-study.ts'
import { parsePost, type Post } from '../../src/core/post/post.ts'
import { parseSeries } from '../../src/core/post/series.ts'
import { take } from '../../src/core/text/problem.ts'
import { siteSettingsSchema } from '../../src/core/text/site-settings.ts'
import { describeParts, listWork, viewAuthors } from '../../src/site/author-view.ts'
import { renderAuthorFeed, renderPostsFeed } from '../../src/site/long-form-feed.ts'
import { createLongFormView } from '../../src/site/long-form-view.ts'
import { createPostView } from '../../src/site/post-view.ts'
import { viewSeries } from '../../src/site/series-view.ts'
import { makeIssue, makeItem } from '../builders.ts'

const PEOPLE: readonly Person[] = [
  { id: 'maren', name: 'Maren Hafen', bio: 'Kept the *lamp*.', asOf: 'May 2026' },
  { id: 'ada', name: 'Ada Quay' },
]

function makePost(slug: string, own = '', body = 'Text.\n'): Post {
  return take(
    parsePost(
      `---\ntitle: ${slug}\nstatus: published\n${/^date:/m.test(own) ? '' : 'date: 2026-05-04\n'}${own}---\n${body}`,
      slug,
      slug,
    ),
  )
}

function makeShelf(posts: readonly Post[] = [], series = '') {
  const study = take(
    parseCaseStudy(
      '---\ntitle: Pier\nstatus: published\ndate: 2026-05-01\nauthors: [{ id: ada }]\ncompany: { name: Pier }\n---\nDark.\n',
      'pier',
      'pier',
    ),
  )
  return {
    settings: siteSettingsSchema.parse({
      id: 'crowsnest',
      ...{ name: 'Crowsnest', url: 'https://crowsnest.example', tagline: 'x', description: 'x' },
      mail: { from: 'Crowsnest <weekly@crowsnest.example>' },
    }),
    people: new Map(PEOPLE.map((person) => [person.id, person])),
    groups: new Map(),
    topics: new Map(),
    pictures: [],
    posts,
    caseStudies: [study],
    series: new Map(series === '' ? [] : [['nights', take(parseSeries(series, 'nights', 'nights'))]]),
    issues: [makeIssue({ editors: ['maren', 'mate'], postedBy: 'ada' })],
    items: [
      makeItem({ url: 'https://a.example/1', authors: [{ name: ' maren  hafen' }], published: '2026-08-01T00:00:00Z' }),
      makeItem({ url: 'https://a.example/2', authors: [{ name: 'Maren Hafen' }, { name: 'Maren Hafen' }] }),
      makeItem({ url: 'https://a.example/3', authors: [{ name: 'Somebody Else' }] }),
    ],
    sourceNames: new Map(),
  }
}

const RETOLD = 'retold: { title: Lamps, authors: [Ada Quay], date: "2017" }\n'

describe('a byline', () => {
  test('tells who wrote these words from who wrote what they retell', () => {
    const view = createLongFormView(
      makePost('a', `authors: [{ id: maren, role: keeper, org: Pier }, { id: ada }]\npostedBy: maren\n${RETOLD}`),
      makeShelf(),
    )
    assert.deepEqual(view.byline, [{ name: 'Maren Hafen', href: '/authors/maren/', detail: 'keeper, Pier' }])
    assert.deepEqual(
      view.originals.map(({ name }) => name),
      ['Ada Quay'],
    )
    assert.equal(view.retold?.dateText, '2017')
    assert.deepEqual(
      view.boxes.map(({ name, relation, bio }) => [name, relation, bio]),
      [
        ['Maren Hafen', 'Author', 'Kept the <em>lamp</em>.'],
        ['Ada Quay', 'Author of the original', ''],
      ],
    )
  })
})

test('contents are offered from three main headings on', () => {
  const count = (body: string) => createLongFormView(makePost('a', '', body), makeShelf()).contents.length
  assert.equal(count('## A\n\n### B\n\n## C\n'), 0)
  assert.equal(count('## A\n\n### B\n\n## C\n\n## D\n'), 3)
})

test('a warning about age says for which version and in which year it was written', () => {
  const { age } = createLongFormView(makePost('a', 'age: Gone.\nversions: ["1.8", "1.9"]\n'), makeShelf())
  assert.deepEqual(age, { title: 'Written for Kubernetes 1.8 and 1.9, in 2026', html: '<p>Gone.</p>' })
})

describe('a series', () => {
  const SERIES = 'title: Nights\nunit: Night\nparts: 4\n'
  const posts = [
    makePost('later', 'date: 2026-06-01\n'),
    makePost('two', 'series: { id: nights, part: 2 }\ndate: 2026-05-03\n'),
    makePost('one', 'series: { id: nights, part: 1 }\ndate: 2026-05-02\n'),
    makePost('earlier', 'date: 2026-04-01\n'),
  ]

  test('has its parts in order, those to come included', () => {
    const view = viewSeries(makeShelf(posts, SERIES)).get('nights')
    assert.deepEqual(
      view?.parts.map(({ label, post }) => [label, post?.slug]),
      [
        ['Night 1', 'one'],
        ['Night 2', 'two'],
        ['Night 3', undefined],
        ['Night 4', undefined],
      ],
    )
    assert.deepEqual([view?.written, view?.newest], [2, '2026-05-03'])
  })

  test('leads from part to part, and beyond its ends to what came before and after', () => {
    const shelf = makeShelf(posts, SERIES)
    const neighbours = (slug: string) => {
      const view = createPostView(posts.find((post) => post.slug === slug) ?? makePost('none'), shelf)
      return [view.previous, view.next].map((link) => link && [link.href, link.label])
    }
    assert.deepEqual(neighbours('one'), [
      ['/posts/earlier/', '1 April 2026'],
      ['/posts/two/', 'Night 2'],
    ])
    assert.deepEqual(neighbours('two'), [
      ['/posts/one/', 'Night 1'],
      ['/posts/later/', '1 June 2026'],
    ])
    assert.deepEqual(neighbours('later'), [['/posts/two/', '3 May 2026'], undefined])
  })
})

describe('the page of an author', () => {
  const posts = [
    makePost('own', 'authors: [{ id: maren }]\npostedBy: maren\ndate: 2026-05-04\n'),
    makePost('brought', `authors: [{ id: ada }]\npostedBy: maren\n${RETOLD}`),
  ]
  const shelf = makeShelf(posts)
  const [ada, maren] = viewAuthors(shelf)

  test('has what they wrote, posted and edited, newest first, each with their part in it', () => {
    const told = (view: typeof ada) =>
      view?.works.map((work) => {
        const entry = listWork(work, shelf)
        return [entry.href, describeParts(work.parts)]
      })
    assert.deepEqual(told(maren), [
      ['/issues/2026-W34/', 'edited it'],
      ['/posts/brought/', 'posted it'],
      ['/posts/own/', 'wrote it and posted it'],
    ])
    assert.deepEqual(told(ada), [
      ['/issues/2026-W34/', 'posted it'],
      ['/posts/brought/', 'wrote the original'],
      ['/case-studies/pier/', 'wrote it'],
    ])
  })

  test('names the author of what they only posted', () => {
    const brought = maren?.works.find(({ work }) => work.kind === 'long-form' && work.entry.slug === 'brought')
    assert.ok(brought)
    assert.deepEqual(
      listWork(brought, shelf).marks.map(({ text }) => text),
      ['posted it', 'after Ada Quay'],
    )
  })

  test('has what sources carried under the same name, however it is spaced and capitalised, once each', () => {
    assert.deepEqual(
      maren?.lines.map(({ url }) => url),
      ['https://a.example/2', 'https://a.example/1'],
    )
    assert.equal(ada?.lineCount, 0)
  })

  test('has a feed of the same, whose ids are no addresses', () => {
    assert.ok(maren)
    const feed = renderAuthorFeed(maren, shelf)
    assert.deepEqual(
      [...feed.matchAll(/<guid isPermaLink="false">(.*?)<\/guid>/g)].map(([, guid]) => guid),
      ['urn:crowsnest:issue:2026-W34', 'urn:crowsnest:post:brought', 'urn:crowsnest:post:own'],
    )
  })
})

describe('the feed of posts', () => {
  test('has posts and case studies whole, newest first, and no draft', () => {
    const posts = [
      makePost(
        'one',
        'learnMore: [{ title: "A & B", url: "https://a.example/?a=1&b=2" }]\n',
        '## Deep\n\n[up](/issues/)\n',
      ),
      { ...makePost('two'), status: 'draft' as const },
    ]
    const feed = renderPostsFeed(makeShelf(posts))
    assert.deepEqual(
      [...feed.matchAll(/<guid isPermaLink="false">(.*?)<\/guid>/g)].map(([, guid]) => guid),
      ['urn:crowsnest:post:one', 'urn:crowsnest:case-study:pier'],
    )
    assert.match(feed, /&lt;h2&gt;Deep&lt;\/h2&gt;/)
    assert.match(feed, /href=&quot;https:\/\/crowsnest\.example\/issues\/&quot;/)
    assert.match(feed, /A &amp;amp; B/)
    assert.equal(renderPostsFeed(makeShelf(posts)), feed)
  })
})
