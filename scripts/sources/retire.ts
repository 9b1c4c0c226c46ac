import type { Command } from 'commander'
import { resumeSource, retireSource, tellRetirement } from '../../src/core/source/retire-source.ts'
import type { Source } from '../../src/core/source/source.ts'
import { isEqual } from '../../src/core/text/is-equal.ts'
import { ExpectedError, take } from '../../src/core/text/problem.ts'
import { commonOptions, print, printJson, say } from '../../src/io/command-line.ts'
import { NOTHING_TO_DO, USAGE } from '../../src/io/exit-code.ts'
import { displaySource, planSourceEdit } from '../../src/io/source-files.ts'
import { allSources, chooseSources } from './known-sources.ts'
import { parseWords } from './parse-words.ts'

interface RetireOptions {
  readonly since?: string
  readonly reason?: string
  readonly dryRun?: boolean
}

/** `retire` and `resume`: a source is followed no more, and again. */
export function addRetireVerbs(program: Command): void {
  program
    .command('retire')
    .description('follow a source no more: its feed is not asked, and what it brought stays')
    .argument('<id>', 'the source')
    .option('--since <date>', 'the day on which that began; else today')
    .option('--reason <text>', 'why, for readers', parseWords)
    .option('--dry-run', 'print the file as it would be, and write nothing')
    .action((id: string, { dryRun = false, ...wishes }: RetireOptions) => {
      const { content, now } = commonOptions(program)
      const source = findSource(content, id, now)
      const retired = take(retireSource(source, wishes, now), USAGE)
      const what = retired.retired ? `it is ${tellRetirement(retired.retired)}` : ''
      change(program, source, retired, { dryRun, already: what })
      if (!dryRun) say('Its feed is not asked from now on, and what it brought stays; resume takes that back')
    })

  program
    .command('resume')
    .description('follow a source again that was retired')
    .argument('<id>', 'the source')
    .option('--dry-run', 'print the file as it would be, and write nothing')
    .action((id: string, { dryRun = false }: { readonly dryRun?: boolean }) => {
      const { content, now } = commonOptions(program)
      const source = findSource(content, id, now)
      change(program, source, resumeSource(source), { dryRun, already: 'it is followed, and not retired' })
      if (!dryRun) say(`See what it would bring with npm run ingest -- --source ${id} --dry-run`)
    })
}

function findSource(content: string, id: string, now: Date): Source {
  const [source] = chooseSources(allSources(content, now), [id])
  if (source === undefined) throw new Error(`${id} was chosen, and is not there`)
  return source
}

function change(
  program: Command,
  before: Source,
  after: Source,
  { dryRun, already }: { readonly dryRun: boolean; readonly already: string },
): void {
  const { content, json } = commonOptions(program)
  const { id } = before
  const file = displaySource(content, id)
  const changed = !isEqual(before, after)
  const edit = changed ? take(planSourceEdit(content, before, after)) : undefined
  if (!dryRun) edit?.write()
  if (json) printJson({ id, changed: changed && !dryRun, retired: after.retired ?? null, file })
  if (edit === undefined) throw new ExpectedError({ where: id, what: already }, NOTHING_TO_DO)
  if (!json && dryRun) print(edit.text.trimEnd())
  say(`${file} ${dryRun ? 'would be written' : 'written'}`)
}
