import fs from 'node:fs'
import path from 'node:path'
import { type Command, Option } from 'commander'
import type { Operation } from '../src/core/issue/apply-operation.ts'
import { checkIssue } from '../src/core/issue/check-issue.ts'
import type { Check } from '../src/core/issue/check.ts'
import { type Content, type Curation, openCuration } from '../src/core/issue/curation.ts'
import { editIssueFile } from '../src/core/issue/edit-issue-file.ts'
import { formatIssue } from '../src/core/issue/format-issue.ts'
import { splitIssueBody } from '../src/core/issue/issue-body.ts'
import { createIssue } from '../src/core/issue/open-issue.ts'
import { findSection, SECTION_IDS, type SectionId } from '../src/core/issue/section.ts'
import { ADDED_BY_HAND, type Kind, KINDS } from '../src/core/source/source.ts'
import { countNoun } from '../src/core/text/count-noun.ts'
import { lineDiff } from '../src/core/text/line-diff.ts'
import { ExpectedError, type Result } from '../src/core/text/problem.ts'
import { isWeek } from '../src/core/text/week.ts'
import {
  addCommonOptions,
  commonOptions,
  createProgram,
  parseCount,
  print,
  printJson,
  runProgram,
  say,
  sayProblems,
} from '../src/io/command-line.ts'
import { displayPath } from '../src/io/content-folder.ts'
import { issueFile, readIssues, writeIssueText } from '../src/io/issue-files.ts'
import { readItems, writeItem } from '../src/io/item-files.ts'
import { writeNewFile } from '../src/io/new-file.ts'
import { readSources } from '../src/io/source-files.ts'
import { editText } from '../src/io/text-editor.ts'
import { addLink } from '../src/jobs/add-link.ts'
import { changeIssue, type IssueChange } from '../src/jobs/change-issue.ts'
import { draftIssue } from '../src/jobs/draft-issue.ts'
import { dropPick, findPick, movePick, retitlePick, writeBlurb } from '../src/jobs/edit-pick.ts'
import { formatChecks } from '../src/jobs/format-checks.ts'
import { formatStories, listStories, type ListFilter, VERDICTS } from '../src/jobs/list-stories.ts'
import { pickStory, type Place } from '../src/jobs/pick-story.ts'
import { publishIssue } from '../src/jobs/publish-issue.ts'
import { formatStatus, showStatus } from '../src/jobs/show-status.ts'
import { type PostKind, startPost } from '../src/jobs/start-post.ts'

const NOTHING_TO_DO = 4
const CHECK_FAILED = 3
const USAGE = 2

interface WriteOptions {
  readonly dryRun?: boolean
}

const program = addCommonOptions(createProgram('curate', 'Makes the weekly issue out of what came in.'))
  .option('--issue <key>', 'another issue than the open one, like 2026-W47')
  .addHelpText(
    'afterAll',
    `
Without a verb: status.

Examples:
  npm run curate
  npm run curate -- list --limit 30
  npm run curate -- draft --count 20
  npm run curate -- pick 8f3c --section headlines --at 1
  npm run curate -- blurb 8f3c "Why it matters, in a sentence or two."
  npm run curate -- check && npm run curate -- publish`,
  )

const status = program
  .command('status', { isDefault: true })
  .description('where the issue stands')
  .allowExcessArguments()
  .action(() => {
    const [verb] = status.args
    if (verb !== undefined) {
      status.error(`${verb}: there is no such verb. They are ${verbs()}.`, { exitCode: USAGE })
    }
    const { curation } = open()
    const result = showStatus(curation)
    if (commonOptions(status).json) printJson(result)
    else print(formatStatus(result, curation))
  })

program
  .command('list')
  .description('the stories to choose from, best first')
  .addOption(new Option('--kind <kind>', 'only this kind').choices(KINDS))
  .option('--source <id>', 'only what this source carries')
  .option('--topic <topic>', 'only this topic')
  .addOption(new Option('--verdict <verdict>', 'only what is picked, or is not').choices(VERDICTS))
  .option('--limit <n>', 'only the first', parseCount(1))
  .action((filter: ListFilter) => {
    const { curation } = open()
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

writing('draft', 'fill the issue from the ranking; what is picked stays')
  .option('--count <n>', 'picks in the issue when done', parseCount(1, 200), 20)
  .action((options: WriteOptions & { count: number }) => {
    const work = open()
    carryOut(work, draftIssue(work.curation, options.count), options)
  })

writing('pick', 'put a story into the issue')
  .argument('<id>', 'its id, or the first characters of it')
  .option('--section <section>', 'into this section (default: the one that suits it)', parseSection)
  .option('--at <n>', 'at this place of the section, counted from 1', parseCount(1))
  .action((id: string, options: WriteOptions & Place) => {
    const work = open()
    carryOut(work, pickStory(work.curation, id, options), options)
  })

writing('drop', 'take a pick out of the issue')
  .argument('<id>')
  .action((id: string, options: WriteOptions) => {
    const work = openFile()
    carryOut(work, dropPick(work.curation, id), options)
  })

const move = writing('move', 'put a pick elsewhere')
  .argument('<id>')
  .option('--section <section>', 'into this section', parseSection)
  .option('--at <n>', 'at this place of the section, counted from 1', parseCount(1))
  .action((id: string, options: WriteOptions & Place) => {
    if (options.section === undefined && options.at === undefined) {
      move.error('move: say where to, with --section, --at, or both.', { exitCode: USAGE })
    }
    const work = openFile()
    carryOut(work, movePick(work.curation, id, options), options)
  })

writing('blurb', 'write the blurb of a pick; without a text in $EDITOR')
  .argument('<id>')
  .argument('[text...]', 'inline markdown')
  .action((id: string, words: string[], options: WriteOptions) => {
    const work = openFile()
    const pick = orFail(findPick(work.curation, id), USAGE)
    const text = words.length > 0 ? words.join(' ') : editText(pick.blurb, `blurb-${pick.id}`)
    const isUntouched = words.length === 0 && text === pick.blurb.trim()
    carryOut(work, isUntouched ? untouched(`the blurb of ${pick.id}`) : writeBlurb(work.curation, id, text), options)
  })

writing('title', "rewrite a pick's title; with a text alone, the issue's own")
  .argument('<id>', 'of a pick; or the title of the issue')
  .argument('[text...]')
  .action((id: string, words: string[], options: WriteOptions) => {
    const work = openFile()
    const pick = words.length === 0 && /^[0-9a-f]{4,10}$/.test(id) ? findPick(work.curation, id) : undefined
    if (pick?.ok) {
      throw new ExpectedError(
        { where: id, what: `this is a pick, "${pick.value.title}"`, remedy: 'Say its new title after the id' },
        USAGE,
      )
    }
    const change =
      words.length > 0
        ? retitlePick(work.curation, id, words.join(' '))
        : setHead(work, { verb: 'head', field: 'title', text: id })
    carryOut(work, change, options)
  })

for (const field of ['subject', 'preheader'] as const) {
  writing(field, field === 'subject' ? 'write the subject of the mail' : 'write the line after the subject')
    .argument('<text...>')
    .action((words: string[], options: WriteOptions) => {
      const work = openFile()
      carryOut(work, setHead(work, { verb: 'head', field, text: words.join(' ') }), options)
    })
}

writing('note', "write the editor's note; without a text in $EDITOR")
  .argument('[text...]', 'markdown')
  .action((words: string[], options: WriteOptions) => {
    const work = openFile()
    const before = splitIssueBody(work.curation.issue.body).note
    const text = words.length > 0 ? words.join(' ') : editText(before, 'note')
    const isUntouched = words.length === 0 && text === before
    const change = isUntouched
      ? untouched('the note')
      : changeIssue(
          work.curation,
          [{ verb: 'note', text }],
          `note of ${work.curation.issue.key} ${text.trim() === '' ? 'taken out' : 'written'}`,
        )
    carryOut(work, change, options)
  })

writing('add', 'make a candidate of a link; asks no network')
  .argument('<url>')
  .option('--title <title>', 'its title (default: the words of the link)')
  .addOption(new Option('--kind <kind>', 'what it is').choices(KINDS).default('blog'))
  .action((url: string, options: WriteOptions & { title?: string; kind: Kind }) => {
    const { content, now, json } = commonOptions(program)
    const stored = readItems(content)
    if (stored.problems.length > 0) throw new ExpectedError(stored.problems)
    const addition = orFail(addLink(stored.entries, { url, ...options }, now), USAGE)
    const { item, path: name } = addition.stored
    const file = displayPath(path.join(content, 'items', name))
    const isNew = addition.outcome === 'added'
    if (isNew && !options.dryRun) writeItem(content, addition.stored)
    if (!isNew) process.exitCode = NOTHING_TO_DO
    if (json) return printJson({ id: item.id, title: item.title, file, added: isNew && !options.dryRun })
    const verb = !isNew ? 'known already' : options.dryRun ? 'would be added' : 'added'
    print(`${verb}: ${item.id}  ${item.title}  (${file})`)
    if (isNew && addition.isTitleGuessed) {
      say('The page was not fetched; the title was read off the link. Mend it in the file, or on the pick.')
    }
  })

program
  .command('check')
  .description('what stands against publishing')
  .action(() => {
    const work = openFile()
    const checks = checkIssue(work.curation)
    if (commonOptions(program).json) printJson(checks)
    else for (const line of formatChecks(checks, work.curation.issue.key)) print(line)
    if (checks.some(({ level }) => level === 'error')) process.exitCode = CHECK_FAILED
  })

writing('publish', 'publish the issue, when no check stands against it').action((options: WriteOptions) => {
  const work = openFile()
  const publication = orFail(publishIssue(work.curation))
  if (publication.outcome !== 'refused') {
    sayChecks(publication.checks, work.curation.issue.key)
    carryOut(work, { ok: true, value: publication }, options)
    return
  }
  const { checks } = publication
  if (commonOptions(program).json) printJson(checks)
  else sayChecks(checks, work.curation.issue.key)
  say(`${work.curation.issue.key} is not published: mend the errors first.`)
  process.exitCode = CHECK_FAILED
})

const create = program.command('new').description('start an issue, a post or a case study')

writing('issue', 'an empty draft', create)
  .option('--weeks <weeks>', 'the weeks it is about, parted by commas, like 2026-W52,2026-W53', parseWeeks)
  .option('--slug <slug>', 'a special issue, by this name instead of a week', parseSlug)
  .action((options: WriteOptions & { weeks?: string[]; slug?: string }) => {
    const work = open()
    const { issues, items, now } = work.curation
    const issue = orFail(createIssue(issues, items, now, options))
    const change = { outcome: 'changed', issue, message: `started ${issue.key}, number ${issue.number}` } as const
    carryOut({ ...work, stored: undefined }, { ok: true, value: change }, options)
  })

for (const kind of ['post', 'case-study'] as const satisfies readonly PostKind[]) {
  writing(kind, kind === 'post' ? 'a post to write' : 'a case study to write', create)
    .argument('<title...>')
    .action((words: string[], options: WriteOptions) => {
      const { content, now, json } = commonOptions(program)
      const started = orFail(startPost(kind, words.join(' '), now), USAGE)
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

interface Work {
  readonly curation: Curation
  /** Text of the issue's file; absent where there is none yet. */
  readonly stored: string | undefined
  readonly content: string
}

/** Reads everything. A broken issue stops here, before anything is written; a broken item is left out, and said. */
function open(): Work {
  const { content, now } = commonOptions(program)
  if (!fs.existsSync(content)) {
    const remedy = 'Name one with --content, or run this in the project, which has one'
    throw new ExpectedError({ where: displayPath(content), what: 'there is no such content folder', remedy })
  }
  const issues = readIssues(content)
  if (issues.problems.length > 0) throw new ExpectedError(issues.problems)
  const sources = readSources(content)
  const items = readItems(content)
  sayProblems([...sources.problems, ...items.problems], 'warning')
  const all: Content = {
    sources: new Map(sources.entries.map((source) => [source.id, source])),
    items: items.entries.map(({ item }) => item),
    issues: issues.entries.map(({ issue }) => issue),
    now,
  }
  const curation = orFail(openCuration(all, program.opts<{ issue?: string }>().issue), USAGE)
  const stored = issues.entries.find(({ issue }) => issue.key === curation.issue.key)?.text
  return { curation, stored, content }
}

/** As `open`, for verbs that need an issue with a file; where all are published there is nothing to do. */
function openFile(): Work {
  const work = open()
  if (!work.curation.isNew) return work
  const newest = work.curation.issues.toSorted((a, b) => b.number - a.number)[0]
  throw new ExpectedError(
    {
      where: displayPath(path.join(work.content, 'issues')),
      what: newest ? `no issue is open; the newest, ${newest.key}, is published already` : 'there is no issue yet',
      remedy: 'Start one with `npm run curate -- draft` or `npm run curate -- new issue`, or name one with --issue',
    },
    NOTHING_TO_DO,
  )
}

/** Writes what a change comes to, or prints it with --dry-run; the same bytes again are nothing to do. */
function carryOut({ curation, stored, content }: Work, planned: Result<IssueChange>, { dryRun }: WriteOptions): void {
  const { json } = commonOptions(program)
  const change = orFail(planned, USAGE)
  const key = change.outcome === 'changed' ? change.issue.key : curation.issue.key
  const file = displayPath(issueFile(content, key))
  const text = change.outcome === 'nothing' ? stored : textOf(change, curation, stored, file)
  const isChanged = text !== undefined && text !== stored
  if (isChanged && !dryRun) writeIssueText(content, key, text)
  if (!isChanged) process.exitCode = NOTHING_TO_DO
  const message = isChanged || change.outcome === 'nothing' ? change.message : `${key} is so already`
  if (json) {
    const picks = change.outcome === 'changed' ? change.issue.picks : curation.issue.picks
    printJson({ issue: key, file, changed: isChanged && !dryRun, message, picks: picks.map(({ id }) => id) })
  } else if (dryRun && isChanged) {
    say(`${file} would ${stored === undefined ? 'be written' : 'change'}:`)
    for (const line of lineDiff(stored ?? '', text)) print(line)
  } else print(message)
}

function textOf({ issue }: { issue: Curation['issue'] }, curation: Curation, stored: string | undefined, file: string) {
  return stored === undefined ? formatIssue(issue) : orFail(editIssueFile(stored, curation.issue, issue, file))
}

function setHead({ curation }: Work, operation: Extract<Operation, { verb: 'head' }>): Result<IssueChange> {
  return changeIssue(curation, [operation], `${operation.field} of ${curation.issue.key}: ${operation.text}`)
}

function untouched(what: string): Result<IssueChange> {
  return { ok: true, value: { outcome: 'nothing', message: `${what} was left as it is` } }
}

function sayChecks(checks: readonly Check[], key: string): void {
  if (checks.length > 0) for (const line of formatChecks(checks, key)) say(line)
}

function orFail<T>(result: Result<T>, exitCode = 1): T {
  if (result.ok) return result.value
  throw new ExpectedError(result.problems, exitCode)
}

/** A verb that writes, and so has --dry-run. */
function writing(name: string, description: string, parent: Command = program): Command {
  return parent.command(name).description(description).option('--dry-run', 'print what would change, and write nothing')
}

function verbs(): string {
  return program.commands.map((command) => command.name()).join(', ')
}

function parseSection(text: string): SectionId {
  const section = findSection(text)
  if (section === undefined) throw usage('--section', text, `Sections are ${SECTION_IDS.join(', ')}`)
  return section
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

const usage = (option: string, text: string, remedy: string) =>
  new ExpectedError({ where: option, what: `"${text}" is not possible here`, remedy }, USAGE)

await runProgram(program, process.argv.slice(2))
