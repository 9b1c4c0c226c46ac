import type { Command } from 'commander'
import { checkIssue } from '../../src/core/issue/check-issue.ts'
import type { Check } from '../../src/core/issue/check.ts'
import { take } from '../../src/core/text/problem.ts'
import { commonOptions, print, printJson, say } from '../../src/io/command-line.ts'
import { withCurateLock } from '../../src/io/curate-lock.ts'
import { formatChecks } from '../../src/jobs/format-checks.ts'
import { publishIssue } from '../../src/jobs/publish-issue.ts'
import { writing, type WriteOptions } from './verbs.ts'
import { carryOut, CHECK_FAILED, type Desk } from './work.ts'

/** Verbs that end the work on an issue: check, publish. */
export function addFinishingVerbs(program: Command, { openFile }: Desk): void {
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

  writing(program, 'publish', 'publish the issue, when no check stands against it').action((options: WriteOptions) => {
    withCurateLock(commonOptions(program).state, () => {
      const work = openFile()
      const publication = take(publishIssue(work.curation))
      if (publication.outcome !== 'refused') {
        sayChecks(publication.checks, work.curation.issue.key)
        carryOut(program, work, publication, options)
        return
      }
      const { checks } = publication
      if (commonOptions(program).json) printJson(checks)
      else sayChecks(checks, work.curation.issue.key)
      say(`${work.curation.issue.key} is not published: mend the errors first.`)
      process.exitCode = CHECK_FAILED
    })
  })
}

function sayChecks(checks: readonly Check[], key: string): void {
  if (checks.length > 0) for (const line of formatChecks(checks, key)) say(line)
}
