import readline from 'node:readline/promises'
import { say } from './command-line.ts'

/** Whether somebody sits at a terminal who could answer. */
export const canAsk = (): boolean => process.stdin.isTTY && process.stderr.isTTY

/** Asks on the terminal for one of several things, each a line; undefined where the answer is none of their numbers. */
export async function askChoice<T>(
  question: string,
  choices: readonly T[],
  describe: (choice: T) => string,
): Promise<T | undefined> {
  for (const [place, choice] of choices.entries()) say(`  ${place + 1}  ${describe(choice)}`)
  const terminal = readline.createInterface({ input: process.stdin, output: process.stderr })
  terminal.once('SIGINT', () => process.exit(130))
  try {
    const ended = new Promise<string>((resolve) => {
      terminal.once('close', () => {
        resolve('')
      })
    })
    const answer = await Promise.race([terminal.question(`${question} [1-${choices.length}] `), ended])
    return /^\d+$/.test(answer.trim()) ? choices[Number(answer) - 1] : undefined
  } finally {
    terminal.close()
  }
}
