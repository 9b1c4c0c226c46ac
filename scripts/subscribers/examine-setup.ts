import fs from 'node:fs'
import path from 'node:path'
import { randomBytes } from 'node:crypto'
import { checkStandingText } from '../../src/core/digest/check-standing-text.ts'
import { withReplyTo } from '../../src/core/digest/with-reply-to.ts'
import { checkList, type ListState } from '../../src/core/doctor/check-list.ts'
import { tellProblem } from '../../src/core/doctor/check-settings.ts'
import type { Finding } from '../../src/core/doctor/finding.ts'
import { domainOf } from '../../src/core/doctor/mail-domain.ts'
import type { LinkKey } from '../../src/core/subscription/link-token.ts'
import { isLoopbackHost } from '../../src/core/text/loopback-host.ts'
import { ExpectedError, type Result, take } from '../../src/core/text/problem.ts'
import { composeMessage } from '../../src/io/compose-message.ts'
import { displayPath } from '../../src/io/content-folder.ts'
import { createSigner, publicKeyOf, readDkimSettings, signingOf } from '../../src/io/dkim.ts'
import type { DnsRecords } from '../../src/io/dns-records.ts'
import { USAGE } from '../../src/io/exit-code.ts'
import { issueFile, readIssues, readToldIssue } from '../../src/io/issue-files.ts'
import { linkKeysFile, readLinkKeys } from '../../src/io/link-keys.ts'
import { verifySender } from '../../src/io/mail-verifier.ts'
import { parseSmtpUrl } from '../../src/io/mail-server.ts'
import { readSender } from '../../src/io/mail-settings.ts'
import { readSiteSettings } from '../../src/io/site-settings-file.ts'
import { probeServer } from '../../src/io/smtp-probe.ts'
import { storeFile } from '../../src/io/store-files.ts'
import type { MailPorts } from '../../src/jobs/examine-mail.ts'
import { examineSending } from '../../src/jobs/examine-sending.ts'
import { freezeIssue } from '../../src/jobs/freeze-issue.ts'
import { prepareMail } from '../../src/jobs/prepare-mail.ts'
import { hasStore, withStore } from '../../src/io/with-store.ts'

/** Wires the doctor to what a send would go by: settings, environment, state folder, and the issue as a mail. */
export async function examineSetup(
  where: { readonly content: string; readonly state: string; readonly now: Date; readonly issue: string | undefined },
  ports: MailPorts & DnsRecords,
): Promise<Finding[]> {
  const { content, state, now } = where
  const settings = take(readSiteSettings(content))
  const sender = take(readSender(process.env, settings), USAGE)
  const issue = take(readToldIssue(content, where.issue ?? latestIssue(content)))
  const settingsFile = displayPath(path.join(content, 'site.yml'))
  const lacking = checkStandingText(withReplyTo(settings, sender.replyTo), settingsFile)
  const keys = readDkimSettings(process.env, sender.from)
  const dkim = keys.ok ? keys.value : undefined
  const smtp = parseSmtpUrl(process.env.SMTP_URL)
  const file = displayPath(issueFile(content, issue.key))
  const key: LinkKey = { id: 'k1', secret: randomBytes(32) }
  const files = { issue: file, settings: settingsFile }
  const { mail } = await freezeIssue({ issue, settings, ...sender, key, now, where: files }, { composeMessage })
  const at = now.toISOString()
  const frozen = { ...mail, number: 1, startedAt: at, notAfter: at, signing: signingOf(dkim), recipients: 1 }
  const sample = prepareMail(
    frozen,
    [key],
    dkim && createSigner(dkim),
  )({
    // Nobody: no id of a reader is made of zeros alone.
    subscriptionId: Buffer.alloc(16).toString('base64url'),
    address: `reader@${domainOf(sender.from.address)}`,
  })
  const found = await examineSending(
    {
      setup: {
        from: sender.from.address,
        replyTo: sender.replyTo?.address,
        bounces: sender.bounces,
        listId: settings.mail.listId,
        address: settings.mail.address?.split('\n') ?? [],
        site: settings.url,
        issue: { subject: issue.subject, preheader: issue.preheader, where: file },
      },
      lacking,
      dkim: dkim && { domain: dkim.domain, selector: dkim.selector, publicKey: publicKeyOf(dkim).toString('base64') },
      server: smtp.ok
        ? {
            host: smtp.value.host,
            port: smtp.value.port,
            hasPassword: smtp.value.credentials !== undefined,
            isLocal: isLoopbackHost(smtp.value.host),
          }
        : undefined,
      ...{ sample, now },
    },
    {
      ...ports,
      verifySender: (address, ip) => verifySender(address, ip, ports.resolve),
      probeServer: () => probeServer(take(smtp)),
    },
  )
  const wrong = [...problemsOf('smtp-url', smtp), ...problemsOf('dkim-settings', keys)]
  return [...wrong, ...found, ...checkList(await readListState(state, content))]
}

const problemsOf = (check: string, result: Result<unknown>): Finding[] =>
  result.ok ? [] : result.problems.map((problem) => tellProblem(check, 'error', problem))

/** The latest one that is out; else the latest of all. */
function latestIssue(content: string): string {
  const issues = readIssues(content).entries.map(({ issue }) => issue)
  const published = issues.filter(({ status }) => status === 'published')
  const [latest] = (published.length > 0 ? published : issues).toSorted((one, other) =>
    one.date < other.date ? 1 : -1,
  )
  if (latest !== undefined) return latest.key
  const remedy = 'Begin one with `npm run curate -- draft`, or name another folder with --content'
  throw new ExpectedError({ where: displayPath(content), what: 'there is no issue to look at as a mail', remedy })
}

/** Makes neither store nor keys. */
async function readListState(state: string, content: string): Promise<ListState> {
  const file = linkKeysFile(state)
  const isGiven = (process.env.CROWSNEST_LINK_KEYS ?? '').trim() !== ''
  const keys = isGiven || fs.existsSync(file) ? readLinkKeys(process.env, state) : undefined
  const [problem] = keys?.ok === false ? keys.problems : []
  return {
    ...(await readStore(state, content)),
    keys: problem !== undefined ? { problem } : keys === undefined ? 'missing' : 'there',
    places: { store: displayPath(storeFile(state)), keys: isGiven ? 'CROWSNEST_LINK_KEYS' : displayPath(file) },
  }
}

async function readStore(state: string, content: string): Promise<Pick<ListState, 'store' | 'hasSent'>> {
  if (!hasStore(state)) return { store: 'missing', hasSent: false }
  try {
    return await withStore(state, async (store) => {
      const problem = await store.checkAdoption()
      const sends = await Promise.all(readIssues(content).entries.map(({ issue }) => store.findSend(issue.key)))
      const hasSent = sends.some((send) => send !== undefined)
      return { store: problem === undefined ? 'adopted' : { problem }, hasSent }
    })
  } catch (error) {
    const [problem] = error instanceof ExpectedError ? error.problems : []
    if (problem === undefined) throw error
    return { store: { problem }, hasSent: false }
  }
}
