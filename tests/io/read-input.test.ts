import assert from 'node:assert/strict'
import fs from 'node:fs'
import path from 'node:path'
import { describe, test } from 'node:test'
import { inputName, readInput } from '../../src/io/read-input.ts'
import { makeTemporaryFolder } from './temporary-folder.ts'

const REMEDY = 'Name another'

describe('what a person names to be read', () => {
  const sizes: readonly (readonly [most: number, text: string, whole: number])[] = [
    [10, 'lamp', 4],
    [4, 'lamp', 4],
    [3, 'lam', 4],
  ]
  for (const [most, text, whole] of sizes) {
    test(`of four bytes, ${most} at most are read, and how many there are is told`, async () => {
      using folder = makeTemporaryFolder()
      const file = path.join(folder.path, 'lamp.txt')
      fs.writeFileSync(file, 'lamp')
      const input = await readInput(file, { most, remedy: REMEDY })
      assert.ok(input.ok)
      assert.deepEqual([Buffer.from(input.value.bytes).toString(), input.value.whole], [text, whole])
    })
  }

  test('is a problem where it is not there, or is a folder', async () => {
    using folder = makeTemporaryFolder()
    for (const [file, what] of [
      [path.join(folder.path, 'nowhere'), 'there is no such file'],
      [folder.path, 'this is a folder'],
    ] as const) {
      const input = await readInput(file, { most: 10, remedy: REMEDY })
      assert.deepEqual(input, { ok: false, problems: [{ where: inputName(file), what, remedy: REMEDY }] })
    }
  })

  test('is called standard input for -', () => {
    assert.equal(inputName('-'), 'standard input')
  })
})
