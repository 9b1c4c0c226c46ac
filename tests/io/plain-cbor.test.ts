import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Cbor, decodeCbor, encodeCbor } from '../../src/io/plain-cbor.ts'

test('numbers, texts and lists of every size come back as they were', () => {
  const sizes = [0, 23, 24, 255, 256, 65_535, 65_536]
  const values: Cbor[] = [
    ...sizes,
    4_294_967_295,
    ...sizes.map((size) => 'x'.repeat(size)),
    'Ärger 🚢',
    [],
    [[1, ['a']], 'b'],
  ]
  for (const value of values) assert.deepEqual(decodeCbor(encodeCbor(value)), value)
  assert.deepEqual(decodeCbor(encodeCbor(values)), values)
})

test('the bytes are those of the standard', () => {
  assert.equal(encodeCbor([1, [2, 'IETF'], 1000]).toString('hex'), '830182026449455446' + '1903e8')
})

test('what is no value of these kinds, or more than one, is refused', () => {
  for (const hex of ['20', 'a0', 'f6', '0101', '9f01ff']) {
    assert.throws(() => decodeCbor(Buffer.from(hex, 'hex')), /CBOR/, hex)
  }
})
