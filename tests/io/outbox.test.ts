import assert from 'node:assert/strict'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { after, describe, test } from 'node:test'
import { writeOutbox } from '../../src/io/outbox.ts'

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'outbox-'))
after(() => fs.rmSync(folder, { recursive: true }))

describe('writeOutbox', () => {
  test('writes each file into a folder that it makes, and tells the paths', () => {
    const out = path.join(folder, 'new', 'outbox')
    const files = [
      { name: 'a.html', content: '<p>ü</p>' },
      { name: 'a.eml', content: new Uint8Array([13, 10]) },
    ]
    const result = writeOutbox(out, files)
    assert.deepEqual(result, { ok: true, value: [path.join(out, 'a.html'), path.join(out, 'a.eml')] })
    assert.equal(fs.readFileSync(path.join(out, 'a.html'), 'utf8'), '<p>ü</p>')
    assert.deepEqual(fs.readdirSync(out).sort(), ['a.eml', 'a.html'])
  })

  test('a folder that is a file is a problem that names it, and what to do', () => {
    const file = path.join(folder, 'file')
    fs.writeFileSync(file, 'kept')
    const result = writeOutbox(file, [{ name: 'a.html', content: 'x' }])
    assert.ok(!result.ok)
    assert.match(result.problems[0]?.where ?? '', /file\/a\.html$/)
    assert.match(result.problems[0]?.remedy ?? '', /--out/)
    assert.equal(fs.readFileSync(file, 'utf8'), 'kept')
  })
})
