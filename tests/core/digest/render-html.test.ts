import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { renderHtml } from '../../../src/core/digest/render-html.ts'
import { SECTIONS } from '../../../src/core/issue/section.ts'
import { makePick, SECTION_IDS } from '../../builders.ts'
import { makeDigest } from './digest-builders.ts'

const countOf = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].length
const linksOf = (html: string) => [...html.matchAll(/ href="([^"]*)"/g)].map((match) => match[1])

/** As long as an issue gets in practice: 25 picks over all sections, with long links and blurbs of 180 characters. */
const fullIssue = {
  body: `${'A note of about three hundred characters. '.repeat(7)}\n\n## Shoutouts\n\nThanks, all.`,
  picks: Array.from({ length: 25 }, (_, index) =>
    makePick({
      section: SECTION_IDS[index % SECTION_IDS.length] ?? 'technical',
      title: 'Sizing the watch cache of a cluster with 5,000 nodes',
      url: `https://harbour.example/blog/2026/08/20/sizing-the-watch-cache-of-a-cluster-${index}/`,
      authors: [{ name: 'Ada Lindqvist', org: 'Northwind' }],
      minutes: 8,
      blurb: `Streaming lists cut memory by 60%, where \`clients\` ask for them. ${'The rest of the fleet pays. '.repeat(4)}`,
      also: index % 5 === 0 ? [{ source: 'LWKD', url: 'https://lwkd.example/2026/08/20/watch-cache/' }] : [],
    }),
  ),
}

describe('renderHtml', () => {
  test('a mail of 25 picks takes 30 kB at most', () => {
    const size = Buffer.byteLength(renderHtml(makeDigest(fullIssue, '{{ unsubscribe_url }}')))
    assert.ok(size <= 30_000, `${size} bytes`)
  })

  test('there is no picture, script, form, remote style or hidden address: nothing loads, nothing counts', () => {
    const html = renderHtml(makeDigest(fullIssue))
    assert.doesNotMatch(html, /<(img|script|iframe|form|link|object|video|svg)\b|url\(|@import|\bsrc=|background="/i)
  })

  test('links are those of the issue, as they stand there', () => {
    const url = 'https://harbour.example/a?x=1&y=2#t=90'
    const html = renderHtml(makeDigest({ picks: [makePick({ url, blurb: 'See [there](https://b.example/).' })] }))
    assert.deepEqual(linksOf(html), [
      'https://light.example/issues/2026-W34/',
      'https://harbour.example/a?x=1&amp;y=2#t=90',
      'https://b.example/',
      'https://light.example/issues/2026-W34/',
      'https://light.example/suggest/',
      'https://light.example/rss.xml',
      'https://light.example/privacy/',
    ])
  })

  test('a pick of an advisory leads to the pages of its flaws, beside its facts or alone', () => {
    const of = (cves: string[], source: string, section: 'security' | 'subproject-releases' = 'security') =>
      renderHtml(makeDigest({ picks: [makePick({ section, source, cves })] }))
    assert.match(
      of(['CVE-2026-1234'], 'Harbour Blog'),
      /Harbour Blog\u00a0· <a href="https:\/\/light\.example\/security\/CVE-2026-1234\/"[^>]*>CVE-2026-1234<\/a><\/div>/,
    )
    assert.match(of(['CVE-2026-1234'], 'X', 'subproject-releases'), /<div[^>]*><a [^>]*>CVE-2026-1234<\/a><\/div>/)
  })

  test('every table but those of the editor is marked as layout, and the title and language are told', () => {
    const html = renderHtml(makeDigest({ ...fullIssue, subject: 'Low & high' }))
    assert.equal(countOf(html, /<table/g), countOf(html, /<table role="presentation"/g))
    assert.match(html, /<html lang="en" dir="ltr">/)
    assert.match(html, /<title>Low &amp; high<\/title>/)
    assert.equal(countOf(html, /<h1/g), 1)
    assert.equal(countOf(html, /<h2/g), SECTIONS.length)
    assert.equal(countOf(html, /<h3/g), 25)
  })

  test('the style stands in the elements, and the night in the one style sheet that is left', () => {
    const html = renderHtml(makeDigest(fullIssue))
    assert.match(html, /<h1 style="[^"]*font-size:34px/)
    assert.equal(countOf(html, /<style>/g), 1)
    assert.match(html, /@media \(prefers-color-scheme:dark\)/)
    assert.match(html, /<meta name="color-scheme" content="light dark">/)
  })

  test('text that looks like markup stays text', () => {
    const evil = '<img src=x onerror=alert(1)>"\'&'
    const html = renderHtml(
      makeDigest({
        title: evil,
        subject: evil,
        preheader: evil,
        body: `${evil}\n\n## ${evil}\n\n[x](javascript:alert(1))`,
        picks: [
          makePick({ title: evil, source: evil, blurb: evil, also: [{ source: evil, url: 'https://b.example' }] }),
        ],
        editors: [evil],
      }),
    )
    assert.doesNotMatch(html, /<img|javascript:|="[^"<>]*"\s*onerror/)
    assert.match(html, /<h1[^>]*>&lt;img src=x onerror=alert\(1\)&gt;/)
  })

  test('attributes that an issue writes about are left in its text', () => {
    const html = renderHtml(
      makeDigest({
        body: 'Say `<div class="a" style="b: c">`.',
        picks: [makePick({ title: 'What class="x y" does' })],
      }),
    )
    assert.ok(html.includes('div class="a" style="b: c"'))
    assert.ok(html.includes('What class="x y" does'))
  })

  test('no link of an issue passes for the one that unsubscribes', () => {
    const html = renderHtml(
      makeDigest({ picks: [makePick({ url: 'https://unsubscribe.invalid/' })] }, 'https://light.example/u'),
    )
    assert.equal(linksOf(html).filter((link) => link === 'https://light.example/u').length, 1)
  })

  test('a pick whose link is not known is told without one', () => {
    const { url: _, ...pick } = makePick({ title: 'Lost at sea' })
    const html = renderHtml(makeDigest({ picks: [pick] }))
    assert.match(html, /<h3[^>]*><span[^>]*>Lost at sea<\/span><\/h3>/)
  })

  test('links into the site become whole ones', () => {
    const html = renderHtml(makeDigest({ body: 'See [flags](/flags/) and [below](#security).' }))
    assert.deepEqual(linksOf(html).slice(1, 3), [
      'https://light.example/flags/',
      'https://light.example/issues/2026-W34/#security',
    ])
  })

  test('the preheader stands before all else, out of sight', () => {
    const html = renderHtml(makeDigest({ preheader: 'Two fixes to take today' }))
    assert.match(html, /<body[^>]*><div style="display:none[^"]*">Two fixes to take today/)
    assert.doesNotMatch(renderHtml(makeDigest({ preheader: '' })), /display:none/)
  })

  test('the placeholder of a mailing service passes verbatim, and braces of the issue are kept from its engine', () => {
    const html = renderHtml(
      makeDigest({ body: 'Helm: `{{ .Values.tag }}` and `{% raw %}` and {# no comment' }, '{{ unsubscribe_url }}'),
    )
    assert.ok(html.includes('<a href="{{ unsubscribe_url }}"'))
    assert.deepEqual(html.match(/\{\{.*?\}\}|\{%.*?%\}/g), ['{{ unsubscribe_url }}'])
    assert.ok(html.includes('&#123;{ .Values.tag }}'))
    assert.ok(html.includes('&#123;# no comment'))
  })

  test('an unsubscribe link of our own is escaped like any other, and no link stands where there is no list', () => {
    const html = renderHtml(makeDigest({}, 'https://light.example/u?a=1&b=2'))
    assert.ok(html.includes('href="https://light.example/u?a=1&amp;b=2"'))
    assert.doesNotMatch(renderHtml(makeDigest()), /unsubscribe/i)
  })

  test('corrections are told with their day', () => {
    const html = renderHtml(makeDigest({ corrections: [{ date: '2026-08-22', text: 'It is **3.4.42**.' }] }))
    assert.match(html, /Corrections[^]*22 August 2026:<\/b> It is <strong>3\.4\.42<\/strong>\./)
  })

  test('a correction of an earlier issue names it, and leads there', () => {
    const corrects = [
      { issue: '2026-W33', number: 2, date: '2026-08-14', pick: '0123456789', title: 'Fog', text: 'Thick.' },
    ]
    assert.match(
      renderHtml(makeDigest({ corrects })),
      /14 August 2026, to <a href="https:\/\/light\.example\/issues\/2026-W33\/#0123456789"[^>]*>no\. 2, “Fog”<\/a>:<\/b> Thick\./,
    )
  })

  test('a head of a table says that it heads its column', () => {
    assert.match(renderHtml(makeDigest({ body: '| a |\n|---|\n| 1 |' })), /<th scope="col"[^>]*>a<\/th>/)
  })
})
