import { type CsvError, parse } from 'csv-parse'
import { ExpectedError } from '../core/text/problem.ts'

/** One record of a CSV, and the line that it begins at, counted from 1. */
export interface CsvRow {
  readonly line: number
  readonly cells: readonly string[]
}

/** Characters of one record: whoever forgets a closing quote has all that follows in one cell. */
const LONGEST_RECORD = 256 * 1024
const DELIMITERS = [',', ';', '\t', '|'] as const

/** What parts the cells: that of `, ; tab |` which the first line has most of, outside quotes. */
export function detectDelimiter(start: string): string {
  const [first = ''] = start
    .replace(/^\ufeff/, '')
    .replace(/"(?:[^"]|"")*"/g, '')
    .split(/[\r\n]/)
  const counts = DELIMITERS.map((delimiter) => first.split(delimiter).length)
  return DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ','
}

/**
 * Reads a CSV piece by piece, as RFC 4180 has it and as programs write it: any line ends, blank lines, quotes within a cell.
 * It holds no more than a piece and a record.
 *
 * @param where the file, for problems
 * @throws ExpectedError where a quote is never closed, after all records before it
 */
export async function* readCsvRows(
  chunks: AsyncIterable<string>,
  { delimiter, where }: { readonly delimiter: string; readonly where: string },
): AsyncGenerator<CsvRow, void> {
  let rows: CsvRow[] = []
  let last = 0
  const parser = parse({
    delimiter,
    bom: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    record_delimiter: ['\r\n', '\n', '\r'],
    max_record_size: LONGEST_RECORD,
    on_record(cells: string[], { lines }) {
      const breaks = cells.reduce((sum, cell) => sum + (cell.includes('\n') ? cell.split('\n').length - 1 : 0), 0)
      rows.push({ line: lines - breaks, cells })
      last = lines
      // Nothing goes the way of streams, where what was read before an error would be lost.
      return null
    },
  })
  // What goes wrong comes to whoever writes.
  parser.on('error', () => undefined)
  parser.resume()
  const take = (): CsvRow[] => {
    const taken = rows
    rows = []
    return taken
  }
  try {
    for await (const chunk of chunks) {
      const error = await new Promise<Error | null | undefined>((resolve) => parser.write(chunk, resolve))
      yield* take()
      if (error) throw explain(error, where, last)
    }
    const error = await new Promise<Error | undefined>((resolve) => {
      parser.once('error', resolve)
      parser.once('end', () => {
        resolve(undefined)
      })
      parser.end()
    })
    yield* take()
    if (error) throw explain(error, where, last)
  } finally {
    parser.destroy()
  }
}

function explain(error: Error, where: string, last: number): Error {
  const { code } = error as CsvError
  if (code === 'CSV_QUOTE_NOT_CLOSED') {
    const what = 'a quote that is opened here is never closed: the file is cut short, or a quote is missing'
    return new ExpectedError({ where, line: last + 1, what, remedy: REMEDY })
  }
  if (code === 'CSV_MAX_RECORD_SIZE') {
    const what = 'what begins here does not end as a line does: a closing quote is missing'
    return new ExpectedError({ where, line: last + 1, what, remedy: REMEDY })
  }
  return code.startsWith('CSV_')
    ? new ExpectedError({ where, line: last + 1, what: error.message, remedy: REMEDY })
    : error
}

const REMEDY = 'Mend that line or export the list again, and run this once more: what came before is done, and skipped'
