import { createInterface } from 'node:readline/promises'

/** Whether somebody at a terminal says yes; nobody is asked where there is none. */
export async function confirm(question: string): Promise<boolean> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) return true
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  // The terminal swallows the signal that Ctrl+C would be.
  terminal.once('SIGINT', () => process.exit(130))
  try {
    return /^y(es)?$/i.test((await terminal.question(`${question} [y/N] `)).trim())
  } finally {
    terminal.close()
  }
}
