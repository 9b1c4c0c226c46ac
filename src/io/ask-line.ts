import readline from 'node:readline/promises'
import { INTERRUPTED } from './exit-code.ts'

/** Whether somebody sits at a terminal who could answer. */
export const canAsk = (): boolean => process.stdin.isTTY && process.stderr.isTTY

/** A line that somebody types as an answer, without spaces around it; empty where they end the input. */
export async function askLine(question: string): Promise<string> {
  const terminal = readline.createInterface({ input: process.stdin, output: process.stderr })
  // The terminal swallows the signal that Ctrl+C would be.
  terminal.once('SIGINT', () => process.exit(INTERRUPTED))
  try {
    const ended = new Promise<string>((resolve) => {
      terminal.once('close', () => {
        resolve('')
      })
    })
    return (await Promise.race([terminal.question(`${question} `), ended])).trim()
  } finally {
    terminal.close()
  }
}
