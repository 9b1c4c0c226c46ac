import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { PROJECTS } from '../../src/core/tag/projects.ts'
import { groupProjects, listProjects, viewProject } from '../../src/site/project-page.ts'
import { indexTags, type TaggedContent } from '../../src/site/tag-index.ts'
import { makeIssue, makeItem, makePick } from '../builders.ts'

const makeContent = (own: Partial<TaggedContent> = {}): TaggedContent => ({
  ...{ items: [], issues: [], topics: new Map(), sourceNames: new Map(), edits: [], posts: [], caseStudies: [] },
  now: new Date('2026-08-24T06:00:00Z'),
  ...own,
})
const item = (at: number, own: Parameters<typeof makeItem>[0] = {}) =>
  makeItem({ url: `https://harbour.example/${at}`, title: `Light ${at * 7} of ${at * 13}`, ...own })
const release = (at: number, version: string, own: Parameters<typeof makeItem>[0] = {}) =>
  item(at, {
    ...{ url: `https://github.com/cilium/cilium/releases/tag/${version}`, title: version, kind: 'release' },
    ...{ projects: ['cilium'], release: { project: 'cilium', version } },
    ...own,
  })
const viewOf = (content: TaggedContent, id = 'cilium') => {
  const page = listProjects(content).find(({ project }) => project.id === id)
  assert.ok(page)
  return viewProject(page, indexTags(content))
}

describe('the pages of projects', () => {
  test('are those of projects that something names, by name; one that we do not know, or not any more, has none', () => {
    const items = [item(1, { projects: ['opa', 'cilium', 'left-the-cncf', 'kubernetes'] })]
    const issues = [makeIssue({ picks: [makePick({ title: 'Istio again', url: 'https://gone.example/' })] })]
    const pages = listProjects(makeContent({ items, issues }))
    assert.deepEqual(
      pages.map(({ project, shelf, last }) => [project.name, shelf.items.length, last?.number]),
      [
        ['Cilium', 1, undefined],
        ['Istio', 0, 1],
        ['Open Policy Agent', 1, undefined],
      ],
    )
  })

  test('know site and repository, as far as there are any', () => {
    const items = [item(1, { projects: ['cilium', 'lima', 'curiefense'] })]
    assert.deepEqual(
      listProjects(makeContent({ items })).map(({ site, repository }) => [site, repository]),
      [
        ['https://cilium.io', 'https://github.com/cilium'],
        ['https://curiefense.io', undefined],
        [undefined, 'https://github.com/lima-vm'],
      ],
    )
  })

  test('stand by maturity, archived ones too, and those that nothing names are counted', () => {
    const groups = groupProjects(listProjects(makeContent({ items: [item(1, { projects: ['cilium', 'keptn'] })] })))
    assert.deepEqual(
      groups.map(({ id, pages }) => [id, pages.map(({ project }) => project.id)]),
      [
        ['graduated', ['cilium']],
        ['incubating', []],
        ['sandbox', []],
        ['archived', ['keptn']],
      ],
    )
    const all = groups.reduce((sum, { pages, others }) => sum + pages.length + others, 0)
    assert.equal(all, PROJECTS.length)
  })
})

describe('the releases of a project', () => {
  test('are told by version and what changed, the newest first, and not again among its links', () => {
    const items = [
      release(1, 'v1.18.1', { published: '2026-08-01T00:00:00Z' }),
      release(2, 'v1.18.2', {
        release: { project: 'cilium', version: 'v1.18.2', changes: 'mends a leak' },
        published: '2026-08-02T00:00:00Z',
      }),
      release(3, 'v1.19.0-rc.1', {
        release: { project: 'cilium-cli', version: 'v1.19.0-rc.1', isPrerelease: true },
        published: '2026-08-03T00:00:00Z',
      }),
      item(4, { projects: ['cilium'] }),
    ]
    const { releases, releaseCount, lines } = viewOf(makeContent({ items }))
    assert.deepEqual(
      releases.map(({ title, source, day }) => [title, source, day]),
      [
        ['cilium-cli v1.19.0-rc.1', 'pre-release', '2026-08-03'],
        ['v1.18.2: mends a leak', '', '2026-08-02'],
        ['v1.18.1', '', '2026-08-01'],
      ],
    )
    assert.deepEqual([releaseCount, lines.map(({ url }) => url)], [3, ['https://harbour.example/4']])
  })

  test('are not those of another that speaks of it', () => {
    const url = 'https://github.com/istio/istio/releases/tag/1.30.1'
    const other = release(1, '1.30.1', {
      url,
      projects: ['cilium', 'istio'],
      release: { project: 'istio', version: '1.30.1' },
    })
    const elsewhere = release(2, 'v9', { url: 'https://harbour.example/v9' })
    const { releases, lines } = viewOf(makeContent({ items: [other, elsewhere] }))
    assert.deepEqual([releases.map(({ title }) => title), lines.map((line) => line.url)], [['v9'], [url]])
  })

  test('are the newest twenty, and all are counted', () => {
    const items = Array.from({ length: 30 }, (_, at) =>
      release(at, `v1.${at}.0`, { published: new Date(Date.UTC(2026, 0, 1 + at)).toISOString() }),
    )
    const { releases, releaseCount, lines } = viewOf(makeContent({ items }))
    assert.deepEqual([releases.length, releaseCount, releases[0]?.title, lines.length], [20, 30, 'v1.29.0', 10])
  })
})
