import { spawn } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import readline from 'node:readline'
import { styleText } from 'node:util'
import { Option } from 'commander'
import { formatMoment } from '../src/core/text/moment.ts'
import { ExpectedError } from '../src/core/text/problem.ts'
import {
  addCommonOptions,
  commonOptions,
  createProgram,
  print,
  printJson,
  runProgram,
  say,
} from '../src/io/command-line.ts'
import { displayPath } from '../src/io/content-folder.ts'
import { CHECK_FAILED } from '../src/io/exit-code.ts'

/** Parts that can be left out. */
const PARTS = ['links', 'html', 'pages', 'search', 'lighthouse', 'rebuild']

/** As tests/gates/gate.ts has it. */
interface GateResult {
  readonly gate: string
  readonly where: string
  readonly limit: string
  readonly aim: string
  readonly measured: string
  readonly isMet: boolean
  readonly isAimed: boolean
  readonly details: readonly string[]
}

const program = addCommonOptions(
  createProgram('check:site', 'Holds a built site against every gate, on every template.'),
)
  .option('--dist <dir>', 'the built site', 'dist')
  .option('--sample', 'a quick look: few templates, one run each, no second build')
  .addOption(new Option('--skip <part...>', `leave out: ${PARTS.join(', ')}`).choices(PARTS).default([], 'nothing'))
  .option('--all', 'a line for every template, not only for the worst')
  .addHelpText(
    'after',
    `
Examples:
  npm run build && npm run check:site
  npm run check:site -- --sample
  npm run check:site -- --dist preview --content .crowsnest/tour --skip lighthouse
Ends with 3 where a gate is not met.`,
  )
  .action(async (options: { dist: string; sample?: boolean; skip: string[]; all?: boolean }) => {
    const { content, now, json } = commonOptions(program)
    const dist = path.resolve(options.dist)
    if (!fs.existsSync(path.join(dist, 'index.html'))) {
      throw new ExpectedError({
        where: displayPath(dist),
        what: 'there is no built site here',
        remedy: 'Run npm run build, or name the folder of a site with --dist',
      })
    }
    const skip = options.sample ? [...options.skip, 'rebuild'] : options.skip
    const { results, code } = await measure([
      ...['--dist', dist, '--content', content, '--now', formatMoment(now)],
      ...(options.sample ? ['--sample'] : []),
      ...skip.flatMap((part) => ['--skip', part]),
    ])
    if (json) printJson(results)
    else report(results, options.all ?? false)
    if (code !== 0) {
      throw new ExpectedError({
        where: 'the gates',
        what: `could not be measured to their end: the process that does it ended with ${code}`,
        remedy: 'What it said, and what it had measured, stands above; leave a part out with --skip',
      })
    }
    const failed = results.filter(({ isMet }) => !isMet)
    if (failed.length > 0) process.exitCode = CHECK_FAILED
  })

/** Runs the gates in a process of their own, which has a browser and may take minutes; what it measured before it ended. */
async function measure(args: readonly string[]): Promise<{ results: GateResult[]; code: number | null }> {
  const script = path.resolve(import.meta.dirname, '../tests/gates/run-gates.ts')
  const child = spawn(process.execPath, [script, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  process.once('exit', () => child.kill())
  const closed = new Promise<number | null>((resolve) => child.once('close', resolve))
  const results: GateResult[] = []
  for await (const line of readline.createInterface({ input: child.stdout })) {
    results.push(JSON.parse(line) as GateResult)
  }
  return { results, code: await closed }
}

/** A line for every gate, with the template that is worst at it, and below it what was found where it is not met. */
function report(results: readonly GateResult[], all: boolean): void {
  const gates = Map.groupBy(results, ({ gate }) => gate)
  print(`      ${row('gate', 'limit', 'aim', 'measured', 'where')}`)
  for (const [gate, found] of gates) {
    const shown = all ? found : [worst(found)]
    for (const { limit, aim, measured, where, isMet, isAimed } of shown) {
      const verdict = !isMet
        ? styleText('red', 'FAIL')
        : isAimed
          ? styleText('green', 'aim ')
          : styleText('yellow', 'ok  ')
      const place = found.length > 1 && !all ? `worst of ${found.length}: ${where}` : where
      print(`${verdict}  ${row(gate, limit, aim, measured, place)}`)
    }
    for (const { where, details } of found.filter(({ isMet }) => !isMet)) {
      for (const detail of details) say(`        ${where}: ${detail}`)
    }
  }
  const failed = [...gates.values()].filter((found) => found.some(({ isMet }) => !isMet))
  say(failed.length === 0 ? 'Every gate is met.' : `${failed.length} of ${gates.size} gates are not met.`)
}

/** The result that is furthest from its aim: what fails first, then the largest number, of scores the smallest. */
function worst(found: readonly GateResult[]): GateResult {
  const value = ({ measured, limit }: GateResult) => Number.parseFloat(measured) * (limit.startsWith('≥') ? -1 : 1)
  return found.reduce((one, other) => {
    if (one.isMet !== other.isMet) return one.isMet ? other : one
    return value(other) > value(one) ? other : one
  })
}

function row(gate: string, limit: string, aim: string, measured: string, where: string): string {
  return `${gate.padEnd(32)} ${limit.padEnd(11)} ${aim.padEnd(11)} ${measured.padEnd(11)} ${where}`
}

await runProgram(program, process.argv.slice(2))
