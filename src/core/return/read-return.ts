import type { LinkKey } from '../subscription/link-token.ts'
import { formatMoment } from '../text/moment.ts'
import { judgeFailure, readDeliveryStatus, withoutAddresses } from './judge-bounce.ts'
import {
  decodeBody,
  type MailField,
  type MailParts,
  parseFields,
  parseHead,
  parseMailParts,
  valueOf,
  valuesOf,
} from '../text/mail-parts.ts'
import { parseReturnAddress, type Returned } from '../send/return-address.ts'

/** What a mail that came back is, and what there is to do. Reasons are ours, and name nobody. */
export type ReturnReading =
  | {
      readonly outcome: 'hard' | 'soft' | 'complaint'
      readonly returned: Returned
      readonly reason: string
      /** When it was written, as far as that is not in the future. */
      readonly at: string
      /** Addresses that the report names, in lower case: they can contradict, and prove nothing. */
      readonly named: readonly string[]
    }
  | { readonly outcome: 'left'; readonly returned: Returned; readonly reason: string }
  /** Nothing follows for the reader, but whoever sends should know. */
  | { readonly outcome: 'told'; readonly reason: string }
  /** `isClear` where nobody needs to look at it. */
  | { readonly outcome: 'ignored'; readonly reason: string; readonly isClear: boolean }
  /** It may be made up: nothing that only we could have said stands in it. */
  | { readonly outcome: 'forged'; readonly reason: string }

interface Ours {
  /** The mailbox that mails come back to, bare. */
  readonly mailbox: string
  readonly keys: readonly LinkKey[]
  readonly now: Date
}

/** Where mail servers write to whom a mail was; the MAC is the proof, not the field. */
const RECIPIENT_FIELDS = [
  ...['delivered-to', 'x-original-to', 'envelope-to', 'x-envelope-to', 'x-delivered-to', 'to'],
] as const
/** Where our own addresses stand in a mail of ours that somebody sends back. */
const OUR_FIELDS = ['return-path', 'list-unsubscribe'] as const

const STATUS_TYPES = ['message/delivery-status', 'message/global-delivery-status']
const RETURNED_TYPES = ['message/rfc822', 'message/global', 'text/rfc822-headers', 'message/rfc822-headers']

/**
 * Tells what a mail is that came back, and for whom: by an address that only we can have made. What it says besides may
 * make matters milder, never another reader's.
 *
 * @param bytes the message, or the first megabytes of it
 */
export function readReturn(bytes: Uint8Array, ours: Ours): ReturnReading {
  const mail = parseMailParts(bytes)
  const report = mail.parts.find(({ type }) => type === 'message/feedback-report')
  if (report !== undefined) return readFeedback(mail, parseFields(decodeBody(report)), ours)
  const found = findReturned(
    mail.fields.filter(({ name }) => (RECIPIENT_FIELDS as readonly string[]).includes(name)),
    ours,
  )
  if (found === 'several') return { outcome: 'forged', reason: 'it came to addresses of several readers' }
  const status = mail.parts.find(({ type }) => STATUS_TYPES.includes(type))
  if (found === undefined || found === 'wrong') return judgeUnproven(mail, { found, isReport: status !== undefined })
  if (found.purpose === 'leave') return readLeaving(mail, found)
  if (status !== undefined) return readStatus(mail, { text: decodeBody(status), returned: found, now: ours.now })
  return readWords(mail, { returned: found, now: ours.now })
}

function readStatus(
  mail: MailParts,
  { text, returned, now }: { readonly text: string; readonly returned: Returned; readonly now: Date },
): ReturnReading {
  const status = readDeliveryStatus(text)
  if (status === undefined) return ignored('a report that says nothing of any recipient', false)
  const { verdict, reason, said } = status.judgement
  if (verdict === 'nothing') return ignored(reason, true)
  if (verdict === 'refused') return { outcome: 'told', reason: said === '' ? reason : `${reason}: ${said}` }
  return { outcome: verdict, returned, reason, at: writtenAt(mail.fields, now), named: status.named }
}

/** RFC 2369: whatever is written there, by a person or by their mail program for them. */
function readLeaving({ fields, type, parts }: MailParts, returned: Returned): ReturnReading {
  const isReport = type === 'multipart/report' || parts.some((part) => part.type.startsWith('message/d'))
  const subject = valueOf(fields, 'subject')
  const kind = automatic(fields)
  const isAsked = kind === 'auto-generated' && /unsubscribe/i.test(subject)
  if (isReport || (kind !== undefined && !isAsked)) {
    return ignored('an automatic reply to an address by which readers leave', true)
  }
  return { outcome: 'left', returned, reason: 'they wrote to the address by which they leave' }
}

/** What has no machine's half: believed no more than a soft one, and only where it can be nothing else. */
function readWords(
  mail: MailParts,
  { returned, now }: { readonly returned: Returned; readonly now: Date },
): ReturnReading {
  const { fields, parts } = mail
  if (!looksReturned(fields)) {
    return automatic(fields) === undefined
      ? ignored('a mail that is no report; somebody may have written it', false)
      : ignored('an automatic reply', true)
  }
  const text = parts.filter(({ type }) => type === 'text/plain').map(decodeBody)
  const words = `${valueOf(fields, 'subject')}\n${text.join('\n').slice(0, 16 * 1024)}`
  if (LATE.test(words)) return ignored('a mail is late, and its server goes on trying', true)
  const line = /(?:^|[\s>:(])((?:[45]\d\d[ -])?\s?#?[45]\.\d{1,3}\.\d{1,3}\b[^\n]{0,300})/.exec(words)?.[1] ?? ''
  const { verdict, reason } = judgeFailure(undefined, line === '' ? '450' : line)
  if (verdict === 'refused') return { outcome: 'told', reason: `${reason}: ${withoutAddresses(line)}` }
  const at = writtenAt(fields, now)
  return { outcome: 'soft', returned, reason: line === '' ? 'it came back, in words alone' : reason, at, named: [] }
}

const LATE =
  /\b(?:warning|delayed|not yet been delivered|will (?:keep|continue)|still being retried|no action is required)\b/i

/**
 * A complaint (RFC 5965). It comes to an address that whoever sends has registered with the provider, so what proves it
 * is the mail of ours that it brings back: whoever has that could leave with it anyway.
 */
function readFeedback(mail: MailParts, feedback: readonly MailField[], ours: Ours): ReturnReading {
  const returnedMail = mail.parts.filter(({ type }) => RETURNED_TYPES.includes(type)).map(decodeBody)
  const fields = [
    ...mail.fields.filter(({ name }) => (RECIPIENT_FIELDS as readonly string[]).includes(name)),
    ...feedback.filter(({ name }) => name === 'original-mail-from'),
    ...returnedMail.flatMap((text) =>
      parseHead(text).fields.filter(({ name }) => (OUR_FIELDS as readonly string[]).includes(name)),
    ),
  ]
  const found = findReturned(fields, ours)
  if (found === 'several') return { outcome: 'forged', reason: 'a complaint that is about several readers' }
  if (found === undefined || found === 'wrong') {
    return { outcome: 'forged', reason: 'a complaint without a mail of ours: it cannot be told from a forged one' }
  }
  const type = valueOf(feedback, 'feedback-type')
    .toLowerCase()
    .replace(/[^a-z-].*$/, '')
  if (type === 'not-spam') return ignored('somebody said that our mail is no spam', true)
  if (type !== 'abuse') return { outcome: 'told', reason: `a report of the kind ${JSON.stringify(type.slice(0, 40))}` }
  const at = writtenAt(mail.fields, ours.now)
  return { outcome: 'complaint', returned: found, reason: 'they reported our mail as unwanted', at, named: [] }
}

/** What came without an address that we have made. */
function judgeUnproven(
  { fields }: MailParts,
  { found, isReport }: { readonly found: 'wrong' | undefined; readonly isReport: boolean },
): ReturnReading {
  if (found === 'wrong') return { outcome: 'forged', reason: 'none of our keys has signed the address it came to' }
  if (isReport || looksReturned(fields)) {
    return { outcome: 'forged', reason: 'it came to no address of a reader: it cannot be told from a forged one' }
  }
  return ignored('a mail that is no report; somebody may have written it', false)
}

const ignored = (reason: string, isClear: boolean): ReturnReading => ({ outcome: 'ignored', reason, isClear })

/**
 * Whom the addresses in some fields are for.
 *
 * @returns `several` where that is not one reader and send, `wrong` where none is signed, undefined where there is none
 */
function findReturned(
  fields: readonly MailField[],
  { mailbox, keys }: Ours,
): Returned | 'several' | 'wrong' | undefined {
  const at = mailbox.lastIndexOf('@')
  const [start, end] = [`${mailbox.slice(0, at)}+`.toLowerCase(), mailbox.slice(at).toLowerCase()]
  const texts = new Set<string>()
  for (const { value } of fields) {
    for (const word of value.toLowerCase().split(/[\s<>,;:"()?&]+/)) {
      if (word.endsWith(end) && word.startsWith(start) && texts.size < MOST_ADDRESSES) texts.add(word)
    }
  }
  const all = [...texts].flatMap((text) => parseReturnAddress(text, mailbox, keys) ?? [])
  const [first] = all
  if (first === undefined) return texts.size > 0 ? 'wrong' : undefined
  const isOne = all.every((each) => each.subscriptionId === first.subscriptionId && each.send === first.send)
  return isOne ? (all.find(({ purpose }) => purpose === 'bounce') ?? first) : 'several'
}

/** Each costs a MAC. */
const MOST_ADDRESSES = 20

/** Whether it can be nothing but a mail that came back, by its head. */
function looksReturned(fields: readonly MailField[]): boolean {
  if (valuesOf(fields, 'x-failed-recipients').length > 0) return true
  const isFromMachine = /^(?:[^<]*<)?(?:mailer-daemon|postmaster)@/i.test(valueOf(fields, 'from').slice(0, 300))
  const isNull = valueOf(fields, 'return-path') === '<>'
  return (isFromMachine || isNull) && RETURNED_SUBJECT.test(valueOf(fields, 'subject'))
}

const RETURNED_SUBJECT =
  /undeliver|returned (?:mail|to sender)|failure notice|delivery (?:status|fail|problem|report|incomplete)|delivery has failed|mail delivery|could not be delivered|not delivered|unzustellbar|non remis/i

/** What kind of automatic mail it is (RFC 3834, and what came before); undefined for one that a person may have written. */
function automatic(fields: readonly MailField[]): string | undefined {
  const said = valueOf(fields, 'auto-submitted')
    .toLowerCase()
    .replace(/[^a-z-].*$/, '')
  if (said !== '' && said !== 'no') return said
  if (valueOf(fields, 'return-path') === '<>') return 'null sender'
  if (['x-autoreply', 'x-autorespond', 'x-autoresponse'].some((name) => valueOf(fields, name) !== ''))
    return 'autoreply'
  const precedence = valueOf(fields, 'precedence').toLowerCase()
  return ['bulk', 'list', 'junk', 'auto_reply'].includes(precedence) ? precedence : undefined
}

/** When a mail says that it was written; now, where it says nothing that a clock of ours could have shown. */
function writtenAt(fields: readonly MailField[], now: Date): string {
  const text = valueOf(fields, 'date').slice(0, 100)
  // Without a zone it would be read in that of this machine.
  const time = /(?:[+-]\d{4}|\bGMT|\bUTC?)\s*(?:\(.*)?$/.test(text) ? Date.parse(text) : Number.NaN
  return formatMoment(time > 0 && time < now.getTime() ? new Date(time) : now)
}
