import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { relaxBody } from '../../../src/core/send/relax-body.ts'

describe('a body in the form that DKIM hashes', () => {
  const cases: readonly (readonly [body: string, relaxed: string])[] = [
    ['', ''],
    ['\r\n\r\n', ''],
    [' \t\r\n', ''],
    ['a', 'a\r\n'],
    ['a\r\n', 'a\r\n'],
    ['a\r\n\r\n \r\n', 'a\r\n'],
    ['a \t', 'a\r\n'],
    // The example of RFC 6376 section 3.4.5.
    [' C \r\nD \t E\r\n\r\n\r\n', ' C\r\nD E\r\n'],
    ['\r\n\r\na\t\tb  \r\n', '\r\n\r\na b\r\n'],
  ]
  for (const [body, relaxed] of cases) {
    test(`${JSON.stringify(body)} is ${JSON.stringify(relaxed)}`, () => {
      assert.equal(relaxBody(body), relaxed)
      assert.equal(relaxBody(relaxed), relaxed)
    })
  }
})
