import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Check } from '../../../src/core/issue/check.ts'
import { checkIssue } from '../../../src/core/issue/check-issue.ts'
import { checkEmployers } from '../../../src/core/issue/check-mix.ts'
import { openCuration } from '../../../src/core/issue/curation.ts'
import type { Issue, Pick as IssuePick } from '../../../src/core/issue/issue.ts'
import { makeIssue, makeItem, makePick, makeSource } from '../../builders.ts'

const NOW = new Date('2026-08-28T09:00:00Z')
const EXCERPT = 'The lamp was lit before the scheduler woke and nobody on deck had seen who did it.'
const item = makeItem({ excerpt: EXCERPT })
const sound: Partial<Issue> = { key: '2026-W35', weeks: ['2026-W35'], number: 2, status: 'draft', date: '2026-08-28' }
const others = (count: number): IssuePick[] =>
  Array.from({ length: count }, (_, n) =>
    makePick({ url: `https://port-${n}.example/`, title: `Port ${n}`, source: `Port ${n}` }),
  )

/** What is found in an issue that is sound but for what is given. */
function findChecks(own: Partial<Issue>, archive: readonly Partial<Issue>[] = [], items = [item]): Check[] {
  const issue = makeIssue({ ...sound, picks: [makePick(), ...others(4)], ...own })
  const earlier = archive.map((other) => makeIssue(other))
  const content = {
    sources: new Map([['harbour-blog', makeSource({ org: 'Harbour' })]]),
    items,
    issues: [...earlier, issue],
    now: NOW,
  }
  const curation = openCuration(content, issue.key)
  assert.ok(curation.ok)
  return checkIssue(curation.value)
}

/** The same, as level and name. */
const check = (...args: Parameters<typeof findChecks>): string[] =>
  findChecks(...args).map(({ level, check: name }) => `${level} ${name}`)

const withPick = (own: Partial<IssuePick>): Partial<Issue> => ({ picks: [makePick(own), ...others(4)] })
const words = (count: number) => Array.from({ length: count }, (_, n) => `word${n}`).join(' ')

describe('a check', () => {
  test('finds nothing in a sound issue', () => {
    assert.deepEqual(check({}, [{}]), [])
  })

  const cases: [name: string, own: Partial<Issue>, archive: Partial<Issue>[], expected: string[]][] = [
    ['no title', { title: ' ' }, [], ['error title']],
    ['no subject', { subject: '' }, [], ['error subject']],
    ['no preheader', { preheader: '' }, [], ['error preheader']],
    ['no picks', { picks: [] }, [], ['error no-picks']],
    ['a date in the past', { date: '2026-08-27' }, [], ['error date']],
    ['no past date once published', { date: '2026-08-27', status: 'published' }, [], []],
    [
      'a week of another issue',
      { weeks: ['2026-W35', '2026-W36'] },
      [{ key: '2026-W36', weeks: ['2026-W36'] }],
      ['error weeks'],
    ],
    ['a number of another issue', {}, [{ number: 2 }], ['error number']],
    [
      'one pick twice',
      { picks: [makePick(), makePick(), ...others(4)] },
      [],
      ['error duplicate', 'warning organisation'],
    ],
    [
      'one link twice, in two forms',
      { picks: [...others(3), makePick({ id: 'aaaaaaaaaa', url: 'http://www.port-1.example', source: 'X' })] },
      [],
      ['error duplicate'],
    ],
    ['a section that does not exist in the body', { body: 'Ahoy.\n\n## Shout outs\n\nAll.\n' }, [], ['error section']],
    ['no fault in a section that exists', { body: 'Ahoy.\n\n## Shoutouts\n\nAll.\n' }, [], []],
    ['TODO in the note', { body: 'TODO: write' }, [], ['error placeholder']],
    ['TBD in the subject', { subject: 'TBD' }, [], ['error placeholder']],
    ['lorem ipsum in a blurb', withPick({ blurb: 'Lorem ipsum dolor.' }), [], ['error placeholder']],
    ['xxx in a title', withPick({ title: 'About xxx' }), [], ['error placeholder']],
    ['no blurb', withPick({ blurb: '' }), [], ['error blurb-missing']],
    ['an unedited blurb, once', withPick({ blurb: EXCERPT, unedited: true }), [], ['error blurb-unedited']],
    ['a blurb of 281 characters', withPick({ blurb: 'x '.repeat(140).concat('x') }), [], ['error blurb-length']],
    ['no fault in a blurb of 280', withPick({ blurb: 'x '.repeat(139).concat('xx') }), [], []],
    [
      'no fault in a link that makes a short text long',
      withPick({ blurb: `A [lamp](https://x.example/${'y'.repeat(300)})` }),
      [],
      [],
    ],
    ['no fault in a headline of 450', withPick({ section: 'headlines', blurb: 'x '.repeat(224).concat('xx') }), [], []],
    [
      'a headline of 451',
      withPick({ section: 'headlines', blurb: 'x '.repeat(225).concat('x') }),
      [],
      ['error blurb-length'],
    ],
    [
      'eight words of the excerpt',
      withPick({ blurb: 'Dark: THE *lamp* was lit, before the scheduler woke!' }),
      [],
      ['error blurb-quotation'],
    ],
    ['no fault in seven words of it', withPick({ blurb: 'The lamp was lit before the scheduler slept.' }), [], []],
    ['no fault in a quotation', withPick({ blurb: `He says: “${EXCERPT}” Hm.` }), [], []],
    ['an option that was made pretty', withPick({ blurb: 'Say `–dry-run` first.' }), [], ['error mangled-code']],
    ['no fault in prose with dashes', withPick({ blurb: 'Dark – “light” – and `--dry-run`.' }), [], []],
    [
      'a tracking parameter of a pick',
      withPick({ url: `${item.url}?utm_source=x`, id: item.id }),
      [],
      ['error tracking'],
    ],
    [
      'one in a blurb',
      withPick({ blurb: 'See [the lamp](https://x.example/?utm_medium=mail).' }),
      [],
      ['error tracking'],
    ],
    [
      'one under "also"',
      withPick({ also: [{ source: 'Planet', url: 'https://x.example/?fbclid=1' }] }),
      [],
      ['error tracking'],
    ],
    ['link text that says nothing', { body: 'Look [here](https://x.example/).' }, [], ['warning link-text']],
    ['what ran before', {}, [{ picks: [makePick()] }], ['error ran-before']],
    ['no fault in what runs again with a reason', withPick({ again: 'it was mended' }), [{ picks: [makePick()] }], []],
    ['no fault in an event that comes back', withPick({ kind: 'event' }), [{ picks: [makePick()] }], []],
    [
      'no fault in a release line that comes back',
      withPick({ section: 'subproject-releases' }),
      [{ picks: [makePick()] }],
      [],
    ],
    [
      'no fault in a proposal that comes back',
      withPick({ url: 'https://github.com/kubernetes/enhancements/issues/1' }),
      [{ picks: [makePick({ url: 'https://github.com/kubernetes/enhancements/issues/1' })] }],
      [],
    ],
    ['a note of an earlier issue', { body: '*Ahoy* all' }, [{ body: 'Ahoy all!' }], ['error note-repeated']],
    [
      'most of a note of an earlier issue',
      { body: `${words(20)} and more` },
      [{ body: `Ahoy. ${words(20)}` }],
      ['error note-repeated'],
    ],
    [
      'a note that was repeated with other links and marks',
      { body: `*${words(9)}* [${words(9)}](https://x.example/a) and more` },
      [{ body: `${words(9)} [${words(9)}](https://y.example/b/c)` }],
      ['error note-repeated'],
    ],
    [
      'a note of five words, linked another time',
      { body: 'Ahoy to [all of you](https://x.example/)' },
      [{ body: 'Ahoy to all of you' }],
      ['error note-repeated'],
    ],
    [
      'no fault in half a note of an earlier issue',
      { body: `${words(20)} ${words(40).replaceAll('word', 'other')}` },
      [{ body: words(20) }],
      [],
    ],
    ['no fault in a note of its own', { body: words(20) }, [{ body: 'Something else' }], []],
    ['an image without alt text in the body', { body: 'A ship: ![](https://x.example/s.png)' }, [], ['error alt-text']],
    [
      'one in a blurb',
      withPick({ blurb: 'See ![ ](s.png) <img src="t.png">' }),
      [],
      ['error alt-text', 'error alt-text'],
    ],
    ['that no page shows an image', { body: '![A ship](https://x.example/s.png)' }, [], ['warning image']],
    ['no fault in an image that is code', { body: 'Write `![](s.png)`.' }, [], []],
    ['??? in the note', { body: 'It is out ??? weeks after' }, [], ['error placeholder']],
    [
      'no placeholder in what the original title says',
      withPick({ title: 'A TODO app, faster', originalTitle: 'The TODO app' }),
      [],
      [],
    ],
    ['one that an editor wrote', withPick({ title: 'TODO', originalTitle: 'First light' }), [], ['error placeholder']],
    ['no past date in what waits for its moment', { ...held('2026-08-30T06:00:00Z'), date: '2026-08-27' }, [], []],
    ['a past date after that moment', { ...held('2026-08-28T08:00:00Z'), date: '2026-08-27' }, [], ['error date']],
    [
      'a link of the body that tracks',
      { body: 'A [lamp](https://x.example/?utm_source=y&a=1).' },
      [],
      ['error tracking'],
    ],
    [
      'link text in a blurb',
      withPick({ blurb: 'A lamp, [read more](https://x.example/).' }),
      [],
      ['warning link-text'],
    ],
    ['no fault in a link on words', { body: 'Read [more of lamps](https://x.example/).' }, [], []],
    ['an item over a month old', withPick({ published: '2026-07-01T00:00:00Z' }), [], ['warning old']],
    ['a paywall', withPick({ access: 'paywall' }), [], ['warning paywall']],
    [
      'more than a quarter from one organisation',
      { picks: [makePick(), makePick({ url: 'https://harbour.example/2' }), ...others(5)] },
      [],
      ['warning organisation'],
    ],
    [
      'no fault in a quarter from one organisation',
      { picks: [makePick(), makePick({ url: 'https://harbour.example/2' }), ...others(6)] },
      [],
      [],
    ],
    [
      'more than a quarter by authors of one organisation, wherever they wrote',
      { picks: [0, 1, 2, 3].map((n) => makePick({ ...others(4)[n], authors: n < 2 ? [author(n)] : [] })) },
      [],
      ['warning organisation'],
    ],
    ['over 15 minutes of reading', { body: words(3700) }, [], ['warning length']],
    ['a pick without a link is no fault', { picks: [archival(), ...others(4)] }, [], []],
  ]
  for (const [name, own, archive, expected] of cases) {
    test(`finds ${name}`, () => {
      assert.deepEqual(check(own, archive), expected)
    })
  }

  test('looks 25 issues back for what ran before', () => {
    const archive = (at: number) =>
      Array.from({ length: 26 }, (_, n) => ({
        key: `old-${n}`,
        slug: `old-${n}`,
        weeks: [],
        number: 100 + n,
        picks: n === at ? [makePick()] : [],
      }))
    assert.deepEqual(check({ number: 200 }, archive(1)), ['error ran-before'])
    assert.deepEqual(check({ number: 200 }, archive(0)), [])
  })

  test('puts errors first, those of the whole issue before those of its picks, these in their order', () => {
    const picks = [makePick({ access: 'paywall' }), ...others(4).map((pick) => ({ ...pick, blurb: '' }))]
    assert.deepEqual(check({ picks, title: '' }), [
      'error title',
      ...Array<string>(4).fill('error blurb-missing'),
      'warning paywall',
    ])
  })
})

describe('what is found', () => {
  /** Everything that a check can say about one issue. */
  const everything = (own: Partial<Issue> = {}) =>
    findChecks(
      {
        ...{ title: '', subject: '', preheader: 'TBD', date: '2026-08-27', weeks: ['2026-W35', '2026-W30'] },
        body: 'Ahoy TODO ![](s.png) [here](https://x.example/?utm_source=y)\n\n## Nowhere\n\nAll.\n',
        picks: [
          makePick({ blurb: '', access: 'paywall', published: '2026-06-01T00:00:00Z' }),
          makePick({ blurb: 'TODO '.repeat(60), again: 'once more' }),
          ...others(2).map((pick) => ({ ...pick, blurb: EXCERPT, unedited: true })),
        ],
        ...own,
      },
      [{ key: '2026-W30', weeks: ['2026-W30'], number: 2, picks: [makePick()], body: 'Ahoy.' }],
    )

  test('says what is wrong in a sentence without a full stop, and what to do', () => {
    const found = everything()
    const names = new Set(found.map(({ check: name }) => name))
    assert.ok(names.size >= 14, [...names].join(', '))
    for (const { check: name, message, remedy } of found) {
      assert.match(message, /^[\p{Lu}"\d].*[^.\s]$/u, name)
      assert.match(remedy, /^(npm run curate -- [a-z]|\p{Lu}).*[^.\s]$/u, name)
    }
  })

  test('names the issue in its commands where that is not the open one', () => {
    const commands = (found: readonly Check[]) => found.filter(({ remedy }) => remedy.includes('npm run curate'))
    const open = commands(everything())
    assert.ok(open.length > 5)
    for (const { remedy } of open) assert.doesNotMatch(remedy, /--issue/)
    const published = commands(everything({ status: 'published' }))
    assert.ok(published.length > 5)
    for (const { remedy } of published) assert.match(remedy, /npm run curate -- --issue 2026-W35 [a-z]/)
  })

  test('is no placeholder where the item is called so', () => {
    const app = makeItem({ title: 'The TODO app' })
    assert.deepEqual(check(withPick({ title: app.title }), [], [app]), [])
    assert.deepEqual(check(withPick({ title: app.title }), [], []), ['error placeholder'])
  })

  test('gives the link without what tracks', () => {
    const [found] = findChecks({ body: 'A [lamp](https://x.example/?utm_source=y&a=1#b).' })
    assert.equal(found?.remedy, 'In 2026-W35.md put https://x.example/?a=1#b in its place')
  })

  test('gives a title of 2,000 signs in a line, without cutting one in two', () => {
    const [found] = findChecks(withPick({ title: '🚢'.repeat(1_000), blurb: '' }))
    assert.ok(found !== undefined && found.message.length < 100)
    assert.ok(found.message.isWellFormed())
  })

  test('in a blurb may be words of another place of the story', () => {
    const copy = 'Every ship in the harbour had its lamp out when the tide turned at nine.'
    const second = makeItem({ url: 'https://planet.example/lamp', excerpt: copy })
    const own = withPick({ blurb: copy, also: [{ source: 'Planet', url: second.url }] })
    assert.deepEqual(check(own, [], [item, second]), ['error blurb-quotation'])
    assert.deepEqual(check(withPick({ blurb: copy }), [], [item, second]), [])
  })
})

describe("the check of editors' employers", () => {
  const people = [
    { id: 'Lookout', name: 'Lo Okout', org: 'harbour' },
    { id: 'stranger', name: 'Strange', org: 'Harbour' },
  ]
  const employers = (own: Partial<Issue>) => {
    const issue = makeIssue({ ...sound, editors: ['lookout'], ...own })
    const sources = new Map([['harbour-blog', makeSource({ org: 'Harbour' })]])
    const curation = openCuration({ sources, items: [], issues: [issue], now: NOW }, issue.key)
    assert.ok(curation.ok)
    return checkEmployers(curation.value, people).map(({ message }) => message)
  }
  const two = [makePick(), makePick({ url: 'https://harbour.example/2' })]

  test('warns of more than a quarter from whom an editor of this issue works for', () => {
    assert.deepEqual(employers({ picks: [...two, ...others(5)] }), [
      '2 of 7 picks are from Harbour, for whom Lo Okout works, an editor of this issue',
    ])
  })

  test('is content with a quarter, and with people who edit another', () => {
    assert.deepEqual(employers({ picks: [...two, ...others(6)] }), [])
    assert.deepEqual(employers({ picks: [...two, ...others(5)], editors: ['somebody-else'] }), [])
  })
})

function author(n: number): IssuePick['authors'][number] {
  return { name: `Ada ${n}`, org: n === 0 ? 'Mole Works' : 'mole works' }
}

/** `publishAt` on an issue that waits. */
function held(publishAt: string): Partial<Issue> {
  return { status: 'ready', publishAt }
}

function archival(): IssuePick {
  const { url: _none, ...pick } = makePick()
  return pick
}
