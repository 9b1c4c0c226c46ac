import type { Command } from 'commander'
import { commonOptions, print, printJson } from '../../src/io/command-line.ts'
import { allSources, sayIfNone } from './known-sources.ts'

/** `list`: all sources, a line each. */
export function addListVerb(program: Command): void {
  program
    .command('list')
    .description('print all sources')
    .action(() => {
      const { content, json } = commonOptions(program)
      const sources = allSources(content)
      sayIfNone(content, sources)
      if (json) return printJson(sources)
      const width = Math.max(0, ...sources.map(({ id }) => id.length))
      for (const { id, kind, weight, url } of sources)
        print(`${id.padEnd(width)}  ${kind.padEnd(10)}  ${weight}  ${url}`)
    })
}
