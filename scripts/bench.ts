import { spawn } from 'node:child_process'
import path from 'node:path'
import { styleText } from 'node:util'
import { InvalidArgumentError } from 'commander'
import { ExpectedError } from '../src/core/text/problem.ts'
import { createProgram, print, printJson, runProgram, say } from '../src/io/command-line.ts'

/** What each name measures, by the files of tests/bench that do, each a process of its own. */
const BENCHES = {
  ingest: ['parse-feeds', 'run-ingest'],
  build: ['build-site'],
  curate: ['start-curate', 'fold-stories', 'rank-stories', 'desk-operations', 'desk-keys'],
  subscribers: ['add-signups', 'million-subscribers'],
  serve: ['serve-signups', 'tell-apart', 'bomb-lists'],
  send: ['send-issue', 'send-million', 'send-rate', 'send-killed'],
  workers: ['workers'],
} as const
type Name = keyof typeof BENCHES
const NAMES = Object.keys(BENCHES) as Name[]

/** As tests/bench/figure.ts has it. */
interface Figure {
  readonly what: string
  readonly ours: number
  readonly unit: string
  readonly peer: number
  readonly peerName: string
  readonly asked?: { readonly atLeast?: number; readonly atMost?: number; readonly atMostOurs?: number }
}

const program = createProgram('bench', 'Measures how fast it is, each figure beside that of a peer in the same run.')
  .argument('[name...]', `what to measure: ${NAMES.join(', ')} (default: all)`, readName, [])
  .option('--long', 'more rounds, and more of everything')
  .option('--json', 'machine-readable output on stdout')
  .addHelpText(
    'after',
    `
Examples:
  npm run bench -- ingest
  npm run bench -- build --long --json`,
  )
  .action(async (names: readonly Name[], { long = false, json = false }: { long?: boolean; json?: boolean }) => {
    const results = []
    for (const name of names.length > 0 ? names : NAMES) {
      for (const file of BENCHES[name]) {
        say(`Measuring ${name}, ${file.replace('-', ' ')} …`)
        const figures = await measure(file, long)
        results.push(...figures.map((figure) => ({ bench: name, ...figure, ...judge(figure) })))
        if (!json) for (const figure of figures) print(line(figure))
      }
    }
    if (json) printJson(results)
  })

function readName(text: string, before: readonly Name[]): Name[] {
  const name = NAMES.find((each) => each === text)
  if (name === undefined) throw new InvalidArgumentError(`expected ${NAMES.join(', ')}.`)
  return [...before, name]
}

async function measure(file: string, long: boolean): Promise<Figure[]> {
  const script = path.resolve(import.meta.dirname, '../tests/bench', `${file}.ts`)
  const child = spawn(process.execPath, [script, ...(long ? ['--long'] : [])], { stdio: ['ignore', 'pipe', 'inherit'] })
  const stop = () => child.kill('SIGINT')
  process.once('exit', stop)
  process.once('SIGTERM', () => process.exit(143))
  let text = ''
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()))
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve))
  process.off('exit', stop)
  if (code !== 0) throw new ExpectedError({ where: `tests/bench/${file}.ts`, what: `ended with ${code}` })
  return JSON.parse(text) as Figure[]
}

/** The ratio, and whether it is what was asked. */
function judge({ ours, peer, asked }: Figure): { ratio: number; isMet?: boolean } {
  const ratio = ours / peer
  if (asked === undefined) return { ratio }
  const { atLeast = -Infinity, atMost = Infinity, atMostOurs = Infinity } = asked
  return { ratio, isMet: ratio >= atLeast && ratio <= atMost && ours <= atMostOurs }
}

const short = (value: number) => (value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2))

function line(figure: Figure): string {
  const { what, ours, unit, peer, peerName, asked } = figure
  const { ratio, isMet } = judge(figure)
  const wanted =
    asked === undefined
      ? ''
      : asked.atLeast !== undefined
        ? `asked: at least ${asked.atLeast} ×`
        : asked.atMost !== undefined
          ? `asked: at most ${asked.atMost} ×`
          : `asked: at most ${asked.atMostOurs} ${unit}`
  const verdict = isMet === undefined ? '' : isMet ? styleText('green', '  met') : styleText('yellow', '  not met')
  const beside = `${short(ours)} ${unit}`.padStart(10)
  return `${what.padEnd(54)} ${short(ratio).padStart(6)} × ${peerName.padEnd(17)} ${beside} beside ${short(peer).padStart(5)}  ${wanted}${verdict}`.trimEnd()
}

await runProgram(program, process.argv.slice(2))
