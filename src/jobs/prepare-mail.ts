import { digestMessageId } from '../core/digest/message-id.ts'
import { cutMessage, personaliseMessage, type SignMessage } from '../core/send/message-template.ts'
import { formatReturnAddress, type ReturnPurpose } from '../core/send/return-address.ts'
import type { Recipient, Send } from '../core/send/send.ts'
import { checkSigning, UNSIGNED } from '../core/send/signing.ts'
import { unsubscribeByMail } from '../core/send/unsubscribe-by-mail.ts'
import { fromBase64Url } from '../core/text/base64url.ts'
import { type LinkKey, signLink } from '../core/subscription/link-token.ts'
import { parseMailAddress } from '../core/text/mail-address.ts'
import { ExpectedError } from '../core/text/problem.ts'
import type { Outgoing } from './ports.ts'

const ID_BYTES = 16

/** Who signs mails here, and with what (`signing.ts`). */
export interface MailSigner {
  readonly signing: string
  readonly sign: SignMessage
}

/**
 * Makes the mails of a send, of what was frozen and nothing else. Throws an `ExpectedError` where the key that its links
 * are signed with is gone, where it is signed otherwise than here, and, for one recipient, where what is stored is no
 * address, or no id that links could have.
 *
 * @param keys all keys of links that there are
 * @param signer absent where somebody else signs
 */
export function prepareMail(
  send: Send,
  keys: readonly LinkKey[],
  signer?: MailSigner,
): (recipient: Pick<Recipient, 'subscriptionId' | 'address'>) => Outgoing {
  const { issue, from, bounces, url } = send
  const key = keys.find(({ id }) => id === send.keyId)
  if (key === undefined) {
    throw new ExpectedError({
      where: `the send of ${issue}`,
      what: `the key ${send.keyId}, which its links are signed with, is not among the keys of links any more`,
      remedy:
        'Put it back: into CROWSNEST_LINK_KEYS where you set that, else bring link-keys.json of the state folder back from a backup',
    })
  }
  const otherwise = checkSigning(send, signer?.signing ?? UNSIGNED)
  if (otherwise !== undefined) throw new ExpectedError(otherwise)
  const template = cutMessage(send.message)
  return ({ subscriptionId, address }) => {
    if (fromBase64Url(subscriptionId)?.length !== ID_BYTES) {
      throw new ExpectedError({
        where: 'a subscription',
        what: 'its id is none that links can be made of, so it gets nothing',
        remedy: 'The store is damaged: restore a backup',
      })
    }
    if (parseMailAddress(address) !== address) {
      throw new ExpectedError({
        where: `the subscription ${subscriptionId}`,
        what: 'what is stored as its address is none that mail can be sent to, so it gets nothing',
        remedy: 'The store may be damaged: npm run subscribers -- export shows it; erase it, or restore a backup',
      })
    }
    const returnTo = (mailbox: string, purpose: ReturnPurpose) =>
      formatReturnAddress(mailbox, { purpose, send: send.number, subscriptionId }, key)
    const token = signLink('unsubscribe', subscriptionId, key)
    const leaveBy = bounces === undefined ? template.leaveBy : unsubscribeByMail(returnTo(bounces, 'leave'))
    const parts = {
      to: address,
      messageId: digestMessageId(issue, subscriptionId, from),
      leaveBy: [`${url}/unsubscribe/${token}`, ...(leaveBy === undefined ? [] : [leaveBy])],
      token,
    }
    return {
      envelope: { from: bounces === undefined ? from : returnTo(bounces, 'bounce'), to: address },
      message: personaliseMessage(template, parts, signer?.sign),
    }
  }
}
