import { execFileSync, spawn } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { run } from 'node:test'
import { spec } from 'node:test/reporters'
import { FAILED, INTERRUPTED, TERMINATED, USAGE } from '../src/io/exit-code.ts'
import { ALONE } from '../tests/cli-alone.ts'
import { startPostgres } from '../tests/postgres-server.ts'

/** Where Node keeps what it has compiled: the tests start many processes, and each saves a third. */
const COMPILE_CACHE = path.join(import.meta.dirname, '../node_modules/.cache/compile')

/** Folders below tests/ of which a process runs all files, but for those of `ALONE`, instead of a process for each. */
const TOGETHER = ['cli', 'core', 'desk', 'io', 'jobs', 'server', 'site']

/** The file that runs those of no folder. */
const OF_NO_FOLDER = 'tests/project.ts'

/** Files below tests/ that mostly wait, for a lease to end or a server to be killed, or take long: they begin. */
const FIRST = `
  cli/send-shared cli/workers cli/serve-silent-database e2e/site io cli e2e/desk cli/send-postgres core cli/ingest
  cli/send-killed cli/start cli/signups cli/serve-postgres cli/send-rate cli/bounces e2e/hostile-feed jobs e2e/app-pages
  cli/serve deploy/netlify workflows/steps`
  .trim()
  .split(/\s+/)

/** Files at the same time, of each core: half of them wait at any moment. */
const FILES_OF_A_CORE = 2

/** Where Linux has a file system in memory, and the bytes that must be free there: far more than all tests have at once. */
const MEMORY = '/dev/shm'
const NEEDED = 2 * 1_024 ** 3

const HELP = `Usage: npm test [-- ARGUMENTS]

Runs every test, or those of the files that are named. Arguments go to node's own test runner.
What the tests write goes into memory where Linux has enough of it in ${MEMORY}; TMPDIR names another folder.

Examples:
  npm test
  npm test -- tests/core/text/week.test.ts
  npm test -- --test-name-pattern="week 53"
  npm test -- --watch`

const ROOT = path.join(import.meta.dirname, '..')
const given = process.argv.slice(2)
if (given.includes('--help')) {
  process.stdout.write(`${HELP}\n`)
} else {
  // Where the files of one run have their temporary files, and keep what each of them would build for itself.
  const share = fs.mkdtempSync(path.join(chooseTemporaryFolder(), 'crowsnest-tests-'))
  // PostgreSQL, which has a folder in it, runs as somebody else where we are root.
  fs.chmodSync(share, 0o711)
  process.once('exit', () => {
    fs.rmSync(share, { recursive: true, force: true })
  })
  const env = { ...testEnvironment(), CROWSNEST_TEST_SHARE: share, CROWSNEST_TEST_KEPT: os.tmpdir(), TMPDIR: share }
  if (given.length === 0) runAll({ ...env, ...(await shareDatabase(env)) })
  else runChosen(given, env)
}

/**
 * Memory, where a file system of it has the room and runs programs: what the tests write, they flush as the program does,
 * and wait for a disk although it outlives no test. Elsewhere, or where somebody names one, the usual folder.
 */
function chooseTemporaryFolder(): string {
  if (process.env.TMPDIR) return os.tmpdir()
  const probe = path.join(MEMORY, `crowsnest-probe-${process.pid}`)
  try {
    const { bavail, bsize } = fs.statfsSync(MEMORY)
    if (Math.min(bavail * bsize, process.availableMemory()) < NEEDED) return os.tmpdir()
    fs.writeFileSync(probe, '#!/bin/sh\n', { mode: 0o700 })
    execFileSync(probe)
    return MEMORY
  } catch {
    return os.tmpdir()
  } finally {
    fs.rmSync(probe, { force: true })
  }
}

/** One PostgreSQL for all files, which ends with this process. Where there is none, the files that want one say why. */
async function shareDatabase(env: NodeJS.ProcessEnv): Promise<NodeJS.ProcessEnv> {
  try {
    return { CROWSNEST_TEST_POSTGRES: (await startPostgres(env)).url }
  } catch {
    return {}
  }
}

/** Runs every file, in an order of ours: Node's own is that of the alphabet, in which the longest may come last. */
function runAll(env: NodeJS.ProcessEnv): void {
  const ending = new AbortController()
  for (const [signal, code] of [
    ['SIGINT', INTERRUPTED],
    ['SIGTERM', TERMINATED],
  ] as const) {
    process.on(signal, () => {
      process.exitCode = code
      ending.abort()
    })
  }
  const concurrency = FILES_OF_A_CORE * os.availableParallelism()
  run({ files: listAll(), cwd: ROOT, concurrency, env, signal: ending.signal })
    .on('test:fail', ({ todo }) => {
      if (todo === undefined || todo === false) process.exitCode ||= FAILED
    })
    .compose(new spec())
    .pipe(process.stdout)
}

/** Hands the arguments to Node's runner; with options alone it is of every file. */
function runChosen(args: readonly string[], env: NodeJS.ProcessEnv): void {
  const isNamed = args.some((argument) => !argument.startsWith('-'))
  const files = isNamed ? [] : args.includes('--watch') ? ['tests/**/*.test.ts'] : listAll()
  // Node leaves one core to itself, which on a machine with two is half of it.
  const concurrency = `--test-concurrency=${os.availableParallelism()}`
  const runner = spawn(process.execPath, ['--test', concurrency, ...args, ...files], {
    cwd: ROOT,
    env,
    stdio: 'inherit',
  })
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => runner.kill(signal))
  runner.on('exit', (code, signal) => {
    // Node ends with 9 for an option that it does not know.
    process.exitCode = code === 9 ? USAGE : (code ?? (signal === 'SIGINT' ? INTERRUPTED : FAILED))
  })
}

/** Every file of tests, those that share a process by the one that runs them; those of `FIRST` before the others. */
function listAll(): string[] {
  const alone = fs.globSync('tests/*/**/*.test.ts', { cwd: ROOT, exclude: TOGETHER.map((name) => `tests/${name}`) })
  const files = [
    OF_NO_FOLDER,
    ...TOGETHER.map((name) => `tests/${name}.ts`),
    ...ALONE.map((file) => `tests/${file}`),
    ...alone.map((file) => file.replaceAll(path.sep, '/')),
  ]
  const first = FIRST.map((name) => `tests/${name}${TOGETHER.includes(name) ? '' : '.test'}.ts`)
  const missing = first.filter((file) => !files.includes(file))
  if (missing.length > 0)
    throw new Error(`scripts/test.ts begins with ${missing.join(', ')}, which is no file of tests`)
  return [...first, ...files.filter((file) => !first.includes(file))]
}

/** Ours, without what would point the program under test elsewhere than a test does. The corpus may be named. */
function testEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => name === 'CROWSNEST_CORPUS' || !/^(CROWSNEST_|DKIM_|MAIL_|SMTP_URL$|DATABASE_URL$)/.test(name),
  )
  return { NODE_COMPILE_CACHE: COMPILE_CACHE, ...Object.fromEntries(kept) }
}
