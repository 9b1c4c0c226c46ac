import fs from 'node:fs'
import type { Problem } from '../core/text/problem.ts'
import { failure, type Result, success } from '../core/text/problem.ts'
import { displayPath } from './content-folder.ts'

/** A file of text that may be larger than memory. */
export interface TextFile {
  /** Bytes on the disk. */
  readonly size: number
  /** The first characters. */
  readonly start: string
  /** All of it, in pieces; `onBytes` hears how far that is. */
  readonly chunks: (onBytes?: (bytes: number) => void) => AsyncIterable<string>
}

type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be'

const CHUNK = 256 * 1024
/** Enough for the longest line that names columns. */
const START = 64 * 1024
const SIGNS: readonly (readonly [bytes: string, what: string, remedy: string])[] = [
  ['504b0304', 'it is a ZIP archive (or a spreadsheet, which is one)', 'Unpack it, and name the CSV file in it'],
  ['1f8b', 'it is packed (gzip)', 'Unpack it: gunzip FILE'],
  ['25504446', 'it is a PDF', 'Export the list as CSV'],
  ['d0cf11e0', 'it is a spreadsheet', 'Save it as CSV in UTF-8'],
]

/**
 * Opens a file of text: UTF-8, or UTF-16 as spreadsheets write it, with a byte order mark or without. All of it is looked
 * at once, so that nothing is done with one that breaks off into other bytes further down.
 */
export function openTextFile(file: string): Result<TextFile> {
  const where = displayPath(file) || '.'
  const problem = (what: string, remedy: string, line?: number): Result<never> => {
    const found: Problem = { where, what, remedy, ...(line === undefined ? {} : { line }) }
    return failure(found)
  }
  const stat = fs.statSync(file, { throwIfNoEntry: false })
  if (stat === undefined) return problem('there is no such file', 'Name one that is there')
  if (stat.isDirectory()) return problem('this is a folder', 'Name a file in it')
  if (!stat.isFile()) return problem('this is no file', 'Write it to a file first, and name that')
  if (stat.size === 0) return problem('it is empty', 'Export the list again')
  const head = readStart(file)
  const sign = SIGNS.find(([bytes]) => head.toString('hex', 0, 8).startsWith(bytes))
  if (sign) return problem(sign[1], sign[2])
  const encoding = encodingOf(head)
  const broken = findBroken(file, encoding)
  if (broken !== undefined) {
    const what = `the bytes of this line are no text in ${encoding.toUpperCase()}`
    return problem(what, 'Save it as CSV in UTF-8 (a spreadsheet asks for the encoding), and name that', broken)
  }
  const start = new TextDecoder(encoding).decode(head.subarray(0, head.length - (head.length % 2)), { stream: true })
  if (start.trim() === '') return problem('there is nothing but white space in it', 'Export the list again')
  return success({ size: stat.size, start, chunks: (onBytes) => decode(file, encoding, onBytes) })
}

function readStart(file: string): Buffer {
  const handle = fs.openSync(file, 'r')
  try {
    const bytes = Buffer.alloc(START)
    return bytes.subarray(0, fs.readSync(handle, bytes, 0, START, 0))
  } finally {
    fs.closeSync(handle)
  }
}

function encodingOf(head: Buffer): Encoding {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le'
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be'
  // Letters of ASCII have a zero byte beside them; text in UTF-8 has none at all.
  if (head[0] !== 0 && head[1] === 0) return 'utf-16le'
  return head[0] === 0 && head[1] !== 0 ? 'utf-16be' : 'utf-8'
}

/** The line where the bytes stop being text; undefined where they are all the way. */
function findBroken(file: string, encoding: Encoding): number | undefined {
  const decoder = new TextDecoder(encoding, { fatal: true })
  const handle = fs.openSync(file, 'r')
  const bytes = Buffer.alloc(CHUNK)
  let line = 1
  try {
    for (;;) {
      const length = fs.readSync(handle, bytes, 0, CHUNK, null)
      const piece = bytes.subarray(0, length)
      try {
        const text = decoder.decode(piece, { stream: length > 0 })
        if (text.includes('\0')) return line + text.slice(0, text.indexOf('\0')).split('\n').length - 1
        line += text.split('\n').length - 1
      } catch {
        return line + linesBeforeBreak(piece, encoding)
      }
      if (length === 0) return undefined
    }
  } finally {
    fs.closeSync(handle)
  }
}

function linesBeforeBreak(piece: Buffer, encoding: Encoding): number {
  const text = new TextDecoder(encoding).decode(piece)
  return text.slice(0, Math.max(text.indexOf('\ufffd'), 0)).split('\n').length - 1
}

async function* decode(file: string, encoding: Encoding, onBytes?: (bytes: number) => void): AsyncIterable<string> {
  const decoder = new TextDecoder(encoding)
  let bytes = 0
  for await (const piece of fs.createReadStream(file, { highWaterMark: CHUNK })) {
    yield decoder.decode(piece as Buffer, { stream: true })
    bytes += (piece as Buffer).length
    onBytes?.(bytes)
  }
  yield decoder.decode()
}
