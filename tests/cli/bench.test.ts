import assert from 'node:assert/strict'
import fs from 'node:fs'
import path from 'node:path'
import { describe, test } from 'node:test'
import { formatResults } from '../../src/core/bench/results-file.ts'
import { makeFigure, makeRun } from '../builders.ts'
import { makeTemporaryFolder } from '../io/temporary-folder.ts'
import { runHere } from './run-here.ts'

const PAGE = '# Quality\n\n<!-- figures: npm run bench -- --write -->\n\n<!-- /figures -->\n\nThe end.\n'
const bench = (...args: readonly string[]) => runHere('scripts/bench.ts', [...args])

describe('npm run bench', () => {
  test('makes page and picture anew of what was measured, and the second time the same', async () => {
    using folder = makeTemporaryFolder()
    const file = (name: string) => path.join(folder.path, name)
    fs.writeFileSync(file('quality.md'), PAGE)
    fs.writeFileSync(
      file('quality.json'),
      formatResults([makeRun({ figures: [makeFigure({ asked: { atMost: 2 } })] })]),
    )
    const { code, stderr } = await bench('--redraw', '--out', folder.path)
    assert.equal(code, 0, stderr)
    const page = fs.readFileSync(file('quality.md'), 'utf8')
    assert.match(page, /^# Quality\n[^]*\| reading the lamp \|[^]*\nThe end\.\n$/)
    assert.match(fs.readFileSync(file('quality.svg'), 'utf8'), /^<svg /)
    await bench('--redraw', '--out', folder.path)
    assert.equal(fs.readFileSync(file('quality.md'), 'utf8'), page)
  })

  const refused: [what: string, page: string | undefined, args: readonly string[], said: RegExp][] = [
    ['a name that it does not know', PAGE, ['nonsense'], /expected ingest, build/],
    ['a name beside --redraw', PAGE, ['ingest', '--redraw'], /--redraw goes alone/],
    ['a folder without a page, before it measures', undefined, ['ingest', '--write'], /no such page/],
  ]
  for (const [what, page, args, said] of refused) {
    test(`refuses ${what}`, async () => {
      using folder = makeTemporaryFolder()
      if (page !== undefined) fs.writeFileSync(path.join(folder.path, 'quality.md'), page)
      const { code, stderr } = await bench(...args, '--out', folder.path)
      assert.equal(code, 2, stderr)
      assert.match(stderr, said)
    })
  }

  test('says what is wrong with a page that has no place for figures, and leaves it', async () => {
    using folder = makeTemporaryFolder()
    fs.writeFileSync(path.join(folder.path, 'quality.md'), '# Quality\n')
    const { code, stderr } = await bench('ingest', '--write', '--out', folder.path)
    assert.equal(code, 1)
    assert.match(stderr, /no place for the figures/)
    assert.equal(fs.readFileSync(path.join(folder.path, 'quality.md'), 'utf8'), '# Quality\n')
  })
})
