import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import type { Command } from 'commander'
import { openCuration } from '../../src/core/issue/curation.ts'
import { findOpenIssue } from '../../src/core/issue/open-issue.ts'
import type { IssueReview, Review } from '../../src/core/issue/review.ts'
import { ExpectedError, formatProblem, take } from '../../src/core/text/problem.ts'
import { createCheckSupport } from '../../src/io/check-support.ts'
import { allowNetworkOption, type CommonOptions, commonOptions, print, printJson } from '../../src/io/command-line.ts'
import { composeMessage } from '../../src/io/compose-message.ts'
import { displayPath, listFiles } from '../../src/io/content-folder.ts'
import { readCurationFiles } from '../../src/io/curation-files.ts'
import { USAGE } from '../../src/io/exit-code.ts'
import { issueFile, readToldIssue } from '../../src/io/issue-files.ts'
import { readSender } from '../../src/io/mail-settings.ts'
import { writeOutbox } from '../../src/io/outbox.ts'
import { readSiteSettings } from '../../src/io/site-settings-file.ts'
import { checkWholeIssue } from '../../src/jobs/check-whole-issue.ts'
import { formatReview } from '../../src/jobs/format-review.ts'
import { renderDigest } from '../../src/jobs/render-digest.ts'

interface ReviewOptions {
  readonly changedSince?: string
  readonly out: string
  readonly site?: string
  readonly offline?: boolean
  readonly allowNetwork: readonly string[]
}

/** So many issues of one change are looked at. */
const MOST = 10

/** `review`: the checks and the mail of the issues that a change touches. It always ends with 0 if it could look. */
export function addReviewVerb(program: Command): void {
  program
    .command('review')
    .description('checks the issues that a change touches, else the open one, and writes their mails to look at')
    .option('--changed-since <commit>', 'the commit that the change is made to')
    .option('--out <dir>', 'where review.json and mail/ are written', 'preview')
    .option('--site <dir>', 'the site that was built of it, whose pages are counted if it is there')
    .option('--offline', 'ask for no links')
    .addOption(allowNetworkOption())
    .action(async (options: ReviewOptions) => {
      const common = commonOptions(program)
      const review = await reviewChange(options, common)
      const out = path.resolve(options.out)
      fs.mkdirSync(out, { recursive: true })
      fs.writeFileSync(path.join(out, 'review.json'), `${JSON.stringify(review, null, 2)}\n`)
      if (common.json) printJson(review)
      else print(formatReview(review, { run: '' }).trimEnd())
    })
}

async function reviewChange(options: ReviewOptions, common: CommonOptions): Promise<Review> {
  const { content, now } = common
  const { content: whole, broken } = readCurationFiles(content, now, { poolAlone: true })
  const changed = options.changedSince === undefined ? [] : listChanged(options.changedSince, content)
  const open = findOpenIssue(whole.issues)?.key
  const keys = changed.length > 0 ? changed.slice(0, MOST) : open === undefined ? [] : [open]
  const issues: IssueReview[] = []
  const problems = broken.map(formatProblem)
  for (const key of keys.filter((key) => whole.issues.some((issue) => issue.key === key))) {
    try {
      issues.push(await reviewIssue(key, options, common))
    } catch (error) {
      if (!(error instanceof ExpectedError)) throw error
      problems.push(...error.problems.map(formatProblem))
    }
  }
  const site = options.site === undefined ? undefined : path.resolve(options.site)
  const pages = site !== undefined && fs.existsSync(site) ? listFiles(site, '.html').length : undefined
  return { issues, problems, ...(pages === undefined ? {} : { pages }) }
}

async function reviewIssue(
  key: string,
  { out, offline = false, allowNetwork }: ReviewOptions,
  { content, state, now }: CommonOptions,
): Promise<IssueReview> {
  const curation = take(openCuration(readCurationFiles(content, now, { issue: key, poolAlone: true }).content, key))
  const checks = await checkWholeIssue(
    curation,
    createCheckSupport({ content, state, isOffline: offline, allowNetwork }),
  )
  const settings = take(readSiteSettings(content))
  const { from, replyTo } = take(readSender({}, settings))
  const where = { issue: displayPath(issueFile(content, key)), settings: displayPath(path.join(content, 'site.yml')) }
  const issue = take(readToldIssue(content, key))
  const { files } = await renderDigest(
    { issue, settings, from, replyTo, where, unsubscribe: undefined },
    { composeMessage },
  )
  take(writeOutbox(path.resolve(out, 'mail'), files))
  const mails = files.map(({ name, content: bytes }) => ({ name, bytes: Buffer.byteLength(bytes) }))
  return { key, status: curation.issue.status, checks: [...checks], mails }
}

/** The issues whose files a change adds or edits, by what git says. */
function listChanged(since: string, content: string): string[] {
  const folder = path.join(content, 'issues')
  const args = ['diff', '--name-only', '-z', '--diff-filter=d', '--end-of-options', since, 'HEAD', '--', folder]
  const { status, stdout, stderr } = spawnSync('git', args, { cwd: content, encoding: 'utf8' })
  if (status !== 0) {
    const what = `git cannot compare it with what is here: ${stderr.trim().split('\n')[0] ?? ''}`
    throw new ExpectedError(
      { where: `--changed-since ${since}`, what, remedy: 'Name a commit that is in this clone' },
      USAGE,
    )
  }
  return stdout.split('\0').flatMap((name) => /([A-Za-z0-9-]+)\.md$/.exec(name)?.[1] ?? [])
}
