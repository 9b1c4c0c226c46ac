import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { applyOperations } from '../../../src/core/issue/apply-operation.ts'
import { writtenSections } from '../../../src/core/issue/generated-sections.ts'
import { formatIssue } from '../../../src/core/issue/format-issue.ts'
import { splitIssueBody } from '../../../src/core/issue/issue-body.ts'
import { parseIssue } from '../../../src/core/issue/issue-file.ts'
import { setSection } from '../../../src/core/issue/set-section.ts'
import { blurbLimit, findSection, SECTIONS, sectionTitle } from '../../../src/core/issue/section.ts'
import { suggestSection } from '../../../src/core/issue/suggest-section.ts'
import { type Sections, sectionsSchema } from '../../../src/core/text/section-settings.ts'
import { makeIssue, makeItem, makePick } from '../../builders.ts'

const own: Sections = sectionsSchema.parse([
  { id: 'crossings', title: 'Crossings', blurb: 120, takes: ['blog'] },
  { id: 'release-watch', title: 'New boats' },
  { id: 'events-and-calls', title: 'Regattas', byHand: true },
  { id: 'headlines', title: 'Ahoy' },
  { id: 'thanks', title: 'Thanks aboard' },
])

describe('sections of another publication', () => {
  test('have their own titles and limits, and are found by id or title in any case', () => {
    assert.equal(sectionTitle('release-watch', own), 'New boats')
    assert.deepEqual([blurbLimit('crossings', own), blurbLimit('thanks', own)], [120, 280])
    assert.deepEqual(
      ['NEW BOATS', 'thanks', 'Technical'].map((text) => findSection(text, own)),
      ['release-watch', 'thanks', undefined],
    )
  })

  test('picks and words go to their places in the own order', () => {
    const issue = makeIssue({ picks: [], sections: own })
    const picks = ['thanks', 'headlines', 'crossings'].map((section) =>
      makePick({ url: `https://harbour.example/${section}`, title: section, section }),
    )
    const result = applyOperations(
      { issue, verdicts: new Map(), edits: [] },
      picks.map((pick) => ({ verb: 'pick', pick }) as const),
    )
    assert.ok(result.ok)
    assert.deepEqual(
      result.value.issue.picks.map(({ section }) => section),
      ['crossings', 'headlines', 'thanks'],
    )
    const body = setSection('Note.\n\n## Ahoy\n\nLand.\n', 'release-watch', 'The Tern.', own)
    assert.equal(body, 'Note.\n\n## New boats\n\nThe Tern.\n\n## Ahoy\n\nLand.\n')
    assert.deepEqual([...splitIssueBody(body, own).sections.keys()], ['release-watch', 'headlines'])
    assert.deepEqual(splitIssueBody(body).others.length, 2)
  })

  test('an issue keeps none of them in its file, and is refused where it names another', () => {
    const issue = makeIssue({ sections: own, picks: [makePick({ section: 'thanks' })] })
    const text = formatIssue(issue)
    assert.deepEqual(parseIssue(text, issue.key, 'x.md', own), { ok: true, value: issue })
    const elsewhere = parseIssue(text, issue.key, 'x.md', SECTIONS)
    assert.ok(!elsewhere.ok)
    assert.deepEqual(
      elsewhere.problems.map(({ field }) => field),
      ['picks[0].section'],
    )
  })

  test('the program writes only those that are there and that editors have not taken over', () => {
    assert.deepEqual(writtenSections({ sections: own }), ['release-watch'])
    assert.deepEqual(writtenSections({}), ['release-watch', 'subproject-releases', 'events-and-calls'])
  })

  const suggested = [
    ['blog', 'crossings'],
    ['event', 'events-and-calls'],
    // Neither has a section of its own: the first goes to whatever is neither for headlines nor the program's.
    ['video', 'crossings'],
  ] as const
  for (const [kind, section] of suggested) {
    test(`an item of the kind ${kind} is proposed for ${section}`, () => {
      assert.equal(suggestSection(makeItem({ kind, url: 'https://harbour.example/a' }), own), section)
    })
  }

  const wrong: readonly (readonly [what: string, sections: readonly object[], path: string])[] = [
    ['none', [], ''],
    ['an id twice', [own[0]!, { ...own[0]!, title: 'B' }], '1.id'],
    ['a title that is the id of another', [own[0]!, { id: 'b', title: 'crossings' }], '1.title'],
    ['a flag that nobody drew', [{ id: 'a', title: 'A', flag: 'Q' }], '0.flag'],
    ['an id with a space', [{ id: 'a b', title: 'A' }], '0.id'],
    ['a title of two lines', [{ id: 'a', title: 'A\nb' }], '0.title'],
  ]
  for (const [what, sections, where] of wrong) {
    test(`${what} is refused`, () => {
      const result = sectionsSchema.safeParse(sections)
      assert.equal(result.error?.issues[0]?.path.join('.'), where)
    })
  }
})
