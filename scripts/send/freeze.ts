import path from 'node:path'
import type { Send } from '../../src/core/send/send.ts'
import type { LinkKey } from '../../src/core/subscription/link-token.ts'
import { isLoopbackHost } from '../../src/core/text/loopback-host.ts'
import { ExpectedError, take } from '../../src/core/text/problem.ts'
import type { SiteSettings } from '../../src/core/text/site-settings.ts'
import type { CommonOptions } from '../../src/io/command-line.ts'
import { composeMessage } from '../../src/io/compose-message.ts'
import { displayPath } from '../../src/io/content-folder.ts'
import { USAGE } from '../../src/io/exit-code.ts'
import { issueFile, readToldIssue } from '../../src/io/issue-files.ts'
import { readSender } from '../../src/io/mail-settings.ts'
import { readSiteSettings } from '../../src/io/site-settings-file.ts'
import type { LocalIssue } from '../../src/jobs/check-live-page.ts'
import { freezeIssue, type FrozenIssue } from '../../src/jobs/freeze-issue.ts'

/** What every reader of a published issue gets, and what it was made of; an `ExpectedError` where it may not go to them. */
export async function freeze(
  name: string,
  { content, now, key }: Pick<CommonOptions, 'content' | 'now'> & { readonly key: LinkKey },
): Promise<FrozenIssue & { readonly local: LocalIssue }> {
  const settings = take(readSiteSettings(content))
  const sender = take(readSender(process.env, settings), USAGE)
  const issue = take(readToldIssue(content, name))
  const where = displayPath(issueFile(content, issue.key))
  if (issue.status !== 'published') {
    throw new ExpectedError({
      ...{ where, field: 'status', what: `it is ${issue.status}, and readers get what is published` },
      remedy: 'Publish it: npm run curate -- publish. A copy for yourself goes before that: add --to me@example.org',
    })
  }
  assertReachable(settings)
  const files = { issue: where, settings: displayPath(path.join(content, 'site.yml')) }
  const frozen = await freezeIssue({ issue, settings, ...sender, key, now, where: files }, { composeMessage })
  return { ...frozen, local: { issue, settings, where } }
}

/** A link that leaves by one click has to be one that readers reach, and nobody reads along (RFC 8058 section 3.1). */
function assertReachable({ url }: SiteSettings): void {
  const { protocol, hostname } = new URL(url)
  if (protocol === 'https:' || isLoopbackHost(hostname)) return
  throw new ExpectedError({
    ...{
      where: 'content/site.yml',
      field: 'url',
      what: `${url} is not https:, and links to leave the list begin with it`,
    },
    remedy: 'Let readers reach the app by https, and say so in `url`',
  })
}

/** The key of an issue by one of its weeks, where it can be read. */
export function issueKey(content: string, name: string): string | undefined {
  const issue = readToldIssue(content, name)
  return issue.ok ? issue.value.key : undefined
}

/** Whether an issue would be another mail now than the one that was frozen; false where that cannot be told. */
export async function hasChanged(
  send: Send,
  { content, keys }: Pick<CommonOptions, 'content'> & { readonly keys: readonly LinkKey[] },
): Promise<boolean> {
  const key = keys.find(({ id }) => id === send.keyId)
  if (key === undefined) return false
  try {
    const { mail } = await freeze(send.issue, { content, now: new Date(send.startedAt), key })
    return Buffer.compare(mail.message, send.message) !== 0
  } catch (error) {
    if (error instanceof ExpectedError) return true
    throw error
  }
}
