import { decodeBody, decodeStart, type MailPart, valueOf } from './mail-parts.ts'

/** Characters of a part that are read, and of a field. */
const MOST_TEXT = 8 * 1024 * 1024
const MOST_WORDS = 2_000

/** What a part of a mail says, in its own characters. */
export const decodeText = (part: MailPart): string =>
  decodeBytes(bytesOf(decodeStart(part, MOST_TEXT)), charsetOf(part) ?? 'utf-8')

/** The character set that a part names, in lower case. */
export const charsetOf = ({ fields }: MailPart): string | undefined =>
  /;\s*charset\s*=\s*"?([\w.:-]{1,40})/i.exec(valueOf(fields, 'content-type').slice(0, MOST_WORDS))?.[1]?.toLowerCase()

/** What a field says: encoded words (RFC 2047), and bytes of UTF-8 (RFC 6532). */
export function decodeWords(value: string): string {
  const text = decodeBytes(bytesOf(value.slice(0, MOST_WORDS)), 'utf-8')
  return text
    .replace(/(=\?[^?\s]{1,60}\?[bq]\?[^?\s]*\?=)\s+(?==\?[^?\s]{1,60}\?[bq]\?)/gi, '$1')
    .replace(
      /=\?([\w.:-]{1,40})(?:\*[\w-]{1,20})?\?([bq])\?([^?\s]*)\?=/gi,
      (_, charset: string, how: string, words: string) => {
        const encoding = how.toLowerCase() === 'b' ? 'base64' : 'quoted-printable'
        const fields = [{ name: 'content-transfer-encoding', value: encoding }]
        const body = encoding === 'base64' ? words : words.replaceAll('_', '=20')
        return decodeBytes(bytesOf(decodeBody({ fields, type: 'text/plain', body })), charset)
      },
    )
}

/** Those of 128 to 159 are other characters in what every byte is a character of. */
const HIGH = new Map(
  Array.from({ length: 32 }, (_, index) => [
    new TextDecoder('windows-1252').decode(Uint8Array.of(128 + index)).charCodeAt(0),
    128 + index,
  ]),
)

function bytesOf(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length)
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    bytes[at] = code < 256 ? code : (HIGH.get(code) ?? 63)
  }
  return bytes
}

/** Of a character set that nobody knows, what is ASCII. */
function decodeBytes(bytes: Uint8Array, charset: string): string {
  try {
    return new TextDecoder(charset).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}
