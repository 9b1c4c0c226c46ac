import { randomUUID } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'

const MARK = /^\..*\.[0-9a-f]{8}\.tmp$/

/** Whether a file is one that a write in progress makes, or one that was cut off left behind. */
export const isTemporary = (file: string) => MARK.test(path.basename(file))

/** A name for what a file is made under, beside its place, which nobody else takes. */
export const temporaryName = (file: string): string =>
  path.join(path.dirname(file), `.${path.basename(file)}.${randomUUID().slice(0, 8)}.tmp`)

/**
 * Writes a file whole or not at all: beside its place first, then renamed over it, so that a crash leaves the old
 * file or the new one. Writes nothing where the bytes are the same already.
 *
 * @param options.flush waits until the bytes are on the disk, so that they outlive a power cut too; without, what a
 *   machine can make again is written many times as fast
 * @param options.mode the rights of a new file, less those that the process withholds from all
 * @returns whether anything was written
 */
export function writeFileAtomic(
  file: string,
  content: string | Uint8Array,
  { flush = true, mode = 0o666 }: { readonly flush?: boolean; readonly mode?: number } = {},
): boolean {
  const bytes = Buffer.from(content)
  if (fs.existsSync(file) && fs.readFileSync(file).equals(bytes)) return false
  fs.mkdirSync(path.dirname(file), { recursive: true })
  const temporary = temporaryName(file)
  try {
    const handle = fs.openSync(temporary, 'w', mode)
    try {
      fs.writeFileSync(handle, bytes)
      if (flush) fs.fsyncSync(handle)
    } finally {
      fs.closeSync(handle)
    }
    fs.renameSync(temporary, file)
  } catch (error) {
    fs.rmSync(temporary, { force: true })
    throw error
  }
  return true
}

/** Takes away what writes that were cut off have left in a folder, and below it where `recursive`. */
export function removeTemporaries(folder: string, { recursive = false }: { readonly recursive?: boolean } = {}): void {
  const names = fs.existsSync(folder) ? fs.readdirSync(folder, { recursive, encoding: 'utf8' }) : []
  for (const name of names) if (isTemporary(name)) fs.rmSync(path.join(folder, name), { force: true })
}
