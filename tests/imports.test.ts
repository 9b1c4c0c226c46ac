import assert from 'node:assert/strict'
import fs from 'node:fs'
import path from 'node:path'
import { describe, test } from 'node:test'

const ROOT = path.join(import.meta.dirname, '..')
const IMPORT = /^(?:import|export)\b[^'"]*?\bfrom '(\.[^']+)'|^import '(\.[^']+)'/gm

type Imports = ReadonlyMap<string, readonly string[]>

/** What each module of the program imports of the others, types too. */
function readImports(): Imports {
  const files = fs.globSync('{src,scripts}/**/*.{ts,mjs,astro}', { cwd: ROOT })
  return new Map(
    files.map((file) => {
      const text = fs.readFileSync(path.join(ROOT, file), 'utf8')
      const named = [...text.matchAll(IMPORT)].map((match) => match[1] ?? match[2] ?? '')
      return [file, named.map((name) => path.join(path.dirname(file), name))]
    }),
  )
}

/** The first circle there is, from a file back to itself; undefined where there is none. */
function findCircle(imports: Imports): readonly string[] | undefined {
  const done = new Set<string>()
  const visit = (file: string, way: readonly string[]): readonly string[] | undefined => {
    const at = way.indexOf(file)
    if (at !== -1) return [...way.slice(at), file]
    if (done.has(file)) return undefined
    for (const next of imports.get(file) ?? []) {
      const circle = visit(next, [...way, file])
      if (circle !== undefined) return circle
    }
    done.add(file)
    return undefined
  }
  for (const file of imports.keys()) {
    const circle = visit(file, [])
    if (circle !== undefined) return circle
  }
  return undefined
}

describe('what imports what', () => {
  const imports = readImports()

  test('is read from every room', () => {
    assert.ok(imports.get('src/site/content.ts')?.includes('src/site/check-content.ts'))
    assert.ok(imports.get('src/pages/index.astro')?.includes('src/site/content.ts'))
    assert.ok(imports.get('src/site/check-content.ts')?.includes('src/site/site-content.ts'), 'types count')
  })

  test('has no circle, so that each file can be read with those below it alone', () => {
    assert.equal(findCircle(imports)?.join('\n  -> '), undefined)
  })

  test('would be found to have one', () => {
    const circle = new Map([
      ['a', ['b']],
      ['b', ['c', 'd']],
      ['c', []],
      ['d', ['b']],
    ])
    assert.deepEqual(findCircle(circle), ['b', 'd', 'b'])
  })
})
