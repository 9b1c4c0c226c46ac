import { type Command, InvalidArgumentError } from 'commander'
import type { Check } from '../../src/core/issue/check.ts'
import type { Curation } from '../../src/core/issue/curation.ts'
import { findDueIssue } from '../../src/core/issue/open-issue.ts'
import { momentSchema } from '../../src/core/text/moment.ts'
import { ExpectedError, type Result, take } from '../../src/core/text/problem.ts'
import { allowNetworkOption, commonOptions, createProgress, print, printJson, say } from '../../src/io/command-line.ts'
import { withCurateLock } from '../../src/io/curate-lock.ts'
import { CHECK_FAILED, NOTHING_TO_DO, USAGE } from '../../src/io/exit-code.ts'
import type { Change } from '../../src/jobs/plan-change.ts'
import { checkChange } from '../../src/jobs/checked-change.ts'
import { correctIssue, WHOLE_ISSUE } from '../../src/jobs/correct-issue.ts'
import { formatChecks } from '../../src/jobs/format-checks.ts'
import { holdIssue } from '../../src/jobs/hold-issue.ts'
import { planPublication } from '../../src/jobs/publish-issue.ts'
import { writing, type WriteOptions } from './verbs.ts'
import { carryOut, type Desk } from './work.ts'

interface CheckOptions {
  readonly offline?: boolean
  readonly allowNetwork: readonly string[]
}

/** Verbs that end the work on an issue: check, publish, hold, correct. */
export function addFinishingVerbs(program: Command, desk: Desk): void {
  checking(program.command('check').description('what stands against publishing')).action(
    async (options: CheckOptions) => {
      const { curation } = desk.openFile()
      const check = await createChecker(program, options)
      const checks = await check(curation)
      if (commonOptions(program).json) printJson(checks)
      else for (const line of formatChecks(checks, curation.issue.key)) print(line)
      if (checks.some(({ level }) => level === 'error')) process.exitCode = CHECK_FAILED
    },
  )

  checking(writing(program, 'publish', 'publish the issue, when no check stands against it and its hour has come'))
    .option('--due', 'only what is held until an hour that has come: for a schedule')
    .action(async ({ due = false, ...options }: WriteOptions & CheckOptions & { due?: boolean }) => {
      if (program.opts<{ issue?: string }>().issue === undefined) {
        const { issues, now } = desk.open({ poolAlone: true }).curation
        const waiting = findDueIssue(issues, now)
        if (waiting) program.setOptionValue('issue', waiting.key)
      }
      const { answerForIssue, answerForEarlier } = await import('./answering.ts')
      try {
        const done = await changeWhenSound(program, desk, options, {
          plan: (curation) => planPublication(curation, { isDueOnly: due }),
          refusal: 'is not published',
        })
        if (done) await answerForIssue(program, done.curation, { ...options, isNews: done.isChanged })
      } catch (error) {
        if (error instanceof ExpectedError && error.exitCode === NOTHING_TO_DO) await answerForEarlier(program, options)
        throw error
      }
    })

  checking(writing(program, 'hold', 'finish the issue, and hold it until somebody publishes it, or until an hour'))
    .option('--until <iso>', 'the hour at which it is published, like 2026-12-08T16:00:00Z', parseHour)
    .option('--off', 'make it a draft again')
    .action(
      async ({ until, off = false, ...options }: WriteOptions & CheckOptions & { until?: string; off?: boolean }) => {
        await changeWhenSound(program, desk, options, {
          plan: (curation) => holdIssue(curation, { until, isOff: off }),
          refusal: 'is not finished',
        })
      },
    )

  writing(program, 'correct', 'put a dated correction on a published issue: page, feed, and the next issue')
    .argument('<id>', `of the pick that it is about, or \`${WHOLE_ISSUE}\` for the issue as a whole`)
    .argument('<text...>', 'inline markdown: what was wrong, and what is right')
    .action((about: string, words: string[], options: WriteOptions) => {
      desk.change(({ curation }) => correctIssue(curation, about, words.join(' ')), {
        ...options,
        issue: 'published',
      })
    })
}

interface SoundChange {
  readonly plan: (curation: Curation) => Result<Change>
  /** What it says of the issue where an error stands against it. */
  readonly refusal: string
}

/**
 * Carries a change out where no error stands against the issue as it would leave it. Links are asked outside the lock.
 *
 * @returns the issue as it then stands, or would with --dry-run; nothing where an error stands against it
 */
async function changeWhenSound(
  program: Command,
  { openFile }: Desk,
  options: WriteOptions & CheckOptions,
  { plan, refusal }: SoundChange,
): Promise<{ readonly curation: Curation; readonly isChanged: boolean } | undefined> {
  const { curation, stored } = openFile({ almanac: true })
  const { key } = curation.issue
  const check = await createChecker(program, options)
  const checked = take(await checkChange(curation, plan(curation), check), USAGE)
  if (checked.outcome === 'refused') {
    if (commonOptions(program).json) printJson(checked.checks)
    else sayChecks(checked.checks, key)
    say(`${key} ${refusal}: mend the errors first.`)
    process.exitCode = CHECK_FAILED
    return undefined
  }
  sayChecks(checked.checks, key)
  return withCurateLock(commonOptions(program).state, () => {
    const work = openFile({ almanac: true })
    if (work.stored.text !== stored.text) {
      const what = 'the issue was changed while it was checked'
      throw new ExpectedError({ where: stored.where, what, remedy: 'Say it again' })
    }
    const change = take(plan(work.curation), USAGE)
    carryOut(program, work, change, options)
    const isChanged = change.outcome === 'changed'
    return { curation: isChanged ? { ...work.curation, ...change.state } : work.curation, isChanged }
  })
}

/** A verb that checks, and so may ask for links. */
const checking = (command: Command) => command.option('--offline', 'ask for no links').addOption(allowNetworkOption())

/** What checks an issue wholly. It is loaded here, and not for every verb: it knows networks, and how a mail is drawn. */
async function createChecker(
  program: Command,
  { offline = false, allowNetwork }: CheckOptions,
): Promise<(curation: Curation) => Promise<readonly Check[]>> {
  const { createCheckSupport } = await import('../../src/io/check-support.ts')
  const { checkWholeIssue } = await import('../../src/jobs/check-whole-issue.ts')
  const { content, state } = commonOptions(program)
  const startProgress = (total: number) => createProgress('Links', total)
  const support = createCheckSupport({ content, state, isOffline: offline, allowNetwork, startProgress })
  return (curation) => checkWholeIssue(curation, support)
}

function sayChecks(checks: readonly Check[], key: string): void {
  if (checks.length > 0) for (const line of formatChecks(checks, key)) say(line)
}

function parseHour(text: string): string {
  if (momentSchema.safeParse(text).success) return text
  throw new InvalidArgumentError('expected a moment in UTC, like 2026-12-08T16:00:00Z.')
}
