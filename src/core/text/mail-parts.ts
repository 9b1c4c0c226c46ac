/** A field of a head: its name in lower case, its value on one line. */
export interface MailField {
  readonly name: string
  readonly value: string
}

/** A part of a message that holds something itself; `body` is as it was sent, in whatever encoding. */
export interface MailPart {
  readonly fields: readonly MailField[]
  /** In lower case, without parameters: `message/delivery-status`. */
  readonly type: string
  readonly body: string
}

/** A message as far as it has to be known to tell what came back, or what a reader sees of it. */
export interface MailParts {
  readonly fields: readonly MailField[]
  /** Bytes of its head, the empty line after it included. */
  readonly headBytes: number
  readonly type: string
  /** In their order, those of parts included; a message inside of it is one part, and stays closed. */
  readonly parts: readonly MailPart[]
}

/** More than any mail has that somebody reads; what goes beyond is not read. Characters, of which each is a byte. */
export const MOST_HEAD = 256 * 1024
const MOST_FIELDS = 1_000
const MOST_VALUE = 8 * 1024
const MOST_PARTS = 100
const MOST_DEPTH = 8
const LONGEST_BOUNDARY = 200
/** Characters of a part of a report that are decoded. */
const MOST_BODY = 256 * 1024

/**
 * Takes a message apart (RFC 5322, RFC 2045 and 2046), in a time that grows with its length alone, whatever it is: what
 * is broken, or more than a report has, is left out. See docs/decisions/0043-what-comes-back-is-believed-by-its-address.md
 * for why it is ours.
 */
export function parseMailParts(bytes: Uint8Array): MailParts {
  // Every byte is a character, so nothing is lost and nothing fails.
  const { fields, body } = parseHead(new TextDecoder('windows-1252').decode(bytes))
  const parts: MailPart[] = []
  collectParts({ fields, body, depth: 0, fallback: 'text/plain' }, parts)
  return { fields, headBytes: bytes.length - body.length, type: contentType(fields, 'text/plain').type, parts }
}

/** The fields of a head, folded lines joined, and what comes after the first empty line. */
export function parseHead(text: string): { readonly fields: readonly MailField[]; readonly body: string } {
  const isEmpty = text.startsWith('\n') || text.startsWith('\r\n')
  const end = isEmpty ? 0 : endOfHead(text)
  const body = text.slice(isEmpty ? text.indexOf('\n') + 1 : end)
  return { fields: parseFields(text.slice(0, Math.min(end, MOST_HEAD))), body }
}

function endOfHead(text: string): number {
  const start = text.slice(0, 4 * MOST_HEAD)
  const [bare, full] = [start.indexOf('\n\n'), start.indexOf('\n\r\n')]
  if (bare < 0 && full < 0) return text.length
  return full < 0 || (bare >= 0 && bare < full) ? bare + 2 : full + 3
}

/** Lines of `Name: value`; a line that begins with a space goes on with the one before. */
export function parseFields(text: string): MailField[] {
  const fields: { name: string; lines: string[]; length: number }[] = []
  for (const line of text.split(/\r?\n/)) {
    const last = fields.at(-1)
    if (/^[ \t]/.test(line)) {
      if (last !== undefined && last.length < MOST_VALUE) {
        last.lines.push(line.trim())
        last.length += line.length + 1
      }
      continue
    }
    const colon = line.indexOf(':')
    if (colon <= 0 || fields.length >= MOST_FIELDS) continue
    const value = line.slice(colon + 1).trim()
    fields.push({ name: line.slice(0, colon).trim().toLowerCase(), lines: [value], length: value.length })
  }
  return fields.map(({ name, lines }) => ({ name, value: lines.join(' ').slice(0, MOST_VALUE) }))
}

/** The values of all fields of a name. */
export const valuesOf = (fields: readonly MailField[], name: string): string[] =>
  fields.flatMap((field) => (field.name === name ? [field.value] : []))

/** The value of the first field of a name; empty where there is none. */
export const valueOf = (fields: readonly MailField[], name: string): string =>
  fields.find((field) => field.name === name)?.value ?? ''

/** What a part says, its transfer encoding undone, at most 256 KB of it; of what is not ASCII each byte is a character. */
export const decodeBody = (part: MailPart): string => decodeStart(part, MOST_BODY)

/** As `decodeBody`, of so many characters as they were sent. */
export function decodeStart({ fields, body }: MailPart, most: number): string {
  const encoding = valueOf(fields, 'content-transfer-encoding').toLowerCase()
  const start = body.slice(0, most)
  if (encoding.includes('base64')) return decodeBase64(start)
  return encoding.includes('quoted-printable') ? decodeQuotedPrintable(start) : start
}

interface OpenPart {
  readonly fields: readonly MailField[]
  readonly body: string
  readonly depth: number
  /** What it is where it does not say (RFC 2046, section 5.1.5). */
  readonly fallback: string
}

function collectParts({ fields, body, depth, fallback }: OpenPart, parts: MailPart[]): void {
  if (parts.length >= MOST_PARTS) return
  const { type, boundary } = contentType(fields, fallback)
  if (!type.startsWith('multipart/')) {
    parts.push({ fields, type, body })
    return
  }
  if (boundary === undefined || depth >= MOST_DEPTH) return
  const inside = type === 'multipart/digest' ? 'message/rfc822' : 'text/plain'
  for (const text of splitAt(body, boundary)) {
    if (parts.length >= MOST_PARTS) return
    collectParts({ ...parseHead(text), depth: depth + 1, fallback: inside }, parts)
  }
}

/** What stands between the lines of a boundary; without the last of them, up to the end. */
function* splitAt(body: string, boundary: string): Iterable<string> {
  const mark = `--${boundary}`
  const next = (from: number) => body.indexOf(`\n${mark}`, from) + 1
  let at = body.startsWith(mark) ? 0 : next(0)
  if (at === 0 && !body.startsWith(mark)) return
  for (let read = 0; read < MOST_PARTS; read += 1) {
    const start = body.indexOf('\n', at) + 1
    if (start === 0 || body.startsWith('--', at + mark.length)) return
    at = next(start - 1)
    yield body.slice(start, at === 0 ? undefined : at - 1)
    if (at === 0) return
  }
}

function contentType(fields: readonly MailField[], fallback: string) {
  const value = valueOf(fields, 'content-type').slice(0, 2_000)
  const type = /^[\w.+-]+\/[\w.+-]+/.exec(value)?.[0].toLowerCase() ?? fallback
  const [, quoted, bare] = /;\s*boundary\s*=\s*(?:"([^"]*)"|([^\s;"]+))/i.exec(value) ?? []
  const boundary = quoted?.trimEnd() ?? bare ?? ''
  return { type, boundary: boundary === '' || boundary.length > LONGEST_BOUNDARY ? undefined : boundary }
}

function decodeBase64(text: string): string {
  const digits = text.replace(/[^A-Za-z0-9+/]/g, '')
  return atob(digits.slice(0, digits.length - (digits.length % 4 === 1 ? 1 : 0)))
}

const decodeQuotedPrintable = (text: string) =>
  text
    .replace(/=[ \t]{0,10}\r?\n/g, '')
    .replace(/=([0-9A-Fa-f]{2})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)))
