import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { applyOperations } from '../../../src/core/issue/apply-operation.ts'
import { checkIssue } from '../../../src/core/issue/check-issue.ts'
import { type Content, type Curation, openCuration } from '../../../src/core/issue/curation.ts'
import { describeChange } from '../../../src/core/issue/describe-change.ts'
import { editIssueFile } from '../../../src/core/issue/edit-issue-file.ts'
import { formatIssue } from '../../../src/core/issue/format-issue.ts'
import { markOf, ownWords, standingOf } from '../../../src/core/issue/generated-sections.ts'
import { parseIssue } from '../../../src/core/issue/issue-file.ts'
import { splitIssueBody } from '../../../src/core/issue/issue-body.ts'
import type { Issue } from '../../../src/core/issue/issue.ts'
import { mergeIssues } from '../../../src/core/issue/merge-issues.ts'
import type { Operation } from '../../../src/core/issue/operation.ts'
import { operationsBetween } from '../../../src/core/issue/operations-between.ts'
import { refreshSections } from '../../../src/core/issue/refresh-sections.ts'
import { setSection } from '../../../src/core/issue/set-section.ts'
import { take } from '../../../src/core/text/problem.ts'
import { makeEvent, makeIssue, makeItem, makeListing, makePick, makeRelease, makeState } from '../../builders.ts'

const NOW = new Date('2026-08-21T12:00:00Z')
const RELEASE = 'https://github.com/harbour/lamp/releases/tag/v1.2.3'
const PATCHED = makeRelease({
  patches: [{ version: '1.36.4', planned: {}, days: { 'kubernetes-tags': '2026-08-20' } }],
})
const lamp = makeItem({
  url: RELEASE,
  title: 'lamp v1.2.3',
  kind: 'release',
  release: { project: 'lamp', version: 'v1.2.3', changes: 'a second wick' },
})

function open(own: Partial<Issue> = {}, content: Partial<Content> = {}): Curation {
  const earlier = makeIssue({ key: '2026-W33', number: 1, weeks: ['2026-W33'], date: '2026-08-14' })
  const issue = makeIssue({ number: 2, status: 'draft', ...own })
  return take(
    openCuration(
      {
        sources: new Map(),
        items: [lamp],
        issues: [{ ...earlier, covers: { from: '2026-08-07T12:00:00Z', to: '2026-08-14T12:00:00Z' } }, issue],
        almanac: {
          releases: [PATCHED],
          schedule: { read: {}, rounds: [] },
          events: [makeEvent({ listings: [makeListing({ start: '2026-09-01', end: '2026-09-02' })] })],
        },
        now: NOW,
        ...content,
      },
      issue.key,
    ),
  )
}

const after = (curation: Curation, operations: readonly Operation[]) =>
  take(applyOperations(curation, operations)).issue
const refreshed = (curation: Curation) => after(curation, refreshSections(curation).operations)
const sectionsOf = (issue: Issue) => [...splitIssueBody(issue.body).sections.keys()]

describe('the sections that the program writes', () => {
  test('stand in the body in the order of the issue, each with its mark, and are written once', () => {
    const curation = open({ body: 'The note.\n\n## Shoutouts\n\nThanks.\n' })
    const issue = refreshed(curation)
    assert.deepEqual(sectionsOf(issue), ['release-watch', 'subproject-releases', 'events-and-calls', 'shoutouts'])
    for (const section of ['release-watch', 'subproject-releases', 'events-and-calls'] as const) {
      assert.equal(standingOf(issue, section), 'generated')
    }
    assert.match(issue.body, /^The note\.\n\n## Release watch\n\n- A patch came out on Thursday 20 August: /)
    assert.match(issue.body, /\n\n## Shoutouts\n\nThanks\.\n$/)
    assert.deepEqual(refreshSections({ ...curation, issue }).operations, [])
  })

  test('follow what they are made of until an editor writes there, or takes one out', () => {
    const first = refreshed(open())
    const later = open(first, { almanac: { releases: [], schedule: { read: {}, rounds: [] }, events: [] } })
    assert.deepEqual(sectionsOf(refreshed(later)), ['subproject-releases'])
    assert.deepEqual(Object.keys(refreshed(later).generated ?? {}), ['subproject-releases'])

    const edited = { ...first, body: first.body.replace('A patch came out', 'Ahoy, a patch') }
    assert.deepEqual(refreshSections({ ...later, issue: edited }).kept, ['release-watch'])
    assert.match(after(later, []).body, /A patch came out/)
    assert.match(
      after({ ...later, issue: edited }, refreshSections({ ...later, issue: edited }).operations).body,
      /Ahoy/,
    )

    const dropped = { ...first, body: setSection(first.body, 'release-watch', undefined) }
    assert.equal(standingOf(dropped, 'release-watch'), 'dropped')
    assert.deepEqual(refreshSections({ ...open(), issue: dropped }).operations, [])
  })

  test('come back where they are asked for by name', () => {
    const curation = open(refreshed(open()))
    const body = setSection(curation.issue.body, 'release-watch', 'Mine.')
    const edited = { ...curation, issue: { ...curation.issue, body } }
    const { operations, written } = refreshSections(edited, { force: ['release-watch'] })
    assert.deepEqual(written, ['release-watch'])
    assert.equal(after(edited, operations).body, curation.issue.body)
  })

  test('leave words alone that an editor wrote before any draft', () => {
    const curation = open({ body: '## Release watch\n\nBy hand.\n' })
    assert.deepEqual(refreshSections(curation).kept, ['release-watch'])
    assert.match(refreshed(curation).body, /^## Release watch\n\nBy hand\.\n/)
  })

  test('never change in an issue that is published, and are not written without what they are made of', () => {
    const published = { ...open(), issue: makeIssue({ number: 2 }) }
    assert.deepEqual(refreshSections(published).operations, [])
    assert.deepEqual(refreshSections(published, { force: ['release-watch'] }).operations, [])
    const { almanac: _, ...bare } = open()
    assert.deepEqual(refreshSections(bare).operations, [])
  })

  test('stand in no special issue, unless asked for', () => {
    const special = open({ key: 'harbour-day', slug: 'harbour-day', weeks: [] })
    assert.deepEqual(refreshSections(special).operations, [])
    assert.equal(refreshSections(special, { force: ['events-and-calls'] }).operations.length, 1)
  })

  test('do not tell a release that is picked, nor one that is long out, nor a patch that an earlier issue told', () => {
    const pick = makePick({ url: RELEASE, section: 'headlines' })
    assert.deepEqual(sectionsOf(refreshed(open({ picks: [pick] }))), ['release-watch', 'events-and-calls'])
    const old = { ...lamp, published: '2026-07-01T00:00:00Z' }
    assert.deepEqual(sectionsOf(refreshed(open({}, { items: [old] }))), ['release-watch', 'events-and-calls'])
    const curation = open()
    const told = curation.issues.map((issue) =>
      issue.number === 1 ? { ...issue, body: '## Release watch\n\nSee 1.36.4.\n' } : issue,
    )
    assert.deepEqual(sectionsOf(refreshed({ ...curation, issues: told })), ['subproject-releases', 'events-and-calls'])
  })

  test('are read from a file as they were written, and change no byte beside them', () => {
    const curation = open({ body: 'The note.\n' })
    const issue = refreshed(curation)
    assert.deepEqual(take(parseIssue(formatIssue(issue), issue.key, 'file')), issue)
    const text = formatIssue(curation.issue).replace('number: 2', 'number:  2 # the second')
    const edited = take(editIssueFile(text, curation.issue, issue, 'file'))
    assert.match(edited, /^number: {2}2 # the second$/m)
    assert.match(edited, /^generated:\n {2}release-watch: "?[0-9a-f]{8}"?$/m)
  })

  for (const mark of ['12345678', '1e345678', '00000000']) {
    test(`keep a mark of digits, ${mark}, as text`, () => {
      const issue = makeIssue({ generated: { 'release-watch': mark } })
      assert.deepEqual(take(parseIssue(formatIssue(issue), issue.key, 'file')).generated, { 'release-watch': mark })
    })
  }

  test('are taken back without what somebody wrote meanwhile', () => {
    const before = makeState({ issue: open({ body: 'The note.\n' }).issue })
    const state = { ...before, issue: refreshed(open({ body: 'The note.\n' })) }
    const back = operationsBetween(state, before)
    assert.equal(take(applyOperations(state, back)).issue.body, before.issue.body)
    assert.equal(take(applyOperations(state, back)).issue.generated, undefined)
    const meanwhile = { ...state, issue: { ...state.issue, body: state.issue.body.replace('The note.', 'Another.') } }
    assert.equal(take(applyOperations(meanwhile, back)).issue.body, 'Another.\n')
    const forth = operationsBetween(before, state)
    assert.deepEqual(take(applyOperations(before, forth)).issue, state.issue)
  })

  test('are not what a change is named after', () => {
    const pick = { verb: 'pick' as const, pick: makePick() }
    const generate = { verb: 'generate' as const, section: 'release-watch' as const, text: 'x' }
    assert.equal(describeChange({ did: [pick, pick, generate], back: [] }), '2 picks')
    assert.equal(describeChange({ did: [generate], back: [] }), 'generated section')
  })

  test('are no placeholders, though an editor’s words there are', () => {
    const text = '- lamp v1.2.3: a TODO is done'
    const issue = makeIssue({
      status: 'draft',
      body: `## Subproject releases\n\n${text}\n\n## Shoutouts\n\nThanks.\n`,
      generated: { 'subproject-releases': markOf(text) },
    })
    const found = (own: Issue) => checkIssue(open(own)).filter(({ check }) => check === 'placeholder').length
    assert.equal(found(issue), 0)
    assert.equal(found({ ...issue, generated: { 'subproject-releases': markOf('other') } }), 1)
    assert.equal(ownWords(issue).split('\n').length, issue.body.split('\n').length)
    assert.match(ownWords(issue), /Thanks/)
  })
})

describe('a section of two editors', () => {
  const written = (text: string | undefined, own: Partial<Issue> = {}): Issue =>
    makeIssue({
      status: 'draft',
      body: text === undefined ? '' : `## Release watch\n\n${text}\n`,
      generated: { 'release-watch': markOf('Old.') },
      ...own,
    })
  const program = written('Old.')
  const newer = written('New.', { generated: { 'release-watch': markOf('New.') } })
  const byHand = written('Mine.')
  const dropped = written(undefined)
  const without = makeIssue({ status: 'draft' })
  for (const [what, ours, theirs, words, standing] of [
    ['drafted at two times is one of the two', program, newer, 'Old.', 'generated'],
    ['is that of the one who wrote', newer, byHand, 'Mine.', 'edited'],
    ['is that of the one who wrote, on either side', byHand, newer, 'Mine.', 'edited'],
    ['stays away where one took it out', newer, dropped, undefined, 'dropped'],
    ['is kept where one wrote and one took it out', dropped, byHand, 'Mine.', 'edited'],
    ['comes from the one who drafted', without, newer, 'New.', 'generated'],
    ['is of both where both wrote', byHand, written('Theirs.'), 'Mine.\n\nTheirs.', 'edited'],
  ] as const) {
    test(what, () => {
      const { issue } = mergeIssues({ ours, theirs, base: undefined }, [])
      assert.equal(splitIssueBody(issue.body).sections.get('release-watch'), words)
      assert.equal(standingOf(issue, 'release-watch'), standing)
    })
  }
})

describe('the words of a section in a body', () => {
  for (const [what, body, words, expected] of [
    ['are added to nothing', '', 'W', '## Security\n\nW\n'],
    ['are added behind the note', 'Note.\n', 'W', 'Note.\n\n## Security\n\nW\n'],
    ['stand before a later section', '## Shoutouts\n\nT\n', 'W', '## Security\n\nW\n\n## Shoutouts\n\nT\n'],
    ['stand behind an earlier one', '## Headlines\n\nT\n', 'W', '## Headlines\n\nT\n\n## Security\n\nW\n'],
    [
      'take the place of others',
      '## SECURITY ##\nold\n\n## Shoutouts\n\nT\n',
      'W',
      '## SECURITY ##\n\nW\n\n## Shoutouts\n\nT\n',
    ],
    ['of two headings become one', 'N\n\n## Security\n\na\n\n## security\n\nb\n', 'W', 'N\n\n## Security\n\nW\n'],
    ['leave with their heading', 'N\n\n## Security\n\na\n\n## Shoutouts\n\nT\n', undefined, 'N\n\n## Shoutouts\n\nT\n'],
    ['leave the end of the body', 'N\n\n## Security\n\na\n', undefined, 'N\n'],
    ['are not looked for in code', '```\n## Security\n```\n', undefined, '```\n## Security\n```\n'],
  ] as const) {
    test(what, () => {
      assert.equal(setSection(body, 'security', words), expected)
    })
  }
})

describe('whatever an editor leaves in the body', () => {
  const LINES = [
    ...['## Release watch', '## release-watch', '## Release watch ##', '## Subproject releases', '## Events and calls'],
    ...['## Headlines', '## Tides', '## __proto__', '## $&', '## ', '### Release watch', ' ## Release watch'],
    ...['```', '````', '~~~', '```js', '``` a`b', '    ```', '<!--', '-->', '<!-- x -->', '<!-- ## Release watch -->'],
    ...['', '', '', 'words', '- A patch', '---', '> ## Release watch', '- ## Release watch', '<div>', "$'", '\\1'],
  ]
  const bodies = Array.from({ length: 300 }, (_, seed) => {
    let state = seed + 1
    const next = (below: number) => ((state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) % 65_521) % below
    return `${Array.from({ length: next(9) }, () => LINES[next(LINES.length)])
      .join('\n')
      .trim()}\n`
  })

  test('is there after the program wrote, once and for all, and comes back as it was', () => {
    const start = open()
    for (const body of bodies) {
      const before = { ...start.issue, body }
      const curation = { ...start, issue: before }
      const issue = refreshed(curation)
      assert.deepEqual(refreshSections({ ...curation, issue }).operations, [], `written twice: ${JSON.stringify(body)}`)
      const lines = new Set(issue.body.split('\n').map((line) => line.trimEnd()))
      for (const line of body.split('\n'))
        assert.ok(lines.has(line.trimEnd()), `lost: ${line} of ${JSON.stringify(body)}`)
      const written = { ...curation, issue }
      const undone = after(written, operationsBetween(written, curation))
      assert.deepEqual(splitIssueBody(undone.body), splitIssueBody(body), `not as it was: ${JSON.stringify(body)}`)
      const read = take(parseIssue(formatIssue(issue), issue.key, 'content/issues/x.md'))
      assert.equal(read.body.trim(), issue.body.trim())
    }
  })

  test('is not taken in by a note that ends in code which nobody ended', () => {
    const { issue } = open({ body: 'Old.\n\n## Shoutouts\n\nThanks.\n' })
    const state = { issue, verdicts: new Map(), edits: [] }
    const changed = take(applyOperations(state, [{ verb: 'note', text: 'New:\n\n```\nhelm upgrade' }])).issue
    assert.equal(changed.body, 'New:\n\n```\nhelm upgrade\n```\n\n## Shoutouts\n\nThanks.\n')
  })
})
