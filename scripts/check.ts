import { spawn } from 'node:child_process'
import path from 'node:path'
import { styleText } from 'node:util'
import { Option } from 'commander'
import { createProgram, print, printJson, runProgram, say } from '../src/io/command-line.ts'
import { FAILED } from '../src/io/exit-code.ts'

interface Step {
  readonly name: string
  readonly what: string
  readonly command: readonly [string, ...string[]]
  /** What mends it, or shows it alone. */
  readonly remedy: string
  /** It needs the machine for itself; the others only read, and run at the same time. */
  readonly alone?: boolean
}

const ROOT = path.join(import.meta.dirname, '..')
const FORMATTED = ['--cache', '--cache-strategy=content', '--cache-location=node_modules/.cache/crowsnest/formatted']
const STEPS: readonly Step[] = [
  {
    name: 'format',
    what: 'every file is formatted',
    // What it remembers goes by the content of a file, and goes with node_modules, where its own version is; `npm run format`
    // remembers in the same place, which is not the usual one: there, any run of it by hand wipes it out.
    command: ['prettier', '--check', ...FORMATTED, '--log-level=warn', '.'],
    remedy: 'npm run format',
  },
  {
    name: 'code',
    what: 'types hold; imports and code keep the rules',
    // Room for the types of everything, and for what is thrown away at once: with less, a sixth of its time goes into that.
    command: ['node', '--max-old-space-size=4096', '--max-semi-space-size=64', 'scripts/check/code.ts'],
    remedy: 'npx eslint --fix .; npx astro check',
  },
  {
    name: 'content',
    what: 'every file of content/ is valid',
    command: ['node', '--test', '--test-reporter=./scripts/check/wrong-content.ts', 'tests/content.test.ts'],
    remedy: 'npm test -- tests/content.test.ts',
  },
  { name: 'tests', what: 'every test passes', command: ['node', 'scripts/test.ts'], remedy: 'npm test', alone: true },
  {
    name: 'build',
    what: 'the site builds',
    command: ['node', 'scripts/build.ts'],
    remedy: 'npm run build',
    alone: true,
  },
]

interface Outcome {
  readonly name: string
  readonly ok: boolean
  readonly seconds: number
  readonly output: string
}

const names = STEPS.map(({ name }) => name)
const program = createProgram('check', 'All that a change must pass. A step prints its output only where it fails.')
  .addOption(new Option('--only <name...>', `only this step: ${names.join(', ')}`).choices(names))
  .addOption(new Option('--skip <name...>', 'all but this step').choices(names))
  .option('--json', 'machine-readable output on stdout')
  .addHelpText(
    'after',
    `
Examples:
  npm run check
  npm run check -- --only code
  npm run check -- --skip tests build`,
  )
  .action(async (options: { only?: string[]; skip?: string[]; json?: boolean }) => {
    const chosen = STEPS.filter(({ name }) => options.only?.includes(name) ?? true).filter(
      ({ name }) => !options.skip?.includes(name),
    )
    const outcomes: Outcome[] = []
    const together = chosen.filter(({ alone }) => !alone).map((step) => ({ step, running: run(step) }))
    const finish = async (step: Step, running: Promise<Outcome>) => {
      const outcome = await running
      outcomes.push(outcome)
      report(step, outcome, options.json ? say : print)
    }
    for (const { step, running } of together) await finish(step, running)
    for (const step of chosen) if (step.alone) await finish(step, run(step))
    const failed = outcomes.filter(({ ok }) => !ok)
    if (options.json) printJson(outcomes.map(({ name, ok, seconds }) => ({ name, ok, seconds })))
    for (const { name } of failed)
      say(`${name} failed. To mend it or see it alone: ${STEPS.find((step) => step.name === name)?.remedy}`)
    if (failed.length > 0) process.exitCode = FAILED
  })

await runProgram(program, process.argv.slice(2))

/** Runs a step to its end, with its output kept. */
function run({ name, command: [tool, ...args] }: Step): Promise<Outcome> {
  const started = performance.now()
  const chunks: Buffer[] = []
  const binaries = path.join(ROOT, 'node_modules', '.bin')
  const child = spawn(tool === 'node' ? process.execPath : tool, args, {
    cwd: ROOT,
    env: { ...process.env, PATH: [binaries, process.env.PATH].join(path.delimiter), ASTRO_TELEMETRY_DISABLED: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: process.platform === 'win32' && tool !== 'node',
  })
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => chunks.push(chunk))
  return new Promise((resolve) => {
    const end = (ok: boolean, more = '') => {
      const seconds = Math.round((performance.now() - started) / 100) / 10
      resolve({ name, ok, seconds, output: Buffer.concat(chunks).toString() + more })
    }
    child.on('error', (error) => {
      end(false, `${tool} could not be started: ${error.message}. Run npm ci.\n`)
    })
    child.on('close', (code) => {
      end(code === 0)
    })
  })
}

/** One line for a step; below it all that it said where it failed, and of the tests the closing lines in any case. */
function report({ name, what }: Step, { ok, seconds, output }: Outcome, write: (line: string) => void): void {
  const mark = ok ? styleText('green', 'ok  ') : styleText('red', 'FAIL')
  write(`${mark}  ${name.padEnd(8)} ${seconds.toFixed(1).padStart(6)} s  ${what}`)
  if (!ok) say(output.trimEnd())
  else if (name === 'tests')
    for (const line of output.match(/^(ℹ|#) (tests|pass|fail|skipped) .*$/gmu) ?? []) write(line)
}
