import assert from 'node:assert/strict'
import fs from 'node:fs'
import path from 'node:path'
import { describe, test } from 'node:test'

const ROOT = path.join(import.meta.dirname, '..')
const IMPORT = /^(?:import|export)\b[^'"]*?\bfrom '(\.[^']+)'|(?:^import |\bimport\()'(\.[^']+)'/gm

type Imports = ReadonlyMap<string, readonly string[]>

/** What each module of the program imports of the others, types too, and what it loads only when it needs it. */
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
    assert.ok(imports.get('src/core/feed/parse-feed.ts')?.includes('src/core/feed/parse-json-feed.ts'), 'so does later')
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

const NAMED = /^\s*(?:import|export)\s(?:type\s)?[^'";]*?\{([^}]*)\}\s*from '(\.[^']+)'/gm
const WHOLE = /\b(?:import\(\s*(?:new URL\()?|import \* as \w+ from )'(\.[^']+)'/g
const EXPORTED = /^export (?:async )?(?:function\*?|const|class) ([\w$]+)/gm
/** What its tool asks for by its name: pages, the configuration of content, functions of the host. */
const ASKED_FOR = /^(?:src\/pages\/|src\/content\.config\.ts$|scripts\/functions\/)/

test('what a module exports to be run is used in another, if only by a test', () => {
  const files = fs.globSync(['{src,scripts,tests,public}/**/*.{ts,mjs,astro}', '*.mjs'], { cwd: ROOT })
  const texts = new Map(files.map((file) => [file, fs.readFileSync(path.join(ROOT, file), 'utf8')]))
  const taken = new Set<string>()
  const loaded = new Map<string, string[]>()
  for (const [file, text] of texts) {
    const place = (from: string) => path.join(path.dirname(file), from)
    for (const [, names = '', from = ''] of text.matchAll(NAMED)) {
      for (const name of names.split(',')) {
        const [own = ''] = name
          .trim()
          .replace(/^type /, '')
          .split(' as ')
        taken.add(`${place(from)} ${own.trim()}`)
      }
    }
    for (const [, from = ''] of text.matchAll(WHOLE))
      loaded.set(place(from), [...(loaded.get(place(from)) ?? []), text])
  }
  const unused = [...texts].flatMap(([file, text]) =>
    /^(?:src|scripts)\//.test(file) && file.endsWith('.ts') && !ASKED_FOR.test(file)
      ? [...text.matchAll(EXPORTED)]
          .map(([, name = '']) => name)
          .filter((name) => !taken.has(`${file} ${name}`))
          .filter((name) => !loaded.get(file)?.some((by) => new RegExp(`\\b${name}\\b`).test(by)))
          .map((name) => `${file} ${name}`)
      : [],
  )
  assert.deepEqual(unused, [])
})
