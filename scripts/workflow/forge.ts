import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import type { Command } from 'commander'
import { parseReview } from '../../src/core/issue/review.ts'
import { dayOf } from '../../src/core/text/moment.ts'
import { ExpectedError, take } from '../../src/core/text/problem.ts'
import { commonOptions, print, printJson, say } from '../../src/io/command-line.ts'
import { CHECK_FAILED, NOTHING_TO_DO, USAGE } from '../../src/io/exit-code.ts'
import { createGithubForge } from '../../src/io/github-forge.ts'
import { inputName, readInput } from '../../src/io/read-input.ts'
import { LONGEST_POST } from '../../src/jobs/forge.ts'
import { formatNudge } from '../../src/jobs/format-nudge.ts'
import { formatReview } from '../../src/jobs/format-review.ts'
import { postReview } from '../../src/jobs/post-review.ts'
import { tellIssue } from '../../src/jobs/tell-issue.ts'

/** In bytes. */
const LONGEST_REVIEW = 4_000_000
/** In characters: the mark that we put before it has some. */
const LONGEST_ISSUE = LONGEST_POST - 100
/** In bytes: more has more characters, whatever they are. */
const LARGEST_ISSUE = 4 * LONGEST_POST

/** Verbs that speak on the forge, or of it: comment, tell, nudge, approval, last-run. */
export function addForgeVerbs(program: Command): void {
  program
    .command('comment')
    .description('puts a review under the pull request that it is about; one comment, which is changed')
    .argument('<file>', 'the review.json of another run, of which nothing is believed')
    .requiredOption('--head <owner:branch>', 'where the change comes from, as the forge says it')
    .requiredOption('--sha <commit>', 'what was reviewed, as the forge says it')
    .requiredOption('--run <url>', 'the run that has the preview')
    .option('--dry-run', 'print the comment, and ask the forge nothing')
    .action(async (file: string, options: { head: string; sha: string; run: string; dryRun?: boolean }) => {
      const text = formatReview(take(parseReview(readReview(file), file)), {
        run: options.run,
      })
      if (options.dryRun) return print(text.trimEnd())
      const number = take(await postReview(text, options, createGithubForge()), USAGE)
      if (number === undefined) {
        say('There is no open pull request at that commit any more: nothing to say.')
        process.exitCode = NOTHING_TO_DO
      } else if (commonOptions(program).json) printJson({ pullRequest: number })
      else print(`#${number} has the review`)
    })

  program
    .command('tell')
    .description('says something in an issue of the forge: one a name, which is closed where the file is empty')
    .argument('<name>', 'by which the next run finds the issue, like links', parseName)
    .requiredOption('--file <file>', 'what it says, markdown')
    .option('--title <text>', 'of the issue (default: the heading that the file begins with)')
    .option('--anew', 'say other words than before in an issue of their own, and close the one before')
    .option('--dry-run', 'print the issue, and ask the forge nothing')
    .action(async (name: string, { file, dryRun, anew, ...given }: TellOptions) => {
      const issue = await readIssueText(file, given.title)
      if (dryRun) {
        print(issue.text === '' ? 'nothing to say: the issue would be closed' : `# ${issue.title}\n\n${issue.text}`)
        return
      }
      const told = await tellIssue({ name, anew, ...issue }, createGithubForge())
      if (commonOptions(program).json) printJson({ name, issue: told })
      else print(`${name}: ${told}`)
    })

  program
    .command('nudge')
    .description('what to say before the forge ends the schedules of a quiet repository; ends with 4 where it is not')
    .action(() => {
      const { now, json } = commonOptions(program)
      const last = lastCommit()
      const text = formatNudge(last, now)
      if (json) printJson({ last: last.toISOString(), text: text ?? null })
      else if (text === undefined) say(`The last commit is of ${dayOf(last)}: there is nothing to say.`)
      else print(text)
      if (text === undefined) process.exitCode = NOTHING_TO_DO
    })

  program
    .command('approval')
    .description('whether somebody has to approve what runs in an environment; ends with 3 where nobody has')
    .argument('<environment>', 'like mail')
    .action(async (environment: string) => {
      const rules = await createGithubForge().listRules(environment)
      const isApproved = rules?.includes('required_reviewers') ?? false
      if (commonOptions(program).json) printJson({ environment, approval: isApproved })
      if (!isApproved) {
        const what = rules === undefined ? 'there is no such environment' : 'nobody has to approve what runs in it'
        const remedy = 'Under Settings, Environments, give it required reviewers; a job would run unasked without'
        throw new ExpectedError({ where: `environment ${environment}`, what, remedy }, CHECK_FAILED)
      }
      if (!commonOptions(program).json) print(`What runs in ${environment} waits for an approval.`)
    })

  program
    .command('last-run')
    .description('the latest run of a workflow on a branch that ended well; ends with 4 where there is none')
    .argument('<file>', 'of the workflow, like ingest.yml')
    .option('--branch <name>', 'of the run', 'main')
    .action(async (file: string, { branch }: { branch: string }) => {
      const run = await createGithubForge().findLastRun(file, branch)
      if (commonOptions(program).json) printJson({ run: run ?? null })
      else if (run === undefined) say(`No run of ${file} on ${branch} has ended well.`)
      else print(String(run))
      if (run === undefined) process.exitCode = NOTHING_TO_DO
    })
}

/** The file that another run left: a plain one, and none that is far longer than any review. */
function readReview(file: string): string {
  const name = path.resolve(file)
  const stats = fs.lstatSync(name, { throwIfNoEntry: false })
  const what = !stats?.isFile()
    ? 'there is no such file'
    : stats.size > LONGEST_REVIEW
      ? 'this is too long for a review'
      : undefined
  if (what === undefined) return fs.readFileSync(name, 'utf8')
  throw new ExpectedError({ where: file, what, remedy: 'Look at the run that wrote it' })
}

interface TellOptions {
  readonly file: string
  readonly title?: string
  readonly anew?: boolean
  readonly dryRun?: boolean
}

/** The words of a file, and the title: what was said, else the heading on its first line. */
async function readIssueText(file: string, said: string | undefined): Promise<{ title: string; text: string }> {
  const remedy = 'Name a file of markdown, or - for standard input'
  const { bytes, whole } = take(await readInput(file, { most: LARGEST_ISSUE, remedy }), USAGE)
  const text = Buffer.from(bytes).toString('utf8').trim()
  const tooLong =
    whole > LARGEST_ISSUE
      ? `more than ${LARGEST_ISSUE} bytes`
      : text.length > LONGEST_ISSUE
        ? `${text.length} characters`
        : undefined
  if (tooLong !== undefined) {
    const what = `it has ${tooLong}, and an issue of the forge may have ${LONGEST_ISSUE} characters`
    throw new ExpectedError({ where: inputName(file), what, remedy: 'Say less' }, USAGE)
  }
  const heading = /^# (.+)\n/.exec(text)
  const title = said ?? heading?.[1]
  if (title === undefined && text !== '') {
    throw new ExpectedError(
      { where: file, what: 'it begins with no heading', remedy: 'Give a title with --title' },
      USAGE,
    )
  }
  return { title: title ?? '', text: said === undefined ? text.slice(heading?.[0].length ?? 0).trim() : text }
}

function parseName(text: string): string {
  if (/^[a-z][a-z-]{0,30}$/.test(text)) return text
  throw new ExpectedError(
    { where: 'name', what: `"${text}" is no name`, remedy: 'Take small letters, like links' },
    USAGE,
  )
}

/** When something was committed last, by what git says. */
function lastCommit(): Date {
  const { status, stdout, stderr } = spawnSync('git', ['log', '-1', '--format=%ct'], {
    cwd: process.cwd(),
    encoding: 'utf8',
  })
  if (status === 0 && /^\d+$/.test(stdout.trim())) return new Date(Number(stdout) * 1_000)
  throw new ExpectedError({ where: 'git log', what: stderr.trim().split('\n')[0] ?? '', remedy: 'Run it in a clone' })
}
