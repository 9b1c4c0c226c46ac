import { checkHeaders, checkUnsubscribeHeaders } from '../core/doctor/check-headers.ts'
import { checkMessageId } from '../core/doctor/check-identity.ts'
import { checkMessage, checkTracking } from '../core/doctor/check-message.ts'
import { checkRoute, findClient } from '../core/doctor/check-route.ts'
import { checkSignatures } from '../core/doctor/check-signature.ts'
import { checkSpam, type SpamScore } from '../core/doctor/check-spam.ts'
import { checkFoot, type StandingText } from '../core/doctor/check-foot.ts'
import { createTeller, type Finding } from '../core/doctor/finding.ts'
import { domainOf, isAligned } from '../core/doctor/mail-domain.ts'
import { readMailMarkup } from '../core/doctor/mail-markup.ts'
import type { MailClient, MailVerification } from '../core/doctor/mail-verification.ts'
import { headerValues, type MailView, viewMail } from '../core/doctor/mail-view.ts'
import { whyUnverified } from '../core/doctor/why-unverified.ts'

export interface MailPorts {
  readonly verifyMail: (message: Uint8Array, client: MailClient | undefined) => Promise<MailVerification>
  readonly scoreSpam: (message: Uint8Array) => Promise<SpamScore>
}

/** Whose mails are ours, and what they must say. */
export interface OurMail extends StandingText {
  /** The address that ours are from. */
  readonly from: string
}

/**
 * Looks at a mail that has arrived, ours or of somebody else.
 *
 * @param input.whole how many bytes it has, where `message` is its beginning
 * @param input.ours undefined where no settings say
 */
export async function examineMail(
  input: {
    readonly message: Uint8Array
    readonly whole: number
    readonly ours: OurMail | undefined
    readonly now: Date
  },
  ports: MailPorts,
): Promise<Finding[]> {
  const { message, whole, ours, now } = input
  const mail = viewMail(message, whole)
  const client = findClient(mail)
  const isVerified = whyUnverified(mail) === undefined
  const proof = isVerified ? await ports.verifyMail(message, client) : undefined
  const { from } = mail
  const isOurs = ours !== undefined && from !== undefined && isAligned(domainOf(ours.from), domainOf(from))
  return [
    ...checkRoute(mail, client, proof),
    ...checkVerification(mail, proof),
    checkUnsubscribeHeaders(mail),
    ...checkHeaders(mail, now),
    checkMessageId(headerValues(mail, 'Message-ID')[0], from ?? ''),
    ...(await examineContent(mail, message, { largest: undefined, ours: isOurs ? ours : undefined }, ports)),
  ]
}

/** What a mail has in it; the same for one that arrived and one that is to go. */
export async function examineContent(
  mail: MailView,
  message: Uint8Array,
  { largest, ours }: { readonly largest: number | undefined; readonly ours: OurMail | undefined },
  { scoreSpam }: Pick<MailPorts, 'scoreSpam'>,
): Promise<Finding[]> {
  const markup = readMailMarkup(mail.html ?? '')
  const reason = whyUnverified(mail)
  return [
    ...checkMessage(mail, largest),
    ...checkTracking(markup, { text: mail.text, site: ours?.site, isOurs: ours !== undefined }),
    checkSpam(reason === undefined ? await scoreSpam(message) : { outcome: 'failed', reason }),
    ...checkFoot(mail, markup, ours),
  ]
}

const tell = createTeller('signature')

/** Signatures of a mail; one that could not be read whole proves nothing. */
export function checkVerification(mail: MailView, proof: MailVerification | undefined): Finding[] {
  if (proof === undefined)
    return [
      tell(
        'unknown',
        'signature',
        `Whether a signature holds was not looked at: ${whyUnverified(mail) ?? 'no reason'}`,
        {
          where: 'DKIM-Signature',
        },
      ),
    ]
  const { from } = mail
  const present = mail.headers.map(({ name }) => name)
  return checkSignatures(proof.signatures, { from: from && domainOf(from), present })
}
