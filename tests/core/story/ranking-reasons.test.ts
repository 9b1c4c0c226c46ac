import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Item } from '../../../src/core/item/item.ts'
import { ADDED_BY_HAND } from '../../../src/core/source/source.ts'
import { learnRanking, type PastWeek } from '../../../src/core/story/learn-ranking.ts'
import { createRandom } from '../../../src/core/story/measure-ranking.ts'
import { type RankedStory, rankStories } from '../../../src/core/story/rank-stories.ts'
import type { Story } from '../../../src/core/story/story.ts'
import { makeItem, makeSource } from '../../builders.ts'

const DAY = 86_400_000
const NOW = new Date('2026-08-20T12:00:00Z')
const IDS = ['lamp', 'rope', 'tide', 'mast', 'gull']
const SOURCES = new Map(IDS.map((id, index) => [id, makeSource({ id, title: id, weight: index + 1 })]))

/** Items of all sorts, the same every time. */
function generate(seed: number, count: number): Story[] {
  const random = createRandom(seed)
  const below = (end: number) => Math.floor(random() * end)
  const one = <T>(all: readonly T[]) => all[below(all.length)]!
  const some = <T>(all: readonly T[], chance: number) => all.filter(() => random() < chance)
  return Array.from({ length: count }, (_, number) => {
    const tag = one(['v1.2.3', 'v1.2.0', 'v2.0.0', 'v2.0.0-rc.1', 'cinder-csi-1.2.3', 'nightly'])
    const isRelease = random() < 0.3
    const source = one(IDS)
    const url = isRelease
      ? `https://github.com/harbour/${one(['light', 'dock'])}/releases/tag/${tag}?${number}`
      : `https://${source}.example/${number}`
    const carriers = [source, ...some([...IDS, ADDED_BY_HAND], 0.1).filter((id) => id !== source)]
    const { published: _none, ...bare } = makeItem()
    const item: Item = {
      ...bare,
      ...{ url, id: `${seed}-${number}` },
      title: `${one(['Inside', 'Why', 'How'])} the ${one(['kubelet', 'scheduler', 'holiday', 'lighthouse'])} ${number}`,
      ...(random() < 0.1 ? { suggestion: { id: 's1', at: '2026-08-19T00:00:00Z' } } : {}),
      ...(random() < 0.1 ? {} : { published: new Date(NOW.getTime() - below(60 * DAY)).toISOString() }),
      kind: isRelease ? 'release' : one(['blog', 'security', 'community', 'video', 'event', 'case-study'] as const),
      authors: some(['Ada Loom', 'Bo Reef'], 0.2).map((name) => ({ name })),
      sources: carriers.map((id) => ({ id, url })),
      topics: some(['gateway-api', 'storage'], 0.2),
      sigs: some(['sig-node', 'wg-batch', 'sig-cloud-provider'], 0.1),
      versions: some(['1.36', '1.37'], 0.1),
      keps: some(['1234'], 0.1),
      cves: some(['CVE-2026-1000'], 0.1),
      projects: some(['etcd', 'argo'], 0.1),
      excerpt: random() < 0.1 ? 'Fixes a security hole.' : 'A tale.',
    }
    return { id: item.id, lead: item, items: [item] }
  })
}

/** Weeks in which an editor picks two sources and the kubelet. */
function history(count: number): PastWeek[] {
  return Array.from({ length: count }, (_, number) => {
    const stories = generate(100 + number, 60)
    const likes = ({ lead }: Story) =>
      lead.title.includes('kubelet') || lead.sources.some(({ id }) => id === 'gull' || id === 'rope')
    return { at: NOW, stories, picked: new Set(stories.filter(likes).map(({ id }) => id)) }
  })
}

const CHECKS: [
  pattern: RegExp,
  isTrue: (story: Story, match: RegExpExecArray, past: readonly PastWeek[]) => boolean,
][] = [
  [/^(\d+) sources$/, ({ lead }, [, n]) => Number(n) > 1 && lead.sources.length === Number(n)],
  [/^added by an editor$/, ({ lead }) => lead.sources.some(({ id }) => id === ADDED_BY_HAND)],
  [/^suggested by a reader$/, ({ lead }) => lead.suggestion !== undefined],
  [
    /^weight (\d)$/,
    ({ lead }, [, n]) => Math.max(...lead.sources.map(({ id }) => SOURCES.get(id)?.weight ?? 4)) === Number(n),
  ],
  [/^new today$/, (story) => ageOf(story) < 1 && story.lead.published !== undefined],
  [/^(\d+) days? old$/, (story, [, n]) => Math.floor(ageOf(story)) === Number(n)],
  [/^(\d+) weeks old$/, (story, [, n]) => Math.floor(ageOf(story) / 7) === Number(n)],
  [/^undated$/, ({ lead }) => lead.published === undefined],
  [/^pre-release$/, ({ lead }) => /-rc\.1\?/.test(lead.url)],
  [
    /^(major|minor|patch) release of (?:(.+) in )?(.+)$/,
    ({ lead }, [, step, part, name]) => {
      const numbers = /(\d+)\.(\d+)\.(\d+)\?/.exec(lead.url)!
      const is = numbers[3] !== '0' ? 'patch' : numbers[2] !== '0' ? 'minor' : 'major'
      return (
        is === step && lead.url.includes(`/harbour/${name}/`) && (part === undefined || part.includes('cinder csi'))
      )
    },
  ],
  [
    /^(often|rarely) picked: (\d+) of (\d+)$/,
    ({ lead }, [, word, picked, of], past) => {
      const total = past.reduce((sum, { stories }) => sum + stories.length, 0)
      const average = past.reduce((sum, week) => sum + week.picked.size, 0) / total
      const groups = [
        ...lead.sources.map(
          ({ id }) =>
            (other: Item) =>
              other.sources.some((source) => source.id === id),
        ),
        (other: Item) => hostOf(other) === hostOf(lead),
        (other: Item) => other.url.split('/').slice(0, 5).join('/') === lead.url.split('/').slice(0, 5).join('/'),
      ]
      const share = Number(picked) / Number(of)
      const isSo = groups.some((isSame) => {
        const same = past.map((week) => ({ ...week, stories: week.stories.filter((other) => isSame(other.lead)) }))
        const seen = same.reduce((sum, { stories }) => sum + stories.length, 0)
        const taken = same.reduce((sum, week) => sum + week.stories.filter(({ id }) => week.picked.has(id)).length, 0)
        return seen === Number(of) && taken === Number(picked)
      })
      return isSo && (word === 'often' ? share > average : share < average)
    },
  ],
  [
    /^security$/,
    ({ lead }) =>
      lead.kind === 'security' || lead.cves.length > 0 || (lead.kind === 'release' && /security/.test(lead.excerpt)),
  ],
  [/^KEP$/, ({ lead }) => lead.keps.length > 0],
  [/^(SIG|WG) (.+)$/, ({ lead }, [chip]) => lead.sigs.includes(chip.toLowerCase().replaceAll(' ', '-'))],
  [/^about (.+)$/, ({ lead }, [, id]) => [...lead.topics, ...lead.projects].includes(id!)],
  [/^Kubernetes (.+)$/, ({ lead }, [, version]) => lead.versions.includes(version!)],
  [/^by (.+)$/, ({ lead }, [, name]) => lead.authors.some((author) => author.name === name)],
  [/^says “(.+)”$/, ({ lead }, [, word]) => lead.title.toLowerCase().split(' ').includes(word!)],
  [/^[a-z-]+$/, ({ lead }, [kind]) => lead.kind === kind],
]

const ageOf = ({ lead }: Story) => (NOW.getTime() - Date.parse(lead.published ?? '')) / DAY
const hostOf = ({ url }: Item) => new URL(url).hostname

function checkAll(ranked: readonly RankedStory[], past: readonly PastWeek[]): Set<string> {
  const met = new Set<string>()
  for (const story of ranked) {
    assert.ok(story.reasons.length <= 4)
    assert.equal(new Set(story.reasons).size, story.reasons.length)
    for (const reason of story.reasons) {
      const [pattern, isTrue] = CHECKS.find(([each]) => each.test(reason)) ?? []
      assert.ok(pattern && isTrue, `nobody knows how to check “${reason}”`)
      assert.ok(isTrue(story, pattern.exec(reason)!, past), `“${reason}” is not true of ${JSON.stringify(story.lead)}`)
      met.add(pattern.source)
    }
  }
  return met
}

describe('the reasons of a rank', () => {
  test('are true of the story, each of them, with a history and without', () => {
    const past = history(12)
    const stories = generate(7, 600)
    const without = checkAll(rankStories(stories, { sources: SOURCES, now: NOW }), past)
    const model = learnRanking(past, SOURCES)
    const with_ = checkAll(rankStories(stories, { sources: SOURCES, now: NOW, model }), past)
    const missed = CHECKS.filter(([{ source }]) => !without.has(source) && !with_.has(source))
    assert.deepEqual(
      missed.map(([pattern]) => pattern.source).filter((source) => !/^\^(by|Kubernetes|about) /.test(source)),
      [],
      'every sort of reason is met, or this test would not test it',
    )
  })

  test('name what was picked often, in numbers', () => {
    const past = history(12)
    const ranked = rankStories(generate(7, 200), { sources: SOURCES, now: NOW, model: learnRanking(past, SOURCES) })
    const of = (id: string) => ranked.filter(({ lead }) => lead.sources.length === 1 && lead.sources[0]?.id === id)
    assert.ok(of('gull').some(({ reasons }) => reasons.some((reason) => reason.startsWith('often picked: '))))
    assert.ok(of('lamp').every(({ reasons }) => !reasons.some((reason) => reason.startsWith('often picked: '))))
  })
})
