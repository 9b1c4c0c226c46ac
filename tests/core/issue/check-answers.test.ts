import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { checkAnswers } from '../../../src/core/issue/check-answers.ts'
import type { Issue } from '../../../src/core/issue/issue.ts'
import { linksByAddress } from '../../../src/core/issue/issue-links.ts'
import type { LinkAnswer } from '../../../src/core/issue/link-answer.ts'
import { makeIssue, makePick } from '../../builders.ts'

const PAGE = 'https://harbour.example/posts/first-light/'
const there: LinkAnswer = { outcome: 'there' }
const nowhere: LinkAnswer = { outcome: 'silent', reason: 'has a host that cannot be found', unreached: true }
const late: LinkAnswer = { outcome: 'silent', reason: 'did not answer within 10 s', unreached: false }
const gone: LinkAnswer = { outcome: 'gone', status: 410 }

function check(own: Partial<Issue>, answers: Readonly<Record<string, LinkAnswer>>) {
  const issue = makeIssue({ status: 'draft', ...own })
  return checkAnswers({ issue, issues: [issue] }, new Map(Object.entries(answers)))
}

/** An issue with a link to each of so many hosts. */
const fleet = (count: number): Partial<Issue> => ({
  picks: Array.from({ length: count }, (_, n) => makePick({ url: `https://h${n}.example/` })),
})
const answersOf = (answers: readonly LinkAnswer[]) =>
  Object.fromEntries(answers.map((answer, n) => [`https://h${n}.example/`, answer]))

describe('an answer about the link of a pick', () => {
  const cases: [name: string, answer: LinkAnswer, expected: string[]][] = [
    ['that is there is worth no word', there, []],
    [
      'that is gone is an error',
      gone,
      [
        `error link-gone "First light" leads to ${PAGE}, which is gone (410)`,
        'npm run curate -- drop ID, or put its new address into `url` of the pick in 2026-W34.md',
      ],
    ],
    [
      'that is blocked is a warning',
      { outcome: 'refused', reason: 'answered 403 Forbidden' },
      [
        `warning link-blocked "First light" leads to ${PAGE}, which answered 403 Forbidden`,
        'See in a browser that it is there',
      ],
    ],
    [
      'that is slow is a warning',
      late,
      [
        `warning link-slow "First light" leads to ${PAGE}, which did not answer within 10 s`,
        'See in a browser that it is there, or check again later',
      ],
    ],
    [
      'that leads to a private network is a warning',
      { outcome: 'closed', reason: 'leads to 10.0.0.1, an address of a private network' },
      [
        `warning link-private "First light" leads to ${PAGE}, which leads to 10.0.0.1, an address of a private network`,
        'Put a link there that all readers can open, or open the range with --allow-network',
      ],
    ],
    [
      'that has moved to another site is a warning, with the new address as it should be written',
      { outcome: 'there', movedTo: 'https://pier.example/first-light?utm_source=harbour' },
      [
        `warning link-moved "First light" leads to ${PAGE}, which has moved for good to pier.example`,
        'In 2026-W34.md put https://pier.example/first-light in its place',
      ],
    ],
    ['that has moved on its own site is worth no word', { outcome: 'there', movedTo: 'https://harbour.example/2' }, []],
    ['that has moved to www. is worth no word', { outcome: 'there', movedTo: 'https://www.harbour.example/' }, []],
  ]
  for (const [name, answer, expected] of cases) {
    test(name, () => {
      const pick = makePick()
      // A second link that answers: there is a network.
      const own = { picks: [pick], body: 'A [pier](https://pier.example/).' }
      const found = check(own, { [PAGE]: answer, 'https://pier.example/': there })
      assert.deepEqual(
        found.flatMap(({ level, check: id, message, remedy }) => [`${level} ${id} ${message}`, remedy]),
        expected.map((text) => text.replace('drop ID', `drop ${pick.id}`)),
      )
      for (const one of found) assert.equal(one.pick, pick.id)
    })
  }
})

describe('a link that is gone', () => {
  const address = 'https://x.example/'
  const cases: [name: string, own: Partial<Issue>, message: RegExp, remedy: RegExp][] = [
    [
      'of the body',
      { body: `[x](${address})` },
      /^The body links to/,
      /^Take the link out, or mend it, in 2026-W34\.md$/,
    ],
    [
      'of a correction',
      { corrections: [{ date: '2026-08-22', text: `[x](${address})` }] },
      /^A correction links to/,
      /in 2026-W34\.md$/,
    ],
    [
      'of a blurb',
      { picks: [makePick({ blurb: `[x](${address}#part)` })] },
      /^The blurb of "First light" links to https:\/\/x\.example\/#part,/,
      /npm run curate -- blurb [0-9a-f]{10} TEXT$/,
    ],
    [
      'of another place',
      { picks: [makePick({ also: [{ source: 'X', url: address }] })] },
      /^"First light" says that it is also at/,
      /`also` of the pick [0-9a-f]{10} in 2026-W34\.md$/,
    ],
  ]
  for (const [name, own, message, remedy] of cases) {
    test(`${name} is an error that says where it stands`, () => {
      const [found, ...more] = check(own, { [address]: gone, [PAGE]: there })
      assert.deepEqual([found?.level, found?.check], ['error', 'link-gone'])
      assert.match(found?.message ?? '', message)
      assert.match(found?.remedy ?? '', remedy)
      assert.deepEqual(more, [])
    })
  }

  test('is told once, where it matters most, however often it stands there', () => {
    const pick = makePick({ blurb: `[x](${PAGE}#a)`, also: [{ source: 'X', url: `${PAGE}#b` }] })
    const found = check({ picks: [pick], body: `[x](${PAGE})` }, { [PAGE]: gone })
    assert.deepEqual(
      found.map(({ message }) => message),
      [`"First light" leads to ${PAGE}, which is gone (410)`],
    )
  })
})

describe('the links of an issue', () => {
  test('are those of picks, blurbs, body and corrections, then other places; none but of the web', () => {
    const issue = makeIssue({
      body: '[a](https://body.example/) [b](mailto:a@b.example) [c](/issues/) [d](javascript:x) https://bare.example/',
      corrections: [{ date: '2026-08-22', text: '[a](https://correction.example/)' }],
      picks: [
        makePick({ blurb: '[x](https://blurb.example/)', also: [{ source: 'X', url: 'https://also.example/' }] }),
        makePick({ url: 'https://two.example/a#t=90' }),
      ],
    })
    assert.deepEqual(
      [...linksByAddress(issue).keys()],
      [
        ...[PAGE, 'https://two.example/a', 'https://blurb.example/'],
        ...['https://body.example/', 'https://bare.example/', 'https://correction.example/', 'https://also.example/'],
      ],
    )
  })
})

describe('where nobody answers', () => {
  const whole = /^The links were not checked: no host could be reached/

  for (const [name, answers, expected] of [
    ['no host is found, one warning says so', Array<LinkAnswer>(20).fill(nowhere), [whole]],
    ['the only host is not found, too', [nowhere], [whole]],
    ['all hosts are silent, too', [late, late, nowhere], [whole]],
    ['two of two are silent, each is told', [late, late], [/within 10 s/, /within 10 s/]],
    ['one of many is not found, it is told', [there, there, there, nowhere], [/cannot be found/]],
    [
      'many of more are not found, one warning counts them',
      [there, ...Array<LinkAnswer>(5).fill(nowhere), gone],
      [/^5 links could not be checked: .*h1\.example, h2\.example, h3\.example, 2 more/, /gone/],
    ],
  ] as const) {
    test(`because ${name}`, () => {
      const found = check(fleet(answers.length), answersOf(answers))
      assert.equal(found.length, expected.length, JSON.stringify(found))
      for (const [index, pattern] of expected.entries()) assert.match(found[index]?.message ?? '', pattern)
    })
  }

  test('there is no error, but a warning', () => {
    const [found] = check(fleet(3), answersOf([nowhere, nowhere, nowhere]))
    assert.deepEqual([found?.level, found?.check, found?.pick], ['warning', 'links-unchecked', undefined])
  })
})

test('links that were not asked for are counted', () => {
  const found = check(fleet(5), answersOf([there, there, there]))
  assert.deepEqual(
    found.map(({ level, message }) => `${level} ${message}`),
    ['warning 3 links of 5 were checked; that is the most for one issue'],
  )
})

test('an issue without links is worth no word', () => {
  assert.deepEqual(check({}, {}), [])
})
