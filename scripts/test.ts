import { spawn } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'

/** Where Node keeps what it has compiled: the tests start many processes, and each saves a third. */
const COMPILE_CACHE = path.join(import.meta.dirname, '../node_modules/.cache/compile')

/** Folders below tests/ of which a process runs all files, instead of a process for each. */
const TOGETHER = ['core', 'io', 'jobs', 'server', 'site']

const HELP = `Usage: npm test [-- ARGUMENTS]

Runs every test, or those of the files that are named. Arguments go to node's own test runner.

Examples:
  npm test
  npm test -- tests/core/text/week.test.ts
  npm test -- --test-name-pattern="week 53"
  npm test -- --watch`

const given = process.argv.slice(2)
if (given.includes('--help')) {
  process.stdout.write(`${HELP}\n`)
} else {
  const isNamed = given.some((argument) => !argument.startsWith('-'))
  const files = isNamed ? [] : given.includes('--watch') ? ['tests/**/*.test.ts'] : listAll()
  // Node leaves one core to itself, which on a machine with two is half of it.
  const concurrency = `--test-concurrency=${os.availableParallelism()}`
  // Where the files of one run keep what each of them would build for itself.
  const share = fs.mkdtempSync(path.join(os.tmpdir(), 'crowsnest-tests-'))
  process.once('exit', () => {
    fs.rmSync(share, { recursive: true, force: true })
  })
  const runner = spawn(process.execPath, ['--test', concurrency, ...given, ...files], {
    cwd: path.join(import.meta.dirname, '..'),
    env: { ...testEnvironment(), CROWSNEST_TEST_SHARE: share },
    stdio: 'inherit',
  })
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => runner.kill(signal))
  runner.on('exit', (code, signal) => {
    // Node ends with 9 for an option that it does not know.
    process.exitCode = code === 9 ? 2 : (code ?? (signal === 'SIGINT' ? 130 : 1))
  })
}

/** Every file of tests, those of `TOGETHER` by the one that runs them all. */
function listAll(): string[] {
  const root = path.join(import.meta.dirname, '..')
  const alone = fs.globSync('tests/**/*.test.ts', { cwd: root, exclude: TOGETHER.map((name) => `tests/${name}`) })
  return [...TOGETHER.map((name) => `tests/${name}.ts`), ...alone.map((file) => file.replaceAll(path.sep, '/'))]
}

/** Ours, without what would point the program under test elsewhere than a test does. The corpus may be named. */
function testEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => name === 'CROWSNEST_CORPUS' || !/^(CROWSNEST_|DKIM_|MAIL_|SMTP_URL$|DATABASE_URL$)/.test(name),
  )
  return { NODE_COMPILE_CACHE: COMPILE_CACHE, ...Object.fromEntries(kept) }
}
