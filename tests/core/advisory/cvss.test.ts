import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { baseScore, severityOf } from '../../../src/core/advisory/cvss.ts'

/** Scores as FIRST's calculators of 3.0 and 3.1 give them. */
const SCORES: readonly [vector: string, score: number][] = [
  ['CVSS:3.1/AV:L/AC:L/PR:H/UI:N/S:U/C:L/I:L/A:N', 3.4],
  ['CVSS:3.1/AV:N/AC:L/PR:H/UI:N/S:U/C:H/I:H/A:N', 6.5],
  ['CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H', 8.8],
  ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', 9.8],
  ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H', 10],
  ['CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:C/C:H/I:N/A:N', 6.5],
  ['CVSS:3.0/AV:N/AC:L/PR:L/UI:N/S:U/C:L/I:L/A:L', 6.3],
  ['CVSS:3.0/AV:L/AC:L/PR:L/UI:N/S:U/C:N/I:L/A:H', 6.1],
  ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N', 0],
  ['CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:N/I:N/A:H/CR:H/IR:H/AR:M', 5.5],
]

describe('a vector of CVSS 3', () => {
  for (const [vector, score] of SCORES) {
    it(`${vector} gives ${score}`, () => assert.equal(baseScore(vector), score))
  }

  for (const [what, vector] of [
    ['of version 2', 'AV:N/AC:L/Au:N/C:P/I:P/A:P'],
    ['of version 4', 'CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N'],
    ['without a base metric', 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H'],
    ['with one metric twice', 'CVSS:3.1/AV:N/AV:L/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H'],
    ['with a value that is none', 'CVSS:3.1/AV:X/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H'],
  ] as const) {
    it(`gives no score ${what}`, () => assert.equal(baseScore(vector), undefined))
  }
})

it('the bands of severity begin where the specification says', () => {
  const bands = [0, 0.1, 3.9, 4, 6.9, 7, 8.9, 9, 10].map((score) => severityOf(score))
  assert.deepEqual(bands, [undefined, 'low', 'low', 'medium', 'medium', 'high', 'high', 'critical', 'critical'])
})
