import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { boilNotes } from '../../../src/core/release/boil-notes.ts'
import { hasControls, htmlToText } from '../../../src/core/text/plain-text.ts'
import { wordRuns } from '../../../src/core/text/word-runs.ts'
import { startProcessorTime } from '../../processor-time.ts'

const list = (...lines: string[]) => `<ul>${lines.map((line) => `<li>${line}</li>`).join('')}</ul>`

describe('the notes of a release come down to a line that names what changed', () => {
  const cases: [name: string, html: string, expected: string | undefined][] = [
    [
      'an advisory with what it is about',
      `<p><strong>Summary</strong>:</p><ul><li><p>Security update:</p>${list('CVE-2026-10001: A leak in the lamp pool')}</li></ul>`,
      'CVE-2026-10001 (leak in lamp pool)',
    ],
    [
      'advisories by their ids, those that are too many counted',
      `<h3>Security</h3>${list('CVE-2026-10001: oil', 'CVE-2026-10002: wick', 'CVE-2026-10003: glass', 'CVE-2026-10004: rope')}`,
      'CVE-2026-10001, CVE-2026-10002, CVE-2026-10003 and 1 more advisory',
    ],
    [
      'an advisory that only a link names',
      `<h2>Security Advisories</h2>${list('<a href="https://github.com/a/b/security/advisories/GHSA-aaaa-bbbb-cccc">A wick that burns the keeper</a>')}`,
      'GHSA-aaaa-bbbb-cccc',
    ],
    [
      'security before what breaks, what breaks before what goes, and the news before the fixes',
      `<h3>Features</h3>${list('Add a foghorn', 'Add tide tables')}<h3>Bug Fixes</h3>${list('Fix a squeaking hinge')}
       <h3>Deprecations</h3>${list('The oil lamp is deprecated')}<h3>Breaking Changes</h3>${list('Ships need a pilot')}
       <h3>Security</h3>${list('Harden the harbour gate')}`,
      'security: harden harbour gate; breaking: Ships need pilot; deprecated: oil lamp; foghorn, tide tables; 1 fix',
    ],
    [
      'what is based on something by its whole name, not cut in the middle of it',
      `<h3>Bugfixes</h3>${list(
        'add the berth name for tide based moorings so ships can pick the right quay (#1, @keeper)',
        'Fix a lamp based on whale oil that smells (#2, @keeper)',
      )}`,
      'fixes: add berth name for tide based moorings, lamp based on whale oil that smells',
    ],
    [
      'conventional commits',
      `<h2>What's Changed</h2>${list(
        'feat(lamp): add a second lens by @keeper in https://github.com/a/b/pull/1',
        'feat: allow ships to signal back by @keeper in https://github.com/a/b/pull/2',
        'fix(ui): hide the broken bell by @keeper in https://github.com/a/b/pull/3',
        'chore(deps): bump rope from 1 to 2 by @dependabot in https://github.com/a/b/pull/4',
        'docs: describe the bell by @keeper in https://github.com/a/b/pull/5',
      )}`,
      'second lens, ships to signal back; 1 fix',
    ],
    [
      'labels in brackets',
      list(
        '[CHANGE] Lamp: Deprecate <code>lamp_oil_total</code>, use <code>lamp_watts</code>. #12',
        '[FEATURE] Lamp: Add a rotating shade. #13',
        '[ENHANCEMENT] Bell: Support fog banks. #14',
        '[BUGFIX] Fix a crack. #15',
      ),
      'deprecated: lamp_oil_total; rotating shade in Lamp, fog banks in Bell; 1 fix',
    ],
    [
      'changes by kind, with the dependencies below not taken for news',
      `<h2>Changes by Kind</h2><h3>Feature</h3>${list('Make v1.28.6 of the tide the default (#1, @keeper)')}
       <h3>Bug or Regression</h3>${list('Fixed a leaking boat (#2, @keeper)')}
       <h2>Dependencies</h2><h3>Added</h3>${list('example.com/rope: v1.0.0')}<h3>Removed</h3>${list('example.com/tar: v0.1.0')}`,
      'make v1.28.6 of tide default; 1 fix',
    ],
    [
      'marks in front of requests',
      `<h2>Changes</h2>${list('✨ Add gulls (#1)', '🐛 Fix the pier (#2)', '⚠️ Remove the old ferry (#3)', '🌱 Bump rope to v2 (#4)')}`,
      'breaking: remove old ferry; gulls; 1 fix',
    ],
    [
      'fixes alone, by name, and the rest counted',
      `<p><strong>Bugfixes:</strong></p>${list(
        'Fix a bug where the lamp would blink twice (harbour/lamp#1, @keeper)',
        'bell: fix rope leak (Backport PR harbour/lamp#2, @keeper)',
        'Fix crash of the winch (harbour/lamp#3, @keeper)',
        'Fix order of flags (harbour/lamp#4, @keeper)',
      )}`,
      'fixes: lamp would blink twice, rope leak in bell, crash of winch and 1 more',
    ],
    [
      'the last of its line',
      `<blockquote><p>This is the final release of the 2.14.x release series, and it gets no security updates.</p></blockquote>${list('fix: mend a net')}`,
      'last release of 2.14.x; fixes: mend net',
    ],
    [
      'security that has no name',
      '<p>Harbour v2 is a patch release that comes with security fixes.</p>',
      'security fixes',
    ],
    [
      'dependencies alone',
      `<h2>What's Changed</h2>${list('chore(deps): bump rope from 1.0 to 1.1 (#1)', 'Bump tar to v2 (#2)')}`,
      'dependency updates only',
    ],
    ['the Go that it is built with', '<p>All parts are now built with Go 1.25.2.</p>', 'built with Go 1.25.2'],
    ['see elsewhere', '<p>See the <a href="https://a.example/">CHANGELOG</a> for more details.</p>', undefined],
    ['checksums', `<h2>Downloads</h2>${list('lamp.tar.gz sha256 0123456789abcdef', 'Add to your path')}`, undefined],
    ['images', `<h2>Container Images</h2>${list('docker pull registry.example/lamp:v1.2.3')}`, undefined],
    [
      'people',
      `<h2>New Contributors</h2>${list('@keeper made their first contribution in https://github.com/a/b/pull/1')}`,
      undefined,
    ],
    ['an invitation', `<p>Join us!</p>${list('Join the harbour talk', 'Hang out at the quay: Thursday')}`, undefined],
    ['nothing', '', undefined],
  ]
  for (const [name, html, expected] of cases) {
    test(name, () => {
      assert.equal(boilNotes(html), expected)
    })
  }
})

describe('a line of notes is not the line of ours', () => {
  const long = 'The keeper of the northern light rows out every single evening with two full cans of oil for a lamp'
  const notes = [
    `<h2>Features</h2>${list(long)}`,
    `<h2>Features</h2>${list('rope of hemp', 'tar of pine', 'oil of whale', 'wick of cotton', 'glass of Murano')}`,
    `<h2>Security</h2>${list('GHSA-aaaa-bbbb-cccc', 'GHSA-dddd-eeee-ffff', 'GHSA-gggg-hhhh-jjjj')}`,
    `<h2>Fixes</h2>${list(...Array.from({ length: 40 }, (_, at) => `Fix the ${'very '.repeat(at % 5)}long pier number ${at} in the old harbour of the north`))}`,
    `<p>${'CVE-2026-12345 '.repeat(300)}</p>`,
  ]
  for (const [at, html] of notes.entries()) {
    test(`no eight words in a row, no more than 160 characters (${at})`, () => {
      const line = boilNotes(html)
      assert.ok(line !== undefined && line.length <= 160, line)
      assert.ok(wordRuns(line, 8).isDisjointFrom(wordRuns(htmlToText(html), 8)), line)
    })
  }

  test('nothing of a line that the feed broke off', () => {
    const html = list('Add gulls (#1)', 'Add terns (#2)', 'Add a pel')
    assert.equal(boilNotes(`<h2>New</h2>${html}`), 'gulls, terns')
  })

  test('marks, controls and turns of direction are left behind', () => {
    const line = boilNotes(
      `<h2>Features</h2>${list('Add <script>alert(1)</script> [a](javascript:x) \u202egulls\u202c \u0007 and <b>terns</b>')}`,
    )
    assert.ok(line !== undefined && !hasControls(line) && !/[<>]|alert/.test(line), line)
  })
})

test('notes of any size and shape are read in a moment', () => {
  const shapes = [
    `<ul>${'<li>Fix '.repeat(20_000)}`,
    `<ul>${`<li>${'('.repeat(200)} a, ${'b: '.repeat(50)}</li>`.repeat(300)}`,
    `<p>${'a-'.repeat(50_000)}</p>`,
    `<ul><li>${'Add support for '.repeat(4_000)}</li></ul>`,
    `<ul><li>${'[x] '.repeat(15_000)}</li></ul>`,
  ]
  for (const shape of shapes) {
    const spent = startProcessorTime()
    boilNotes(shape)
    assert.ok(spent() < 1_500, `${shape.slice(0, 30)}: ${spent()} ms`)
  }
})
