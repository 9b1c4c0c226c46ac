import { escapeText } from 'entities'
import { cutText } from '../text/plain-text.ts'
import type { BenchRun, Figure } from './figure.ts'
import { countMet, type Judgement, judgeFigure } from './judge-figure.ts'
import { sayAsked, sayNumber } from './say-figure.ts'

interface Row {
  readonly figure: Figure
  readonly long: boolean
  readonly judgement: Judgement & Required<Pick<Judgement, 'aim' | 'isMet'>>
}

const [WIDTH, EDGE, ROW, GROUP, HEAD, FOOT] = [720, 20, 34, 40, 96, 44]
/** Characters of a name for which there is room beside its figure. */
const ROOM = 86
/** What lies beyond is drawn at the edge. */
const [LEAST, MOST] = [1e-4, 1e4]

const STYLE = `
  svg { color-scheme: light dark }
  .ground { fill: #fff } .ink { fill: #1d2430 } .soft { fill: #566070 } .line { stroke: #d4d9e0 } .peer { stroke: #566070 }
  .asked { fill: #dcebe2 } .aim { stroke: #3f7d5a } .met { fill: #14733f } .missed { fill: #b1440e }
  text { font: 12px system-ui, sans-serif; paint-order: stroke; stroke: #fff; stroke-width: 3px } .title { font-size: 17px; font-weight: 600 } .name { font-weight: 600; font-size: 14px }
  .value { font-variant-numeric: tabular-nums }
  @media (prefers-color-scheme: dark) {
    text { stroke: #12171f }
    .ground { fill: #12171f } .ink { fill: #e8ecf1 } .soft { fill: #a4afbd } .line { stroke: #2d3643 } .peer { stroke: #a4afbd }
    .asked { fill: #1c3b2b } .aim { stroke: #6fbf92 } .met { fill: #58cf8d } .missed { fill: #ff9c63 }
  }`

/**
 * The figures of which something is asked, as a picture: each a mark where its ratio is, on a logarithmic scale, above the
 * ground on which it is to be. What is counted and to be nothing has no place on such a scale, and is left out.
 */
export function plotFigures(runs: readonly BenchRun[]): string {
  const groups = Map.groupBy(runs, ({ bench }) => bench)
    .entries()
    .map(([bench, own]) => ({ bench, rows: own.flatMap(listRows) }))
    .filter(({ rows }) => rows.length > 0)
    .toArray()
  const rows = groups.flatMap((group) => group.rows)
  const scale = makeScale(rows.flatMap(({ judgement }) => [judgement.ratio, judgement.aim.ratio]))
  const { met, asked } = countMet(rows.map(({ figure }) => figure))
  const parts: string[] = []
  let y = HEAD
  for (const { bench, rows: own } of groups) {
    parts.push(text(EDGE, y + 24, 'ink name', bench))
    y += GROUP
    for (const row of own) {
      parts.push(drawRow(row, y, scale.place))
      y += ROW
    }
  }
  const height = y + FOOT
  const grid = scale.marks.map((mark) => {
    const x = scale.place(mark)
    return `${line(x, HEAD, x, y, mark === 1 ? 'peer' : 'line')}${text(x, y + 18, 'soft', `${sayMark(mark)} ×`, anchorAt(x))}`
  })
  const title = 'How fast it is: ratios, each beside its aim'
  const desc = `${met} of ${asked} are as asked. A circle is, a square is not; the ground is where the ratio is to be.`
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-labelledby="title desc">
<title id="title">${title}</title>
<desc id="desc">${desc}</desc>
<style>${STYLE}
</style>
<rect class="ground" width="${WIDTH}" height="${height}" rx="8"/>
${text(EDGE, 34, 'ink title', title)}
${text(EDGE, 56, 'soft', desc)}
${text(EDGE, 74, 'soft', 'Ratios are to the peer of each, in the same run, on a logarithmic scale; 1 × is as the peer is.')}
${grid.join('\n')}
${parts.join('\n')}
</svg>
`
}

function listRows({ figures, long }: BenchRun): Row[] {
  return figures.flatMap((figure) => {
    const { ratio, aim, isMet } = judgeFigure(figure)
    if (aim === undefined || isMet === undefined || !(ratio > 0 && aim.ratio > 0)) return []
    return [{ figure, long, judgement: { ratio, aim, isMet } }]
  })
}

/** Where a ratio is on the picture, and the powers of ten that are marked; 1 is always on it. */
function makeScale(ratios: readonly number[]) {
  const bound = (value: number) => Math.min(MOST, Math.max(LEAST, value))
  const powers = [1, ...ratios].map((ratio) => Math.log10(bound(ratio)))
  const low = Math.min(-1, Math.floor(Math.min(...powers)))
  const high = Math.max(1, Math.ceil(Math.max(...powers)))
  const step = (WIDTH - 2 * EDGE) / (high - low)
  return {
    place: (ratio: number) => round(EDGE + (Math.log10(bound(ratio)) - low) * step),
    marks: Array.from({ length: high - low + 1 }, (_, index) => 10 ** (low + index)),
  }
}

function drawRow({ figure, long, judgement }: Row, y: number, place: (ratio: number) => number): string {
  const { ratio, aim, isMet } = judgement
  const [x, at] = [place(ratio), place(aim.ratio)]
  const [from, to] = aim.side === 'most' ? [EDGE, at] : [at, WIDTH - EDGE]
  const middle = y + 24
  const name = cutText(`${figure.what}${long ? ' (--long)' : ''}, beside ${figure.peerName}`, ROOM)
  const verdict = `${sayNumber(ratio)} ×, ${isMet ? 'met' : 'not met'}`
  const mark = isMet
    ? `<circle class="met" cx="${x}" cy="${middle}" r="5.5"/>`
    : `<rect class="missed" x="${round(x - 5)}" y="${middle - 5}" width="10" height="10"/>`
  return [
    `<g><title>${escapeText(`${figure.what}: ${sayNumber(ratio)} × ${figure.peerName}, asked ${sayAsked(figure)}`)}</title>`,
    text(EDGE, y + 12, 'ink', name),
    text(WIDTH - EDGE, y + 12, `${isMet ? 'met' : 'missed'} value`, verdict, 'end'),
    `<rect class="asked" x="${from}" y="${middle - 4}" width="${round(to - from)}" height="8"/>`,
    line(at, middle - 7, at, middle + 7, 'aim'),
    `${mark}</g>`,
  ].join('')
}

const anchorAt = (x: number) => (x <= EDGE ? 'start' : x >= WIDTH - EDGE ? 'end' : 'middle')
const round = (value: number) => Math.round(value * 10) / 10
const sayMark = (mark: number) => (mark < 1 ? `1/${sayNumber(Math.round(1 / mark))}` : sayNumber(mark))

const line = (x1: number, y1: number, x2: number, y2: number, name: string) =>
  `<line class="${name}" x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}"/>`

const text = (x: number, y: number, name: string, words: string, anchor = 'start') =>
  `<text class="${name}" x="${x}" y="${y}"${anchor === 'start' ? '' : ` text-anchor="${anchor}"`}>${escapeText(words)}</text>`
