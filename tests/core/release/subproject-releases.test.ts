import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Item } from '../../../src/core/item/item.ts'
import type { ProjectRelease } from '../../../src/core/release/project-release.ts'
import { listSubprojectReleases } from '../../../src/core/release/subproject-releases.ts'
import { renderMarkdown } from '../../../src/core/text/markdown.ts'
import { findLinks } from '../../../src/core/text/markdown-links.ts'
import { makeItem } from '../../builders.ts'

function makeRelease(project: string, version: string, own: Partial<ProjectRelease> & { url?: string } = {}): Item {
  const {
    url = `https://github.com/${project.toLowerCase()}/${project.toLowerCase()}/releases/tag/${version}`,
    ...more
  } = own
  return makeItem({ url, title: version, kind: 'release', release: { project, version, ...more } })
}

const tell = (items: readonly Item[], isPicked: (item: Item) => boolean = () => false) =>
  listSubprojectReleases(items, { isPicked })

const lamp = 'https://github.com/lamp/lamp/releases/tag'

describe('the section of releases', () => {
  test('is empty where nothing came out', () => {
    assert.equal(tell([]), '')
    assert.equal(tell([makeItem()]), '')
  })

  test('tells a project in one line: the highest version, what changed, and the others', () => {
    const items = [
      makeRelease('lamp', 'v1.9.3'),
      makeRelease('lamp', 'v1.10.0', { changes: 'mount manager, 14 fixes' }),
      makeRelease('lamp', 'v1.2.29', { changes: '2 fixes' }),
    ]
    assert.equal(
      tell(items),
      `- [lamp v1.10.0](${lamp}/v1.10.0): mount manager, 14 fixes; also [v1.9.3](${lamp}/v1.9.3), [v1.2.29](${lamp}/v1.2.29)`,
    )
  })

  test('says of a lower version what it mends, where the highest does not', () => {
    const items = [
      makeRelease('lamp', 'v1.10.0', { changes: 'a foghorn' }),
      makeRelease('lamp', 'v1.9.3', { changes: 'CVE-2026-10001 (leak); 2 fixes' }),
    ]
    assert.match(tell(items), /\[v1\.9\.3\]\([^)]*\) \(fixes CVE-2026-10001\)$/)
  })

  test('says once what several lower versions have in common, and what a minor below the highest brought', () => {
    const mended = { changes: 'CVE-2026-10001, CVE-2026-10002 and 2 more advisories; 3 fixes' }
    const items = [
      makeRelease('lamp', 'v1.10.1', { changes: '1 fix' }),
      makeRelease('lamp', 'v1.10.0', { changes: 'foghorn; 9 fixes' }),
      makeRelease('lamp', 'v1.9.4', mended),
      makeRelease('lamp', 'v1.8.7', mended),
      makeRelease('lamp', 'v1.7.9', { changes: 'last release of 1.7; 2 fixes' }),
    ]
    const said = tell(items)
      .replace(/\]\([^)]*\)/g, '')
      .replaceAll('[', '')
    assert.equal(
      said,
      '- lamp v1.10.1: 1 fix; also v1.10.0 (foghorn; 9 fixes), v1.9.4, v1.8.7 (each fixes CVE-2026-10001, CVE-2026-10002 and 2 more advisories), v1.7.9 (last release of 1.7)',
    )
  })

  test('shows of many versions those that people run: the highest of each branch', () => {
    const versions = ['v1.36.2', 'v1.36.1', 'v1.35.6', 'v1.35.5', 'v1.34.10', 'v1.34.9', 'v1.33.12']
    const items = versions.map((version) => makeRelease('lamp', version, { changes: '1 fix' }))
    const said = tell(items)
      .replace(/\]\([^)]*\)/g, '')
      .replaceAll('[', '')
    assert.equal(said, '- lamp v1.36.2: 1 fix; also v1.36.1, v1.35.6, v1.34.10, v1.33.12 and 2 more')
  })

  test('goes by name, whatever the order of the items', () => {
    const items = ['Wick', 'anchor', 'Bell'].map((name) => makeRelease(name, 'v1.0.0', { changes: 'a thing' }))
    const names = (text: string) => findLinks(text).map((link) => link.text)
    assert.deepEqual(names(tell(items)), ['anchor v1.0.0', 'Bell v1.0.0', 'Wick v1.0.0'])
    assert.equal(tell(items.toReversed()), tell(items))
  })

  test('names together those of which nothing is to be said', () => {
    const items = [
      makeRelease('Bell', 'v2.0.0'),
      makeRelease('lamp', 'v1.0.0', { changes: 'a thing' }),
      makeRelease('Bell', 'v1.9.0'),
    ]
    const [line, also] = tell(items).split('\n\n')
    assert.equal(line, `- [lamp v1.0.0](${lamp}/v1.0.0): a thing`)
    assert.match(also ?? '', /^Also out: \[Bell v2\.0\.0\]\(\S+\), \[v1\.9\.0\]\(\S+\)$/)
  })

  test('keeps pre-releases apart, the latest on the way to a version that is not out', () => {
    const items = [
      makeRelease('lamp', 'v2.0.0', { changes: 'a thing' }),
      ...['v2.0.0-rc.1', 'v2.1.0-alpha.2', 'v2.1.0-alpha.10'].map((version) =>
        makeRelease('lamp', version, { isPrerelease: true }),
      ),
    ]
    const [, early] = tell(items).split('\n\n')
    assert.equal(early, `Pre-releases: [lamp v2.1.0-alpha.10](${lamp}/v2.1.0-alpha.10)`)
  })

  test('has neither Kubernetes itself nor what is picked', () => {
    const items = [
      makeRelease('Kubernetes', 'v1.35.0', { url: 'https://github.com/kubernetes/kubernetes/releases/tag/v1.35.0' }),
      makeRelease('lamp', 'v1.0.0'),
      makeRelease('Bell', 'v1.0.0'),
    ]
    assert.doesNotMatch(tell(items), /Kubernetes/)
    assert.doesNotMatch(
      tell(items, (item) => item.release?.project === 'lamp'),
      /lamp/,
    )
  })

  test('tells a version once that two feeds tell, by the one that says more', () => {
    const items = [
      makeRelease('lamp', 'v1.0.0'),
      makeRelease('Lamp', '1.0.0', { url: 'https://lamp.example/1.0.0/', changes: 'a thing' }),
    ]
    assert.equal(tell(items), '- [Lamp 1.0.0](https://lamp.example/1.0.0/): a thing')
  })

  test('keeps two projects of one name apart, by their repositories', () => {
    const items = ['a', 'b'].map((owner) =>
      makeRelease('lamp', 'v1.0.0', {
        url: `https://github.com/${owner}/lamp/releases/tag/v1.0.0`,
        changes: 'a thing',
      }),
    )
    assert.deepEqual(
      findLinks(tell(items)).map(({ text }) => text),
      ['a/lamp v1.0.0', 'b/lamp v1.0.0'],
    )
  })

  test('reads a version from the address of an item that does not state it yet', () => {
    const item = makeItem({ url: `${lamp}/v1.0.0`, title: 'v1.0.0', kind: 'release' })
    assert.equal(tell([item]), `[lamp v1.0.0](${lamp}/v1.0.0)`)
  })

  test('stays readable in a week of very many, those with advisories never left out', () => {
    const items = Array.from({ length: 90 }, (_, at) =>
      makeRelease(`ship${at}`, 'v1.0.0', at < 60 ? { changes: at === 59 ? 'CVE-2026-10001' : `a thing of ${at}` } : {}),
    )
    const text = tell(items)
    assert.equal(text.split('\n').filter((line) => line.startsWith('- ')).length, 30)
    assert.match(text, /CVE-2026-10001/)
    const more = /\[(\d+) more projects\]\(\/kinds\/release\/\)/.exec(text)?.[1]
    assert.equal(30 + 20 + Number(more), 90)
  })

  test('counts the versions of a project beyond a handful', () => {
    const items = Array.from({ length: 9 }, (_, at) => makeRelease('lamp', `v1.${at}.1`, { changes: '1 fix' }))
    assert.match(tell(items), /also \[v1\.7\.1\].*\[v1\.4\.1\]\([^)]*\) and 4 more$/)
  })
})

describe('foreign words in the section stay words', () => {
  const nasty = [
    '](https://evil.example) [x',
    '<img src=x onerror=alert(1)>',
    '**bold** `code` # - 1.',
    'a\\](b',
    'https://evil.example/ www.evil.example keeper@evil.example',
    '![x](https://evil.example/x.png)',
    '&lt;script&gt;',
  ]
  for (const words of nasty) {
    test(words, () => {
      const url = 'https://lamp.example/a(b)/c%20d?x=<y>'
      const text = tell([makeRelease(`lamp ${words}`, 'v1.0.0', { url, changes: words })])
      const links = findLinks(text)
      assert.equal(links.length, 1, text)
      assert.equal(new URL(links[0]?.url ?? '').host, 'lamp.example')
      const html = renderMarkdown(text)
      assert.equal(html.match(/<a /g)?.length, 1, html)
      assert.doesNotMatch(html, /<(?:img|script|strong|code|em)\b/)
      const shown = html
        .replace(/<[^>]+>/g, '')
        .replace(/&#x3C;|&lt;/g, '<')
        .replace(/&#x26;|&amp;/g, '&')
      const unlinked = words.replace(/https:\/\/|www\./g, '').replace('@', ' at ')
      assert.equal(shown.trim(), `lamp ${words} v1.0.0: ${unlinked}`)
    })
  }

  for (const words of [
    'hhttp://ttp://evil.example',
    'hhhttp://ttp://ttp://evil.example',
    'wwhttp://w.evil.example',
    '__wwhttps://w.evil.example',
    'keeper@wwww.www.evil.example',
    'a@b@http://evil.example',
  ]) {
    test(`${words}, from which an address comes out once another is taken out`, () => {
      const text = tell([makeRelease('lamp', 'v1.0.0', { changes: `a wick of ${words}` })])
      assert.equal(renderMarkdown(text).match(/<a /g)?.length, 1, renderMarkdown(text))
    })
  }
})
