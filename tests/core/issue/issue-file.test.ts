import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { formatIssue } from '../../../src/core/issue/format-issue.ts'
import { parseIssue } from '../../../src/core/issue/issue-file.ts'
import { makeIssue, makePick } from '../../builders.ts'

const ISSUE = makeIssue({
  body: 'A note.\n',
  picks: [makePick({ also: [{ source: 'Planet', url: 'https://p.example/' }] })],
})

test('the flaws of a pick are read as they are written, and what is none is refused', () => {
  const issue = makeIssue({ picks: [makePick({ cves: ['CVE-2026-1234'] })] })
  const parsed = parseIssue(formatIssue(issue), issue.key, 'x.md')
  assert.deepEqual(parsed.ok && parsed.value.picks, issue.picks)
  assert.deepEqual(problemsOf(formatIssue(issue).replace('CVE-2026-1234', 'GHSA-1234')), ['picks[0].cves[0]'])
})

test('who suggested a pick is read as it is written, and what turns the writing round is refused', () => {
  const issue = makeIssue({ picks: [makePick({ suggestedBy: 'Bo' })] })
  const parsed = parseIssue(formatIssue(issue), issue.key, 'x.md')
  assert.deepEqual(parsed.ok && parsed.value.picks, issue.picks)
  assert.deepEqual(problemsOf(formatIssue(issue).replace('Bo', '"\\u202eBo"')), ['picks[0].suggestedBy'])
})

function problemsOf(text: string): (string | number | undefined)[] {
  const parsed = parseIssue(text, ISSUE.key, 'x.md')
  return parsed.ok ? [] : parsed.problems.map(({ field, line }) => field ?? line)
}

describe('an issue that somebody forged', () => {
  const text = formatIssue(ISSUE)

  for (const [field, from, to] of [
    ['picks[0].url', /^ {4}url: .*$/m, '    url: javascript:alert(1)'],
    ['picks[0].url', /^ {4}url: .*$/m, '    url: "java\\nscript:alert(1)"'],
    ['picks[0].also[0].url', 'https://p.example/', 'javascript:alert(1)'],
    ['picks[0].title', /^ {4}title: .*$/m, '    title: "\\e[2J"'],
    ['picks[0].source', /^ {4}source: .*$/m, '    source: "two\\nlines"'],
    ['picks[0].blurb', /^ {4}blurb: .*$/m, '    blurb: "\\e]8;;https://x.example\\a"'],
    ['subject', /^subject: .*$/m, 'subject: "Hello\\r\\nBcc: all@x.example"'],
    ['preheader', /^preheader: .*$/m, 'preheader: "\u202eround"'],
  ] as const) {
    test(`with ${JSON.stringify(to.trim())} is refused for its ${field}`, () => {
      const forged = text.replace(from, () => to)
      assert.notEqual(forged, text)
      assert.deepEqual(problemsOf(forged), [field])
    })
  }

  test('with a control character in its words is refused at that line', () => {
    const forged = text.replace('A note.', 'A \u001b[2Jnote.')
    assert.deepEqual(problemsOf(forged), [forged.split('\n').findIndex((line) => line.includes('note.')) + 1])
  })

  test('is read where nothing was', () => {
    assert.deepEqual(problemsOf(text), [])
  })
})
