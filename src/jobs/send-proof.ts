import type { DigestFindings } from '../core/digest/check-digest.ts'
import { planMessage } from '../core/digest/plan-message.ts'
import { renderMail } from '../core/digest/render-mail.ts'
import type { Issue } from '../core/issue/issue.ts'
import type { Mailbox } from '../core/text/mail-address.ts'
import type { MailMessage } from '../core/text/mail-message.ts'
import type { SiteSettings } from '../core/text/site-settings.ts'
import type { Delivery } from '../core/send/delivery.ts'
import type { ComposeMessage, DeliverMessage } from './ports.ts'

/** One message for each recipient. */
export interface ProofPlan {
  readonly issue: string
  readonly subject: string
  readonly messages: readonly (MailMessage & { readonly to: string })[]
  readonly findings: DigestFindings
}

/** What became of it, in numbers; nobody is `suppressed` who is written to by name. */
export interface ProofReport {
  readonly issue: string
  readonly recipients: number
  readonly sent: number
  readonly failed: number
  /** The server had the whole message and never said whether it took it. */
  readonly unknown: number
  readonly suppressed: number
}

/** What an issue looks like in the mail of the addresses given, on no list because of it; touches nothing. */
export function planProof(input: {
  readonly issue: Issue
  readonly settings: SiteSettings
  readonly from: Mailbox
  readonly replyTo: Mailbox | undefined
  /** Parsed addresses, each once. */
  readonly recipients: readonly string[]
  readonly now: Date
  /** The files of issue and settings, for the findings. */
  readonly where: { readonly issue: string; readonly settings: string }
}): ProofPlan {
  const { issue, settings, from, replyTo, recipients, now, where } = input
  const { digest, html, text, findings } = renderMail({ issue, settings, replyTo, unsubscribe: undefined, where })
  const parts = { digest, html, text, from, replyTo, date: now, listId: settings.mail.listId }
  return {
    issue: issue.key,
    subject: digest.subject,
    messages: recipients.map((to) => ({ ...planMessage({ ...parts, to }), to })),
    findings,
  }
}

/**
 * Sends a plan, one recipient after the other. A refused recipient stops nobody else; a server that cannot be reached
 * stops the send, and the rest count as failed.
 */
export async function sendProof(
  { issue, messages }: ProofPlan,
  ports: {
    readonly composeMessage: ComposeMessage
    readonly deliverMessage: DeliverMessage
    readonly onDelivery?: (to: string, delivery: Delivery) => void
  },
): Promise<ProofReport> {
  const counts = { sent: 0, failed: 0, unknown: 0 }
  for (const [index, message] of messages.entries()) {
    const envelope = { from: message.from.address, to: message.to }
    const delivery = await ports.deliverMessage(envelope, await ports.composeMessage(message))
    ports.onDelivery?.(message.to, delivery)
    counts[delivery.outcome] += 1
    if (delivery.outcome === 'failed' && delivery.unreachable) {
      counts.failed += messages.length - index - 1
      break
    }
  }
  return { issue, recipients: messages.length, ...counts, suppressed: 0 }
}
