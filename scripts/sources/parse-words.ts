import { InvalidArgumentError } from 'commander'
import { wordsSchema } from '../../src/core/text/line.ts'

/** A name or a sentence, as the value of an option. */
export function parseWords(text: string): string {
  const words = wordsSchema.safeParse(text)
  if (!words.success) throw new InvalidArgumentError(`${words.error.issues[0]?.message ?? ''}.`)
  return words.data
}
