import path from 'node:path'
import type { Command } from 'commander'
import { createIssue } from '../../src/core/issue/open-issue.ts'
import { lineDiff } from '../../src/core/text/line-diff.ts'
import { ExpectedError, success, take } from '../../src/core/text/problem.ts'
import { isWeek } from '../../src/core/text/week.ts'
import { commonOptions, print, printJson, say } from '../../src/io/command-line.ts'
import { displayPath } from '../../src/io/content-folder.ts'
import { writeNewFile } from '../../src/io/new-file.ts'
import { type PostKind, startPost } from '../../src/jobs/start-post.ts'
import { usage, writing, type WriteOptions } from './verbs.ts'
import { type Desk, USAGE } from './work.ts'

/** `new issue`, `new post`, `new case-study`. */
export function addNewVerbs(program: Command, { change }: Desk): void {
  const create = program.command('new').description('start an issue, a post or a case study')

  writing(create, 'issue', 'an empty draft')
    .option('--weeks <weeks>', 'the weeks it is about, parted by commas, like 2026-W52,2026-W53', parseWeeks)
    .option('--slug <slug>', 'a special issue, by this name instead of a week', parseSlug)
    .action(({ dryRun = false, ...occasion }: WriteOptions & { weeks?: string[]; slug?: string }) => {
      change(
        ({ curation }) => {
          const { issues, items, now, verdicts, edits } = curation
          const issue = take(createIssue(issues, items, now, occasion))
          const { key, number } = issue
          const message = `started ${key}, number ${number}`
          return success({
            outcome: 'changed',
            operations: [],
            state: { issue, verdicts, edits },
            message,
          })
        },
        { dryRun, issue: 'any' },
      )
    })

  for (const kind of ['post', 'case-study'] as const satisfies readonly PostKind[]) {
    writing(create, kind, kind === 'post' ? 'a post to write' : 'a case study to write')
      .argument('<title...>')
      .action((words: string[], options: WriteOptions) => {
        const { content, now, json } = commonOptions(program)
        const started = take(startPost(kind, words.join(' '), now), USAGE)
        const file = path.join(content, started.path)
        if (options.dryRun) {
          say(`${displayPath(file)} would be written:`)
          if (!json) for (const line of lineDiff('', started.text)) print(line)
        } else if (!writeNewFile(file, started.text)) {
          throw new ExpectedError({
            where: displayPath(file),
            what: 'this file is there already, and stays as it is',
            remedy: 'Choose another title, or go on writing in it',
          })
        }
        if (json) printJson({ file: displayPath(file) })
        else if (!options.dryRun) print(displayPath(file))
      })
  }
}

function parseWeeks(text: string): string[] {
  const weeks = text.split(',').map((week) => week.trim())
  const wrong = weeks.find((week) => !isWeek(week))
  if (wrong !== undefined) throw usage('--weeks', wrong, 'Name ISO weeks that exist, like 2026-W52,2026-W53')
  if (weeks.length > 3) throw usage('--weeks', text, 'An issue covers three weeks at most')
  return [...new Set(weeks)].sort()
}

function parseSlug(text: string): string {
  if (/^[a-z0-9]+(-[a-z0-9]+)*$/.test(text) && !isWeek(text)) return text
  throw usage('--slug', text, 'Take lower-case words joined by hyphens, like kubecon-2026')
}
