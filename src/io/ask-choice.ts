import { askLine } from './ask-line.ts'
import { say } from './command-line.ts'

/** Asks on the terminal for one of several things, each a line; undefined where the answer is none of their numbers. */
export async function askChoice<T>(
  question: string,
  choices: readonly T[],
  describe: (choice: T) => string,
): Promise<T | undefined> {
  for (const [place, choice] of choices.entries()) say(`  ${place + 1}  ${describe(choice)}`)
  const answer = await askLine(`${question} [1-${choices.length}]`)
  return /^\d+$/.test(answer) ? choices[Number(answer) - 1] : undefined
}
