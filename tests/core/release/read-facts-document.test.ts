import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { readFactsDocument } from '../../../src/core/release/read-facts-document.ts'
import { formatProblem } from '../../../src/core/text/problem.ts'
import { startProcessorTime } from '../../processor-time.ts'

const WHERE = 'https://facts.example/schedule.yaml'
const bytes = (text: string) => new TextEncoder().encode(text)
const read = (text: string | Uint8Array) =>
  readFactsDocument('kubernetes-schedule', typeof text === 'string' ? bytes(text) : text, WHERE)

const ENTRY = '- release: "1.36"\n  releaseDate: 2026-04-22\n'
const GOOD = `schedules:\n${ENTRY}`

describe('reading what a source of facts answered', () => {
  for (const [name, text] of [
    ['lines that end as on Windows', GOOD.replaceAll('\n', '\r\n')],
    ['a mark of byte order in front', `\ufeff${GOOD}`],
    ['two marks of byte order in front', `\ufeff\ufeff${GOOD}`],
    ['a version of YAML in front', `%YAML 1.1\n---\n${GOOD}`],
    ['an anchor that is put in once', `x: &x\n  release: "1.36"\n  releaseDate: 2026-04-22\nschedules:\n- *x\n`],
    ['fields named like those of an object', `${GOOD}  __proto__: {release: "9.9"}\n  constructor: 1\n`],
  ] as const) {
    test(`takes ${name} for what it is`, () => {
      const facts = read(text)
      assert.ok(facts.ok, JSON.stringify(facts))
      assert.deepEqual(
        facts.value.minors.map(({ minor, released }) => [minor, released]),
        [['1.36', '2026-04-22']],
      )
    })
  }

  const many = (entry: (n: number) => string) => Array.from({ length: 3_000 }, (_, n) => entry(n)).join('')
  for (const [name, text, says] of [
    ['a page', '\n <!doctype html><title>no</title>', /web page/],
    ['nothing', ' \n', /empty/],
    ['a text in UTF-16', new Uint8Array(Buffer.from(`\ufeff${GOOD}`, 'utf16le')), /UTF-8/],
    ['a text in UTF-16 without a mark', new Uint8Array(Buffer.from(GOOD, 'utf16le')), /expected a list/],
    ['fifty megabytes', new Uint8Array(50_000_000), /larger/],
    ['two documents in one', `${GOOD}---\n${GOOD}`, /multiple documents/],
    ['a list that stands there twice', `${GOOD}${GOOD}`, /"schedules" stands here twice/],
    ['keys without end', many((n) => `k${n}: 1\n`), /expected a list/],
    ['keys without end in one line', `{${many((n) => `k${n}: 1, `)}}`, /expected a list|not YAML/],
    ['lists within lists', `schedules: ${'['.repeat(1_500)}${']'.repeat(1_500)}`, /more than 100 levels/],
    ['mappings within mappings', `schedules: ${'{a: '.repeat(500)}1${'}'.repeat(500)}`, /more than 100 levels/],
    ['brackets that nobody opened', ']'.repeat(20_000), /not YAML/],
    ['mistakes in every line', 'a: "x" y\n'.repeat(4_000), /not YAML/],
    [
      'more minors than there can be',
      `schedules:\n${many((n) => `- {release: "1.${n}"}\n`)}`,
      /more than there can be/,
    ],
    [
      'more patches than there can be',
      `${GOOD}  previousPatches:\n${many((n) => `  - {release: 1.36.${n}}\n`)}`,
      /patches of 1\.36, more than there can be/,
    ],
  ] as const) {
    test(`says of ${name} what it is, briefly and in good time`, () => {
      const spent = startProcessorTime()
      const facts = read(text)
      assert.ok(spent() < 20_000, `${spent()} ms`)
      assert.ok(!facts.ok, 'it was taken')
      const said = facts.problems.map(formatProblem).join('\n')
      assert.match(said, says)
      assert.ok(facts.problems.length <= 20, `${facts.problems.length} problems`)
      assert.ok(said.length < 5_000, `${said.length} characters`)
    })
  }

  test('says of entries that are all wrong what the first ones are, and how many follow', () => {
    const facts = read(`schedules:\n${'- {release: x}\n'.repeat(2_000)}`)
    assert.ok(facts.ok)
    assert.equal(facts.value.problems.length, 20)
    assert.match(facts.value.problems.at(-1)?.what ?? '', /^1981 more things here cannot be read$/)
  })

  for (const day of [
    ...[
      '10000-01-01',
      '9999-12-31',
      '0000-01-01',
      '1970-01-01',
      '2026-02-30',
      '20260422',
      '0o17',
      '.nan',
      '.inf',
      '1e3',
    ],
    ...[
      '2026-01-01T00:00:00Z',
      '!!timestamp 2026-01-01 00:00:00',
      '[2026-01-01]',
      '{a: 2026-01-01}',
      'true',
      '２０２６-01-01',
    ],
  ]) {
    test(`takes \`${day}\` for no day, and says where it stands`, () => {
      const facts = read(`schedules:\n- release: "1.36"\n  endOfLifeDate: ${day}\n`)
      assert.ok(facts.ok)
      assert.equal(facts.value.minors[0]?.endOfLife, undefined)
      assert.deepEqual(
        facts.value.problems.map(({ field, line }) => [field, line]),
        [['schedules[0].endOfLifeDate', 3]],
      )
    })
  }

  test('reads JSON that nests without end, or names what an object has, as what it is', () => {
    const ask = (text: string) => readFactsDocument('endoflife-date', bytes(text), WHERE)
    assert.ok(!ask(`{"result":{"releases":${'['.repeat(40_000)}${']'.repeat(40_000)}}`).ok)
    const facts = ask('[{"cycle":"1.36","__proto__":{"cycle":"9.9"},"eol":"2027-06-28","eol":"2027-07-28"}]')
    assert.ok(facts.ok)
    assert.deepEqual(
      facts.value.minors.map(({ minor, endOfLife }) => [minor, endOfLife]),
      [['1.36', '2027-07-28']],
    )
  })
})
