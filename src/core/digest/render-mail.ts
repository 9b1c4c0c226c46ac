import type { Issue } from '../issue/issue.ts'
import type { Mailbox } from '../text/mail-address.ts'
import type { SiteSettings } from '../text/site-settings.ts'
import { assembleDigest } from './assemble-digest.ts'
import { checkDigest, type DigestFindings } from './check-digest.ts'
import { checkStandingText } from './check-standing-text.ts'
import type { Digest } from './digest.ts'
import { renderHtml } from './render-html.ts'
import { renderText } from './render-text.ts'
import { withReplyTo } from './with-reply-to.ts'

/** An issue in both writings of its mail, and what is wrong with it. */
export interface RenderedMail {
  readonly digest: Digest
  readonly html: string
  readonly text: string
  readonly findings: DigestFindings
}

/**
 * Renders the mail of an issue, whoever it is for: the outbox, somebody who looks at it first, or every reader.
 *
 * @param input.replyTo who reads the answers, where the environment says another than the settings
 * @param input.unsubscribe the link to leave by; a mail without is on no list
 * @param input.where the files of issue and settings, for the findings
 */
export function renderMail(input: {
  readonly issue: Issue
  readonly settings: SiteSettings
  readonly replyTo: Mailbox | undefined
  readonly unsubscribe: string | undefined
  readonly where: { readonly issue: string; readonly settings: string }
}): RenderedMail {
  const { issue, replyTo, unsubscribe, where } = input
  const settings = withReplyTo(input.settings, replyTo)
  const digest = assembleDigest(issue, settings, unsubscribe)
  const html = renderHtml(digest)
  const findings = checkDigest(issue, html, where.issue, checkStandingText(settings, where.settings))
  return { digest, html, text: renderText(digest), findings }
}
