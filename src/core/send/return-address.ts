import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { utf8ToBytes } from '@noble/hashes/utils.js'
import { fromBase64Url, toBase64Url } from '../text/base64url.ts'
import type { LinkKey } from '../subscription/link-token.ts'
import { isSameMac } from '../subscription/mac.ts'
import { fromBase32, toBase32 } from '../text/base32.ts'

/** What a mail to it means: that one of ours `bounced`, or that its reader wants to `leave`. */
export type ReturnPurpose = 'bounce' | 'leave'

export interface Returned {
  readonly purpose: ReturnPurpose
  /** `Send.number` */
  readonly send: number
  readonly subscriptionId: string
}

const LETTERS: Readonly<Record<ReturnPurpose, string>> = { bounce: 'b', leave: 'u' }
/** 65 bits of a MAC: whoever tries has to send a mail for each guess. */
const MAC_LENGTH = 13
const DETAIL = /^([bu])([1-9a-z][0-9a-z]{0,4})\.([a-z2-7]{26})\.([a-z2-7]{13})$/

/**
 * An address of ours that says for whom and which send it is: `bounces+b2.<id>.<mac>@…`. What comes back to it can be
 * told from what somebody made up, also where mail servers change its case.
 *
 * @param base the mailbox; its server takes `name+anything` for `name` (RFC 5233)
 */
export function formatReturnAddress(base: string, { purpose, send, subscriptionId }: Returned, key: LinkKey): string {
  const bytes = fromBase64Url(subscriptionId)
  if (bytes === undefined) throw new TypeError(`not the id of a subscription: ${subscriptionId}`)
  const id = toBase32(bytes)
  const subject = `${LETTERS[purpose]}${send.toString(36)}.${id}`
  const at = base.lastIndexOf('@')
  return `${base.slice(0, at)}+${subject}.${macOfReturn(subject, key)}${base.slice(at)}`
}

/**
 * What an address is for.
 *
 * @returns undefined for what is not to `base`, or none of the keys has signed
 */
export function parseReturnAddress(address: string, base: string, keys: readonly LinkKey[]): Returned | undefined {
  const [text, mailbox] = [address.toLowerCase(), base.toLowerCase()]
  const at = mailbox.lastIndexOf('@')
  if (!text.startsWith(`${mailbox.slice(0, at)}+`) || !text.endsWith(mailbox.slice(at))) return undefined
  const detail = text.slice(at + 1, text.length - (mailbox.length - at))
  const [, letter = '', send = '', id = '', mac = ''] = DETAIL.exec(detail) ?? []
  const bytes = fromBase32(id)
  if (bytes?.length !== 16) return undefined
  const subject = `${letter}${send}.${id}`
  if (!keys.some((key) => isSameMac(mac, macOfReturn(subject, key)))) return undefined
  const purpose = letter === LETTERS.bounce ? 'bounce' : 'leave'
  return { purpose, send: Number.parseInt(send, 36), subscriptionId: toBase64Url(bytes) }
}

const macOfReturn = (subject: string, { secret }: LinkKey) =>
  toBase32(hmac(sha256, secret, utf8ToBytes(`return\n${subject}`))).slice(0, MAC_LENGTH)
