import assert from 'node:assert/strict'
import fs from 'node:fs'
import path from 'node:path'
import { describe, test } from 'node:test'
import { codeState } from '../../src/io/code-state.ts'
import { makeTemporaryFolder } from './temporary-folder.ts'

const FILES = {
  'package.json': '{}',
  'tsconfig.json': '{}',
  'src/a.ts': 'export const a = 1\n',
  'src/pages/index.astro': '<p />\n',
  'src/content/dist/a.ts': 'export {}\n',
  'tests/fixtures/x.mjs': 'export {}\n',
  '.astro/content.d.ts': 'declare module "astro:content" {}\n',
  'node_modules/.package-lock.json': '{}',
}

/** A folder of files, gone after the test. */
function folderOf(t: { after: (done: () => void) => void }, files: Readonly<Record<string, string>> = FILES) {
  const folder = makeTemporaryFolder()
  t.after(() => {
    folder[Symbol.dispose]()
  })
  const root = folder.path
  const write = (file: string, text: string) => {
    fs.mkdirSync(path.dirname(path.join(root, file)), { recursive: true })
    fs.writeFileSync(path.join(root, file), text)
  }
  for (const [file, text] of Object.entries(files)) write(file, text)
  return { root, write }
}

describe('the state of the code', () => {
  test('is the same for the same files, wherever they are and whenever they were written', (t) => {
    assert.equal(codeState(folderOf(t).root), codeState(folderOf(t).root))
  })

  for (const file of Object.keys(FILES)) {
    test(`is another when ${file} says something else, and the old one when it is put back`, (t) => {
      const { root, write } = folderOf(t)
      const before = codeState(root)
      write(file, '{ "other": true }')
      assert.notEqual(codeState(root), before)
      write(file, FILES[file as keyof typeof FILES])
      assert.equal(codeState(root), before)
    })
  }

  test('is another when a file is added, is gone, or has another name', (t) => {
    const { root, write } = folderOf(t)
    const before = codeState(root)
    write('src/b.ts', '')
    const added = codeState(root)
    fs.renameSync(path.join(root, 'src/b.ts'), path.join(root, 'src/c.ts'))
    const renamed = codeState(root)
    fs.rmSync(path.join(root, 'src/c.ts'))
    assert.equal(new Set([before, added, renamed]).size, 3)
    assert.equal(codeState(root), before)
    fs.rmSync(path.join(root, 'src/a.ts'))
    assert.notEqual(codeState(root), before)
  })

  test('does not change with what neither linter nor compiler reads', (t) => {
    const { root, write } = folderOf(t)
    const before = codeState(root)
    const others = ['README.md', 'content/items/x.json', 'dist/x.mjs', 'node_modules/.cache/x.json']
    const ofDesk = ['.astro/data-store.json', '.astro/settings.json', '.astro/collections/items.schema.json']
    for (const file of [...others, ...ofDesk]) write(file, 'x')
    // With such a link an editor notes that a file is open.
    fs.symlinkSync('ada@harbour.example.4711', path.join(root, 'src/.#a.ts'))
    assert.equal(codeState(root), before)
  })
})
