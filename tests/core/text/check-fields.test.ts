import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { z } from 'astro/zod'
import { checkFields, formatPath } from '../../../src/core/text/check-fields.ts'

describe('checking the fields of a value', () => {
  const schema = z.strictObject({ title: z.string(), list: z.array(z.int()).default([]) })

  test('gives what the schema makes of a good one', () => {
    assert.deepEqual(
      checkFields({ title: 'a' }, schema, 'x.jsonl', () => 7),
      { ok: true, value: { title: 'a', list: [] } },
    )
  })

  test('names file, line and field of everything that is wrong', () => {
    const checked = checkFields({ list: [1, 'two'], lamp: 1 }, schema, 'x.jsonl', (path) => path.length)
    assert.deepEqual(checked, {
      ok: false,
      problems: [
        { where: 'x.jsonl', field: 'title', line: 1, what: 'this field is missing; expected text' },
        { where: 'x.jsonl', field: 'list[1]', line: 2, what: 'expected a number, found "two"' },
        { where: 'x.jsonl', field: 'lamp', line: 1, what: 'no such field; is "lamp" misspelt?' },
      ],
    })
  })

  test('says what stands where fields should be', () => {
    const checked = checkFields(5, schema, 'x.jsonl', () => 1)
    assert.ok(!checked.ok)
    assert.deepEqual(
      checked.problems.map(({ field, what }) => [field, what]),
      [[undefined, 'expected fields with values, found 5']],
    )
  })

  test('says what belongs in fields that are missing or hold something else, what must be there first', () => {
    const mail = z.strictObject({ replyTo: z.string().optional(), from: z.string() }).refine(() => true)
    const whole = z.strictObject({
      mail,
      ports: z.array(z.strictObject({ berth: z.strictObject({ depth: z.int() }) })),
    })
    const whats = (value: unknown) => {
      const checked = checkFields(value, whole.optional(), 'x.yml', () => 1)
      return checked.ok ? [] : checked.problems.map(({ field, what }) => [field, what])
    }
    assert.deepEqual(whats({ ports: [{}] }), [
      ['mail', 'this field is missing; expected fields with values (from, and if wanted replyTo)'],
      ['ports[0].berth', 'this field is missing; expected fields with values (depth)'],
    ])
    assert.deepEqual(whats({ mail: 'from: ada', ports: [] }), [
      ['mail', 'expected fields with values (from, and if wanted replyTo), found "from: ada"'],
    ])
    assert.deepEqual(whats(null), [[undefined, 'expected fields with values (mail, ports), found nothing']])
  })

  test('names a field as one would write it', () => {
    assert.equal(formatPath(['picks', 2, 'authors', 0, 'name']), 'picks[2].authors[0].name')
    assert.equal(formatPath([]), '')
  })

  test('quotes no more than a few words of what another field says', () => {
    const rule = z.strictObject({ end: z.string() }).superRefine((_, context) => {
      context.addIssue({ code: 'custom', path: ['end'], message: `expected ${'x'.repeat(100_000)}` })
    })
    const checked = checkFields({ end: 'a' }, rule, 'x.yml', () => 1)
    assert.ok(!checked.ok)
    assert.ok((checked.problems[0]?.what.length ?? 0) < 400)
  })
})
