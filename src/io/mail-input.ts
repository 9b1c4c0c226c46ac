import fs from 'node:fs'
import { ExpectedError } from '../core/text/problem.ts'
import { displayPath } from './content-folder.ts'

/** Bytes of a mail that are read: no server hands on more. */
const MOST_READ = 32 * 1024 * 1024

/**
 * Reads a mail from a file, or from standard input for `-`.
 *
 * @returns its beginning, and how many bytes it has; of standard input, how many were seen
 */
export async function readMailInput(
  file: string,
  most = MOST_READ,
): Promise<{ readonly message: Uint8Array; readonly whole: number }> {
  const remedy = 'Give the message as it arrived, like doctor message.eml, or - for standard input'
  const isInput = file === '-'
  const where = isInput ? 'standard input' : displayPath(file)
  const known = isInput ? undefined : fs.statSync(file, { throwIfNoEntry: false })
  if (!isInput && known === undefined) throw new ExpectedError({ where, what: 'there is no such file', remedy })
  if (known !== undefined && known.isDirectory()) throw new ExpectedError({ where, what: 'it is a folder', remedy })
  const chunks: Buffer[] = []
  let length = 0
  // A byte more tells whether there is more.
  for await (const chunk of isInput ? process.stdin : fs.createReadStream(file, { end: most })) {
    const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk))
    chunks.push(bytes)
    length += bytes.length
    if (length > most) break
  }
  const message = Buffer.concat(chunks)
  if (message.length === 0) throw new ExpectedError({ where, what: 'it is empty', remedy })
  return { message: message.subarray(0, most), whole: Math.max(known?.size ?? 0, message.length) }
}
