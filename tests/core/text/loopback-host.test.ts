import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { isLoopbackHost } from '../../../src/core/text/loopback-host.ts'

describe('a host', () => {
  for (const host of ['localhost', '127.0.0.1', '127.1.0.7', '127.255.255.255', '::1', '[::1]']) {
    test(`${host} is this machine`, () => {
      assert.equal(isLoopbackHost(host), true)
    })
  }
  const others = [
    '',
    'localhost.example',
    '127.0.0.1.example',
    '127.0.0',
    '127.0.0.256',
    '128.0.0.1',
    '0.0.0.0',
    '::',
    '::12',
    '[::1',
    'a127.0.0.1',
  ]
  for (const host of others) {
    test(`"${host}" is none of this machine alone`, () => {
      assert.equal(isLoopbackHost(host), false)
    })
  }
})
