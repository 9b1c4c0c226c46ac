import fs from 'node:fs'
import path from 'node:path'
import { styleText } from 'node:util'
import { InvalidArgumentError, Option } from 'commander'
import { type BenchRun, type Figure, isBusy } from '../src/core/bench/figure.ts'
import { countMet, judgeFigure } from '../src/core/bench/judge-figure.ts'
import { plotFigures } from '../src/core/bench/plot-figures.ts'
import { describeMachine, putFigures, renderFigures } from '../src/core/bench/render-figures.ts'
import { formatResults, mergeRuns, parseResults } from '../src/core/bench/results-file.ts'
import { sayAmount, sayAsked, sayNumber, sayRatio, sayVerdict } from '../src/core/bench/say-figure.ts'
import { countNoun } from '../src/core/text/count-noun.ts'
import { formatMoment } from '../src/core/text/moment.ts'
import { ExpectedError, type Problem, take } from '../src/core/text/problem.ts'
import { writeFileAtomic } from '../src/io/atomic-file.ts'
import { createProgram, print, printJson, runProgram, say, sayProblems } from '../src/io/command-line.ts'
import { displayPath } from '../src/io/content-folder.ts'
import { INTERRUPTED, TERMINATED, USAGE } from '../src/io/exit-code.ts'
import { runBench } from '../src/io/run-bench.ts'
import { currentCommit, currentLoad, describeThisMachine } from '../src/io/this-machine.ts'

/** What each name measures, by the files of tests/bench that do, each with the seconds after which it is given up. */
const BENCHES = {
  ingest: { 'parse-feeds': 180, 'run-ingest': 300 },
  build: { 'build-site': 240 },
  search: { 'search-site': 360 },
  curate: {
    ...{ 'start-curate': 120, 'fold-stories': 120, 'rank-stories': 90, 'desk-operations': 90, 'desk-keys': 120 },
    'import-archive': 90,
  },
  subscribers: { 'add-signups': 60, 'million-subscribers': 240, 'two-stores': 90 },
  serve: { 'serve-signups': 150, 'tell-apart': 60, 'bomb-lists': 120 },
  send: { 'render-mail': 60, 'send-issue': 240, 'send-million': 120, 'send-rate': 120, 'send-killed': 180 },
  workers: { workers: 240 },
} as const satisfies Record<string, Record<string, number>>
type Name = keyof typeof BENCHES
const NAMES = Object.keys(BENCHES) as Name[]
const ORDER = Object.values(BENCHES).flatMap((scripts) => Object.keys(scripts))
/** `--long` takes as long as it takes; this is for what never ends. */
const LONG_SECONDS = 2 * 60 * 60

const ROOT = path.resolve(import.meta.dirname, '..')
const RESULTS = 'quality.json'
const PLOT = 'quality.svg'
const PAGE = 'quality.md'

interface Options {
  readonly long?: boolean
  readonly write?: boolean
  readonly redraw?: boolean
  readonly out: string
  readonly json?: boolean
}

const program = createProgram('bench', 'Measures how fast it is, each figure beside that of a peer in the same run.')
  .argument('[name...]', `what to measure: ${NAMES.join(', ')} (default: all)`, readName)
  .option('--long', 'more rounds, and more of everything')
  .option('--write', `put what is measured into ${RESULTS}, ${PAGE} and ${PLOT}, in place of what it replaces`)
  .option('--redraw', `measure nothing, and make ${PAGE} and ${PLOT} anew of ${RESULTS}`)
  .addOption(new Option('--out <dir>', 'the folder of those three').default(path.join(ROOT, 'docs'), 'docs'))
  .option('--json', 'machine-readable output on stdout')
  .addHelpText(
    'after',
    `
Examples:
  npm run bench
  npm run bench -- ingest
  npm run bench -- --write
  npm run bench -- build send --long --write
  npm run bench -- curate --json

All of it takes under twenty minutes on two cores with nothing else to do. What is not as asked is said, and fails
nothing; it ends with 1 where something could not be measured. Nothing is written without --write or --redraw.`,
  )
  .action(async (names: readonly Name[], options: Options) => {
    const out = path.resolve(options.out)
    if (options.redraw) {
      if (names.length > 0 || options.write) program.error('--redraw goes alone: it measures nothing.')
      redraw(out)
      return
    }
    await measureAll(names.length > 0 ? NAMES.filter((name) => names.includes(name)) : NAMES, { ...options, out })
  })

function readName(text: string, before: readonly Name[] = []): Name[] {
  const name = NAMES.find((each) => each === text)
  if (name === undefined) throw new InvalidArgumentError(`expected ${NAMES.join(', ')}.`)
  return [...before, name]
}

async function measureAll(names: readonly Name[], { long = false, write = false, json = false, out }: Options) {
  // What cannot be written is said before an hour of measuring, not after.
  if (write) readPlace(out)
  const machine = describeThisMachine()
  const [start, load] = [Date.now(), currentLoad()]
  say(`On ${describeMachine(machine)}, with a load of ${sayNumber(load)}.`)
  if (isBusy({ load, machine })) {
    const problem = { where: 'this machine', what: 'it is busy with something else, so that times say little' }
    sayProblems([{ ...problem, remedy: 'Measure again when it is quiet' }], 'warning')
  }
  const commit = currentCommit(ROOT)
  const signal = onSignal()
  const scripts = names.flatMap((bench) =>
    Object.entries<number>(BENCHES[bench]).map(([script, seconds]) => ({ bench, script, seconds })),
  )
  const runs: BenchRun[] = []
  const problems: Problem[] = []
  for (const [index, { bench, script, seconds }] of scripts.entries()) {
    const limit = long ? LONG_SECONDS : seconds
    say(`${index + 1}/${scripts.length} ${bench}: ${script} …`)
    const [at, begin] = [formatMoment(new Date()), performance.now()]
    const figures = await runBench(script, { seconds: limit, long, signal })
    if (signal.aborted) process.exit(signal.reason === 'SIGTERM' ? TERMINATED : INTERRUPTED)
    const took = Math.round((performance.now() - begin) / 100) / 10
    if (!figures.ok) {
      problems.push(...figures.problems)
      sayProblems(figures.problems)
      continue
    }
    say(`   took ${sayNumber(took)} s`)
    // Of all the load before the first: what is there before the others is of our own making.
    const known = { bench, script, long, at, commit, machine, load, seconds: took }
    const run: BenchRun = { ...known, figures: figures.value.map(roundFigure) }
    runs.push(run)
    if (!json) for (const figure of run.figures) print(line(figure))
    if (write) writeRuns(out, [run])
  }
  const figures = runs.flatMap((run) => run.figures.map((figure) => ({ bench: run.bench, script: run.script, figure })))
  const { met, asked } = countMet(figures.map(({ figure }) => figure))
  const seconds = Math.round((Date.now() - start) / 1_000)
  if (json) {
    printJson({
      ...{ machine, load, commit, seconds, met, asked },
      figures: figures.map(({ figure, ...from }) => {
        const { ratio, isMet } = judgeFigure(figure)
        return { ...from, ...figure, ratio, ...(isMet === undefined ? {} : { isMet }) }
      }),
      failed: problems,
    })
  } else {
    const minutes = `${Math.floor(seconds / 60)} min ${seconds % 60} s`
    print(`${countNoun(figures.length, 'figure')} in ${minutes}; ${met} of ${asked} are as asked.`)
  }
  if (write) say(`They stand in ${displayPath(path.join(out, PAGE))}.`)
  if (problems.length > 0) throw new ExpectedError(problems)
}

/** Six digits are more than any of it is good for. */
const roundFigure = (figure: Figure): Figure => {
  const short = (value: number) => Number(value.toPrecision(6))
  return { ...figure, ours: short(figure.ours), peer: short(figure.peer) }
}

/** Aborts on the first Ctrl+C or SIGTERM, so that what is under way can be ended and cleaned up after. */
function onSignal(): AbortSignal {
  const controller = new AbortController()
  process.removeAllListeners('SIGINT')
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.once(name, () => {
      say('Ending what is under way …')
      controller.abort(name)
    })
  }
  return controller.signal
}

/** What stands there: the results so far, and the page that has a place for them. */
function readPlace(out: string): { readonly runs: readonly BenchRun[]; readonly page: string } {
  const [results, page] = [path.join(out, RESULTS), path.join(out, PAGE)]
  const text = fs.existsSync(page) ? fs.readFileSync(page, 'utf8') : undefined
  if (text === undefined) {
    const remedy = `Name a folder that has a ${PAGE} with --out`
    throw new ExpectedError({ where: displayPath(page), what: 'there is no such page', remedy }, USAGE)
  }
  take(putFigures(text, '', displayPath(page)))
  const runs = fs.existsSync(results) ? take(parseResults(fs.readFileSync(results, 'utf8'), displayPath(results))) : []
  return { runs, page: text }
}

function writeRuns(out: string, runs: readonly BenchRun[]): void {
  const merged = mergeRuns(readPlace(out).runs, runs, ORDER)
  writeFileAtomic(path.join(out, RESULTS), formatResults(merged))
  redraw(out)
}

function redraw(out: string): void {
  const { runs, page } = readPlace(out)
  writeFileAtomic(path.join(out, PLOT), plotFigures(runs))
  const file = path.join(out, PAGE)
  writeFileAtomic(file, take(putFigures(page, renderFigures(runs, PLOT), displayPath(file))))
}

function line(figure: Figure): string {
  const { what, ours, unit, peer, peerName } = figure
  const asked = sayAsked(figure)
  const verdict = sayVerdict(figure)
  const colour = verdict === 'met' ? 'green' : 'yellow'
  const beside = `${sayAmount(ours, unit)} beside ${sayNumber(peer)}`
  const said = `${what.padEnd(58)} ${sayRatio(figure).padStart(8)} ${peerName.padEnd(20)} ${beside.padEnd(28)}`
  return `  ${said} ${asked && `asked: ${asked}`}${verdict && styleText(colour, `  ${verdict}`)}`.trimEnd()
}

await runProgram(program, process.argv.slice(2))
