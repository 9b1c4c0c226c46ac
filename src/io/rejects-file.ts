import fs from 'node:fs'
import path from 'node:path'
import { formatCsvLine, guardCell } from '../core/subscription/csv-cell.ts'
import { ExpectedError } from '../core/text/problem.ts'
import { displayPath } from './content-folder.ts'
import { USAGE } from './exit-code.ts'
import { REFUSAL_COLUMNS } from './export-file.ts'

/** Where lines go that could not be taken. */
export interface RejectsFile extends Disposable {
  readonly add: (row: { readonly line: number; readonly cells: readonly string[] }, why: string) => void
  /** Ends the file; gives its name, where there is anything in it. */
  readonly close: () => string | undefined
}

/**
 * A CSV of lines that were refused, with where and why, which can be mended and imported: its columns are those of the
 * list. It has addresses in it, and the rights 0600; without a line there is no file.
 *
 * @param file undefined where nobody wants one
 * @throws ExpectedError where there is such a file, and `force` does not say that it may go
 */
export function openRejectsFile(
  file: string | undefined,
  { columns, force }: { readonly columns: readonly string[]; readonly force: boolean },
): RejectsFile {
  const place = file === undefined ? undefined : path.resolve(file)
  if (place !== undefined && fs.existsSync(place) && !force) {
    const remedy = 'Name a file that is not, or say --force'
    throw new ExpectedError({ where: displayPath(place), what: 'it is there already', remedy }, USAGE)
  }
  let handle: number | undefined
  const close = () => {
    if (handle !== undefined) fs.closeSync(handle)
    const name = handle === undefined || place === undefined ? undefined : displayPath(place)
    handle = undefined
    return name
  }
  // A list that was refused before has these columns already, and they are about another file now.
  const kept = columns.flatMap((name, index) => ((REFUSAL_COLUMNS as readonly string[]).includes(name) ? [] : [index]))
  return {
    add({ line, cells }, why) {
      if (place === undefined) return
      if (handle === undefined) {
        fs.mkdirSync(path.dirname(place), { recursive: true })
        if (force) fs.rmSync(place, { force: true })
        handle = fs.openSync(place, 'wx', 0o600)
        fs.writeSync(handle, formatCsvLine([...kept.map((index) => columns[index] ?? ''), ...REFUSAL_COLUMNS]))
      }
      const rest = kept.map((index) => guardCell(cells[index] ?? ''))
      fs.writeSync(handle, formatCsvLine([...rest, String(line), why]))
    },
    close,
    [Symbol.dispose]() {
      close()
    },
  }
}
