import type { Command } from 'commander'
import type { Check } from '../../src/core/issue/check.ts'
import { ExpectedError, take } from '../../src/core/text/problem.ts'
import { createCheckSupport } from '../../src/io/check-support.ts'
import { allowNetworkOption, commonOptions, createProgress, print, printJson, say } from '../../src/io/command-line.ts'
import { withCurateLock } from '../../src/io/curate-lock.ts'
import { type CheckSupport, checkWholeIssue } from '../../src/jobs/check-whole-issue.ts'
import { checkChange } from '../../src/jobs/checked-change.ts'
import { formatChecks } from '../../src/jobs/format-checks.ts'
import { planPublication } from '../../src/jobs/publish-issue.ts'
import { writing, type WriteOptions } from './verbs.ts'
import { carryOut, CHECK_FAILED, type Desk } from './work.ts'

interface CheckOptions {
  readonly offline?: boolean
  readonly allowNetwork: readonly string[]
}

/** Verbs that end the work on an issue: check, publish. */
export function addFinishingVerbs(program: Command, { openFile }: Desk): void {
  checking(program.command('check').description('what stands against publishing')).action(
    async (options: CheckOptions) => {
      const { curation } = openFile()
      const checks = await checkWholeIssue(curation, supportOf(program, options))
      if (commonOptions(program).json) printJson(checks)
      else for (const line of formatChecks(checks, curation.issue.key)) print(line)
      if (checks.some(({ level }) => level === 'error')) process.exitCode = CHECK_FAILED
    },
  )

  checking(writing(program, 'publish', 'publish the issue, when no check stands against it')).action(
    async (options: WriteOptions & CheckOptions) => {
      const work = openFile()
      const { key } = work.curation.issue
      const support = supportOf(program, options)
      const planned = planPublication(work.curation)
      const checked = take(await checkChange(work.curation, planned, (after) => checkWholeIssue(after, support)))
      if (checked.outcome === 'refused') {
        if (commonOptions(program).json) printJson(checked.checks)
        else sayChecks(checked.checks, key)
        say(`${key} is not published: mend the errors first.`)
        process.exitCode = CHECK_FAILED
        return
      }
      sayChecks(checked.checks, key)
      // Links take their time: what is published must be what was checked.
      withCurateLock(commonOptions(program).state, () => {
        const now = openFile()
        if (now.stored.text !== work.stored.text) {
          const what = 'the issue was changed while it was checked'
          throw new ExpectedError({
            where: now.stored.where,
            what,
            remedy: 'Publish it again',
          })
        }
        carryOut(program, now, take(planPublication(now.curation)), options)
      })
    },
  )
}

/** A verb that checks, and so may ask for links. */
function checking(command: Command): Command {
  return command.option('--offline', 'ask for no links').addOption(allowNetworkOption())
}

function supportOf(program: Command, { offline, allowNetwork }: CheckOptions): CheckSupport {
  const { content, state } = commonOptions(program)
  const startProgress = (total: number) => createProgress('Links', total)
  return createCheckSupport({
    content,
    state,
    isOffline: offline,
    allowNetwork,
    startProgress,
  })
}

function sayChecks(checks: readonly Check[], key: string): void {
  if (checks.length > 0) for (const line of formatChecks(checks, key)) say(line)
}
