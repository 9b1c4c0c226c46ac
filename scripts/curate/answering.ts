import type { Command } from 'commander'
import { type Curation, openCuration } from '../../src/core/issue/curation.ts'
import { latestIssues } from '../../src/core/issue/pool.ts'
import type { Suggestion } from '../../src/core/item/suggestion.ts'
import type { GivenAnswer } from '../../src/core/subscription/suggestion-answers.ts'
import { countNoun } from '../../src/core/text/count-noun.ts'
import { type Problem, type Result, success } from '../../src/core/text/problem.ts'
import type { AppAccess } from '../../src/io/ask-app.ts'
import { commonOptions, say, sayProblems } from '../../src/io/command-line.ts'
import { readCurationFiles } from '../../src/io/curation-files.ts'
import { fetchSuggestions } from '../../src/io/fetch-suggestions.ts'
import { sendAnswers } from '../../src/io/send-answers.ts'
import { readSiteSettings } from '../../src/io/site-settings-file.ts'
import { readUserAgent } from '../../src/io/user-agent.ts'
import {
  ANSWERED_ISSUES,
  planAnswers,
  suggestionsInItems,
  suggestionsOfApp,
} from '../../src/jobs/answer-suggestions.ts'

/** The app that readers suggest links to, as the environment names it; undefined where a part of that is missing. */
function readAppAccess(content: string): AppAccess | undefined {
  const { CROWSNEST_APP: app = '', CROWSNEST_TOKEN: token = '' } = process.env
  return app !== '' && token !== '' ? { app, token, userAgent: readUserAgent(content) } : undefined
}

/**
 * Tells the app which suggestions stand in an issue that is published, and in those before what it could not be told
 * then. What goes wrong is said, and is no reason to publish less: the next time makes up for it.
 *
 * @param published the issue as it stands, or would with --dry-run
 * @param isNews whether it was published just now
 */
export async function answerForIssue(
  program: Command,
  published: Curation,
  { dryRun = false, isNews }: { readonly dryRun?: boolean | undefined; readonly isNews: boolean },
): Promise<void> {
  const { content } = commonOptions(program)
  const settings = readSiteSettings(content)
  if (!settings.ok) {
    sayProblems(settings.problems, 'warning')
    return
  }
  const site = settings.value.url
  const own = planAnswers([published], suggestionsInItems(published.items), site)
  const access = readAppAccess(content)
  if (access === undefined) {
    if (own.length > 0 && isNews) sayWaiting(own.length, 'set CROWSNEST_APP and CROWSNEST_TOKEN, and say ')
    return
  }
  const waiting = await fetchSuggestions(access)
  if (!waiting.ok) {
    sayUnanswered(own.length, waiting.problems)
    return
  }
  const listed = planForApp(program, waiting.value, site, published)
  const isListed = new Set(listed.map(({ id }) => id))
  const answers = [...listed, ...own.filter(({ id }) => !isListed.has(id))]
  const answered = await giveAnswers(access, answers, dryRun)
  if (!answered.ok) sayUnanswered(answers.length, answered.problems)
}

/** As `answerForIssue`, where no issue is at hand: what the app could not be told before. */
export async function answerForEarlier(
  program: Command,
  { dryRun = false }: { readonly dryRun?: boolean },
): Promise<void> {
  const access = readAppAccess(commonOptions(program).content)
  if (access === undefined) return
  const waiting = await fetchSuggestions(access)
  const answered = waiting.ok ? await answerWaiting(program, { access, waiting: waiting.value, dryRun }) : waiting
  if (!answered.ok) sayProblems(answered.problems, 'warning')
}

/**
 * Tells the app what became of those of its suggestions that stand in one of the latest issues, and nobody answered.
 *
 * @returns how many were answered, or would be with --dry-run
 */
export async function answerWaiting(
  program: Command,
  {
    access,
    waiting,
    dryRun,
  }: { readonly access: AppAccess; readonly waiting: readonly Suggestion[]; readonly dryRun: boolean },
): Promise<Result<number>> {
  if (waiting.length === 0) return success(0)
  const settings = readSiteSettings(commonOptions(program).content)
  if (!settings.ok) return settings
  return giveAnswers(access, planForApp(program, waiting, settings.value.url), dryRun)
}

/** @param published an issue that may not stand so on the disk yet */
function planForApp(
  program: Command,
  waiting: readonly Suggestion[],
  site: string,
  published?: Curation,
): GivenAnswer[] {
  if (waiting.length === 0) return []
  const { content, now } = commonOptions(program)
  const files = readCurationFiles(content, now).content
  const others = files.issues.filter(({ key, status }) => status === 'published' && key !== published?.issue.key)
  const issues = latestIssues(others, ANSWERED_ISSUES).flatMap(({ key }) => {
    const opened = openCuration(files, key)
    return opened.ok ? [opened.value] : []
  })
  const known = [...suggestionsInItems(files.items), ...suggestionsOfApp(waiting)]
  const isWaiting = new Set(waiting.map(({ id }) => id))
  return planAnswers(
    [...issues, ...(published ? [published] : [])],
    known.filter(({ id }) => isWaiting.has(id)),
    site,
  )
}

async function giveAnswers(
  access: AppAccess,
  answers: readonly GivenAnswer[],
  dryRun: boolean,
): Promise<Result<number>> {
  if (answers.length === 0) return success(0)
  if (dryRun) {
    say(`${countNoun(answers.length, 'suggestion')} would be answered.`)
    return success(answers.length)
  }
  const sent = await sendAnswers(access, answers)
  if (!sent.ok) return sent
  const answered = sent.value.filter(({ outcome }) => outcome === 'answered').length
  const unknown = sent.value.filter(({ outcome }) => outcome === 'unknown').map(({ id }) => id)
  if (answered > 0) say(`${countNoun(answered, 'suggestion')} answered: who left an address gets a mail.`)
  if (unknown.length > 0) say(`The app at ${access.app} does not know ${unknown.join(', ')}.`)
  return success(answered)
}

function sayUnanswered(count: number, problems: readonly Problem[]): void {
  sayProblems(problems, 'warning')
  if (count > 0) sayWaiting(count, 'when the app can be reached, say ')
}

const sayWaiting = (count: number, remedy: string) => {
  const wait = `${countNoun(count, 'suggestion')} ${count === 1 ? 'waits' : 'wait'} for an answer`
  say(`${wait}: ${remedy}\`npm run curate -- pull-suggestions\`.`)
}
