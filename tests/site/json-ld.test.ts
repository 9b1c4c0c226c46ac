import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { parseCaseStudy } from '../../src/core/post/case-study.ts'
import { parsePost } from '../../src/core/post/post.ts'
import {
  createCaseStudyData,
  createIssueData,
  createPostData,
  createProfileData,
  createSiteData,
} from '../../src/site/json-ld.ts'
import { makeIssue, makePick } from '../builders.ts'

const settings = {
  name: 'Crowsnest',
  url: 'https://crowsnest.example',
  tagline: 'The week',
  description: 'What happened.',
  language: 'en',
  mail: { from: 'weekly@crowsnest.example' },
}
const people = new Map([['lookout', { id: 'lookout', name: 'Maren Hafen', url: 'https://maren.example/' }]])
const known = { settings, people }
/** As it stands in the page: what is undefined is not there. */
const written = (data: object) => JSON.parse(JSON.stringify(data)) as Record<string, unknown>

test('the site says how to search it, with a place for the words', () => {
  const action = written(createSiteData(settings)).potentialAction as Record<string, unknown>
  assert.deepEqual(action.target, {
    '@type': 'EntryPoint',
    urlTemplate: 'https://crowsnest.example/search/?q={search_term_string}',
  })
  assert.equal(action['query-input'], 'required name=search_term_string')
})

describe('an issue', () => {
  const issue = makeIssue({
    editors: ['lookout', 'mate'],
    corrections: [
      { date: '2026-08-25', text: 'b' },
      { date: '2026-08-23', text: 'a' },
    ],
    picks: [
      makePick({ authors: [{ name: 'Ada Quay', org: 'Harbour' }], published: '2026-08-18T09:00:00Z', language: 'de' }),
      { ...makePick({ url: 'https://harbour.example/lost' }), url: undefined },
    ],
  })
  const data = written(createIssueData(issue, known))

  test('is a number of a periodical, with day, correction and editors', () => {
    assert.deepEqual(
      [data['@type'], data.issueNumber, data.url, data.datePublished, data.dateModified, data.image],
      [
        ...['PublicationIssue', '1', 'https://crowsnest.example/issues/2026-W34/', '2026-08-21', '2026-08-25'],
        'https://crowsnest.example/issues/2026-W34/card.png',
      ],
    )
    assert.deepEqual(data.editor, [
      { '@type': 'Person', name: 'Maren Hafen', url: 'https://crowsnest.example/authors/lookout/' },
      { '@type': 'Person', name: 'mate' },
    ])
    assert.equal((data.isPartOf as Record<string, unknown>)['@type'], 'Periodical')
  })

  test('names what it points to as works of others, each with its own address where that is known', () => {
    assert.deepEqual(data.hasPart, [
      {
        '@type': 'CreativeWork',
        name: 'First light',
        url: 'https://harbour.example/posts/first-light/',
        author: [{ '@type': 'Person', name: 'Ada Quay' }],
        datePublished: '2026-08-18',
        inLanguage: 'de',
      },
      { '@type': 'CreativeWork', name: 'First light' },
    ])
    assert.doesNotMatch(JSON.stringify(data), /NewsArticle/)
  })
})

describe('long form', () => {
  const head = `title: Five lamps
description: How they were lit.
status: published
date: 2026-05-04
authors: [{ id: lookout, org: Lighthouse Works }]
retold: { title: Lamps, authors: [Ada Quay], date: 2017-10-09, url: "https://harbour.example/lamps" }
`

  test('of ours says who wrote it, for whom at the time, and what it tells anew', () => {
    const post = parsePost(`---\n${head}---\nText.\n`, 'five-lamps', 'five-lamps.md')
    assert.ok(post.ok)
    const data = written(createPostData(post.value, known))
    assert.deepEqual([data['@type'], data.url], ['BlogPosting', 'https://crowsnest.example/posts/five-lamps/'])
    assert.deepEqual(data.author, [
      {
        '@type': 'Person',
        name: 'Maren Hafen',
        url: 'https://crowsnest.example/authors/lookout/',
        affiliation: { '@type': 'Organization', name: 'Lighthouse Works' },
      },
    ])
    assert.deepEqual(data.isBasedOn, {
      '@type': 'CreativeWork',
      name: 'Lamps',
      url: 'https://harbour.example/lamps',
      author: [{ '@type': 'Person', name: 'Ada Quay' }],
      datePublished: '2017-10-09',
    })
  })

  test('about an organisation says about which', () => {
    const study = parseCaseStudy(`---\n${head}company: { name: Pier AG }\n---\nText.\n`, 'pier', 'pier.md')
    assert.ok(study.ok)
    const data = written(createCaseStudyData(study.value, known))
    assert.deepEqual(data.about, { '@type': 'Organization', name: 'Pier AG' })
    assert.equal(data.url, 'https://crowsnest.example/case-studies/pier/')
  })
})

test('the page of a person is about that person, here and elsewhere', () => {
  assert.deepEqual(written(createProfileData({ id: 'lookout', name: 'Maren', url: 'https://maren.example/' }, known)), {
    '@context': 'https://schema.org',
    '@type': 'ProfilePage',
    mainEntity: {
      '@type': 'Person',
      name: 'Maren',
      url: 'https://crowsnest.example/authors/lookout/',
      sameAs: 'https://maren.example/',
    },
  })
})
