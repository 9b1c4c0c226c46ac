import { type MailField, type MailPart, MOST_HEAD, parseMailParts, valueOf, valuesOf } from '../text/mail-parts.ts'
import { charsetOf, decodeText, decodeWords } from '../text/mail-text.ts'

/** A mail as the checks see it. Nothing in it is trusted. */
export interface MailView {
  /** Of the whole of it, also where less was read. */
  readonly bytes: number
  /** Whether it is longer than what was read. */
  readonly isCut: boolean
  readonly headers: readonly MailField[]
  readonly headerBytes: number
  readonly headerLines: number
  /** Of the whole of what was read. */
  readonly lines: number
  /** Whether there are too many to look at all, or at what comes after them. */
  readonly hasTooManyHeaders: boolean
  readonly subject: string
  /** The address in From, the first where there are several; the name of the sender is left out. */
  readonly from: string | undefined
  readonly html: string | undefined
  readonly text: string | undefined
  /** Character sets that its parts name, in lower case. */
  readonly charsets: readonly string[]
  /** Bytes of the longest line, without its end. */
  readonly longestLine: number
  /** Why its parts could not be read. */
  readonly fault: string | undefined
}

/** Bytes of a mail that are looked into; how long its lines are is looked at in all of it. */
const MOST_READ = 8 * 1024 * 1024

/**
 * Takes a mail apart, whatever it is: never throws for what stands in it.
 *
 * @param whole how many bytes it has, where `message` is only its beginning
 */
export function viewMail(message: Uint8Array, whole = message.length): MailView {
  const { fields, headBytes, type, parts } = parseMailParts(message.subarray(0, MOST_READ))
  const hasTooManyHeaders = headBytes > MOST_HEAD
  const shown = hasTooManyHeaders ? [] : parts.filter(isShown)
  return {
    bytes: whole,
    isCut: whole > message.length,
    ...{ headers: fields, headerBytes: headBytes, headerLines: countLines(message.subarray(0, headBytes)) },
    ...{ lines: countLines(message), hasTooManyHeaders },
    subject: decodeWords(valueOf(fields, 'subject')).trim(),
    from: addressIn(valueOf(fields, 'from')),
    html: textOf(shown, 'text/html'),
    text: textOf(shown, 'text/plain'),
    charsets: [...new Set(shown.flatMap((part) => charsetOf(part) ?? []))],
    longestLine: findLongestLine(message),
    fault: hasTooManyHeaders
      ? `its headers are longer than ${MOST_HEAD / 1024} KB`
      : parts.length === 0
        ? `it says that it is ${type}, and no part of it can be found`
        : undefined,
  }
}

/** All values that a header has, in their order. */
export const headerValues = ({ headers }: MailView, name: string): string[] => valuesOf(headers, name.toLowerCase())

/** Whether a part is what a reader sees, and no file that hangs on it. */
const isShown = ({ type, fields }: MailPart) =>
  type.startsWith('text/') && !/^attachment\b/i.test(valueOf(fields, 'content-disposition'))

function textOf(parts: readonly MailPart[], type: string): string | undefined {
  const text = parts.filter((part) => part.type === type).map(decodeText)
  return text.every((each) => each.trim() === '') ? undefined : text.join('\n')
}

/** What stands in quotes or in brackets is a name, whatever it looks like (RFC 5322 section 3.4). */
function addressIn(from: string): string | undefined {
  const bare = from
    .slice(0, 2_000)
    .replace(/"(?:[^"\\]|\\.)*"/g, ' ')
    .replace(/\([^()]*\)/g, ' ')
  for (const mailbox of bare.split(/[,;:]/)) {
    const found =
      /<\s*([^<>\s]{1,64}@[^<>\s]{1,255})\s*>/.exec(mailbox) ?? /(?:^|\s)([^\s<>"]{1,64}@[^\s<>"]{1,255})/.exec(mailbox)
    if (found !== null) return found[1]
  }
  return undefined
}

function findLongestLine(message: Uint8Array): number {
  let longest = 0
  let start = 0
  for (let at = message.indexOf(10); at >= 0; at = message.indexOf(10, start)) {
    longest = Math.max(longest, at - start - (message[at - 1] === 13 ? 1 : 0))
    start = at + 1
  }
  return Math.max(longest, message.length - start)
}

function countLines(message: Uint8Array): number {
  let lines = 0
  for (let at = message.indexOf(10); at >= 0; at = message.indexOf(10, at + 1)) lines += 1
  return lines
}
