import assert from 'node:assert/strict'
import fs from 'node:fs'
import path from 'node:path'
import { describe, test } from 'node:test'
import { SUGGESTED } from '../../src/core/source/source.ts'
import { writeItem } from '../../src/io/item-files.ts'
import { makeStored } from '../builders.ts'
import { makeTemporaryFolder } from '../io/temporary-folder.ts'
import { runScript } from './run-script.ts'

const FORK = path.join(import.meta.dirname, '../fixtures/fork/content')

/** A publication of its own, which is valid as it stands. */
function makePublication() {
  const folder = makeTemporaryFolder()
  fs.cpSync(FORK, folder.path, { recursive: true })
  return {
    content: folder.path,
    check: () => runScript('check', ['--only', 'content'], { CROWSNEST_CONTENT: folder.path, NO_COLOR: '1' }),
    [Symbol.dispose]() {
      folder[Symbol.dispose]()
    },
  }
}

describe('npm run check -- --only content', () => {
  test('takes a candidate that a reader suggested, which no feed has brought', async () => {
    using publication = makePublication()
    const url = 'https://harbour.example/suggested'
    writeItem(publication.content, makeStored({ url, sources: [{ id: SUGGESTED, url }] }))
    const { code, stdout, stderr } = await publication.check()
    assert.equal(code, 0, stdout + stderr)
  })

  test('tells who writes content what is wrong with which file and what to do, and nothing of our code', async () => {
    using publication = makePublication()
    const site = path.join(publication.content, 'site.yml')
    fs.writeFileSync(site, fs.readFileSync(site, 'utf8').replace(/^name: .*$/m, 'name: 3'))
    fs.rmSync(path.join(publication.content, 'sources'), { recursive: true })
    const { code, stderr } = await publication.check()
    assert.equal(code, 1)
    assert.match(stderr, /site\.yml:\d+, name: expected text, found 3\./)
    assert.match(stderr, /there are no sources in .*: npm run sources -- add URL follows a feed/)
    assert.doesNotMatch(stderr, /^ +at |AssertionError|node:internal/m)
  })
})
