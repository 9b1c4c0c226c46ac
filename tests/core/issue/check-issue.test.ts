import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { checkIssue } from '../../../src/core/issue/check-issue.ts'
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

/** The names of the checks that an issue fails, with their level; the issue is sound but for what is given. */
function check(own: Partial<Issue>, archive: readonly Partial<Issue>[] = []): string[] {
  const issue = makeIssue({ ...sound, picks: [makePick(), ...others(4)], ...own })
  const earlier = archive.map((other) => makeIssue(other))
  const content = {
    sources: new Map([['harbour-blog', makeSource({ org: 'Harbour' })]]),
    items: [item],
    issues: [...earlier, issue],
    now: NOW,
  }
  const curation = openCuration(content, issue.key)
  assert.ok(curation.ok)
  return checkIssue(curation.value).map(({ level, check: name }) => `${level} ${name}`)
}

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
    ['no fault in a note of its own', { body: words(20) }, [{ body: 'Something else' }], []],
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

function archival(): IssuePick {
  const { url: _none, ...pick } = makePick()
  return pick
}
