import path from 'node:path'
import type { Delivery } from '../../src/core/send/delivery.ts'
import { parseMailAddress } from '../../src/core/text/mail-address.ts'
import { countNoun } from '../../src/core/text/count-noun.ts'
import { ExpectedError, type Problem, take } from '../../src/core/text/problem.ts'
import { askYes } from '../../src/io/ask-yes.ts'
import { type CommonOptions, createProgress, print, printJson, say, sayProblems } from '../../src/io/command-line.ts'
import { createComposer } from '../../src/io/compose-message.ts'
import { displayPath } from '../../src/io/content-folder.ts'
import { readDkimSettings } from '../../src/io/dkim.ts'
import { CHECK_FAILED, NOTHING_TO_DO, USAGE } from '../../src/io/exit-code.ts'
import { issueFile, readToldIssue } from '../../src/io/issue-files.ts'
import { createMailer } from '../../src/io/mailer.ts'
import { parseSmtpUrl } from '../../src/io/mail-server.ts'
import { readSender } from '../../src/io/mail-settings.ts'
import { readSiteSettings } from '../../src/io/site-settings-file.ts'
import { planProof, type ProofPlan, type ProofReport, sendProof } from '../../src/jobs/send-proof.ts'
import type { SendFlags } from './options.ts'

/** `--to`: a proof for each of the addresses given, which no ledger hears of. */
export async function sendProofs(
  options: SendFlags,
  to: readonly string[],
  { content, now, json }: CommonOptions,
): Promise<void> {
  const recipients = readRecipients(to)
  const settings = take(readSiteSettings(content))
  const sender = take(readSender(process.env, settings), USAGE)
  const issue = take(readToldIssue(content, options.issue))
  const where = {
    issue: displayPath(issueFile(content, issue.key)),
    settings: displayPath(path.join(content, 'site.yml')),
  }
  const plan = planProof({ issue, settings, ...sender, recipients, now, where })
  sayProblems(plan.findings.warnings, 'warning')
  if (plan.findings.errors.length > 0) throw new ExpectedError(plan.findings.errors, CHECK_FAILED)
  if (options.dryRun) {
    const nothing = { sent: 0, failed: 0, unknown: 0, suppressed: 0 }
    if (json) printJson({ issue: issue.key, recipients: recipients.length, ...nothing })
    showPlan(plan, json ? say : print)
    return
  }
  const dkim = take(readDkimSettings(process.env, sender.from), USAGE)
  const server = take(parseSmtpUrl(process.env.SMTP_URL), USAGE)
  if (!options.yes && !(await askYes(question(plan)))) {
    say('Nothing was sent.')
    process.exitCode = NOTHING_TO_DO
    return
  }

  const progress = createProgress('mails', recipients.length)
  const problems: Problem[] = []
  const result = await sendProof(plan, {
    composeMessage: createComposer(dkim),
    deliverMessage: createMailer(server),
    onDelivery(to, delivery) {
      progress.step(to)
      const problem = describeDelivery(to, delivery, `${server.host}:${server.port}`)
      if (problem !== undefined) problems.push(problem)
    },
  })
  progress.end()
  report(result, json)
  if (problems.length > 0) throw new ExpectedError(problems)
  const next =
    issue.status === 'published'
      ? `What would go to everybody: npm run send -- --issue ${issue.key} --dry-run`
      : `When it is finished: npm run curate -- publish --issue ${issue.key}`
  say(`Look at it as it arrives. ${next}`)
}

function question({ issue, subject, messages }: ProofPlan): string {
  const whom = messages.length === 1 ? messages[0]?.to : countNoun(messages.length, 'address', 'addresses')
  return `Send ${issue}, "${subject}", to ${whom}?`
}

/** Every address is looked at before anything is sent. */
function readRecipients(texts: readonly string[]): string[] {
  const problems = texts
    .filter((text) => parseMailAddress(text) === undefined)
    .map((text): Problem => ({
      where: '--to',
      what: `${JSON.stringify(text)} is no address that mail can be sent to`,
      remedy: 'Give a bare address, like me@example.org; nothing was sent to anybody',
    }))
  if (problems.length > 0) throw new ExpectedError(problems, USAGE)
  return [...new Set(texts.flatMap((text) => parseMailAddress(text) ?? []))]
}

function showPlan({ subject, messages }: ProofPlan, write: (line: string) => void): void {
  for (const { to, from, messageId } of messages) write(`${from.address} -> ${to}  ${messageId}  ${subject}`)
}

function describeDelivery(to: string, delivery: Delivery, server: string): Problem | undefined {
  if (delivery.outcome === 'sent') return undefined
  if (delivery.outcome === 'unknown') {
    return {
      where: to,
      what: `${server} had the whole mail and was gone before it answered (${delivery.reason}); it may have arrived`,
      remedy: 'Look there before you send it again',
    }
  }
  if (delivery.unreachable) {
    return {
      where: `SMTP_URL (${server})`,
      what: `no mail can be sent through this server: ${delivery.reason}`,
      remedy:
        'Check address, port, user and password, and that it is up; what was not sent yet was not, so run it again',
    }
  }
  return {
    where: to,
    what: `${server} refused it: ${delivery.reason}`,
    remedy: 'Mend the address or ask the server’s operator, then run it again for this one',
  }
}

function report(result: ProofReport, json: boolean): void {
  const { issue, recipients, sent, failed, unknown, suppressed } = result
  if (json) printJson({ issue, recipients, sent, failed, unknown, suppressed })
  else {
    const rest = Object.entries({ failed, unknown, suppressed }).filter(([, count]) => count > 0)
    print([`${issue}: ${sent} of ${recipients} sent`, ...rest.map(([what, count]) => `${count} ${what}`)].join(', '))
  }
}
