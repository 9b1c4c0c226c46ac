import { randomUUID } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'

/** `a/subscribers.replaced.sqlite` for `a/subscribers.sqlite` and `replaced`. */
export function besideName(file: string, mark: string): string {
  const { dir, name, ext } = path.parse(file)
  return path.join(dir, `${name}.${mark}${ext}`)
}

/** A name beside a file for what will take its place, which nobody else takes. */
export const unfinishedName = (file: string): string => besideName(file, `unfinished-${randomUUID().slice(0, 8)}`)

/** Whether a file is one that is made under such a name. */
export const isUnfinished = (file: string): boolean => /\.unfinished-[0-9a-f]{8}(\.|$)/.test(path.basename(file))

/** Whether two names are of one file. */
export function isSameFile(one: string, other: string): boolean {
  const [first, second] = [one, other].map((file) => fs.statSync(file, { throwIfNoEntry: false }))
  return first !== undefined && second !== undefined && first.ino === second.ino && first.dev === second.dev
}

/**
 * Gives a file another name besides, and never takes that of a file that is there. Where a disk has no two names for one
 * file, that is a copy.
 *
 * @returns false where the name is taken
 */
export function linkNew(file: string, name: string): boolean {
  try {
    fs.linkSync(file, name)
    return true
  } catch (error) {
    if (isTaken(error)) return false
  }
  try {
    fs.copyFileSync(file, name, fs.constants.COPYFILE_EXCL)
    flushToDisk(name)
    return true
  } catch (error) {
    if (isTaken(error)) return false
    throw error
  }
}

const isTaken = (error: unknown) => (error as NodeJS.ErrnoException).code === 'EEXIST'

/** Waits until a file, or the names in a folder, are on the disk; Windows cannot say so of a folder. */
export function flushToDisk(place: string): void {
  const isFolder = fs.statSync(place).isDirectory()
  if (isFolder && process.platform === 'win32') return
  const handle = fs.openSync(place, isFolder ? 'r' : 'r+')
  try {
    fs.fsyncSync(handle)
  } finally {
    fs.closeSync(handle)
  }
}
