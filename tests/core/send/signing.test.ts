import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { formatProblem } from '../../../src/core/text/problem.ts'
import { checkSigning, describeSigning, formatSigning, UNSIGNED } from '../../../src/core/send/signing.ts'

const key = ({ domain = 'light.example', selector = 'lamp1', hash = 'h1' } = {}) =>
  formatSigning({ record: `${selector}._domainkey.${domain}`, hash })

describe('what a send is signed with', () => {
  test('is told as the record that a receiver looks up, or as nobody’s here', () => {
    assert.equal(describeSigning(key()), 'signed here, as lamp1._domainkey.light.example')
    assert.equal(describeSigning(formatSigning(undefined)), 'not signed here: the mail server has to (DKIM)')
  })

  test('may be sent by who signs so, and by nobody else', () => {
    const every = [UNSIGNED, key(), key({ selector: 'lamp2' }), key({ domain: 'tide.example' }), key({ hash: 'h2' })]
    assert.equal(new Set(every).size, every.length)
    for (const signing of every) {
      for (const here of every) {
        const problem = checkSigning({ issue: '2026-W47', signing }, here)
        assert.equal(problem === undefined, signing === here, `${signing}, ${here}`)
      }
    }
  })

  for (const [what, signing, here, words] of [
    [
      'no key',
      key(),
      UNSIGNED,
      [/signed as lamp1\._domainkey\.light\.example, and no key is set here/, /Set DKIM_KEY_FILE/],
    ],
    [
      'a key of another name',
      key(),
      key({ selector: 'lamp2' }),
      [/here the key of lamp2\._domainkey/, /DKIM_SELECTOR/],
    ],
    ['another key of that name', key(), key({ hash: 'h2' }), [/here another key is set by that name/]],
    ['a key where nobody signs', UNSIGNED, key(), [/not signed by us/, /Leave the DKIM_ variables out here/]],
    ['nothing to go by', undefined, key(), [/an older version began it/]],
  ] as const) {
    test(`is refused to who has ${what}, with what to do, and how to go on`, () => {
      const problem = checkSigning({ issue: '2026-W47', signing }, here)
      assert.ok(problem)
      const text = formatProblem(problem)
      for (const each of [/^the send of 2026-W47: /, /npm run send -- --issue 2026-W47 --resume/, ...words]) {
        assert.match(text, each)
      }
      assert.equal(/--sign-anew/.test(text), signing !== undefined)
      assert.doesNotMatch(text, /\bh[12]\b/)
    })
  }
})
