import { setTimeout as timeout } from 'node:timers/promises'
import { findNewestPublished } from '../src/core/issue/open-issue.ts'
import { ExpectedError, formatProblem, take } from '../src/core/text/problem.ts'
import {
  addCommonOptions,
  commonOptions,
  createProgram,
  parseCount,
  print,
  printJson,
  runProgram,
  say,
} from '../src/io/command-line.ts'
import { displayPath } from '../src/io/content-folder.ts'
import { CHECK_FAILED, NOTHING_TO_DO } from '../src/io/exit-code.ts'
import { createPageClient } from '../src/io/fetch-own-page.ts'
import { issueFile, readIssues, readToldIssue } from '../src/io/issue-files.ts'
import { readSiteSettings } from '../src/io/site-settings-file.ts'
import { readUserAgent } from '../src/io/user-agent.ts'
import { waitForLivePage } from '../src/jobs/check-live-page.ts'

const MINUTE = 60_000

const program = addCommonOptions(
  createProgram(
    'check:live',
    'Asks whether readers see an issue as it stands here, on the page that its mail leads to.',
  ),
)
  .option('--issue <week>', 'the issue, like 2026-W47 (default: the newest that is published)')
  .option('--wait <minutes>', 'for how long to wait until it is so', parseCount(0, 120), 0)
  .addHelpText(
    'after',
    `
Examples:
  npm run check:live
  npm run check:live -- --issue 2026-W47
  npm run check:live -- --wait 15          until the host has built what was pushed

The page of an issue carries a fingerprint of all that the issue says; it is compared with that of the issue here. \`url\`
in content/site.yml says where the page is. Ends with 3 where the two differ, or the page cannot be had; with 4 where
nothing is published.`,
  )
  .action(async (options: { issue?: string; wait: number }) => {
    const { content, json } = commonOptions(program)
    const settings = take(readSiteSettings(content))
    const key = options.issue ?? findNewestPublished(readIssues(content).entries.map(({ issue }) => issue))?.key
    if (key === undefined) {
      const remedy = 'Name a draft with --issue, or publish one: npm run curate -- publish'
      throw new ExpectedError({ where: displayPath(content), what: 'no issue is published', remedy }, NOTHING_TO_DO)
    }
    const issue = take(readToldIssue(content, key))
    const local = { issue, settings, where: displayPath(issueFile(content, issue.key)) }
    const problem = await waitForLivePage(local, options.wait * MINUTE, {
      fetchPage: createPageClient(readUserAgent(content)),
      wait: timeout,
      elapsed: () => performance.now(),
      tell: (why) => {
        say(`Waiting. ${formatProblem(why)}`)
      },
    })
    const url = `${settings.url}/issues/${issue.key}/`
    if (json) printJson({ issue: issue.key, url, live: problem === undefined })
    if (problem !== undefined) throw new ExpectedError(problem, CHECK_FAILED)
    if (!json) print(`${issue.key}: readers see what stands here, at ${url}`)
  })

await runProgram(program, process.argv.slice(2))
