import fs from 'node:fs'
import path from 'node:path'
import { failure, type Result, success } from '../core/text/problem.ts'
import { displayPath } from './content-folder.ts'

/** The beginning of a file, or of standard input. */
export interface Input {
  /** At most as many as were asked for. */
  readonly bytes: Uint8Array
  /** How many bytes it has; of standard input, how many were seen, which is one more than asked for where there are more. */
  readonly whole: number
}

/** What a person calls the file that they named: `-` is standard input. */
export const inputName = (file: string): string => (file === '-' ? 'standard input' : displayPath(path.resolve(file)))

/**
 * Reads a file, or standard input for `-`, piece by piece: a pipe may have nothing to say for a while.
 *
 * @param options.most bytes
 * @param options.remedy what to name instead, where it cannot be read
 */
export async function readInput(
  file: string,
  { most, remedy }: { readonly most: number; readonly remedy: string },
): Promise<Result<Input>> {
  const where = inputName(file)
  const isPiped = file === '-'
  const known = isPiped ? undefined : fs.statSync(file, { throwIfNoEntry: false })
  if (!isPiped && known === undefined) return failure({ where, what: 'there is no such file', remedy })
  if (known?.isDirectory()) return failure({ where, what: 'this is a folder', remedy })
  const pieces: Buffer[] = []
  let length = 0
  try {
    // A byte more tells whether there is more.
    for await (const piece of isPiped ? process.stdin : fs.createReadStream(file, { end: most })) {
      const bytes = Buffer.isBuffer(piece) ? piece : Buffer.from(String(piece))
      pieces.push(bytes)
      length += bytes.length
      if (length > most) break
    }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    return failure({ where, what: `it cannot be read (${code ?? message})`, remedy })
  }
  const whole = Math.max(known?.size ?? 0, length)
  return success({ bytes: Buffer.concat(pieces).subarray(0, most), whole })
}
