import path from 'node:path'
import type { Command } from 'commander'
import { formatOpml } from '../../src/core/source/format-opml.ts'
import { planSourceImport } from '../../src/core/source/plan-source-import.ts'
import { isFollowed } from '../../src/core/source/source.ts'
import { countNoun } from '../../src/core/text/count-noun.ts'
import { ExpectedError, take } from '../../src/core/text/problem.ts'
import { writeFileAtomic } from '../../src/io/atomic-file.ts'
import { commonOptions, print, printJson, say, sayProblems } from '../../src/io/command-line.ts'
import { FAILED, NOTHING_TO_DO, USAGE } from '../../src/io/exit-code.ts'
import { inputName, readInput } from '../../src/io/read-input.ts'
import { writeSource } from '../../src/io/source-files.ts'
import { allSources, sayIfNone } from './known-sources.ts'
import { tellRetired } from './tell-retired.ts'

/** Bytes: whoever follows a hundred thousand feeds has fewer. */
const MOST_OPML = 32 * 1024 * 1024

/** `import` and `export`: sources from a feed reader, and for one. */
export function addOpmlVerbs(program: Command): void {
  program
    .command('import')
    .description('add the feeds of an OPML file; asks no network')
    .argument('<file>', 'an OPML file, or - for standard input')
    .option('--dry-run', 'print what would be added, and write nothing')
    .action(async (file: string, options: { dryRun?: boolean }) => {
      const { content, json, now } = commonOptions(program)
      const plan = planSourceImport(await readOpml(file), allSources(content, now), inputName(file))
      if (!plan.ok) throw new ExpectedError(plan.problems)
      const { added, known, retired, problems } = plan.value
      if (!options.dryRun) for (const source of added) writeSource(content, source)
      sayProblems([...problems, ...retired.map((source) => tellRetired(inputName(file), source, content))], 'warning')
      if (json) return printJson({ added: added.map(({ id, url }) => ({ id, url })), known })
      for (const { id, url } of added) print(`${id}  ${url}`)
      const verb = options.dryRun ? 'would be added' : 'added'
      say(`${countNoun(added.length, 'source')} ${verb}, ${known.length} known already, ${problems.length} not usable`)
      if (added.length === 0) process.exitCode = problems.length > 0 ? FAILED : NOTHING_TO_DO
    })

  program
    .command('export')
    .description('the sources that we follow as OPML, for any feed reader; with --json, as data')
    .option('--out <file>', 'write the OPML there, not to standard output')
    .option('--dry-run', 'with --out: write nothing')
    .action((options: { out?: string; dryRun?: boolean }) => {
      const { content, json, now } = commonOptions(program)
      const sources = allSources(content, now).filter(isFollowed)
      sayIfNone(content, sources)
      const opml = formatOpml(sources, 'Sources')
      if (json) printJson(sources)
      else if (options.out === undefined) print(opml.trimEnd())
      if (options.out === undefined) return
      if (!options.dryRun) writeFileAtomic(path.resolve(options.out), opml)
      say(`${countNoun(sources.length, 'source')} ${options.dryRun ? 'would be written' : 'written'} to ${options.out}`)
    })
}

async function readOpml(file: string): Promise<string> {
  const remedy = 'Name an OPML file, as feed readers export it'
  const { bytes, whole } = take(await readInput(file, { most: MOST_OPML, remedy }), USAGE)
  if (whole <= MOST_OPML) return Buffer.from(bytes).toString('utf8')
  throw new ExpectedError({ where: inputName(file), what: `it has more than ${MOST_OPML} bytes`, remedy }, USAGE)
}
