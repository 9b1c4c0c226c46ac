import assert from 'node:assert/strict'
import fs from 'node:fs'
import path from 'node:path'
import { describe, test } from 'node:test'
import { runBench } from '../../src/io/run-bench.ts'
import { currentCommit, describeThisMachine } from '../../src/io/this-machine.ts'
import { makeTemporaryFolder } from './temporary-folder.ts'

const FIGURE = { what: 'a lamp', ours: 1, unit: 's', peer: 2, peerName: 'a bare lamp' }
/** Leaves a process and a file behind, says who it is, and never ends by itself. */
const STUCK = `
import fs from 'node:fs'
import { spawn } from 'node:child_process'
const left = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'inherit' })
fs.writeFileSync(process.env.TMPDIR + '/left', 'behind')
fs.writeFileSync(process.env.TOLD, JSON.stringify({ folder: process.env.TMPDIR, pids: [process.pid, left.pid] }))
setInterval(() => {}, 1000)
`
const isAlive = (pid: number) => {
  try {
    process.kill(pid, 0)
    // What has ended and was not asked for is there by name alone.
    return !/^State:\tZ/m.test(fs.readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return false
  }
}

/** A folder of benchmarks with one of them, and how it ends. */
async function run(code: string, options: Partial<Parameters<typeof runBench>[1]> = {}) {
  using folder = makeTemporaryFolder()
  fs.writeFileSync(path.join(folder.path, 'lamp.ts'), code)
  const told = path.join(folder.path, 'told.json')
  process.env.TOLD = told
  const stop = new AbortController()
  const watch = setInterval(() => {
    if (fs.existsSync(told) && options.signal !== undefined) stop.abort()
  }, 20)
  const given = { seconds: 60, long: false, folder: folder.path, ...options }
  const result = await runBench('lamp', { ...given, signal: stop.signal })
  clearInterval(watch)
  const left = fs.existsSync(told)
    ? (JSON.parse(fs.readFileSync(told, 'utf8')) as { folder: string; pids: number[] })
    : undefined
  return { result, left }
}

describe('a benchmark that is run', () => {
  test('gives what it printed', async () => {
    const { result } = await run(`console.log(${JSON.stringify(JSON.stringify([FIGURE]))})`)
    assert.deepEqual(result, { ok: true, value: [FIGURE] })
  })

  test('is told of --long', async () => {
    const figure = JSON.stringify(FIGURE)
    const code = `console.log(JSON.stringify([{ ...${figure}, what: process.argv.slice(2).join() }]))`
    const { result } = await run(code, { long: true })
    assert.equal(result.ok && result.value[0]?.what, '--long')
  })

  const failing: [what: string, code: string, said: RegExp][] = [
    ['fails says with what it ended', 'process.exit(3)', /lamp\.ts.*ended with 3/],
    ['prints something else says so', "console.log('soon')", /no JSON/],
    ['prints a figure that is no number says where', `console.log('[{"what":"a","ours":null}]')`, /ours/],
  ]
  for (const [what, code, said] of failing) {
    test(`and ${what}`, async () => {
      const { result } = await run(code)
      assert.ok(!result.ok)
      assert.match(JSON.stringify(result.problems), said)
    })
  }

  test('and takes too long is given up, with all that it started and wrote', async () => {
    const { result, left } = await run(STUCK, { seconds: 1.5 })
    assert.ok(!result.ok)
    assert.match(result.problems[0]?.what ?? '', /given up after 1\.5 s/)
    assert.ok(left, 'it had not started')
    assert.deepEqual(left.pids.filter(isAlive), [])
    assert.equal(fs.existsSync(left.folder), false)
  })

  test('and is interrupted ends with all that it started and wrote', async () => {
    const { result, left } = await run(STUCK, { signal: new AbortController().signal })
    assert.equal(result.ok, false)
    assert.ok(left)
    assert.deepEqual(left.pids.filter(isAlive), [])
    assert.equal(fs.existsSync(left.folder), false)
  })
})

test('a machine is told by its processor, cores, memory, Node and system', () => {
  const { processor, cores, memory, node, system } = describeThisMachine()
  assert.ok(processor !== '' && system !== '' && cores >= 1 && (memory ?? 0) > 0)
  assert.equal(node, process.versions.node)
})

test('a commit is told by seven digits, and none is where git knows of none', () => {
  using folder = makeTemporaryFolder()
  assert.equal(currentCommit(folder.path), '')
  assert.match(currentCommit(path.join(import.meta.dirname, '../..')), /^([0-9a-f]{7,}\+?)?$/)
})
