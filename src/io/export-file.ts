import path from 'node:path'
import { parseMailbox } from '../core/text/mail-address.ts'
import { failure, type Result, success } from '../core/text/problem.ts'
import { unguardCell } from '../core/subscription/csv-cell.ts'
import { columnName, type ImportRow } from '../core/subscription/import/import-format.ts'
import { displayPath } from './content-folder.ts'
import { detectDelimiter, readCsvRows } from './csv-rows.ts'
import { readJsonRows } from './json-rows.ts'
import { openTextFile, type TextFile } from './text-chunks.ts'

/** The columns that are added to lines that were refused, so that they can be mended and brought again. */
export const REFUSAL_COLUMNS = ['refused_line', 'refused_why'] as const

/** One line of an export. */
export interface ExportRow {
  /** Its line, or its place among the entries of a JSON text. */
  readonly line: number
  readonly cell: ImportRow
  /** In the order of `ExportFile.columns`, as they stand there. */
  readonly cells: readonly string[]
  /** Why it cannot be read. */
  readonly flaw?: string
}

/** A list that somebody exported, line by line. */
export interface ExportFile {
  /** Without its folder. */
  readonly name: string
  /** Bytes on the disk. */
  readonly size: number
  /** As they stand there. */
  readonly columns: readonly string[]
  /** What one line is called. */
  readonly unit: 'line' | 'entry'
  /** `onBytes` hears how far that is; throws an ExpectedError where the file breaks off. */
  readonly rows: (onBytes: (bytes: number) => void) => AsyncIterable<ExportRow>
}

/** Opens a list, CSV or JSON, and reads what its columns are called. */
export async function openExportFile(file: string): Promise<Result<ExportFile>> {
  const opened = openTextFile(file)
  if (!opened.ok) return opened
  const text = opened.value
  const isJson = /^\ufeff?\s*[[{]/.test(text.start)
  return isJson ? openJson(file, text) : openCsv(file, text)
}

async function openCsv(file: string, text: TextFile): Promise<Result<ExportFile>> {
  const where = displayPath(file)
  const delimiter = detectDelimiter(text.start)
  const options = { delimiter, where }
  const first = await firstOf(readCsvRows(once(text.start), options).next())
  if (first === undefined) return failure({ where, line: 1, what: 'a quote that is opened here is never closed' })
  const hasHead = !first.cells.some((cell) => parseMailbox(cell.trim()) !== undefined)
  if (!hasHead && first.cells.length > 1) {
    const what = `the first line does not name its ${first.cells.length} columns, and has an address in it already`
    return failure({ where, line: first.line, what, remedy: 'Put a line before it that does, like email,name' })
  }
  const columns = hasHead ? first.cells : ['email']
  const names = columns.map(columnName)
  // Of two columns of one name the last counts: Mailchimp puts those that a list's owner named before its own.
  const places = new Map(names.map((name, index) => [name, index]))
  const unguard = guardsOf(names)
  async function* rows(onBytes: (bytes: number) => void): AsyncGenerator<ExportRow, void> {
    let isHead = hasHead
    for await (const { line, cells } of readCsvRows(text.chunks(onBytes), options)) {
      if (isHead) {
        isHead = false
        continue
      }
      const cell = (name: string) => unguard(cells[places.get(name) ?? -1] ?? '')
      const flaw = flawOf(cells, columns.length)
      yield { line, cells, cell, ...(flaw === undefined ? {} : { flaw }) }
    }
  }
  return success({ name: path.basename(file), size: text.size, columns, unit: 'line', rows })
}

function flawOf(cells: readonly string[], expected: number): string | undefined {
  const isLong = cells.slice(expected).some((cell) => cell.trim() !== '')
  if (cells.length >= expected && !isLong) return undefined
  return `it has ${cells.length} cells, and the first line names ${expected} columns`
}

/** What `guardCell` did to the cells of our own files, and is undone. */
function guardsOf(names: readonly string[]): (cell: string) => string {
  const isOwn = ['id', 'address', 'state', 'origin', 'requested_at'].every((name) => names.includes(name))
  const wasRefused = REFUSAL_COLUMNS.every((name) => names.includes(name))
  if (isOwn && wasRefused) return (cell) => unguardCell(unguardCell(cell))
  return isOwn || wasRefused ? unguardCell : (cell) => cell
}

async function openJson(file: string, text: TextFile): Promise<Result<ExportFile>> {
  const where = displayPath(file)
  const options = { start: text.start, where }
  const first = await firstOf(readJsonRows(text.chunks(), options).next())
  if (first === undefined) return failure({ where, what: 'there is no entry in it', remedy: 'Export the list again' })
  const columns = Object.keys(first.fields)
  async function* rows(onBytes: (bytes: number) => void): AsyncGenerator<ExportRow, void> {
    for await (const { line, fields } of readJsonRows(text.chunks(onBytes), options)) {
      const byName = new Map(Object.entries(fields).map(([name, value]) => [columnName(name), value]))
      yield { line, cell: (name) => byName.get(name) ?? '', cells: columns.map((name) => fields[name] ?? '') }
    }
  }
  return success({ name: path.basename(file), size: text.size, columns, unit: 'entry', rows })
}

async function firstOf<T>(next: Promise<IteratorResult<T, void>>): Promise<T | undefined> {
  const { value } = await next
  return value ?? undefined
}

// eslint-disable-next-line @typescript-eslint/require-await -- what reads it reads pieces that come
async function* once(text: string): AsyncGenerator<string, void> {
  yield text
}
