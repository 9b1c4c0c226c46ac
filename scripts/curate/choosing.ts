import type { Command } from 'commander'
import { TARGET_PICKS } from '../../src/core/issue/issue.ts'
import { GENERATED_SECTION_IDS, type GeneratedSectionId } from '../../src/core/issue/generated-sections.ts'
import { findSection } from '../../src/core/issue/section.ts'
import { parseCount } from '../../src/io/command-line.ts'
import { USAGE } from '../../src/io/exit-code.ts'
import { planEach } from '../../src/jobs/plan-change.ts'
import { planCommand } from '../../src/jobs/plan-command.ts'
import type { Place } from '../../src/jobs/pick-story.ts'
import { usage, writing, type WriteOptions } from './verbs.ts'
import type { Desk } from './work.ts'

/** Verbs that say of stories what becomes of them, or fill the issue: draft, refresh, pick, drop, move, skip, shortlist, clear, merge, split. */
export function addChoosingVerbs(program: Command, { change }: Desk): void {
  writing(program, 'draft', 'fill the issue from the ranking, and write its generated sections; what is picked stays')
    .option('--count <n>', 'picks in the issue when done', parseCount(1, 200), TARGET_PICKS)
    .action(({ count, dryRun = false }: WriteOptions & { count: number }) => {
      change(({ curation }) => planCommand(curation, { verb: 'draft', count }), { dryRun, issue: 'any', almanac: true })
    })

  writing(program, 'refresh', 'write the generated sections anew; those that an editor changed only where named')
    .argument('[sections...]', `of ${GENERATED_SECTION_IDS.join(', ')}`)
    .action((names: string[], { dryRun = false }: WriteOptions) => {
      const sections = names.map(parseGenerated)
      change(({ curation }) => planCommand(curation, { verb: 'refresh', sections }), { dryRun, almanac: true })
    })

  placing(writing(program, 'pick', 'put stories into the issue'))
    .argument('<ids...>', 'the id of one story or several, or the first characters of it')
    .option('--again <reason>', 'why it runs although it ran before')
    .action((ids: string[], { dryRun = false, ...options }: WriteOptions & Place & { again?: string }) => {
      const placeOf = (index: number) => (options.at === undefined ? {} : { at: options.at + index })
      change(
        ({ curation }) =>
          planEach(curation, ids, (current, id, index) =>
            planCommand(current, { verb: 'pick', id, ...options, ...placeOf(index) }),
          ),
        { dryRun, issue: 'any' },
      )
    })

  writing(program, 'drop', 'take picks out of the issue')
    .argument('<ids...>', 'one or several')
    .action((ids: string[], options: WriteOptions) => {
      change(
        ({ curation }) => planEach(curation, ids, (current, id) => planCommand(current, { verb: 'drop', id })),
        options,
      )
    })

  const move = placing(writing(program, 'move', 'put a pick elsewhere'))
    .argument('<id>')
    .action((id: string, { dryRun = false, ...place }: WriteOptions & Place) => {
      if (place.section === undefined && place.at === undefined) {
        move.error('move: say where to, with --section, --at, or both.', { exitCode: USAGE })
      }
      change(({ curation }) => planCommand(curation, { verb: 'move', id, ...place }), { dryRun })
    })

  writing(program, 'skip', 'say of stories that they are not for this issue; readers see the reason')
    .argument('<ids...>', 'one story or several')
    .option('--reason <text>', 'why not')
    .action((ids: string[], { dryRun = false, ...options }: WriteOptions & { reason?: string }) => {
      change(({ curation }) => planCommand(curation, { verb: 'skip', ids, ...options }), { dryRun, issue: 'any' })
    })

  for (const verb of ['shortlist', 'clear'] as const) {
    const what =
      verb === 'shortlist' ? 'keep stories in mind, for this issue or the next' : 'take back what was said of stories'
    writing(program, verb, what)
      .argument('<ids...>', 'one story or several')
      .action((ids: string[], { dryRun = false }: WriteOptions) => {
        change(({ curation }) => planCommand(curation, { verb, ids }), { dryRun, issue: 'any' })
      })
  }

  writing(program, 'merge', 'make one story of several, for good; the first leads')
    .argument('<ids...>', 'two or more')
    .action((ids: string[], { dryRun = false }: WriteOptions) => {
      if (ids.length < 2) throw usage('merge', ids.join(' '), 'Name two stories or more')
      change(({ curation }) => planCommand(curation, { verb: 'merge', ids }), { dryRun, issue: 'any' })
    })

  writing(program, 'split', 'say that the items of a story stand alone, for good')
    .argument('<id>')
    .action((id: string, { dryRun = false }: WriteOptions) => {
      change(({ curation }) => planCommand(curation, { verb: 'split', id }), { dryRun, issue: 'any' })
    })
}

function placing(command: Command): Command {
  return command
    .option('--section <section>', 'into this section (default of a new pick: the one that suits it)')
    .option('--at <n>', 'at this place of the section, counted from 1', parseCount(1))
}

function parseGenerated(text: string): GeneratedSectionId {
  const section = GENERATED_SECTION_IDS.find((id) => id === findSection(text))
  if (section !== undefined) return section
  throw usage('refresh', text, `The sections that the program writes are ${GENERATED_SECTION_IDS.join(', ')}`)
}
