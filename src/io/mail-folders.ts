import fs from 'node:fs'
import path from 'node:path'
import type { Problem } from '../core/text/problem.ts'
import type { ReturnedMail } from '../jobs/read-returns.ts'
import { displayPath } from './content-folder.ts'

/** Bytes of one mail that are read; what comes after them is left out. */
export const MOST_BYTES = 5 * 1024 * 1024
const PIECE = 64 * 1024
const FROM = Buffer.from('From ')
const { O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = fs.constants

/** Whether a path is a Maildir: it has the folders `new` and `cur`. */
export function isMaildir(folder: string): boolean {
  try {
    return ['new', 'cur'].every((name) => fs.lstatSync(path.join(folder, name)).isDirectory())
  } catch {
    return false
  }
}

/**
 * The mails of a path, one in memory at a time: a Maildir (`new` and `cur`), a folder of files, an mbox, or a file with
 * one mail. In folders, links and what is no file are passed over; what cannot be read is a problem, and the others go on.
 *
 * @param options.discards whether a mail of a Maildir can be taken away when it was read
 */
export function* readMails(
  place: string,
  { discards = false }: { readonly discards?: boolean } = {},
): Iterable<ReturnedMail | Problem> {
  let isFolder: boolean
  try {
    isFolder = fs.statSync(place).isDirectory()
  } catch (error) {
    yield unreadable(place, error)
    return
  }
  if (!isFolder) yield* readFile(place)
  else if (isMaildir(place)) for (const name of ['new', 'cur']) yield* readFolder(path.join(place, name), discards)
  else yield* readFolder(place, false)
}

/** How many mails a path may have, for a bar: files of a folder; 1 for a file. */
export function countMails(place: string): number {
  try {
    if (!fs.statSync(place).isDirectory()) return 1
    const folders = isMaildir(place) ? ['new', 'cur'].map((name) => path.join(place, name)) : [place]
    return folders.reduce((sum, folder) => sum + fs.readdirSync(folder).length, 0)
  } catch {
    return 0
  }
}

function* readFolder(folder: string, discards: boolean): Iterable<ReturnedMail | Problem> {
  let names: string[]
  try {
    names = fs.readdirSync(folder).filter((name) => !name.startsWith('.'))
  } catch (error) {
    yield unreadable(folder, error)
    return
  }
  for (const name of names.toSorted()) {
    const file = path.join(folder, name)
    const bytes = readPlainFile(file)
    if (bytes === undefined) continue
    if (!(bytes instanceof Uint8Array)) yield bytes
    else
      yield {
        where: displayPath(file),
        bytes,
        ...(discards ? { discard: () => fs.rmSync(file, { force: true }) } : {}),
      }
  }
}

/** The start of a file of a folder; undefined for what is no file, for a link, and for what is gone meanwhile. */
function readPlainFile(file: string): Uint8Array | Problem | undefined {
  let handle: number | undefined
  try {
    if (!fs.lstatSync(file).isFile()) return undefined
    handle = fs.openSync(file, O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
    return fs.fstatSync(handle).isFile() ? withoutFrom(readStart(handle)) : undefined
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    return code === 'ENOENT' || code === 'ELOOP' ? undefined : unreadable(file, error)
  } finally {
    if (handle !== undefined) fs.closeSync(handle)
  }
}

function readStart(handle: number): Uint8Array {
  const size = Math.min(fs.fstatSync(handle).size, MOST_BYTES)
  const bytes = Buffer.alloc(size)
  let filled = 0
  while (filled < size) {
    const got = fs.readSync(handle, bytes, filled, size - filled, null)
    if (got === 0) break
    filled += got
  }
  return bytes.subarray(0, filled)
}

/** A file that somebody named: an mbox where it begins like one, else one mail. */
function* readFile(file: string): Iterable<ReturnedMail | Problem> {
  let handle: number | undefined
  try {
    handle = fs.openSync(file, 'r')
    const start = Buffer.alloc(FROM.length)
    const isMbox = fs.readSync(handle, start, 0, start.length, 0) === FROM.length && start.equals(FROM)
    if (!isMbox) yield { where: displayPath(file), bytes: readStart(handle) }
    else yield* splitMbox(readPieces(handle), displayPath(file))
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error)) throw error
    yield unreadable(file, error)
  } finally {
    if (handle !== undefined) fs.closeSync(handle)
  }
}

function* readPieces(handle: number): Iterable<Uint8Array> {
  const piece = Buffer.alloc(PIECE)
  for (let at = 0; ;) {
    const got = fs.readSync(handle, piece, 0, PIECE, at)
    if (got === 0) return
    at += got
    yield piece.subarray(0, got)
  }
}

/**
 * The mails of an mbox: each begins with a line that starts with `From `, at the start of the file or after an empty line.
 *
 * @see RFC 4155
 */
function* splitMbox(pieces: Iterable<Uint8Array>, name: string): Iterable<ReturnedMail> {
  let number = 1
  let held = collectStart()
  let window = Buffer.alloc(0)
  for (const piece of pieces) {
    window = Buffer.concat([window, piece])
    for (let at = nextMail(window); at > 0; at = nextMail(window)) {
      held.add(window.subarray(0, at))
      yield { where: `${name}, mail ${number}`, bytes: withoutFrom(held.take()) }
      number += 1
      held = collectStart()
      window = window.subarray(at)
    }
    // What may be the beginning of a beginning is looked at again.
    const known = Math.max(0, window.length - LONGEST_START)
    held.add(window.subarray(0, known))
    window = window.subarray(known)
  }
  held.add(window)
  yield { where: `${name}, mail ${number}`, bytes: withoutFrom(held.take()) }
}

const STARTS = ['\n\nFrom ', '\n\r\nFrom '] as const
const LONGEST_START = 8

/** Where the next mail begins; 0 where none does. */
function nextMail(window: Buffer): number {
  const places = STARTS.flatMap((start) => {
    const at = window.indexOf(start)
    return at < 0 ? [] : [at + start.length - FROM.length]
  })
  return places.length === 0 ? 0 : Math.min(...places)
}

/** Takes bytes in, and keeps the first of them. */
function collectStart() {
  const kept: Buffer[] = []
  let size = 0
  return {
    add(bytes: Uint8Array) {
      const room = MOST_BYTES - size
      if (room <= 0 || bytes.length === 0) return
      kept.push(Buffer.from(bytes.subarray(0, room)))
      size += Math.min(room, bytes.length)
    },
    take: () => Buffer.concat(kept),
  }
}

/** The mail on an input, as a mail server hands it on: one, whatever stands in it. Reads to the end, keeps the start. */
export async function readMailFrom(input: AsyncIterable<Uint8Array>): Promise<ReturnedMail> {
  const start = collectStart()
  for await (const piece of input) start.add(piece)
  return { where: 'stdin', bytes: withoutFrom(start.take()) }
}

/** Without the line that mail servers put before a mail, which is no field of it. */
function withoutFrom(bytes: Uint8Array): Uint8Array {
  const isThere = FROM.every((byte, index) => bytes[index] === byte)
  return isThere ? bytes.subarray(bytes.indexOf(10) + 1 || bytes.length) : bytes
}

function unreadable(file: string, error: unknown): Problem {
  const { code = '', message } = error as NodeJS.ErrnoException
  const where = displayPath(file)
  if (code === 'ENOENT') return { where, what: 'there is no such file', remedy: 'Name a Maildir, an mbox or a file' }
  const remedy = 'Give the user that runs this the right to read it'
  return { where, what: `it cannot be read (${code || message})`, remedy }
}
