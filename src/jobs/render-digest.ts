import type { DigestFindings } from '../core/digest/check-digest.ts'
import { planMessage } from '../core/digest/plan-message.ts'
import { renderMail } from '../core/digest/render-mail.ts'
import type { Issue } from '../core/issue/issue.ts'
import type { Mailbox } from '../core/text/mail-address.ts'
import type { SiteSettings } from '../core/text/site-settings.ts'
import type { ComposeMessage, OutboxFile } from './ports.ts'

export interface RenderedDigest {
  /** The HTML, the plain text, and both as a mail. */
  readonly files: readonly OutboxFile[]
  readonly findings: DigestFindings
}

/**
 * An issue as the three files of the outbox. The mail carries the date of the issue and no recipient, so that the same
 * issue gives the same bytes whenever it is rendered.
 *
 * @param where the files of issue and settings, for the findings
 */
export async function renderDigest(
  input: {
    readonly issue: Issue
    readonly settings: SiteSettings
    readonly from: Mailbox
    readonly replyTo: Mailbox | undefined
    readonly where: { readonly issue: string; readonly settings: string }
    readonly unsubscribe: string | undefined
  },
  ports: { readonly composeMessage: ComposeMessage },
): Promise<RenderedDigest> {
  const { issue, settings, from, replyTo } = input
  const { digest, html, text, findings } = renderMail(input)
  const date = new Date(`${issue.date}T12:00:00Z`)
  const message = planMessage({ digest, html, text, from, replyTo, date, listId: settings.mail.listId })
  return {
    files: [
      { name: `${issue.key}.html`, content: html },
      { name: `${issue.key}.txt`, content: text },
      { name: `${issue.key}.eml`, content: await ports.composeMessage(message) },
    ],
    findings,
  }
}
