import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, test } from 'node:test'

const ROOT = path.join(import.meta.dirname, '..')
const OPTIONS = { skip: process.platform === 'win32' ? 'the stand-in for npm is a shell script' : false }
let clone: string

/** A clone with one dependency, and a stand-in for npm that notes its calls and installs what the lockfile says. */
beforeEach(() => {
  clone = fs.mkdtempSync(path.join(os.tmpdir(), 'crowsnest-setup-'))
  for (const file of ['scripts/setup.mjs', 'tests/e2e/find-browser.mjs']) {
    fs.cpSync(path.join(ROOT, file), path.join(clone, file))
  }
  writeLockfile('1.0.0')
  writeNpm(
    `echo "$@" >> npm-calls`,
    `rm -rf node_modules; mkdir -p node_modules/.bin`,
    `cp package-lock.json node_modules/.package-lock.json`,
  )
})

afterEach(() => {
  fs.rmSync(clone, { recursive: true, force: true })
})

function writeLockfile(version: string, more: Record<string, unknown> = {}): void {
  const packages = { '': { name: 'clone' }, 'node_modules/anchor': { version }, ...more }
  fs.writeFileSync(path.join(clone, 'package-lock.json'), JSON.stringify({ lockfileVersion: 3, packages }))
}

function writeNpm(...lines: readonly string[]): void {
  write('bin/npm', '#!/bin/sh', ...lines)
}

function write(file: string, ...lines: readonly string[]): void {
  fs.mkdirSync(path.dirname(path.join(clone, file)), { recursive: true })
  fs.writeFileSync(path.join(clone, file), `${lines.join('\n')}\n`, { mode: 0o755 })
}

function setUp({ args = [], env = {}, node = [] }: { args?: string[]; env?: NodeJS.ProcessEnv; node?: string[] } = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [...node, 'scripts/setup.mjs', ...args], {
    cwd: clone,
    encoding: 'utf8',
    env: { PATH: [path.join(clone, 'bin'), '/usr/bin', '/bin'].join(path.delimiter), ...env },
  })
  assert.doesNotMatch(stderr, /^\s+at /m, 'a stack trace is for nobody')
  return { status, stdout, stderr }
}

/** Makes setup.mjs believe that it runs on another version of Node. */
function pretendNode(version: string): string[] {
  write('pretend.cjs', `Object.defineProperty(process, 'version', { value: '${version}' })`)
  return ['--require', path.join(clone, 'pretend.cjs')]
}

const npmCalls = () => {
  const file = path.join(clone, 'npm-calls')
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8').trim().split('\n').length : 0
}

describe('setup', OPTIONS, () => {
  test('installs where nothing is installed, and says so on stderr alone', () => {
    const { status, stdout, stderr } = setUp()
    assert.equal(status, 0)
    assert.match(stderr, /npm ci.*because node_modules is missing/)
    assert.equal(stdout, '')
    assert.match(fs.readFileSync(path.join(clone, 'npm-calls'), 'utf8'), /^ci /)
  })

  test('does nothing and says nothing the second time', () => {
    setUp()
    assert.deepEqual(setUp(), { status: 0, stdout: '', stderr: '' })
    assert.equal(npmCalls(), 1)
  })

  test('installs again where the lockfile wants something else, and names it', () => {
    setUp()
    writeLockfile('1.0.1')
    assert.match(setUp().stderr, /wants another anchor/)
    assert.equal(npmCalls(), 2)
  })

  test('takes an install that somebody did by hand for one', () => {
    fs.mkdirSync(path.join(clone, 'node_modules'))
    fs.cpSync(path.join(clone, 'package-lock.json'), path.join(clone, 'node_modules', '.package-lock.json'))
    assert.deepEqual(setUp(), { status: 0, stdout: '', stderr: '' })
    assert.equal(npmCalls(), 0)
  })

  test('does not miss optional dependencies of other machines', () => {
    setUp()
    writeLockfile('1.0.0', { 'node_modules/anchor-darwin': { version: '1.0.0', optional: true } })
    assert.equal(setUp().stderr, '')
    assert.equal(npmCalls(), 1)
  })

  test('installs again after an install that was broken off', () => {
    fs.mkdirSync(path.join(clone, 'node_modules', 'anchor'), { recursive: true })
    assert.match(setUp().stderr, /begun and not finished/)
    assert.equal(npmCalls(), 1)
  })

  test('says what to do where npm fails, and tries again the next time', () => {
    writeNpm('echo "network unreachable" >&2', 'mkdir -p node_modules', 'exit 7')
    const { status, stderr } = setUp()
    assert.equal(status, 1)
    assert.match(stderr, /network unreachable/)
    assert.match(stderr, /failed with exit code 7.*run the same command again/)
    assert.equal(setUp().status, 1)
  })

  test('says what to do where there is no npm', () => {
    fs.rmSync(path.join(clone, 'bin', 'npm'))
    const { status, stderr } = setUp({ env: { PATH: path.join(clone, 'bin') } })
    assert.equal(status, 1)
    assert.match(stderr, /npm could not be started.*Install it/)
  })

  test('says what to do about a lockfile that a merge has broken', () => {
    setUp()
    fs.writeFileSync(path.join(clone, 'package-lock.json'), '<<<<<<< HEAD\n')
    const { status, stderr } = setUp()
    assert.equal(status, 1)
    assert.match(stderr, /git checkout package-lock\.json/)
  })

  test('refuses a Node that cannot even install', () => {
    const { status, stderr } = setUp({ node: pretendNode('v16.20.0') })
    assert.equal(status, 1)
    assert.match(stderr, /Node v16\.20\.0, which is too old.*nodejs\.org/)
    assert.equal(npmCalls(), 0)
  })

  test('takes an old Node where a new one comes with the dependencies', () => {
    writeNpm(
      'mkdir -p node_modules/.bin; cp package-lock.json node_modules/.package-lock.json',
      'printf "#!/bin/sh\\necho v24.21.0\\n" > node_modules/.bin/node; chmod +x node_modules/.bin/node',
    )
    assert.equal(setUp({ node: pretendNode('v20.20.2') }).status, 0)
  })

  test('refuses an old Node where none comes with the dependencies, each time', () => {
    const node = pretendNode('v20.20.2')
    for (let time = 1; time <= 2; time += 1) {
      const { status, stderr } = setUp({ node })
      assert.equal(status, 1)
      assert.match(stderr, /runs on Node 24 or newer; this is v20\.20\.2.*Install Node 24/)
    }
  })

  test('says what to do where the Node of the dependencies does not run on this machine', () => {
    writeNpm(
      'mkdir -p node_modules/.bin; cp package-lock.json node_modules/.package-lock.json',
      'printf "#!/bin/sh\\nexit 127\\n" > node_modules/.bin/node; chmod +x node_modules/.bin/node',
    )
    const { status, stderr } = setUp()
    assert.equal(status, 1)
    assert.match(stderr, /does not run here/)
  })

  test('uses the npm of the machine, and none that node_modules brings', () => {
    fs.mkdirSync(path.join(clone, 'node_modules', '.bin'), { recursive: true })
    write('node_modules/.bin/npm', '#!/bin/sh', 'exit 9')
    const own = path.join(clone, 'node_modules', '.bin')
    const PATH = [own, path.join(clone, 'bin'), '/usr/bin', '/bin'].join(path.delimiter)
    assert.equal(setUp({ env: { PATH } }).status, 0)
    assert.equal(npmCalls(), 1)
  })

  test('with --browser, says what to do where BROWSER_PATH is wrong', () => {
    const { status, stderr } = setUp({ args: ['--browser'], env: { BROWSER_PATH: '/gone/chrome' } })
    assert.equal(status, 1)
    assert.match(stderr, /BROWSER_PATH is \/gone\/chrome.*Correct it/)
  })

  test('with --browser, takes the browser of BROWSER_PATH', () => {
    write('chrome', '#!/bin/sh')
    assert.equal(setUp({ args: ['--browser'], env: { BROWSER_PATH: path.join(clone, 'chrome') } }).status, 0)
  })

  test('refuses an option that it does not know', () => {
    const { status, stderr } = setUp({ args: ['--brwoser'] })
    assert.equal(status, 2)
    assert.match(stderr, /does not take --brwoser/)
  })
})
