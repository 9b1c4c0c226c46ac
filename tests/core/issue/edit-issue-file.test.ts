import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { applyOperation } from '../../../src/core/issue/apply-operation.ts'
import type { Operation } from '../../../src/core/issue/operation.ts'
import { editIssueFile } from '../../../src/core/issue/edit-issue-file.ts'
import { formatIssue } from '../../../src/core/issue/format-issue.ts'
import { parseIssue } from '../../../src/core/issue/issue-file.ts'
import type { Issue } from '../../../src/core/issue/issue.ts'
import { makeIssue, makePick, makeState } from '../../builders.ts'

const WHERE = 'content/issues/2026-W34.md'

function read(text: string): Issue {
  const issue = parseIssue(text, '2026-W34', WHERE)
  assert.ok(issue.ok, JSON.stringify(issue))
  return issue.value
}

function edit(text: string, ...operations: readonly Operation[]): string {
  return operations.reduce((before, operation) => {
    const issue = read(before)
    const after = applyOperation(makeState({ issue }), operation)
    assert.ok(after.ok, JSON.stringify(after))
    const edited = editIssueFile(before, issue, after.value.issue, WHERE)
    assert.ok(edited.ok, JSON.stringify(edited))
    return edited.value
  }, text)
}

const [lamp, rope, knot] = ['lamp', 'rope', 'knot'].map((name) =>
  makePick({ url: `https://harbour.example/${name}`, title: `The ${name}` }),
) as [ReturnType<typeof makePick>, ReturnType<typeof makePick>, ReturnType<typeof makePick>]
const bell = makePick({ url: 'https://harbour.example/bell', title: '1.20', unedited: true, blurb: 'A bell: it rings' })

const HAND = `---
# Written on the night watch
title: 'Ships: in bottles'   # catchy?
number: 1
status: draft
date: 2026-08-21
weeks: [2026-W34]
subject: >
  A folded subject
  over lines
preheader: "x: y"
covers: {from: 2026-08-14T12:00:00Z, to: 2026-08-21T12:00:00Z}
editors: [ann, bob]

picks:
# The order is by hand.

# above the lamp
- id: ${lamp.id}
  url: https://harbour.example/lamp
  title: 'The lamp'
  section: headlines   # sure?
  source: Harbour Blog
  blurb: >-
    Folded by hand,
    and long.
  # below the lamp

- section: technical
  id: ${rope.id}
  title: "The rope"
  source: Harbour Blog
  blurb: |
    literal

# This stands apart.

- id: ${knot.id}
  section: technical
  title: The knot
  source: Harbour Blog
  authors: [{name: Ann, org: Harbour}]
  blurb: ""   # still to write
# after the last
corrections: [ ]
---


The note,
in two lines.

\`\`\`sh
## no heading
\`\`\`

## Shoutouts

Thanks *all*.
`

/** The lines that only one of two texts has: `-` of the first, `+` of the second, each list in order. */
function changes(before: string, after: string): { out: string[]; in: string[] } {
  const count = (lines: readonly string[]) => Map.groupBy(lines, (line) => line)
  const [old, fresh] = [before.split('\n'), after.split('\n')]
  const extra = (lines: readonly string[], others: readonly string[]) => {
    const left = new Map([...count(others)].map(([line, all]) => [line, all.length]))
    return lines.filter((line) => {
      const n = left.get(line) ?? 0
      left.set(line, n - 1)
      return n <= 0
    })
  }
  return { out: extra(old, fresh), in: extra(fresh, old) }
}

describe('an edit of a file that somebody wrote by hand', () => {
  test('changes nothing where nothing changed, though it is formatted in no way of ours', () => {
    const edited = editIssueFile(HAND, read(HAND), read(HAND), WHERE)
    assert.deepEqual(edited, { ok: true, value: HAND })
  })

  const cases: { name: string; operation: Operation; out: string[]; in: string[] }[] = [
    {
      name: 'a blurb takes out the old one alone',
      operation: { verb: 'blurb', id: lamp.id, text: 'Ours: brighter' },
      out: ['  blurb: >-', '    Folded by hand,', '    and long.'],
      in: ['  blurb: "Ours: brighter"'],
    },
    {
      name: 'a blurb leaves the comment behind it',
      operation: { verb: 'blurb', id: knot.id, text: 'It holds' },
      out: ['  blurb: ""   # still to write'],
      in: ['  blurb: It holds   # still to write'],
    },
    {
      name: 'a title keeps the original beside it',
      operation: { verb: 'title', id: knot.id, text: 'A knot' },
      out: ['  title: The knot'],
      in: ['  title: A knot', '  originalTitle: The knot'],
    },
    {
      name: 'the title of the issue leaves its comment',
      operation: { verb: 'head', field: 'title', text: 'Ships' },
      out: ["title: 'Ships: in bottles'   # catchy?"],
      in: ['title: Ships   # catchy?'],
    },
    {
      name: 'the subject takes out the folded lines alone',
      operation: { verb: 'head', field: 'subject', text: 'One line' },
      out: ['subject: >', '  A folded subject', '  over lines'],
      in: ['subject: One line'],
    },
    {
      name: 'a drop takes out the pick and the comments that belong to it',
      operation: { verb: 'drop', id: lamp.id },
      out: HAND.split('\n').slice(
        HAND.split('\n').indexOf('# above the lamp'),
        HAND.split('\n').indexOf('  # below the lamp') + 2,
      ),
      in: [],
    },
    {
      name: 'a drop leaves a comment that stands apart',
      operation: { verb: 'drop', id: knot.id },
      out: HAND.split('\n').slice(
        HAND.split('\n').indexOf(`- id: ${knot.id}`),
        HAND.split('\n').indexOf('# after the last'),
      ),
      in: [],
    },
    {
      name: 'a move within a section changes the order alone',
      operation: { verb: 'move', id: knot.id, at: 1 },
      out: [],
      in: [],
    },
    {
      name: 'a move to another section changes the section and the order alone',
      operation: { verb: 'move', id: lamp.id, section: 'technical', at: 3 },
      out: ['  section: headlines   # sure?'],
      in: ['  section: technical   # sure?'],
    },
    {
      name: 'a note takes the place of all before the first heading, and of nothing else',
      operation: { verb: 'note', text: 'New' },
      out: ['The note,', 'in two lines.', '```sh', '## no heading', '```'],
      in: ['New'],
    },
  ]
  for (const { name, operation, ...expected } of cases) {
    test(name, () => {
      const found = changes(HAND, edit(HAND, operation))
      const blank = ({ out, in: put }: { out: string[]; in: string[] }) => ({
        out: out.filter((line) => line !== '').toSorted(),
        in: put.filter((line) => line !== '').toSorted(),
      })
      assert.deepEqual(blank(found), blank(expected))
    })
  }

  test('a new pick is indented as the others are, with the same distance', () => {
    const edited = edit(HAND, { verb: 'pick', pick: makePick({ url: 'https://harbour.example/sail', title: 'Sail' }) })
    assert.match(edited, /# still to write\n\n- id: [0-9a-f]{10}\n {2}section: technical\n {2}title: Sail\n/)
    assert.match(edited, /\n# after the last\ncorrections: \[ \]\n/)
  })

  test('a block that moves takes its comments along, and the one at the head of the list stays', () => {
    const edited = edit(HAND, { verb: 'move', id: rope.id, section: 'headlines', at: 1 })
    assert.match(edited, /picks:\n# The order is by hand\.\n\n- section: headlines\n[^]*?literal\n\n# above the lamp\n/)
  })

  test('line ends and byte order mark of another system stay', () => {
    const windows = `\ufeff${HAND.replaceAll('\n', '\r\n')}`
    const operation: Operation = { verb: 'blurb', id: knot.id, text: 'It holds' }
    assert.equal(edit(windows, operation), `\ufeff${edit(HAND, operation).replaceAll('\n', '\r\n')}`)
  })

  test('a pick in braces is written anew, and the rest stays', () => {
    const flow = HAND.replace(
      /- id: .*\n {2}section: technical\n[^]*?# still to write\n/,
      `- {id: ${knot.id}, section: tooling, title: K, source: H}\n`,
    )
    const edited = edit(flow, { verb: 'blurb', id: knot.id, text: 'It holds' })
    assert.equal(read(edited).picks.at(-1)?.blurb, 'It holds')
    const [head] = flow.split('- {id') as [string]
    assert.ok(edited.startsWith(head))
    assert.ok(edited.endsWith(flow.slice(flow.indexOf('# after the last'))))
  })

  test('what cannot be changed without disturbing it is refused', () => {
    const anchored = HAND.replace("title: 'Ships: in bottles'", 'title: &t Ships').replace(
      'preheader: "x: y"',
      'preheader: *t',
    )
    const issue = read(anchored)
    const edited = editIssueFile(anchored, issue, { ...issue, title: 'Boats' }, WHERE)
    assert.equal(edited.ok, false)
  })
})

describe('an edit and its reverse give the first bytes of a file that the program wrote', () => {
  const written = formatIssue(
    makeIssue({
      status: 'draft',
      picks: [lamp, bell, { ...rope, section: 'tooling' }],
      body: 'Ahoy.\n\n## Shoutouts\n\nThanks.\n',
    }),
  )
  const empty = formatIssue(makeIssue({ status: 'draft' }))
  const cases: { name: string; text: string; operations: Operation[] }[] = [
    {
      name: 'pick and drop',
      text: written,
      operations: [
        { verb: 'pick', pick: knot },
        { verb: 'drop', id: knot.id },
      ],
    },
    {
      name: 'pick at the top and drop',
      text: written,
      operations: [
        { verb: 'pick', pick: { ...knot, section: 'headlines' }, at: 1 },
        { verb: 'drop', id: knot.id },
      ],
    },
    {
      name: 'the first pick and drop',
      text: empty,
      operations: [
        { verb: 'pick', pick: bell },
        { verb: 'drop', id: bell.id },
      ],
    },
    {
      name: 'drop and pick',
      text: written,
      operations: [
        { verb: 'drop', id: lamp.id },
        { verb: 'pick', pick: lamp, at: 1 },
      ],
    },
    {
      name: 'move and move',
      text: written,
      operations: [
        { verb: 'move', id: lamp.id, section: 'tooling', at: 2 },
        { verb: 'move', id: lamp.id, section: 'technical', at: 1 },
      ],
    },
    {
      name: 'title and title',
      text: written,
      operations: [
        { verb: 'title', id: bell.id, text: 'Bells' },
        { verb: 'title', id: bell.id, text: '1.20' },
      ],
    },
    {
      name: 'note and note',
      text: written,
      operations: [
        { verb: 'note', text: 'Something else' },
        { verb: 'note', text: 'Ahoy.' },
      ],
    },
    {
      name: 'a first note and none',
      text: empty,
      operations: [
        { verb: 'note', text: 'Hm' },
        { verb: 'note', text: '' },
      ],
    },
    {
      name: 'subject and subject',
      text: written,
      operations: [
        { verb: 'head', field: 'subject', text: 'yes: no' },
        { verb: 'head', field: 'subject', text: 'First light, and a quiet kubelet' },
      ],
    },
  ]
  for (const { name, text, operations } of cases) {
    test(name, () => {
      const [first] = operations
      assert.ok(first)
      assert.notEqual(edit(text, first), text)
      assert.equal(edit(text, ...operations), text)
    })
  }

  test('a blurb set back with its mark', () => {
    const after = edit(written, { verb: 'blurb', id: bell.id, text: 'Ours' })
    const back = editIssueFile(after, read(after), read(written), WHERE)
    assert.deepEqual(back, { ok: true, value: written })
  })
})

describe('the file of an issue', () => {
  test('reads as the issue that was written', () => {
    const issue = makeIssue({
      slug: 'kubecon',
      key: 'kubecon',
      weeks: [],
      candidates: 12,
      picks: [
        { ...bell, again: 'it was mended', also: [{ source: 'Planet', url: 'https://planet.example/' }], minutes: 3 },
      ],
      corrections: [{ date: '2026-08-22', text: 'It was 1.21' }],
      body: 'Ahoy.\n',
    })
    const text = formatIssue(issue)
    assert.deepEqual(parseIssue(text, 'kubecon', WHERE), { ok: true, value: issue })
  })

  const broken: [name: string, text: string, field: string | undefined, line: number, what: RegExp][] = [
    [
      'a conflict',
      HAND.replace('number: 1', '<<<<<<< ours\nnumber: 1\n=======\nnumber: 2\n>>>>>>> theirs'),
      undefined,
      4,
      /conflict/,
    ],
    [
      'a section that does not exist',
      HAND.replace('section: headlines', 'section: headline'),
      'picks[0].section',
      22,
      /expected one of/,
    ],
    ['no YAML', HAND.replace('number: 1', 'number: 1: 2'), undefined, 4, /not YAML/],
    ['an unknown field', HAND.replace('editors:', 'editor:'), 'editor', 13, /no such field/],
  ]
  for (const [name, text, field, line, what] of broken) {
    test(`with ${name} is a problem with file, field and line`, () => {
      const issue = parseIssue(text, '2026-W34', WHERE)
      assert.ok(!issue.ok)
      const [problem] = issue.problems
      assert.deepEqual(
        { where: problem?.where, field: problem?.field, line: problem?.line },
        { where: WHERE, field, line },
      )
      assert.match(problem?.what ?? '', what)
    })
  }
})
