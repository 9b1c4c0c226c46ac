import { ExpectedError, take } from '../core/text/problem.ts'
import { inputName, readInput } from './read-input.ts'

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
  const { bytes: message, whole } = take(await readInput(file, { most, remedy }))
  if (message.length === 0) throw new ExpectedError({ where: inputName(file), what: 'it is empty', remedy })
  return { message, whole }
}
