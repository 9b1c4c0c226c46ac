import { countNoun } from '../text/count-noun.ts'
import { failure, type Result, success } from '../text/problem.ts'
import { type BenchRun, isBusy, type Machine } from './figure.ts'
import { countMet } from './judge-figure.ts'
import { sayAmount, sayAsked, sayNumber, sayRatio, sayVerdict } from './say-figure.ts'

const BEGIN = '<!-- figures: npm run bench -- --write -->'
const END = '<!-- /figures -->'

/** A page with other figures between its two marks. */
export function putFigures(page: string, figures: string, where: string): Result<string> {
  const [begin, end] = [page.indexOf(BEGIN), page.indexOf(END)]
  if (begin === -1 || end < begin) {
    return failure({
      where,
      what: 'there is no place for the figures in this page',
      remedy: `Give it two lines of their own, \`${BEGIN}\` and \`${END}\``,
    })
  }
  return success(`${page.slice(0, begin + BEGIN.length)}\n\n${figures.trim()}\n\n${page.slice(end)}`)
}

/**
 * All figures as markdown: how many are as asked, a table for each name of the command, and when each was measured, where.
 *
 * @param picture the address of the plot of them
 */
export function renderFigures(runs: readonly BenchRun[], picture: string): string {
  if (runs.length === 0) return 'Nothing has been measured yet.'
  const { met, asked } = countMet(runs.flatMap(({ figures }) => figures))
  const machines = [...new Set(runs.map(({ machine }) => describeMachine(machine)))]
  const busy = runs.filter(isBusy)
  const said = `Of ${countNoun(asked, 'figure')} of which something is asked, ${met === asked ? 'all are' : `${met} ${met === 1 ? 'is' : 'are'}`} as asked`
  return [
    `${said}.`,
    `![The figures as ratios on a logarithmic scale, each beside its aim; the tables below say the same](${picture})`,
    ...Map.groupBy(runs, ({ bench }) => bench)
      .entries()
      .flatMap(([bench, own]) => [`### \`npm run bench -- ${bench}\``, renderBench(own)]),
    '### When and where',
    machines.length === 1
      ? `All of it on ${machines[0]}.`
      : machines.map((machine, index) => `${index + 1}. ${machine}`).join('\n'),
    ...(busy.length > 0
      ? [
          `While others used the machine, so that times say little: ${busy.map(({ script }) => `\`${script}\``).join(', ')}.`,
        ]
      : []),
    renderRuns(runs, machines),
  ].join('\n\n')
}

export const describeMachine = ({ processor, cores, memory, node, system }: Machine): string =>
  [
    ...[processor, countNoun(cores, 'core')],
    ...(memory === undefined ? [] : [`${sayNumber(memory)} GB`]),
    ...[`Node ${node}`, system],
  ].join(', ')

function renderBench(runs: readonly BenchRun[]): string {
  return renderTable(
    ['figure', 'asked', 'measured', 'peer', 'ratio', 'as asked'],
    runs.flatMap(({ figures, long }) =>
      figures.map((figure) => [
        `${figure.what}${long ? ' (`--long`)' : ''}`,
        sayAsked(figure),
        sayAmount(figure.ours, figure.unit),
        `${figure.peerName}, ${sayAmount(figure.peer, figure.unit)}`,
        sayRatio(figure),
        { met: 'yes', 'not met': '**no**', '': '' }[sayVerdict(figure)],
      ]),
    ),
  )
}

function renderRuns(runs: readonly BenchRun[], machines: readonly string[]): string {
  return renderTable(
    ['measured by', 'on', 'commit', 'load before', 'took', ...(machines.length > 1 ? ['machine'] : [])],
    runs.map(({ script, long, at, commit, load, seconds, machine }) => [
      `\`${script}${long ? ' --long' : ''}\``,
      at.slice(0, 10),
      `\`${commit}\``,
      sayNumber(load ?? NaN),
      seconds === undefined ? '–' : `${Math.round(seconds)} s`,
      ...(machines.length > 1 ? [String(machines.indexOf(describeMachine(machine)) + 1)] : []),
    ]),
  )
}

/** A table of markdown whose columns stand below one another, as the formatter has them. */
function renderTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = [head, ...rows].map((row) => row.map((cell) => cell.replaceAll('|', '\\|')))
  const widths = head.map((_, column) => Math.max(3, ...cells.map((row) => row[column]?.length ?? 0)))
  const line = (row: readonly string[]) => `| ${row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' | ')} |`
  const [first = [], ...others] = cells
  return [line(first), line(widths.map((width) => '-'.repeat(width))), ...others.map(line)].join('\n')
}
