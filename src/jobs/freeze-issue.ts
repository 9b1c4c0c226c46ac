import type { DigestFindings } from '../core/digest/check-digest.ts'
import { planMessage } from '../core/digest/plan-message.ts'
import { renderMail } from '../core/digest/render-mail.ts'
import type { Issue } from '../core/issue/issue.ts'
import { countPlaces, cutMessage, placeholderToken } from '../core/send/message-template.ts'
import { unsubscribeByMail } from '../core/send/unsubscribe-by-mail.ts'
import type { FrozenMail } from '../core/send/send.ts'
import type { LinkKey } from '../core/subscription/link-token.ts'
import type { Mailbox } from '../core/text/mail-address.ts'
import type { SiteSettings } from '../core/text/site-settings.ts'
import type { ComposeMessage } from './ports.ts'

export interface FrozenIssue {
  readonly mail: FrozenMail
  readonly findings: DigestFindings
}

/**
 * What every reader of an issue gets, composed once: the token of a link is a placeholder, which is filled in for each.
 *
 * @param input.key signs the links
 * @param input.where the files of issue and settings, for the findings
 */
export async function freezeIssue(
  input: {
    readonly issue: Issue
    readonly settings: SiteSettings
    readonly from: Mailbox
    readonly replyTo: Mailbox | undefined
    readonly bounces: string | undefined
    readonly key: LinkKey
    readonly now: Date
    readonly where: { readonly issue: string; readonly settings: string }
  },
  ports: { readonly composeMessage: ComposeMessage },
): Promise<FrozenIssue> {
  const { issue, settings, from, replyTo, bounces, key, now, where } = input
  const placeholder = placeholderToken(key.id, JSON.stringify([issue, settings, now]))
  const unsubscribe = `${settings.url}/unsubscribe/${placeholder}`
  const { digest, html, text, findings } = renderMail({ issue, settings, replyTo, unsubscribe, where })
  const leaveBy = unsubscribeByMail(bounces ?? (replyTo ?? from).address)
  const parts = { digest, html, text, from, replyTo, leaveBy, date: now, listId: settings.mail.listId }
  const message = await ports.composeMessage(planMessage(parts))
  cutMessage(message, countPlaces(html, placeholder) + countPlaces(text, placeholder))
  return {
    mail: {
      ...{ issue: issue.key, subject: digest.subject, message, keyId: key.id, url: settings.url },
      ...{ from: from.address, bounces },
    },
    findings,
  }
}
