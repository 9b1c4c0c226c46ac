import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { createAddressGuard, parseCidr } from '../../src/io/address-guard.ts'

const CLOSED = [
  ...['0.0.0.0', '0.255.255.255', '10.0.0.0', '10.255.255.255', '100.64.0.0', '100.127.255.255'],
  ...['127.0.0.1', '127.255.255.255', '169.254.0.1', '169.254.169.254', '172.16.0.0', '172.31.255.255'],
  ...['192.0.0.1', '192.0.0.255', '192.0.2.1', '192.88.99.1', '192.168.0.0', '192.168.255.255'],
  ...['198.18.0.0', '198.19.255.255', '198.51.100.7', '203.0.113.7', '224.0.0.1', '239.255.255.255'],
  ...['240.0.0.1', '255.255.255.255'],
  ...['::', '::1', '::7f00:1', '::ffff:127.0.0.1', '::ffff:10.0.0.1', '::ffff:7f00:1', '0:0:0:0:0:ffff:c0a8:0001'],
  ...['64:ff9b::7f00:1', '64:ff9b::8.8.8.8', '64:ff9b:1::1', '100::1', '2001::1', '2001:db8::1', '2002:7f00:1::'],
  ...[
    '3fff::1',
    '5f00::1',
    'fc00::1',
    'fdff:ffff::1',
    'fe80::1',
    '::ffff:0:7f00:1',
    '4000::1',
    'febf::1',
    'fec0::1',
    'ff02::1',
  ],
]

const OPEN = [
  ...['1.1.1.1', '8.8.8.8', '9.255.255.255', '11.0.0.0', '100.63.255.255', '100.128.0.0', '126.255.255.255'],
  ...['128.0.0.1', '169.253.255.255', '172.15.255.255', '172.32.0.0', '192.0.1.0', '192.167.255.255', '192.169.0.0'],
  ...['198.17.255.255', '198.20.0.0', '223.255.255.255', '::ffff:8.8.8.8'],
  ...['2606:4700::1111', '2a00:1450::1', '2001:4860:4860::8888', '2003::1'],
]

describe('an address', () => {
  const guard = createAddressGuard([])
  for (const address of CLOSED) {
    test(`${address} is closed`, () => {
      assert.equal(guard.allows(address), false)
    })
  }
  for (const address of OPEN) {
    test(`${address} is open`, () => {
      assert.equal(guard.allows(address), true)
    })
  }
  for (const text of ['', 'localhost', '127.1', '1.2.3', 'fe80', 'x']) {
    test(`${JSON.stringify(text)} is none, and so not open`, () => {
      assert.equal(guard.allows(text), false)
    })
  }
})

describe('a range that is opened', () => {
  test('opens what is in it, and nothing else', () => {
    const guard = createAddressGuard(['127.0.0.0/9', 'fd00::/8'])
    assert.deepEqual(
      ['127.0.0.1', '127.127.255.255', '::ffff:127.0.0.1', 'fd12::1'].map((address) => guard.allows(address)),
      [true, true, true, true],
    )
    assert.deepEqual(
      ['127.128.0.0', '127.200.0.1', '10.0.0.1', '::1', 'fc00::1'].map((address) => guard.allows(address)),
      [false, false, false, false, false],
    )
  })

  for (const [text, valid] of [
    ['127.0.0.0/8', true],
    ['127.0.0.1/32', true],
    ['0.0.0.0/0', true],
    ['::1/128', true],
    ['fd00::/8', true],
    ['127.0.0.0', false],
    ['127.0.0.0/33', false],
    ['::1/129', false],
    ['127.0.0/8', false],
    ['127.0.0.0/-1', false],
    ['127.0.0.0/8.5', false],
    ['localhost/8', false],
    ['', false],
  ] as const) {
    test(`${JSON.stringify(text)} is ${valid ? 'one' : 'none'}`, () => {
      assert.equal(parseCidr(text) !== undefined, valid)
    })
  }

  test('that is none is a mistake of the program, and throws', () => {
    assert.throws(() => createAddressGuard(['nonsense']), /not a range/)
  })
})
