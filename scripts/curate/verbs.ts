import type { Command } from 'commander'
import { ExpectedError } from '../../src/core/text/problem.ts'
import { USAGE } from '../../src/io/exit-code.ts'

/** A verb that writes, and so has --dry-run. */
export function writing(parent: Command, name: string, description: string): Command {
  return parent.command(name).description(description).option('--dry-run', 'print what would change, and write nothing')
}

export interface WriteOptions {
  readonly dryRun?: boolean
}

/** An option whose value is not possible. */
export const usage = (option: string, text: string, remedy: string): ExpectedError =>
  new ExpectedError({ where: option, what: `"${text}" is not possible here`, remedy }, USAGE)
