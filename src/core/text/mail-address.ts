import { z } from 'astro/zod'
import { hasControls } from './plain-text.ts'

/**
 * What HTML calls a valid email address, https://html.spec.whatwg.org/multipage/input.html#valid-e-mail-address, save
 * dots at an end or side by side: RFC 5321 section 4.1.2 has them in quotation marks alone, and servers refuse them.
 */
const LOCAL_PART = /^[a-zA-Z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-zA-Z0-9!#$%&'*+/=?^_`{|}~-]+)*$/
const LABEL = /^[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?$/
/** Octets, RFC 5321 section 4.5.3.1, and RFC 3696 erratum 1690. */
const LONGEST_LOCAL_PART = 64
const LONGEST_ADDRESS = 254

/** A name and an address, as `From` shows them. */
export interface Mailbox {
  readonly name: string
  readonly address: string
}

/**
 * The one form in which an address is kept and sent to: its domain in lower case and, where it is not ASCII, in
 * Punycode. The part before the @ stays as it was typed.
 *
 * @returns undefined for what is no address that mail can be sent to, and for anything that could break out of a header
 */
export function parseMailAddress(text: string): string | undefined {
  const at = text.lastIndexOf('@')
  const local = text.slice(0, Math.max(at, 0))
  const domain = toAsciiDomain(text.slice(at + 1))
  if (!LOCAL_PART.test(local) || local.length > LONGEST_LOCAL_PART || domain === undefined) return undefined
  const address = `${local}@${domain}`
  return address.length <= LONGEST_ADDRESS ? address : undefined
}

function toAsciiDomain(domain: string): string | undefined {
  // Only letters, digits, dots and hyphens of any script: a URL would take a port or a path, and drop a line break.
  if (!/^[\p{L}\p{M}\p{N}.-]+$/u.test(domain) || !URL.canParse(`https://${domain}`)) return undefined
  const ascii = new URL(`https://${domain}`).hostname
  const labels = ascii.split('.')
  const isNumeric = /^\d+$/.test(labels.at(-1) ?? '')
  return labels.length >= 2 && !isNumeric && labels.every((label) => LABEL.test(label)) ? ascii : undefined
}

/** Whether a name could start a header of its own, or show an address as another. */
const isUnfit = (name: string) => hasControls(name) || /[\p{Cc}\u2028\u2029]/u.test(name) || !name.isWellFormed()

/** Reads `Crowsnest <mail@crowsnest.example>` or a bare address; undefined where it is neither. */
export function parseMailbox(text: string): Mailbox | undefined {
  const named = /^([^<>]*)<([^<>]*)>$/.exec(text.trim())
  const name = (named?.[1] ?? '').trim().replace(/^"(.*)"$/, '$1')
  const address = parseMailAddress((named?.[2] ?? text).trim())
  return address === undefined || isUnfit(name) ? undefined : { name, address }
}

/** A mailbox as a person writes it in a settings file. */
export const mailboxSchema = z.string().refine((text) => parseMailbox(text) !== undefined, {
  error: 'expected an address, like mail@crowsnest.example or Crowsnest <mail@crowsnest.example>',
})

/** At most so long is the part before the @ of an address to which `+` and 47 characters are added. */
const LONGEST_RETURN_NAME = LONGEST_LOCAL_PART - 48

/** Reads the mailbox that what cannot be delivered comes back to: a bare address, to whose name something is added. */
export function parseReturnMailbox(text: string): string | undefined {
  const address = parseMailAddress(text.trim())
  const name = address?.slice(0, address.lastIndexOf('@')) ?? ''
  return name === '' || name.includes('+') || name.length > LONGEST_RETURN_NAME ? undefined : address
}

/** A mailbox for returns, as a person writes it in a settings file. */
export const returnMailboxSchema = z.string().refine((text) => parseReturnMailbox(text) !== undefined, {
  error: `expected an address like bounces@crowsnest.example, with ${LONGEST_RETURN_NAME} characters before the @ at most and no +`,
})
