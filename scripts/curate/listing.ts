import { type Command, Option } from 'commander'
import { ADDED_BY_HAND, KINDS } from '../../src/core/source/source.ts'
import { countNoun } from '../../src/core/text/count-noun.ts'
import { ExpectedError } from '../../src/core/text/problem.ts'
import { commonOptions, parseCount, print, printJson, say } from '../../src/io/command-line.ts'
import { USAGE } from '../../src/io/exit-code.ts'
import { formatStories, listStories, type ListFilter, VERDICTS } from '../../src/jobs/list-stories.ts'
import type { Desk } from './work.ts'

/** `list`: the stories, best first. */
export function addListVerb(program: Command, desk: Desk): void {
  program
    .command('list')
    .description('the stories to choose from, best first')
    .addOption(new Option('--kind <kind>', 'only this kind').choices(KINDS))
    .option('--source <id>', 'only what this source carries')
    .option('--topic <topic>', 'only this topic')
    .addOption(new Option('--verdict <verdict>', 'only what was decided so, or not at all').choices(VERDICTS))
    .option('--limit <n>', 'only the first', parseCount(1))
    .action((filter: ListFilter) => {
      const { curation } = desk.open()
      if (filter.source !== undefined && filter.source !== ADDED_BY_HAND && !curation.sources.has(filter.source)) {
        const remedy = 'See `npm run sources -- list`'
        throw new ExpectedError({ where: `--source ${filter.source}`, what: 'there is no such source', remedy }, USAGE)
      }
      const stories = listStories(curation, filter)
      if (commonOptions(program).json) printJson(stories)
      else for (const line of formatStories(stories)) print(line)
      if (stories.length > 0) return
      const all = countNoun(curation.stories.length, 'story', 'stories')
      say(
        curation.stories.length > 0
          ? `None of ${all} is like that.`
          : 'There are no candidates: `npm run ingest` brings some.',
      )
    })
}
