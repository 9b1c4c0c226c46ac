import path from 'node:path'
import type { Command } from 'commander'
import type { Curation } from '../../src/core/issue/curation.ts'
import { createIssue, type Occasion } from '../../src/core/issue/open-issue.ts'
import { lineDiff } from '../../src/core/text/line-diff.ts'
import { ExpectedError, success, take } from '../../src/core/text/problem.ts'
import { isWeek } from '../../src/core/text/week.ts'
import { commonOptions, print, printJson, say } from '../../src/io/command-line.ts'
import { displayPath } from '../../src/io/content-folder.ts'
import { USAGE } from '../../src/io/exit-code.ts'
import { writeNewFile } from '../../src/io/new-file.ts'
import { findOwner } from '../../src/io/post-files.ts'
import { NEW_KINDS, type NewFile, type NewKind, startPerson, startPost } from '../../src/jobs/start-post.ts'
import { usage, writing, type WriteOptions } from './verbs.ts'
import type { Desk } from './work.ts'

/** `new issue`, `new post`, `new case-study`, `new series`, `new person`. */
export function addNewVerbs(program: Command, { change }: Desk): void {
  const create = program
    .command('new')
    .description('start an issue, a post, a case study, a series, or the file of a person')

  writing(create, 'issue', 'an empty draft')
    .option('--weeks <weeks>', 'the weeks it is about, parted by commas, like 2026-W52,2026-W53', parseWeeks)
    .option('--slug <slug>', 'a special issue, by this name instead of a week', parseSlug)
    .action(({ dryRun = false, ...occasion }: WriteOptions & { weeks?: string[]; slug?: string }) => {
      change(
        ({ curation }) => {
          const { issues, items, now, verdicts, edits } = curation
          const issue = take(
            createIssue(issues, items, now, { ...asAgreed(curation, occasion), sections: curation.sections }),
          )
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

  for (const kind of NEW_KINDS) {
    writing(create, kind, NEW_FILES[kind].what)
      .argument('<title...>')
      .addHelpText(
        'after',
        `\nExamples:\n${NEW_FILES[kind].examples.map((line) => `  npm run curate -- ${line}`).join('\n')}`,
      )
      .action((words: string[], options: WriteOptions) => {
        const { content, now } = commonOptions(program)
        const file = take(startPost(kind, words.join(' '), now), USAGE)
        refuseTaken(file, findOwner(content, file.path))
        write(program, file, options)
      })
  }

  writing(create, 'person', 'somebody who writes for the site or edits issues')
    .alias('author')
    .argument('<id>', 'as `editors` of an issue has it; it becomes the address')
    .argument('<name...>')
    .addHelpText('after', '\nExample:\n  npm run curate -- new person ada-quay "Ada Quay"')
    .action((id: string, name: string[], options: WriteOptions) => {
      const file = take(startPerson(id, name.join(' ')), USAGE)
      refuseTaken(file, findOwner(commonOptions(program).content, file.path))
      write(program, file, options)
    })
}

const NEW_FILES: Readonly<Record<NewKind, { readonly what: string; readonly examples: readonly string[] }>> = {
  post: {
    what: 'a post to write',
    examples: ['new post "What kubeadm does on a node"', 'new post Low tide --dry-run'],
  },
  'case-study': { what: 'a case study to write', examples: ['new case-study "A bank on two clusters"'] },
  series: { what: 'a series, for posts that belong together', examples: ['new series "Five days at sea"'] },
}

/** As the rota has it: which weeks, where nobody names any, and who edits them. A special issue is nobody's turn. */
const asAgreed = ({ occasionOf }: Pick<Curation, 'occasionOf'>, occasion: Occasion): Occasion =>
  occasion.slug === undefined || occasion.weeks ? { ...occasionOf?.(occasion.weeks), ...occasion } : occasion

/** A name, or an earlier address, belongs to one file, wherever in its folder that lies. */
function refuseTaken({ path: file }: NewFile, owner: string | undefined): void {
  if (owner === undefined) return
  throw new ExpectedError({
    where: owner,
    what: `this file has the name that ${file} would have, and stays as it is`,
    remedy: 'Choose another title or id, or go on writing in it',
  })
}

function write(program: Command, { path: name, text }: NewFile, { dryRun }: WriteOptions): void {
  const { content, json } = commonOptions(program)
  const file = path.join(content, name)
  if (dryRun) {
    say(`${displayPath(file)} would be written:`)
    if (!json) for (const line of lineDiff('', text)) print(line)
  } else if (!writeNewFile(file, text)) {
    throw new ExpectedError({
      where: displayPath(file),
      what: 'this file is there already, and stays as it is',
      remedy: 'Choose another title or id, or go on writing in it',
    })
  }
  if (json) printJson({ file: displayPath(file) })
  else if (!dryRun) print(displayPath(file))
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
