import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { describe, test } from 'node:test'

const root = path.resolve(import.meta.dirname, '../..')
const script = fs.readFileSync(path.join(root, 'src/site/page-script.mjs'))

describe('the one script of reading pages', () => {
  test('is the one that the policy of the host lets through', () => {
    const policy = fs.readFileSync(path.join(root, 'netlify.toml'), 'utf8')
    const hash = `sha256-${createHash('sha256').update(script).digest('base64')}`
    assert.deepEqual(
      [...policy.matchAll(/'(sha256-[^']+)'/g)].map(([, known]) => known),
      [hash],
    )
  })

  test('takes no more than two kilobytes', () => {
    assert.ok(script.length <= 2048, `${script.length} bytes`)
  })
})
