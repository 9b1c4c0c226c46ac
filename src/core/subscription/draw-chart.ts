/** How many there were in a month, of each of some things. */
export interface ChartRow {
  readonly label: string
  readonly values: readonly number[]
}

export interface ChartStyle {
  /** Columns of the terminal. */
  readonly width: number
  /** Whether it can show block characters; else there are marks of ASCII. */
  readonly unicode: boolean
  /** Colours what belongs to the thing with that index; left out for none. */
  readonly paint?: (thing: number, text: string) => string
}

const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'] as const
const GAP = '  '
/** Narrower bars say less than the number beside them. */
const NARROWEST = 4
const WIDEST = 30

/**
 * Bars beside their numbers, a line for each row and a column for each thing, all on one scale, so that they can be
 * compared. What is not nothing has a mark, however small. Where a terminal is too narrow for bars there are numbers.
 *
 * @param head what the things are called
 */
export function drawChart(head: readonly string[], rows: readonly ChartRow[], style: ChartStyle): string[] {
  const { width, unicode, paint = (_, text) => text } = style
  const labelWidth = Math.max(0, ...rows.map(({ label }) => label.length))
  const numbers = rows.map(({ values }) => values.map((value) => value.toLocaleString('en')))
  const numberWidths = head.map((_, thing) => Math.max(1, ...numbers.map((row) => row[thing]?.length ?? 0)))
  const most = Math.max(1, ...rows.flatMap(({ values }) => values))
  const taken = labelWidth + numberWidths.reduce((sum, each) => sum + each + 2 * GAP.length, 0)
  const room = Math.floor((width - taken) / Math.max(1, head.length))
  const barWidth = room < NARROWEST ? 0 : Math.min(room, WIDEST)
  const cellWidths = head.map((name, thing) =>
    Math.max(name.length, (numberWidths[thing] ?? 0) + (barWidth === 0 ? 0 : 1 + barWidth)),
  )
  const line = (label: string, cells: readonly string[], lengths: readonly number[]) =>
    [
      label.padEnd(labelWidth),
      ...cells.map((cell, thing) => cell + ' '.repeat(Math.max(0, (cellWidths[thing] ?? 0) - (lengths[thing] ?? 0)))),
    ]
      .join(GAP)
      .trimEnd()
  const drawn = rows.map(({ label, values }, row) => {
    const cells = values.map((value, thing) => {
      const number = (numbers[row]?.[thing] ?? '').padStart(numberWidths[thing] ?? 0)
      const bar = barWidth === 0 ? '' : drawBar(value / most, barWidth, unicode)
      return {
        text: bar === '' ? number : `${number} ${paint(thing, bar)}`,
        length: number.length + ((bar && 1 + bar.length) || 0),
      }
    })
    return line(
      label,
      cells.map(({ text }) => text),
      cells.map(({ length }) => length),
    )
  })
  return [
    line(
      '',
      head,
      head.map(({ length }) => length),
    ),
    ...drawn,
  ]
}

/** A bar of a share of its width; at least the smallest mark where there is anything. */
export function drawBar(share: number, width: number, unicode: boolean): string {
  if (share <= 0) return ''
  if (!unicode) return '#'.repeat(Math.max(1, Math.round(share * width)))
  const eighths = Math.max(1, Math.round(share * width * 8))
  return '█'.repeat(Math.floor(eighths / 8)) + (EIGHTHS[eighths % 8] ?? '')
}

/** Whether a terminal shows more than ASCII, by what its environment says. */
export function hasUnicode(environment: Readonly<Record<string, string | undefined>>, platform: string): boolean {
  const { LC_ALL, LC_CTYPE, LANG, TERM } = environment
  if (TERM === 'linux' || TERM === 'dumb') return false
  if (platform === 'win32') return environment.WT_SESSION !== undefined || environment.TERM_PROGRAM !== undefined
  return /utf-?8/i.test(LC_ALL || LC_CTYPE || LANG || '')
}
