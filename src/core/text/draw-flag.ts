import type { Cloth, Cloths } from './palette.ts'

const COLOURS = { r: 'red', y: 'yellow', b: 'blue', w: 'white', k: 'black' } as const satisfies Record<string, Cloth>

type Colour = keyof typeof COLOURS
/** A row of a flag: its height, and its cells from left to right, each a colour (or none) and a number of columns. */
type Row = readonly [height: number, ...cells: (readonly [colour: Colour | undefined, columns: number])[]]
interface Grid {
  readonly columns: readonly number[]
  readonly rows: readonly Row[]
}

const halves = [9, 9]
const cross = (ground: Colour, arm: Colour): Grid => ({
  columns: [7, 4, 7],
  rows: [
    [7, [ground, 1], [arm, 1], [ground, 1]],
    [4, [arm, 3]],
    [7, [ground, 1], [arm, 1], [ground, 1]],
  ],
})
const quarters = (first: Colour, second: Colour): Grid => ({
  columns: halves,
  rows: [
    [9, [first, 1], [second, 1]],
    [9, [second, 1], [first, 1]],
  ],
})

/** The flags of the International Code of Signals that plain cells can draw, 18 by 18 pixels. */
const GRIDS: Readonly<Record<string, Grid>> = {
  B: {
    columns: [12, 3, 3],
    rows: [
      [3, ['r', 3]],
      [3, ['r', 2], [undefined, 1]],
      [6, ['r', 1], [undefined, 2]],
      [3, ['r', 2], [undefined, 1]],
      [3, ['r', 3]],
    ],
  },
  C: {
    columns: [18],
    rows: [
      [4, ['b', 1]],
      [3, ['w', 1]],
      [4, ['r', 1]],
      [3, ['w', 1]],
      [4, ['b', 1]],
    ],
  },
  E: {
    columns: [18],
    rows: [
      [9, ['b', 1]],
      [9, ['r', 1]],
    ],
  },
  G: { columns: [3, 3, 3, 3, 3, 3], rows: [[18, ['y', 1], ['b', 1], ['y', 1], ['b', 1], ['y', 1], ['b', 1]]] },
  H: { columns: halves, rows: [[18, ['w', 1], ['r', 1]]] },
  K: { columns: halves, rows: [[18, ['y', 1], ['b', 1]]] },
  L: quarters('y', 'k'),
  R: cross('r', 'y'),
  U: quarters('r', 'w'),
  X: cross('w', 'b'),
}

const TABLE = 'role="presentation" cellpadding="0" cellspacing="0"'

/** The others that one cell can draw: P by a broad border, Z by four mitred ones, V by a multiplication sign. */
const CELLS: Readonly<Record<string, string>> = {
  P: '<td class="p" width="8" height="8"></td>',
  V: '<td class="v" width="18" height="18" align="center" aria-hidden="true">×</td>',
  Z: '<td class="z"></td>',
}

/**
 * A signal flag as HTML for mail, in flat cells; the letter of the code where these cannot draw it. Screen
 * readers pass over it, since the heading beside it says what it means.
 */
export function drawFlag(letter: string, cloths: Cloths<string>): string {
  const grid = GRIDS[letter]
  const cell = CELLS[letter] ?? `<td class="l" width="18" height="18" align="center" aria-hidden="true">${letter}</td>`
  const rows = grid === undefined ? `<tr>${cell}</tr>` : drawRows(grid, cloths)
  return `<table ${TABLE} class="${letter === 'B' ? 'g' : 'f'}">${rows}</table>`
}

/** A width stands only where a column shows up first, and a height on the first cell of its row: every byte is sent. */
function drawRows({ columns, rows }: Grid, cloths: Cloths<string>): string {
  const known = new Set<number>()
  return rows
    .map(([height, ...cells]) => {
      let column = 0
      const drawn = cells.map(([colour, span], index) => {
        const covered = columns
          .slice(column, column + span)
          .map((width, offset) => ({ width, column: column + offset }))
        const width = covered.every(({ column }) => known.has(column))
          ? 0
          : covered.reduce((sum, one) => sum + one.width, 0)
        if (span === 1) known.add(column)
        column += span
        return [
          '<td',
          span === 1 ? '' : ` colspan="${span}"`,
          width === 0 ? '' : ` width="${width}"`,
          index > 0 ? '' : ` height="${height}"`,
          colour === undefined ? '' : ` bgcolor="${cloths[COLOURS[colour]]}"`,
          '></td>',
        ].join('')
      })
      return `<tr>${drawn.join('')}</tr>`
    })
    .join('')
}
