import type { DmarcPolicy } from './check-dmarc.ts'
import { createTeller, type Finding } from './finding.ts'
import { domainOf, isAligned } from './mail-domain.ts'

const tell = createTeller('sender')

/** Whose name a mail has in which place. */
export interface SenderNames {
  /** The addresses in From and in the envelope. */
  readonly from: string
  readonly envelope: string
  /** The domain that signs; undefined where nothing is signed here. */
  readonly dkim: string | undefined
}

/** Whether what is proved (the signature, the envelope) speaks for the domain that readers see (RFC 7489 section 3.1). */
export function checkIdentity({ from, envelope, dkim }: SenderNames, policy: DmarcPolicy): Finding[] {
  const shown = domainOf(from)
  const byEnvelope = isAligned(shown, domainOf(envelope), policy.spf)
  const bySignature = dkim !== undefined && isAligned(shown, dkim, policy.dkim)
  return [
    dkim === undefined
      ? tell('warning', 'dkim-alignment', 'Nothing is signed here; the mail server may sign', {
          where: 'DKIM_KEY',
          remedy: `Set DKIM_KEY_FILE and DKIM_SELECTOR, or send yourself an issue and give what arrived to the doctor`,
        })
      : bySignature
        ? tell('ok', 'dkim-alignment', `The signature speaks for the domain in From (${dkim}, ${policy.dkim})`)
        : tell(
            byEnvelope ? 'warning' : 'error',
            'dkim-alignment',
            `${dkim} signs, and From says ${shown}: DMARC does not count it`,
            {
              where: 'DKIM_DOMAIN',
              remedy: `Set DKIM_DOMAIN to ${shown}, and publish its key there`,
            },
          ),
    byEnvelope
      ? tell(
          'ok',
          'envelope-alignment',
          `The envelope speaks for the domain in From (${domainOf(envelope)}, ${policy.spf})`,
        )
      : tell(
          bySignature || dkim === undefined ? 'warning' : 'error',
          'envelope-alignment',
          `Mail that cannot be delivered comes back to ${domainOf(envelope)}, and From says ${shown}: DMARC does not count SPF`,
          {
            where: 'MAIL_BOUNCES',
            remedy: `Set it to a mailbox at ${shown}`,
          },
        ),
  ]
}

/** Whether the id of a message is of the domain that sends it. */
export function checkMessageId(messageId: string | undefined, from: string): Finding {
  const where = 'Message-ID'
  const domain = /^<[^<>@\s]+@([^<>@\s]+)>$/.exec(messageId ?? '')?.[1]
  if (domain === undefined)
    return tell('error', 'message-id', 'The mail has no Message-ID of the form <…@domain>', {
      where,
      remedy: 'Let nothing on the way take it out; without it, what was sent twice is shown twice',
    })
  return isAligned(domainOf(from), domain)
    ? tell('ok', 'message-id', `The Message-ID is of the sender’s domain (${domain})`, { where })
    : tell('warning', 'message-id', `The Message-ID is of ${domain}, and From of ${domainOf(from)}`, {
        where,
        remedy: 'See who has replaced it on the way',
      })
}
