import type { Command } from 'commander'
import { tellRetirement } from '../../src/core/source/retire-source.ts'
import { commonOptions, print, printJson } from '../../src/io/command-line.ts'
import { allSources, sayIfNone } from './known-sources.ts'

/** `list`: all sources, a line each. */
export function addListVerb(program: Command): void {
  program
    .command('list')
    .description('print all sources, retired ones too')
    .action(() => {
      const { content, json, now } = commonOptions(program)
      const sources = allSources(content, now)
      sayIfNone(content, sources)
      if (json) return printJson(sources)
      const width = Math.max(0, ...sources.map(({ id }) => id.length))
      for (const { id, kind, weight, url, retired } of sources) {
        const state = retired ? `  ${tellRetirement(retired)}` : ''
        print(`${id.padEnd(width)}  ${kind.padEnd(10)}  ${weight}  ${url}${state}`)
      }
    })
}
