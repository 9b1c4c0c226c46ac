import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { describeFindings } from '../../../src/core/doctor/describe-findings.ts'
import type { Finding } from '../../../src/core/doctor/finding.ts'

const describeRemedy = (remedy: string, width: number) => {
  const finding: Finding = { level: 'error', check: 'record', what: 'It is missing', remedy, group: 'dns' }
  return describeFindings([finding], { width, unicode: true, paint: (_, text) => text }).slice(2, -2)
}

describe('what to do about a finding', () => {
  test('breaks between words, also where it names a record only in part', () => {
    const remedy = 'Publish harbour.example. MX 10 with the name of the server that takes its mail'
    const lines = describeRemedy(remedy, 60)
    assert.ok(lines.length > 1 && lines.every((line) => line.length <= 60))
    assert.equal(lines.map((line) => line.trim()).join(' '), `→ ${remedy}`)
  })

  test('leaves a record whole on a line of its own, so that it can be copied', () => {
    const record = `light._domainkey.harbour.example. TXT "${'a'.repeat(255)}" "${'b'.repeat(99)}"`
    assert.deepEqual(describeRemedy(`Publish ${record}`, 80), [
      `${' '.repeat(15)}→ Publish:`,
      `${' '.repeat(17)}${record}`,
    ])
  })
})
